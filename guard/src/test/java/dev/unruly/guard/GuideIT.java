package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code in docs/guard.md, compiled as it stands there and run. What the page leaves to its
/// reader (a client, its answers, dots) is filled in here.
final class GuideIT {

    private static final Path GUIDE = Path.of("..", "docs", "guard.md");
    private static final Pattern BLOCK = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern ROW = Pattern.compile("(?m)^\\| [^|]*\\| `([^`]+)`.*\\|$");

    /// The reader's own things.
    private static final String READER =
            """
                record User(String name) {
                    static final User GUEST = new User("guest");
                }

                static final class Client {
                    String charge(int order) { return "charged " + order; }
                    User user(int id) { return new User("user " + id); }
                    CompletionStage<User> userAsync(int id) {
                        return CompletableFuture.completedFuture(user(id));
                    }
                }

                static final Client client = new Client();
                static final int order = 3;
                static final int id = 7;
                static final long deadlineNanos =
                        new Deadline().read("", "60000", System.nanoTime());
                static final HttpClient httpClient = HttpClient.newHttpClient();
                static final HttpResponse.BodyHandler<String> handler =
                        HttpResponse.BodyHandlers.ofString();
                static HttpRequest request;

                static String handle(HttpRequest request) {
                    return "handled " + (Caller.current().deadlineNanos() == deadlineNanos);
                }

                static void close() {
                    HOST.close();
                    httpClient.close();
                }
            """;

    @TempDir private Path folder;

    private static String guide() throws IOException {
        return Files.readString(GUIDE);
    }

    private static List<String> all(Pattern pattern, String text) {
        var found = new ArrayList<String>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            found.add(matcher.group(1));
        }
        return found;
    }

    /// What the page leaves out: further arguments, what one does when refused, and the call
    /// itself.
    private static String filled(String code) {
        return code.replace(", …", "").replace("{ … }", "{ return \"refused\"; }").replace("…", "");
    }

    private static String program(String guide) {
        List<String> blocks = all(BLOCK, guide);
        assertThat(blocks).hasSize(2);
        var program = new StringBuilder("package reader;\n");
        for (Class<?> used :
                List.of(
                        HttpClient.class,
                        HttpRequest.class,
                        HttpResponse.class,
                        CompletableFuture.class,
                        CompletionStage.class)) {
            program.append("import ").append(used.getName()).append(";\n");
        }
        blocks.getFirst().lines().filter(l -> l.startsWith("import")).forEach(program::append);
        program.append("\npublic final class Reader {\n");
        blocks.getFirst()
                .lines()
                .filter(line -> !line.startsWith("import"))
                .forEach(line -> program.append(line).append('\n'));
        program.append(READER);
        List<String> rows = all(ROW, guide).stream().filter(row -> row.contains("(")).toList();
        for (int i = 0; i < rows.size(); i++) {
            program.append("static Object row")
                    .append(i)
                    .append("() throws Exception { return ")
                    .append(filled(rows.get(i)))
                    .append("; }\n");
        }
        return program.append("static String step(CircuitBreaker breaker, long now) {\n")
                .append("long tookNanos = 1;\n")
                .append(filled(blocks.getLast()))
                .append("return \"asked\";\n}\n}\n")
                .toString();
    }

    private Class<?> compiled(String program) throws IOException, ReflectiveOperationException {
        Path source = folder.resolve("Reader.java");
        Files.writeString(source, program);
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        URL guard = Guard.class.getProtectionDomain().getCodeSource().getLocation();
        var said = new StringWriter();
        try (var files = compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
            List<String> options =
                    List.of(
                            "-proc:none",
                            "-d",
                            folder.toString(),
                            "-classpath",
                            Path.of(guard.getPath()).toString());
            boolean well =
                    compiler.getTask(
                                    said,
                                    files,
                                    null,
                                    options,
                                    null,
                                    files.getJavaFileObjects(source))
                            .call();
            assertThat(well).as("%s%n%s", said, program).isTrue();
        }
        var loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, getClass().getClassLoader());
        return loader.loadClass("reader.Reader");
    }

    private static @Nullable Object run(Class<?> reader, String name) throws Exception {
        var method = reader.getDeclaredMethod(name);
        method.setAccessible(true);
        try {
            return method.invoke(null);
        } catch (InvocationTargetException thrown) {
            throw new AssertionError(name, thrown.getCause());
        }
    }

    @Test
    void whatTheGuideSaysIsSo() throws Exception {
        HttpServer server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(
                "/",
                exchange -> {
                    exchange.sendResponseHeaders(204, -1);
                    exchange.close();
                });
        server.start();
        Class<?> reader = compiled(program(guide()));
        try {
            var request = reader.getDeclaredField("request");
            request.setAccessible(true);
            request.set(
                    null,
                    HttpRequest.newBuilder(
                                    URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                            .build());
            assertThat(run(reader, "row0")).isEqualTo("charged 3");
            assertThat(run(reader, "row1")).hasToString("User[name=user 7]");
            var later = (CompletableFuture<?>) Objects.requireNonNull(run(reader, "row2"));
            assertThat(later.join()).hasToString("User[name=user 7]");
            assertThat(run(reader, "row3")).hasToString("User[name=user 7]");
            assertThat(run(reader, "row4")).hasToString("User[name=user 7]");
            assertThat(run(reader, "row5")).asString().contains("204");
            assertThat(run(reader, "row6")).isEqualTo("handled true");
            var step = reader.getDeclaredMethod("step", CircuitBreaker.class, long.class);
            step.setAccessible(true);
            CircuitBreaker breaker = Breakers.breaker(Breakers.HALF);
            assertThat(step.invoke(null, breaker, 0L)).isEqualTo("asked");
            assertThat(breaker.snapshot().good()).isEqualTo(1);
            breaker.hold(CircuitBreaker.State.OPEN, 1);
            assertThat(step.invoke(null, breaker, 2L)).isEqualTo("refused");
        } finally {
            run(reader, "close");
            server.stop(0);
        }
    }
}

package dev.unruly.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The program in a process of its own, as a user would start it, with its own control sockets.
final class Program implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Path output;

    private Program(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /// @param folder where it runs, and where its control sockets and its output are
    static Program start(Path folder, String... arguments) throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(GatewayChild.options());
        words.add("-Xmx256m");
        words.add("-classpath");
        words.add(System.getProperty("java.class.path"));
        words.add(Main.class.getName());
        words.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        var builder = new ProcessBuilder(words);
        builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
        builder.directory(folder.toFile());
        builder.redirectErrorStream(true);
        builder.redirectOutput(output.toFile());
        Process process = builder.start();
        process.getOutputStream().close();
        return new Program(process, output);
    }

    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "unreadable: " + e;
        }
    }

    /// Waits until it has said this.
    void says(String text) throws InterruptedException {
        says(text, PATIENCE_SECONDS);
    }

    /// Waits until it has said this, so long at the most.
    void says(String text, long seconds) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!output().contains(text)) {
            if (System.nanoTime() > end || !process.isAlive()) {
                throw new AssertionError("it has not said \"" + text + "\" but:\n" + output());
            }
            Thread.sleep(20);
        }
    }

    /// Its exit code, once it has ended.
    int code() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it does not end, and has said:\n" + output());
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    void signal(String name) throws IOException, InterruptedException {
        signal(name, process.pid());
    }

    /// Sends a signal to a process that a test has started, itself or through the program.
    static void signal(String name, long pid) throws IOException, InterruptedException {
        int code = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor();
        if (code != 0) {
            throw new IOException("kill -" + name + " " + pid + " ended with " + code);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}

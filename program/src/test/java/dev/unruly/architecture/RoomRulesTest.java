package dev.unruly.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules bite: each is broken by a class compiled for it, and must say so.
final class RoomRulesTest {
    private static final Plan PLAN =
            Plan.parse(
                    """
                    | room | one line | may use | outside library |
                    |---|---|---|---|
                    | cli | the top | all | – |
                    | upper | the middle | lower | JSON |
                    | wire | the edge | – | – |
                    | lower | the bottom | – | – |

                    | library | packages |
                    |---|---|
                    | JSON | com.fasterxml.jackson |
                    | SQL | java.sql |
                    | everywhere: JSpecify | org.jspecify.annotations |
                    """);

    private static final Pattern PACKAGE = Pattern.compile("package ([a-z.]+);");
    private static final Pattern TYPE = Pattern.compile("(class|record|interface|enum) (\\w+)");
    private static final String LOWER = "package test.lower; public class Low {}";
    private static final String UPPER = "package test.upper; public class Up {}";

    @TempDir private Path folder;

    @Test
    void whatIsPlannedPasses() throws IOException {
        assertThat(
                        problems(
                                LOWER,
                                """
                                package test.upper;
                                public class Up {
                                    static final int[] TABLE = {1};
                                    test.lower.Low[] lows = {};
                                    com.fasterxml.jackson.databind.JsonNode node;
                                    long later(long nowNanos) { return nowNanos + 1; }
                                    java.util.SplittableRandom seeded(long seed) {
                                        return new java.util.SplittableRandom(seed);
                                    }
                                }
                                """,
                                "package test.cli; class Top { test.upper.Up up; test.lower.Low l; }"))
                .isEmpty();
    }

    @Test
    void anArrowUpwardIsNamedWithBothRooms() throws IOException {
        assertThat(problems(UPPER, "package test.lower; class Low { test.upper.Up[] up; }"))
                .singleElement()
                .asString()
                .startsWith("room 'lower' may not use room 'upper' (it may use: )")
                .contains("test.lower.Low.up");
    }

    @Test
    void anArrowToARoomBelowMustBeListedToo() throws IOException {
        assertThat(
                        problems(
                                "package test.wire; public class Socket {}",
                                "package test.upper; class Up { test.wire.Socket socket; }"))
                .singleElement()
                .asString()
                .startsWith("room 'upper' may not use room 'wire' (it may use: lower)");
    }

    @Test
    void aLibraryOfAnotherRoomIsNamed() throws IOException {
        assertThat(
                        problems(
                                "package test.lower;"
                                        + " class Low { com.fasterxml.jackson.databind.JsonNode n; }"))
                .singleElement()
                .asString()
                .startsWith("room 'lower' may not use library 'JSON'");
    }

    @Test
    void aPartOfTheJdkCanBeALibrary() throws IOException {
        assertThat(problems("package test.lower; class Low { java.sql.Connection c; }"))
                .singleElement()
                .asString()
                .startsWith("room 'lower' may not use library 'SQL'");
    }

    @Test
    void aLibraryThatNobodyPlannedIsNamed() throws IOException {
        assertThat(problems("package test.cli; class Top { org.jsoup.nodes.Document d; }"))
                .singleElement()
                .asString()
                .startsWith("room 'cli' may not use package 'org.jsoup.nodes', which is in no");
    }

    @Test
    void aPackageThatIsNoRoomIsNamed() throws IOException {
        assertThat(
                        problems(
                                "package test.attic; class Box {}",
                                "package test.lower.cellar; class C {}"))
                .satisfiesExactly(
                        attic -> assertThat(attic).contains("no row 'attic'"),
                        cellar -> assertThat(cellar).contains("no row 'lower.cellar'"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "System.nanoTime()",
                "System.currentTimeMillis()",
                "java.time.Instant.now()",
                "java.time.Clock.systemUTC()",
                "Math.random()",
                "new java.util.Random(1)",
                "new java.util.SplittableRandom()",
                "new java.security.SecureRandom()",
                "java.util.UUID.randomUUID()",
                "java.util.concurrent.ThreadLocalRandom.current()",
                "(java.util.function.LongSupplier) System::nanoTime",
                "new Thread(() -> { try { Thread.sleep(1); } catch (InterruptedException e) {} })"
            })
    void timeAndChanceStayAtTheEdge(String expression) throws IOException {
        String body = "class Use { Object value() { return %s; } }".formatted(expression);

        assertThat(problems("package test.lower; " + body))
                .isNotEmpty()
                .allSatisfy(problem ->
                        assertThat(problem)
                                .startsWith("room 'lower' may not use java.")
                                .contains("time and chance come in as arguments"));
        assertThat(problems("package test.wire; " + body)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static int count;",
                "static final java.util.Map<String, String> names() { return names; }"
                        + " private static final java.util.HashMap<String, String> names ="
                        + " new java.util.HashMap<>();",
                "static final java.util.concurrent.atomic.AtomicLong COUNT ="
                        + " new java.util.concurrent.atomic.AtomicLong();",
                "static final ThreadLocal<String> NAME = new ThreadLocal<>();"
            })
    void staticStateIsRefused(String field) throws IOException {
        assertThat(problems("package test.wire; class Shared { %s }".formatted(field)))
                .singleElement()
                .asString()
                .startsWith("room 'wire' may not have static state: test.wire.Shared.");
    }

    /// Compiles the sources, one class each, into a fresh folder and compares it with the plan.
    private List<String> problems(String... sources) throws IOException {
        Path fresh = Files.createTempDirectory(folder, "classes");
        var files = Stream.<String>builder().add("-d").add(fresh.toString()).add("-nowarn");
        for (String source : sources) {
            Path file =
                    fresh.resolve(first(PACKAGE, 1, source))
                            .resolve(first(TYPE, 2, source) + ".java");
            Files.createDirectories(file.getParent());
            files.add(Files.writeString(file, source).toString());
        }
        String[] arguments = files.build().toArray(String[]::new);
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments)).isZero();
        return RoomRules.problems("test", PLAN, new ClassFileImporter().importPath(fresh));
    }

    private static String first(Pattern pattern, int group, String source) {
        Matcher matcher = pattern.matcher(source);
        assertThat(matcher.find()).as("%s in %s", pattern, source).isTrue();
        return matcher.group(group);
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly check` tells what a file would do, and what is wrong with it.
class CheckCommandTest {

    private static final Path EXAMPLES = Path.of("..", "examples");

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void copyTheExample() throws IOException {
        for (String name :
                List.of(
                        "flash-sale.experiment.yaml",
                        "shop.population.yaml",
                        "accounts.csv",
                        "skus.csv",
                        "terms.csv")) {
            Files.copy(EXAMPLES.resolve(name), folder.resolve(name));
        }
    }

    private int check(String... more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] arguments = new String[more.length + 2];
        arguments[0] = "check";
        arguments[1] = folder.resolve("flash-sale.experiment.yaml").toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = folder.resolve(file);
        String text = Files.readString(path);
        assertThat(text).contains(from);
        Files.writeString(path, text.replace(from, to));
    }

    @Test
    void theScheduleIsTheSameForAnyNumberOfLoops() {
        assertThat(check("--json", "--loops", "1")).isZero();
        String one = out.toString();
        assertThat(check("--json", "--loops", "2")).isZero();
        assertThat(out.toString()).isEqualTo(one).contains("\"schedule\":\"");
        assertThat(check("--json", "--loops", "8")).isZero();
        assertThat(out.toString()).isEqualTo(one);
    }

    @Test
    void anotherSeedIsAnotherSchedule() {
        check("--json", "--seed", "1");
        String one = out.toString();
        check("--json", "--seed", "2");
        assertThat(out.toString()).isNotEqualTo(one);
    }

    @Test
    void onePersonasPatienceIsPartOfTheSchedule() throws IOException {
        check("--json");
        String before = out.toString();
        change("shop.population.yaml", "tries: 5", "tries: 4");
        check("--json");
        assertThat(out.toString()).isEqualTo(before);
        String text = Files.readString(folder.resolve("shop.population.yaml"));
        int at = text.indexOf("scale: ", text.indexOf("patience:"));
        String changed =
                text.substring(0, at) + "scale: 7s" + text.substring(text.indexOf('s', at + 8) + 1);
        Files.writeString(folder.resolve("shop.population.yaml"), changed);
        assertThat(check("--json")).as(err.toString()).isZero();
        assertThat(out.toString()).isNotEqualTo(before);
    }

    @Test
    void whatIsWrongIsToldAllAtOnceWithItsPlace() throws IOException {
        change("flash-sale.experiment.yaml", "on: database", "on: databse");
        change("shop.population.yaml", "journey: ", "jurney: ");
        assertThat(check()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .containsPattern("flash-sale.experiment.yaml:\\d+:\\d+: .*databse")
                .contains("did you mean `database`?")
                .containsPattern("shop.population.yaml:\\d+:\\d+: .*jurney")
                .doesNotContain("Exception");
    }

    /// 300 evenly within the first minute, 10 at once after it, and no one before or after.
    @Test
    void aLoadInOtherWordsIsToldAndIsExactlyAsLarge() throws IOException {
        change(
                "flash-sale.experiment.yaml",
                "poisson: { rate: 20/s }",
                "gatling: [ constantUsersPerSec(5).during(60), nothingFor(5), atOnceUsers(10) ]");
        String file = Files.readString(folder.resolve("flash-sale.experiment.yaml"));
        int triggers = file.indexOf("\ntriggers:");
        int expect = file.indexOf("\nexpect:");
        Files.writeString(
                folder.resolve("flash-sale.experiment.yaml"),
                file.substring(0, triggers) + file.substring(expect));
        assertThat(check()).as(err.toString()).isZero();
        assertThat(out.toString())
                .contains("users come evenly spaced: 5/s for 60s; 300 users")
                .contains("users come from 65s on at once; 10 users");
        assertThat(check("--json")).isZero();
        assertThat(out.toString()).contains("\"users\":310,");
    }

    @Test
    void aFileThatIsNotThereIsBadInput() {
        int code =
                Main.run(
                        new PrintWriter(out, true),
                        new PrintWriter(err, true),
                        "check",
                        folder.resolve("nothing.experiment.yaml").toString());
        assertThat(code).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("nothing.experiment.yaml").doesNotContain("Exception");
    }

    /// Policies by hand are held against each other, and against what production has seen.
    @Test
    void policiesAreHeldAgainstWhatWasSeen() throws IOException {
        Path file = folder.resolve("flash-sale.experiment.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        + """

                        policies:
                          identity:
                            timeout: 50ms
                            bulkhead: { most: 2 }
                            breaker: { slow: { than: 50ms } }
                        """);
        Path seen = folder.resolve("prod.latency.json");
        String text =
                """
                { format: unruly-latency/1, places: [ { dependency: identity, seconds: 100,
                    requests: 10000, answers: { count: 10000, quantiles: { 0.5: %s, 1: 100ms } } } ] }
                """;

        Files.writeString(seen, text.formatted("49ms"));
        assertThat(check("--latencies", seen.toString())).isEqualTo(ExitCode.FAILS);
        assertThat(err.toString())
                .contains(
                        "warning: "
                                + file
                                + ": identity: the breaker calls slow what takes longer"
                                + " than 50 ms, and the timeout of 50 ms is sooner")
                .contains("identity: the bulkhead has 2 places, and 4.9")
                .doesNotContain("below the median");

        Files.writeString(seen, text.formatted("52ms"));
        assertThat(check("--latencies", seen.toString())).isEqualTo(ExitCode.FAILS);
        assertThat(err.toString())
                .containsPattern(
                        "identity: the timeout of 50 ms is below the median of 5[12].* ms");
        assertThat(check("--latencies", "nowhere.json")).isEqualTo(ExitCode.BAD_INPUT);
    }
}

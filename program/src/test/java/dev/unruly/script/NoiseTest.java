package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever is in a file, reading it ends with a value or with problems that have positions.
final class NoiseTest {

    private static final int MUTANTS = 1_000;
    private static final List<String> SNIPPETS =
            List.of(
                    "{",
                    "}",
                    "[",
                    "]",
                    ":",
                    ",",
                    "-",
                    "\n",
                    "\n  ",
                    "\t",
                    "\"",
                    "'",
                    "#",
                    "&a ",
                    "*a",
                    "!!int ",
                    "!x ",
                    "|",
                    ">",
                    "%",
                    "@",
                    "`",
                    "? ",
                    "---\n",
                    "...\n",
                    "<<: *a\n",
                    "${",
                    "}",
                    "$${",
                    "null",
                    "~",
                    "true",
                    "-1",
                    "0",
                    "1e999",
                    "99999999999999999999",
                    "NaN",
                    ".inf",
                    "x2",
                    "5",
                    "5s",
                    "0s",
                    "100%",
                    "101%",
                    "40/s",
                    "p99",
                    "1/0s",
                    "\u0000",
                    "\uFFFE",
                    "\\u0041",
                    "\\UFFFFFFFF",
                    "é",
                    "😀",
                    "\uD800",
                    "leave",
                    "home",
                    "share");

    private final Path folder;
    private final Bench bench;

    NoiseTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = new Bench(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {Bench.EXPERIMENT, Bench.POPULATION, "skus.csv", "accounts.csv"})
    void everyBeginningOfAFileIsReadToTheEnd(String file) {
        String text = file.equals(Bench.POPULATION) ? Bench.population() : Bench.sample(file);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int length = 0; length < bytes.length; length += 7) {
            bench.lay(file, Arrays.copyOf(bytes, length));
            requirePositions(file + " cut at " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {Bench.EXPERIMENT, Bench.POPULATION})
    void everyMutantOfAFileIsReadToTheEnd(String file) {
        String text = file.equals(Bench.POPULATION) ? Bench.population() : Bench.sample(file);
        Draws draws = new Seed(7).stream("noise." + file);
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            bench.lay(file, mutated(text, draws, mutant));
            requirePositions(file + " mutant " + mutant);
        }
    }

    /// One to four places of a text are removed, doubled or overwritten.
    private static String mutated(String text, Draws draws, int mutant) {
        var result = new StringBuilder(text);
        int changes = 1 + mutant % 4;
        for (int change = 0; change < changes; change++) {
            int at = index(draws, mutant, 3 * change, result.length());
            int end = Math.min(result.length(), at + index(draws, mutant, 3 * change + 1, 12));
            String snippet = SNIPPETS.get(index(draws, mutant, 3 * change + 2, SNIPPETS.size()));
            result.replace(at, end, snippet);
        }
        return result.toString();
    }

    private static int index(Draws draws, int mutant, int i, int below) {
        return (int) (below * draws.uniform(mutant, 0, Purpose.VALUE, i));
    }

    private void requirePositions(String what) {
        assertThatCode(() -> requirePositions(bench.experiment()))
                .as(what)
                .doesNotThrowAnyException();
    }

    private static void requirePositions(Read<?> read) {
        switch (read) {
            case Read.Fine<?> fine -> assertThat(fine.value()).isNotNull();
            case Read.Broken<?> broken ->
                    assertThat(broken.problems())
                            .isNotEmpty()
                            .allSatisfy(problem -> {
                                assertThat(problem.toString().lines().count()).isEqualTo(1);
                                assertThat(problem.file()).isNotEmpty();
                            });
        }
    }

    @Test
    void deepNestingEndsWithAProblem() {
        for (String open : List.of("[", "{a: ", "- ", "? ", "&a [", "!x [")) {
            bench.lay(Bench.EXPERIMENT, open.repeat(50_000));
            assertThat(bench.problems())
                    .as(open)
                    .singleElement()
                    .asString()
                    .contains(Bench.EXPERIMENT);
        }
    }

    @Test
    void aliasesWrittenOutAreCounted() {
        var bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            String before = "*a" + (i - 1);
            bomb.append(String.format(Locale.ROOT, "a%d: &a%d [", i, i));
            bomb.append((before + ", ").repeat(9)).append(before).append("]\n");
        }
        bench.lay(Bench.EXPERIMENT, bomb.toString());
        assertThat(bench.problems())
                .singleElement()
                .asString()
                .contains("this is more than 200000 values");
    }

    @Test
    void anEscapeOfNoCharacterEndsWithAProblem() {
        bench.lay(Bench.EXPERIMENT, "seed: 1\nname: \"\\UFFFFFFFF\"\n");
        assertThat(bench.problems())
                .singleElement()
                .asString()
                .startsWith(Bench.EXPERIMENT + ":2:")
                .contains("an escape stands for no character");
    }

    @Test
    void whatRefersToItselfEndsWithAProblem() {
        bench.lay(Bench.EXPERIMENT, "name: &a [ *a ]\n");
        assertThat(bench.problems()).singleElement().asString().contains("this refers to itself");
        bench.lay(Bench.EXPERIMENT, "name: &a { b: *a }\n");
        assertThat(bench.problems()).singleElement().asString().contains("this refers to itself");
    }

    @Test
    void aHugeFileEndsWithAProblem() {
        bench.lay(Bench.EXPERIMENT, "# " + "x".repeat(5 << 20));
        assertThat(bench.problems())
                .containsExactly(
                        Bench.EXPERIMENT + ":1:1: the file is larger than 4 MiB; make it smaller");
        bench.lay(Bench.EXPERIMENT, "- 1\n".repeat(300_000));
        assertThat(bench.problems())
                .singleElement()
                .asString()
                .contains("this is more than 200000 values");
    }

    @Test
    void anAnchorIsWelcomeWhereItSparesWriting() {
        bench.change(
                Bench.EXPERIMENT,
                "reset: { post: http://127.0.0.1:8080/admin/reset }\n",
                "reset: &reset { post: http://127.0.0.1:8080/admin/reset }\n");
        bench.change(
                Bench.EXPERIMENT,
                "clean-up: { post: http://127.0.0.1:8080/admin/reset }",
                "clean-up: *reset");
        assertThat(bench.problems()).isEmpty();
        assertThat(folder).isDirectory();
    }
}

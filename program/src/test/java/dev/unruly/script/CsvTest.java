package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Arrival;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CsvTest {

    private final Path folder;
    private final Bench bench;

    CsvTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = new Bench(folder);
    }

    private Csv read(String text) {
        bench.lay("x.csv", text);
        var reading = new Reading();
        Optional<Csv> csv = Csv.read(reading, folder.resolve("x.csv"), Place.topOf("test"));
        return csv.orElseThrow(
                () -> new AssertionError(Bench.problems(reading.result(csv), folder).toString()));
    }

    private List<String> problems(String text) {
        bench.lay("x.csv", text);
        var reading = new Reading();
        Optional<Csv> csv = Csv.read(reading, folder.resolve("x.csv"), Place.topOf("test"));
        return Bench.problems(reading.result(csv), folder);
    }

    @Test
    void quotesHoldCommasLinesAndQuotes() {
        Csv csv = read("a,b\r\n\"x, y\",\"say \"\"hi\"\"\"\r\n\"two\nlines\",\r\nlast,one");
        assertThat(csv.columns()).containsExactly("a", "b");
        assertThat(csv.rows())
                .containsExactly(
                        List.of("x, y", "say \"hi\""),
                        List.of("two\nlines", ""),
                        List.of("last", "one"));
        assertThat(csv.place(2).line()).isEqualTo(5);
    }

    @Test
    void aByteOrderMarkAndEmptyLinesAreNoData() {
        Csv csv = read("\uFEFFa\n1\n\n2\n\n");
        assertThat(csv.columns()).containsExactly("a");
        assertThat(csv.rows()).containsExactly(List.of("1"), List.of("2"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|x.csv:1:1: the file is empty; write a line of column names",
                "a,b|x.csv:1:1: there are no rows under the column names; write at least one",
                "a,b~1|x.csv:2:1: this row has 1 field, not the 2 that line 1 names; complete it,"
                        + " or remove it",
                "a~1,2|x.csv:2:1: this row has 2 fields, not the 1 that line 1 names; complete it,"
                        + " or remove it",
                "a,a~1,2|x.csv:1:1: two columns are called `a`; rename one",
                "a,~1,2|x.csv:1:1: a column has no name; name it",
                "a~\"x|x.csv:2:1: a quote is never closed; write a closing \"",
                "a~\"x\"y|x.csv:2:1: there is text behind a closing quote; double quotes inside:"
                        + " \"\"",
            })
    void whatIsBrokenIsSaidWithItsLine(String text, String problem) {
        assertThat(problems(text.replace('~', '\n'))).containsExactly(problem);
    }

    @Test
    void afterSomeComplaintsTheRestIsLeftAlone() {
        assertThat(problems("a,b\n" + "1\n".repeat(1_000))).hasSize(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "csv: none.csv|there is no file none.csv",
                "csv: c.csv, count: counts|is no column of c.csv; did you mean `count`?",
                "csv: c.csv, from: noon|`from: noon` is no moment",
                "csv: c.csv, from: 5h|nobody was counted within `from` and `take`",
                "csv: c.csv, scale: 2, to-mean: 1/s|`to-mean` does not go with `scale`",
                "csv: c.csv, speed: 0|`speed: 0` is out of range",
                "csv: c.csv, interval: 7s|c.csv:3:1: this period does not lie on the others' grid",
                "to-mean: 1/s|`replay-counts` has no `csv`",
            })
    void countsThatCannotBePlayed(String keys, String problem) {
        bench.lay("c.csv", "period,count\n2020-01-01 00:00:00,1\n2020-01-01 00:01:00,2\n");
        bench.change(
                Bench.EXPERIMENT, "- poisson: { rate: 40/s }", "- replay-counts: { " + keys + " }");
        assertThat(bench.problems()).singleElement().asString().contains(problem);
    }

    @Test
    void aRecordWithABadMomentOrCount() {
        bench.change(
                Bench.EXPERIMENT, "- poisson: { rate: 40/s }", "- replay-counts: { csv: c.csv }");
        bench.lay("c.csv", "period,count\n2020-01-01 00:00:00,1\n2020-01-01 00:00:00,2\n");
        assertThat(bench.problems())
                .containsExactly(
                        "c.csv:3:1: this period is not after the one before; sort the rows");
        bench.lay("c.csv", "period,count\n2020-01-01 00:00:00,1\nlater,2\n");
        assertThat(bench.problems())
                .singleElement()
                .asString()
                .contains("c.csv:3:1: `later` is no moment");
        bench.lay("c.csv", "period,count\n2020-01-01 00:00:00,-1\n");
        assertThat(bench.problems())
                .singleElement()
                .asString()
                .contains("c.csv:2:1: `-1` is no count");
        bench.lay("c.csv", "count\n1\n");
        assertThat(bench.problems()).singleElement().asString().contains("how long is a row?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|c.csv:1:1: the file is empty; write a line of column names",
                "period,count|c.csv:2:1: there are no rows under the column names; write at least"
                        + " one",
                "period,count~0,1~60|c.csv:3:1: this row has 1 field, not the 2 that line 1 names;"
                        + " complete it, or remove it",
                "period,count~0,1~60,NaN|c.csv:3:1: `NaN` is no count; write a number from 0 on",
                "period,count~0,1~60,1e999|c.csv:3:1: `1e999` is no count; write a number from 0"
                        + " on",
                "period,count~0,1~NaN,1|c.csv:3:1: `NaN` is no moment; write 1998-06-10 15:30:00,"
                        + " or seconds",
                "period,count~60,1~0,1|c.csv:3:1: this period is not after the one before; sort the"
                        + " rows",
                "period,count~0,\"1~2|c.csv:2:1: a quote is not closed, or text follows it; double"
                        + " quotes inside: \"\"",
                "period,period~0,1|c.csv:1:1: two columns are called `period`; rename one",
            })
    void aBrokenRecordIsSaidWithItsLine(String text, String problem) {
        bench.lay("c.csv", text.replace('~', '\n'));
        bench.change(
                Bench.EXPERIMENT, "- poisson: { rate: 40/s }", "- replay-counts: { csv: c.csv }");
        assertThat(bench.problems()).containsExactly(problem);
    }

    @Test
    void aRecordThatIsFarTooLargeIsNotRead() throws IOException {
        try (var file = new RandomAccessFile(bench.folder().resolve("c.csv").toFile(), "rw")) {
            file.setLength(10L << 30);
        }
        bench.change(
                Bench.EXPERIMENT, "- poisson: { rate: 40/s }", "- replay-counts: { csv: c.csv }");
        assertThat(bench.problems())
                .containsExactly(
                        "c.csv:1:1: the file is larger than 1024 MiB; make it smaller: longer"
                                + " periods, or the part that is played");
    }

    @Test
    void aLongRecordIsReadAsNumbers() throws IOException {
        try (var out = Files.newBufferedWriter(bench.folder().resolve("c.csv"))) {
            out.write("period,count\n");
            for (int i = 0; i < 300_000; i++) {
                out.write(10 * i + "," + (i % 3) + "\n");
            }
        }
        bench.change(
                Bench.EXPERIMENT,
                "- poisson: { rate: 40/s }",
                "- replay-counts: { csv: c.csv, from: 60s, take: 25s, speed: 10, scale: 0.5 }");
        assertThat(
                        Bench.value(Scripts.experiment(bench.folder().resolve(Bench.EXPERIMENT)))
                                .arrivals())
                .containsExactly(
                        new Arrival.ReplayCounts(1_000_000_000L, new double[] {0, 0.5, 1}));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean: 40/s, branching: 1, half-life: 4s|`branching: 1` lets the crowd grow without"
                        + " end; write at most 0.99",
                "mean: 40/s, branching: 1.5, half-life: 4s|`branching: 1.5` is out of range",
                "mean: 40/s, branching: -0.1, half-life: 4s|`branching: -0.1` is out of range",
                "mean: 40/s, branching: NaN, half-life: 4s|`branching: NaN` is no number",
                "mean: -1/s, branching: 0.5, half-life: 4s|`mean: -1/s` is no rate",
                "mean: 40/s, branching: 0.5, half-life: 0|`half-life: 0` must be more than 0",
                "mean: 40/s, branching: 0.99, half-life: 2m|in which 6378102",
                "mean: 40/s, branching: 0.5, half-life: 4s, speed: 60|`self-exciting` has no"
                        + " `starts-at`",
                "mean: 40/s, branching: 0.5|`self-exciting` has no `half-life`",
            })
    void usersWhoBringUsersWithoutEnd(String keys, String problem) {
        bench.change(
                Bench.EXPERIMENT, "- poisson: { rate: 40/s }", "- self-exciting: { " + keys + " }");
        assertThat(bench.problems()).singleElement().asString().contains(problem);
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Experiment;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly report` of folders in all states.
class ReportCommandTest {

    private static final Path EXAMPLES = Path.of("..", "examples");
    private static final long SECOND = 1_000_000_000L;

    @TempDir private Path parent;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int report(Path... folders) {
        return report(List.of(folders), List.of());
    }

    private int report(List<Path> folders, List<String> more) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        var arguments = new ArrayList<String>(List.of("report"));
        folders.forEach(folder -> arguments.add(folder.toString()));
        arguments.addAll(more);
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }

    /// The folder of a run of an example that was killed after its first marks.
    private Path killed(String name, long seed) throws IOException {
        Path folder = Files.createDirectory(parent.resolve(name));
        Path file = EXAMPLES.resolve("flash-sale.experiment.yaml");
        if (!(Scripts.experiment(file) instanceof Read.Fine<Experiment> fine)) {
            throw new AssertionError("the example cannot be read");
        }
        Kept kept = Kept.in(folder, fine.files());
        Experiment experiment = fine.value().withSeed(seed);
        new RunHeader(
                        experiment.name(),
                        seed,
                        Plan.of(experiment).schedule().toString(),
                        false,
                        experiment.target().url(),
                        1,
                        Instant.EPOCH,
                        experiment.phases(),
                        kept.names(),
                        "./unruly run flash-sale.experiment.yaml")
                .write(folder);
        try (Journal journal = Journal.begin(folder)) {
            journal.mark(new Mark.PhaseBegan(Phase.WARM_UP, 0));
            journal.mark(new Mark.PhaseBegan(Phase.BASELINE, 20 * SECOND));
            journal.mark(new Mark.Note("somebody looked", 31 * SECOND));
        }
        return folder;
    }

    @Test
    void aKilledRunIsReportedAsFarAsItWent() throws IOException {
        Path folder = killed("run", 7);

        assertThat(report(folder)).as(err.toString()).isZero();

        assertThat(out.toString())
                .contains("? unclear")
                .contains("seed 7, 31 s")
                .contains("stopped early: its process ended before the run did")
                .contains("report  " + folder.resolve("report.html"));
        assertThat(folder)
                .isDirectoryContaining("glob:**run.json")
                .isDirectoryContaining("glob:**junit.xml")
                .isDirectoryContaining("glob:**latency.hlog")
                .isDirectoryContaining("glob:**attempts.parquet")
                .isDirectoryContaining("glob:**seconds.parquet");
        assertThat(Files.readString(folder.resolve("report.html")))
                .contains("stopped early: its process ended")
                .contains("./unruly run flash-sale.experiment.yaml");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void whatOthersReadIsWrittenOfAKilledRunToo() throws IOException {
        Path folder = killed("run", 7);
        Path csv = parent.resolve("a.csv");
        Path lines = parent.resolve("a.ndjson");
        List<String> both = List.of("--csv", csv.toString(), "--ndjson", lines.toString());

        assertThat(report(List.of(folder), both)).as(err.toString()).isZero();

        assertThat(csv).content().startsWith("second,seconds,endpoint,").endsWith("_us\r\n");
        assertThat(lines).isEmptyFile();
        assertThat(report(List.of(folder, folder), both)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).isEqualTo("--csv and --ndjson are of one run, got 2\n");
        Files.delete(folder.resolve(Journal.FILE));
        assertThat(report(List.of(folder), both)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("--csv and --ndjson need a journal that can be read");
    }

    @Test
    void whatADamagedJournalHasLostIsSaid() throws IOException {
        Path folder = killed("run", 7);
        Path journal = folder.resolve(Journal.FILE);
        byte[] bytes = Files.readAllBytes(journal);
        bytes[bytes.length - 1] ^= 1;
        Files.write(journal, bytes);

        assertThat(report(folder)).isZero();

        assertThat(out.toString()).contains("20 s against");
        assertThat(err.toString())
                .isEqualTo(
                        journal
                                + ": a frame's check sum is wrong; what stands before it is"
                                + " reported, 0:20 of the run\n");
    }

    @Test
    void severalRunsAreComparedOnOnePage() throws IOException {
        Path page = parent.resolve("both.html");
        Path one = killed("one", 1);
        Path two = killed("two & more", 2);
        report(two);

        assertThat(report(List.of(one, two), List.of("--out", page.toString()))).isZero();

        assertThat(out.toString()).contains("one", "two & more", "comparison  " + page);
        assertThat(Files.readString(page))
                .contains("href=\"two%20%26%20more/report.html\"")
                .doesNotContain("href=\"one/report.html\"");
    }

    @Test
    void whatIsNoRunIsSaidInOneLine() throws IOException {
        Path empty = Files.createDirectory(parent.resolve("empty"));
        Path missing = parent.resolve("missing");

        assertThat(report(empty)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .isEqualTo(
                        empty.resolve(RunHeader.FILE)
                                + " is not there: this is not the folder of a run\n");
        assertThat(report(missing)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .isEqualTo(missing + " is not there, or no folder; name the folder of a run\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void filesThatAreNoLongerThoseOfTheRunAreNotJudgedBy() throws IOException {
        Path folder = killed("run", 7);
        Path population = folder.resolve("input/shop.population.yaml");
        Files.writeString(
                population, Files.readString(population).replace("scale: 3s", "scale: 9s"));
        Files.writeString(population, Files.readString(population) + "\n# changed\nx: 1\n");

        assertThat(report(folder)).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).contains("cannot be read any more").contains("x");
    }

    @Test
    void whatWasOnceWrittenIsTakenWhereTheRestIsLost() throws IOException {
        Path folder = killed("run", 7);
        report(folder);
        Files.delete(folder.resolve(Journal.FILE));

        assertThat(report(folder)).isZero();

        assertThat(err.toString())
                .isEqualTo(
                        folder.resolve(Journal.FILE)
                                + " is not there; taken from run.json instead, as it stands"
                                + " there\n");
        assertThat(out.toString()).contains("seed 7, 31 s");
    }

    @Test
    void whatCannotBeWrittenForOtherToolsIsANote() throws IOException {
        Path folder = killed("run", 7);
        Files.createDirectory(folder.resolve("latency.hlog.part"));
        Files.createDirectory(folder.resolve("attempts.parquet"));

        assertThat(report(folder)).isZero();

        assertThat(err.toString().lines())
                .hasSize(2)
                .allMatch(
                        line -> line.startsWith("note: ") && line.contains("could not be written"));
        assertThat(folder.resolve("report.html")).exists();
    }
}

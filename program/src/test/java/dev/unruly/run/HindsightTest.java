package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Experiment;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Phases;
import dev.unruly.model.Quiet;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run that is judged again from its folder.
class HindsightTest {

    private static final String EXPERIMENT =
            """
            name: hindsight
            target: http://127.0.0.1:8080
            seed: 3
            population: it.population.yaml
            dependencies: { workers: { listen: "127.0.0.1:9000", upstream: "127.0.0.1:9001", protocol: http } }
            arrivals: [ { poisson: { rate: 60/s } } ]
            phases: { warm-up: 5s, baseline: 30s, watch: 60s, relief: 60s }
            triggers: [ { fault: { at: 0s, for: 10s, on: workers, latency: { times-observed: 10 } } } ]
            expect: [ "goodput >= 99% during baseline", "recovers within 30s" ]
            """;

    @TempDir private Path folder;
    private RunHeader header =
            new RunHeader(
                    "",
                    0,
                    "",
                    false,
                    "",
                    1,
                    Instant.EPOCH,
                    new Phases(0, 0, 0, 0),
                    List.of(""),
                    "");

    private Experiment experiment() {
        return Rehearsal.experiment(folder, Rehearsal.retrying(1), EXPERIMENT);
    }

    private static RunHeader header(Plan plan) {
        Experiment experiment = plan.experiment();
        return new RunHeader(
                experiment.name(),
                experiment.seed(),
                plan.schedule().toString(),
                false,
                experiment.target().url(),
                1,
                Instant.EPOCH,
                experiment.phases(),
                List.of("input/it.experiment.yaml"),
                "./unruly run it.experiment.yaml");
    }

    @BeforeEach
    void writeTheHeader() {
        header = header(Plan.of(experiment()));
    }

    private RunResult played() throws IOException {
        return played(Long.MAX_VALUE);
    }

    /// Plays and writes down, every second as a real run does.
    ///
    /// @param stoppedNanos when it is interrupted, if it is not over by then
    private RunResult played(long stoppedNanos) throws IOException {
        try (Journal journal = Journal.begin(folder)) {
            var flushed =
                    new Quiet() {
                        @Override
                        public void generator(GeneratorSecond second) {
                            journal.flush();
                        }
                    };
            var simulation =
                    new Simulation(
                            Plan.of(experiment()),
                            Rehearsal.workers(10, new Distribution.Constant(0.1)),
                            new Both(journal, flushed));
            if (stoppedNanos < Long.MAX_VALUE) {
                simulation.stopAt(stoppedNanos, "interrupted");
            }
            return simulation.play(false);
        }
    }

    private Hindsight again() throws IOException {
        return Hindsight.judge(folder, Plan.of(Hindsight.played(experiment(), header)), header);
    }

    @Test
    void aWholeRunGetsTheResultItHad() throws IOException {
        RunResult result = played();

        assertThat(result.recovery()).isEqualTo(Recovery.METASTABLE);
        assertThat(again().result()).isEqualTo(result);
        assertThat(again().found().whole()).isTrue();
    }

    @Test
    void aRunThatWasStoppedGetsTheResultItHad() throws IOException {
        RunResult result = played(50_000_000_000L);

        assertThat(result.header().complete()).isFalse();
        assertThat(again().result()).isEqualTo(result);
    }

    @Test
    void theHeaderIsReadAsItWasWritten() throws IOException {
        header.write(folder);
        assertThat(RunHeader.read(folder)).isEqualTo(header);
    }

    @Test
    void whatWasAskedForBesideTheFilesCounts() throws IOException {
        Plan other = Plan.of(experiment().withSeed(99));
        header = header(other);

        Experiment played = Hindsight.played(experiment(), header);

        assertThat(Plan.of(played).schedule()).isEqualTo(other.schedule());
        assertThat(played.seed()).isEqualTo(99);
    }

    @Test
    void aRunThatWasKilledIsJudgedUpToItsLastSecond() throws IOException {
        RunResult whole = played();
        byte[] journal = Files.readAllBytes(folder.resolve(Journal.FILE));
        cut(journal, journal.length / 2);

        Hindsight half = again();

        RunResult result = half.result();
        assertThat(result.header().complete()).isFalse();
        assertThat(result.header().stopped()).isEqualTo(Hindsight.KILLED);
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(result.why()).contains(Hindsight.KILLED);
        assertThat(result.header().seconds())
                .isBetween(0.3 * whole.header().seconds(), 0.8 * whole.header().seconds());
        assertThat(result.timeline().requests().sum(0, 35))
                .isEqualTo(whole.timeline().requests().sum(0, 35));
    }

    /// Wherever a run is cut off, and whatever one wrong bit does to its journal.
    @Test
    void noDamageMakesItThrow() throws IOException {
        played();
        byte[] journal = Files.readAllBytes(folder.resolve(Journal.FILE));
        var chance = new SplittableRandom(7);
        int magic = "unruly journal 1\n".length();
        for (int i = 0; i < 24; i++) {
            int length = i == 0 ? magic : chance.nextInt(magic, journal.length);
            cut(journal, length);
            assertThat(again().result().header().complete()).isFalse();
            byte[] damaged = journal.clone();
            damaged[length] ^= (byte) (1 << chance.nextInt(8));
            Files.write(folder.resolve(Journal.FILE), damaged);
            Hindsight seen = again();
            assertThat(seen.found().whole()).isFalse();
            assertThat(seen.found().damage()).isNotEmpty();
        }
    }

    @Test
    void aJournalOfAnotherExperimentIsRefused() throws IOException {
        played();
        String other = EXPERIMENT.replaceAll("(?m)^dependencies: .*$|^triggers: .*$", "");
        Experiment less = Rehearsal.experiment(folder, Rehearsal.retrying(1), other);

        assertThatThrownBy(() -> Hindsight.judge(folder, Plan.of(less), header))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not of the experiment under input/");
    }

    @Test
    void whatIsNoHeaderIsSaidWithItsPath() throws IOException {
        Path file = folder.resolve(RunHeader.FILE);
        assertThatThrownBy(() -> RunHeader.read(folder))
                .hasMessage(file + " is not there: this is not the folder of a run");
        header.write(folder);
        String text = Files.readString(file);
        for (List<String> broken :
                List.of(
                        List.of("{", "is not JSON"),
                        List.of("[]", "is damaged: it has no format"),
                        List.of(
                                text.replace("\"format\" : 1", "\"format\" : 2"),
                                "is damaged: it was written by a newer unruly (format 2)"),
                        List.of(
                                text.replace("\"seed\" : 3", "\"seed\" : \"x\""),
                                "is damaged: seed"),
                        List.of(text.replace("1970", "19x0"), "is damaged: Text '19x0"))) {
            Files.writeString(file, broken.getFirst());
            assertThatThrownBy(() -> RunHeader.read(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " " + broken.getLast());
        }
    }

    private void cut(byte[] journal, int length) throws IOException {
        Files.write(folder.resolve(Journal.FILE), Arrays.copyOf(journal, length));
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Cause;
import dev.unruly.model.Experiment;
import dev.unruly.model.Hit;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Visit;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Journals of our own as evidence.
final class OwnRunTest {

    private static final long SECOND = 1_000_000_000L;

    private static final String POPULATION =
            """
            personas:
              reader: { share: 100%, journey: read, patience: 10s, when-slow: { leave: 100% } }
            journeys:
              read:
                start: page
                think: 1s
                states:
                  page: { get: /, next: { buy: 80%, leave: 20% } }
                  buy: { post: "/buy?x=1", next: { leave: 100% } }
            """;

    private static final String EXPERIMENT =
            """
            name: readers
            target: http://127.0.0.1:8080
            population: it.population.yaml
            arrivals: [ { poisson: { rate: 1/s } } ]
            phases: { warm-up: 1s, baseline: 7s, watch: 1s, relief: none }
            expect: [ "p(99) of page < 5s" ]
            """;

    @TempDir private Path folder;
    private Path run = Path.of("run");

    private static Observation seen(
            int attempt, int part, int endpoint, double meant, double took, Outcome outcome) {
        long meantNanos = (long) (meant * SECOND);
        return new Observation(
                7,
                0,
                attempt,
                part,
                endpoint,
                0,
                0,
                0,
                Cause.FIRST_TRY,
                meantNanos,
                meantNanos,
                meantNanos,
                -1,
                meantNanos + (long) (took * SECOND),
                outcome,
                outcome == Outcome.OK ? 200 : outcome == Outcome.WRONG_STATUS ? 503 : 0,
                12,
                false);
    }

    @BeforeEach
    void write() throws IOException {
        Files.writeString(folder.resolve("it.population.yaml"), POPULATION);
        Path file = Files.writeString(folder.resolve("it.experiment.yaml"), EXPERIMENT);
        if (!(Scripts.experiment(file) instanceof Read.Fine<Experiment> fine)) {
            throw new AssertionError("the experiment cannot be read");
        }
        run = folder.resolve("run");
        Kept kept = Kept.in(run, fine.files());
        Experiment experiment = fine.value();
        new RunHeader(
                        experiment.name(),
                        experiment.seed(),
                        Plan.of(experiment).schedule().toString(),
                        false,
                        experiment.target().url(),
                        1,
                        Instant.ofEpochSecond(1_779_012_303),
                        experiment.phases(),
                        kept.names(),
                        "./unruly run it.experiment.yaml")
                .write(run);
        try (Journal journal = Journal.begin(run)) {
            journal.visits(new Visit(7, SECOND, 0, 0, 0));
            journal.requested(seen(0, 0, 0, 1.5, 0.25, Outcome.WRONG_STATUS));
            journal.requested(seen(0, 1, 0, 1.6, 0.1, Outcome.OK));
            journal.requested(seen(0, -1, 2, 1.6, 0.1, Outcome.OK));
            journal.requested(seen(1, 0, 0, 2, 0.5, Outcome.OK));
            journal.requested(seen(0, 0, 1, 3, 10, Outcome.CANCELLED));
            journal.requested(seen(0, 0, 1, 3, 6, Outcome.CUT_OFF));
            journal.requested(seen(0, 0, 1, 3, 0, Outcome.NO_PORTS));
        }
    }

    private static String said(Hit hit) {
        return String.join(
                " ",
                hit.account().text(),
                hit.method().text(),
                hit.url().text(),
                Long.toString(hit.atMillis()),
                Long.toString(hit.tookMicros()),
                Integer.toString(hit.status()),
                hit.leftEarly() ? "left" : "stayed");
    }

    @Test
    void peoplePagesTimesTriesAndPatienceAreKnown() throws IOException {
        var hits = new ArrayList<String>();

        String told = new OwnRun(run).read(hit -> hits.add(said(hit)));

        assertThat(hits)
                .containsExactly(
                        "7 GET / 1779012304500 250000 503 stayed",
                        "7 GET / 1779012305000 500000 200 stayed",
                        "7 POST /buy 1779012306000 10000000 0 left");
        assertThat(told).isEqualTo("run: the journal of a run, 3 requests of 1 users");
    }

    @Test
    void aJournalThatWasCutOffGivesWhatStandsBefore() throws IOException {
        Path journal = run.resolve(Journal.FILE);
        byte[] whole = Files.readAllBytes(journal);
        Files.write(journal, java.util.Arrays.copyOf(whole, whole.length - 3));
        var hits = new ArrayList<String>();

        String told = new OwnRun(run).read(hit -> hits.add(said(hit)));

        assertThat(told).contains("the last frame was not written to its end");
        assertThat(hits.size()).isLessThanOrEqualTo(3);
    }

    @Test
    void aRunsFolderIsKnownByItsJournal() throws IOException {
        assertThat(OwnRun.is(run.toString())).isTrue();
        assertThat(OwnRun.is(folder.toString())).isFalse();
        assertThat(OwnRun.is("-")).isFalse();
        Files.delete(run.resolve(RunHeader.FILE));
        assertThatThrownBy(() -> new OwnRun(run).read(_ -> {})).isInstanceOf(IOException.class);
        Files.delete(run.resolve(Journal.FILE));
        assertThat(OwnRun.is(run.toString())).isFalse();
    }

    @Test
    void whatWasPlayedIsCheckedAgainstItsFiles() throws IOException {
        Path kept = run.resolve("input").resolve("it.experiment.yaml");
        Files.writeString(kept, Files.readString(kept).replace("rate: 1/s", "rate: 2/s"));
        assertThatThrownBy(() -> new OwnRun(run).read(_ -> {}))
                .hasMessageContaining("is not what was played");
    }
}

package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.engine.Plan;
import dev.unruly.engine.ScheduleDigest;
import dev.unruly.journal.JournalReader;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Experiment;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Quiet;
import dev.unruly.model.Visit;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The schedule that is promised is what users did who were answered at once.
@Timeout(60)
final class ScheduleIT {

    /// Nobody loses patience with a server that answers at once, however busy the machine.
    private static final String POPULATION =
            """
            regions:
              here:  { share: 60% }
              there: { share: 40%, round-trip: 5ms }
            personas:
              reader:
                share: 70%
                journey: read
                client: { kind: browser }
                patience: { uniform: { from: 20s, to: 40s } }
              app:
                share: 30%
                journey: read
                client: { kind: app, timeout: 30s }
                patience: { uniform: { from: 25s, to: 50s } }
            journeys:
              read:
                start: home
                think: { log-logistic: { shape: 2.5, scale: 700ms }, most: 5s }
                states:
                  home: { get: /, with: [/style.css], next: { page: 70%, leave: 30% } }
                  page: { get: /page, next: { page: 50%, home: 10%, leave: 40% } }
            """;

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    ScheduleIT() {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void isRecomputedFromTheJournalOfARun(int loops) throws IOException {
        try (var backend = new SlowBackend(0)) {
            Path file = write(backend.url());
            Path out = folder.resolve("run");
            unruly("run", file, "--loops", "" + loops, "--out", out.toString(), "--quiet");

            ObjectMapper mapper = new ObjectMapper();
            JsonNode checked = mapper.readTree(unruly("check", file, "--json"));
            JsonNode run = mapper.readTree(out.resolve("run.json").toFile());
            Recount recount = recount(file, out);
            assertThat(recount.digest.sum().toString())
                    .isEqualTo(checked.path("schedule").asText())
                    .isEqualTo(run.path("schedule").asText());
            assertThat(recount.wishes).isGreaterThan(300);
        }
    }

    private Path write(String target) throws IOException {
        Files.writeString(folder.resolve("it.population.yaml"), POPULATION);
        return Files.writeString(
                folder.resolve("it.experiment.yaml"),
                """
                name: instant
                target: %s
                population: it.population.yaml
                seed: 3
                arrivals:
                  - poisson: { rate: 20/s }
                  - constant: { rate: 5/s }
                  - self-exciting: { mean: 10/s, branching: 0.5, half-life: 500ms }
                phases: { warm-up: 1s, baseline: 3s, watch: 1s, relief: none }
                """
                        .formatted(target));
    }

    private static String unruly(String command, Path file, String... more) {
        var out = new StringWriter();
        var err = new StringWriter();
        var arguments = new String[more.length + 2];
        arguments[0] = command;
        arguments[1] = file.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        assertThat(code).as(err.toString()).isIn(0, 3);
        return out.toString();
    }

    private static Recount recount(Path file, Path folder) throws IOException {
        if (!(Scripts.experiment(file) instanceof Read.Fine<Experiment> fine)) {
            throw new AssertionError("the experiment is not read");
        }
        var recount = new Recount(new ScheduleDigest(Plan.of(fine.value()).horizonNanos()));
        assertThat(JournalReader.read(folder, recount).whole()).isTrue();
        return recount;
    }

    /// Recomputes the digest from what a journal tells.
    private static final class Recount extends Quiet {

        private final ScheduleDigest digest;
        private int wishes;

        Recount(ScheduleDigest digest) {
            this.digest = digest;
        }

        @Override
        public void visits(Visit visit) {
            digest.visits(visit);
        }

        @Override
        public void wishes(Intention intention) {
            wishes++;
            digest.wishes(intention);
        }

        @Override
        public void requested(Observation observation) {
            digest.requested(observation);
        }

        @Override
        public void concluded(Conclusion conclusion) {
            digest.concluded(conclusion);
        }
    }
}

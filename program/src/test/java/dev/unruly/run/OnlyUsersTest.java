package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.engine.Plan;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Experiment;
import dev.unruly.model.Quiet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users without a director do as they do with one.
final class OnlyUsersTest {

    private static final String EXPERIMENT =
            """
            name: alone
            target: http://127.0.0.1:9000
            seed: 5
            population: it.population.yaml
            arrivals: [ { poisson: { rate: 5/s } } ]
            phases: { warm-up: 5s, baseline: 60s, watch: 0s, relief: none }
            """;

    @TempDir private Path folder;

    private static final class Ends extends Quiet {
        final List<String> all = new ArrayList<>();

        @Override
        public void concluded(Conclusion c) {
            if (c.intention().meantNanos() >= 0 && c.endedNanos() < 60_000_000_000L) {
                all.add(c.intention().user() + " " + c.endedNanos() + " " + c.end());
            }
        }
    }

    @Test
    void theyWishTheSame() throws IOException {
        Experiment experiment = Rehearsal.experiment(folder, Rehearsal.retrying(1), EXPERIMENT);
        var workers = Rehearsal.workers(10, new Distribution.Lognormal(0.08, 0.6));
        var led = new Ends();
        new Simulation(Plan.of(experiment), workers, led).play(false);
        var alone = new Ends();
        new Simulation(Plan.of(experiment), workers, alone).onlyUsers(65_000_000_000L);
        assertThat(led.all).hasSizeGreaterThan(200);
        assertThat(alone.all).containsExactlyInAnyOrderElementsOf(led.all);
    }
}

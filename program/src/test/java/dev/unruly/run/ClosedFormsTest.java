package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.unruly.backend.Backend;
import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Gauge;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Distribution.Constant;
import dev.unruly.chance.Distribution.Exponential;
import dev.unruly.chance.Seed;
import dev.unruly.engine.Engine;
import dev.unruly.engine.Plan;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.Outcome;
import dev.unruly.model.Visit;
import dev.unruly.sim.SimWorld;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Queueing;
import dev.unruly.world.Address;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Users, the simulated network and the model of a backend together, against the textbook: people
/// who come one by one (Poisson), ask once, and go.
class ClosedFormsTest {

    private static final double FIVE_PER_CENT = 0.05;
    private static final long SECOND = 1_000_000_000L;
    private static final String POPULATION =
            """
            regions: { here: { share: 100%, time-zone: UTC, round-trip: 0ms, last-mile: none } }
            personas:
              anybody:
                share: 100%
                journey: page
                client: { kind: browser, connections: 1, keep-alive: none, timeout: 1h }
                patience: 1h
                when-slow: { wait: 100% }
                when-failed: { leave: 100% }
            journeys:
              page:
                start: page
                think: 1s
                states: { page: { get: /, next: { leave: 100% } } }
            """;

    private static final String EXPERIMENT =
            """
            name: textbook
            target: http://127.0.0.1:8080
            seed: @seed@
            population: it.population.yaml
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 1s, baseline: 1s, watch: 1s }
            """;

    @TempDir private Path folder;

    /// What people met.
    private record Seen(double meanSeconds, Latencies took) {}

    @Test
    void oneServerWithExponentialService() {
        Seen seen = played(70, 1, new Exponential(0.01), 2_000);
        double wait = Queueing.waitMm1(70, 100);
        assertThat(seen.meanSeconds() - 0.01).isCloseTo(wait, within(FIVE_PER_CENT * wait));
        // Response times of M/M/1 are exponential with mean 1/(μ − λ).
        for (double q : new double[] {0.5, 0.9, 0.99}) {
            double exact = -StrictMath.log(1 - q) / (100 - 70);
            assertThat(seen.took().quantile(q) / 1e9)
                    .as("quantile %s", q)
                    .isCloseTo(exact, within(FIVE_PER_CENT * exact));
        }
    }

    @Test
    void oneServerWithConstantService() {
        Seen seen = played(80, 1, new Constant(0.01), 1_500);
        double wait = Queueing.waitMd1(80, 0.01);
        assertThat(seen.meanSeconds() - 0.01).isCloseTo(wait, within(FIVE_PER_CENT * wait));
    }

    @Test
    void severalServersWithExponentialService() {
        Seen seen = played(280, 4, new Exponential(0.01), 600);
        double wait = Queueing.waitMmc(4, 280, 100);
        assertThat(seen.meanSeconds() - 0.01).isCloseTo(wait, within(FIVE_PER_CENT * wait));
    }

    @Test
    void oneServerWithServiceThatVariesMore() {
        double sigma = 0.7;
        var service = new Distribution.Lognormal(0.01 * StrictMath.exp(-sigma * sigma / 2), sigma);
        Seen seen = played(60, 1, service, 2_000);
        double wait = Queueing.waitMg1(60, 0.01, StrictMath.expm1(sigma * sigma));
        assertThat(seen.meanSeconds() - 0.01).isCloseTo(wait, within(FIVE_PER_CENT * wait));
    }

    /// Plays three seeds, so that chance moves a mean wait by about 1 %.
    private Seen played(int perSecond, int servers, Distribution service, int seconds) {
        var took = new Latencies();
        for (int seed = 1; seed <= 3; seed++) {
            took.add(played(seed, perSecond, Rehearsal.workers(servers, service), seconds));
        }
        return new Seen(took.sumNanos() / 1e9 / took.count(), took);
    }

    /// Plays for some seconds and lets everybody finish. Each run obeys Little's law (John Little,
    /// 1961): the mean number in the system is the rate at which people come times how long they
    /// stay. Over a run that begins and ends empty it holds exactly.
    private Latencies played(int seed, int perSecond, Blueprint blueprint, int seconds) {
        String text = EXPERIMENT.replace("@rate@", "" + perSecond).replace("@seed@", "" + seed);
        var plan = Plan.of(Rehearsal.experiment(folder, POPULATION, text));
        var world = new SimWorld(2);
        var backend = new Backend(blueprint, world.loop(1), new Seed(seed));
        world.loop(1).listen(new Address("127.0.0.1", 8080), backend);
        var stopwatch = new Stopwatch();
        var engine = new Engine(world.loop(0), 0, 1, plan, stopwatch);
        engine.begin(0);
        world.runUntil(seconds * SECOND);
        engine.end(3_600 * SECOND, () -> {});
        world.runUntilIdle();
        Latencies took = stopwatch.took;
        Gauge gauge = backend.gauge("workers");
        double exact = 1e-6 * gauge.presentSeconds();
        assertThat(took.count()).isCloseTo(seconds * (long) perSecond, withinPercentage(3));
        assertThat(gauge.entered()).isEqualTo(gauge.left()).isEqualTo(took.count());
        assertThat(gauge.presentSeconds()).isCloseTo(took.sumNanos() / 1e9, within(exact));
        return took;
    }

    /// Notes how long answers took.
    private static final class Stopwatch implements Observer {
        private final Latencies took = new Latencies();

        @Override
        public void visits(Visit visit) {}

        @Override
        public void wishes(Intention intention) {}

        @Override
        public void requested(Observation observation) {
            assertThat(observation.outcome()).isEqualTo(Outcome.OK);
            took.record(observation.serviceNanos());
        }

        @Override
        public void concluded(Conclusion conclusion) {}
    }
}

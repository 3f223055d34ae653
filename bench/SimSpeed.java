import dev.unruly.backend.Backend;
import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Page;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Seed;
import dev.unruly.engine.Engine;
import dev.unruly.engine.Plan;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Experiment;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.Visit;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// How many attempts a second of one core plays in virtual time: people who think and ask again,
/// the simulated network, and a model of a backend that answers after 5 ms. Run by `bench/sim`.
///
/// Arguments: users, mean think time in seconds, `roads` or `none`, `60s` or `none` for how long
/// idle connections are kept, seconds to warm up, and seconds to measure, both in virtual time.
/// Prints one line of JSON.
final class SimSpeed {

    private static final long SECOND = 1_000_000_000L;

    private static final String POPULATION =
            """
            regions: { here: { share: 100%, time-zone: UTC, @road@ } }
            personas:
              web:
                share: 100%
                journey: visit
                client: { kind: browser, keep-alive: @keep@ }
                patience: { weibull: { shape: 2.2, scale: 4.1s } }
                when-slow: { refresh: 50%, leave: 50% }
            journeys:
              visit:
                start: page
                think: { exponential: { mean: @think@s } }
                states: { page: { get: /page, check: { status: 200 }, next: { page: 99.99%, leave: 0.01% } } }
            """;

    private static final String EXPERIMENT =
            """
            name: speed
            target: http://127.0.0.1:8080
            seed: 1
            population: it.population.yaml
            arrivals: [ { flash: { at: 0s, users: @users@, within: 5s } } ]
            phases: { warm-up: 1s, baseline: 1h, watch: 1s }
            """;

    private SimSpeed() {}

    public static void main(String[] arguments) throws IOException {
        boolean roads = arguments[2].equals("roads");
        Plan plan = Plan.of(experiment(arguments[0], arguments[1], roads, arguments[3]));
        var world = new SimWorld(2);
        var work = new Step.Work(new Distribution.Constant(0.005));
        var blueprint =
                new Blueprint(List.of(), List.of(), List.of(), List.of(Page.all(List.of(work))));
        var backend = new Backend(blueprint, world.loop(1), new Seed(1));
        world.loop(1).listen(new Address("127.0.0.1", 8080), backend);
        var counter = new Counter();
        var engine = new Engine(world.loop(0), 0, 1, plan, counter);
        engine.begin(0);
        long warm = Long.parseLong(arguments[4]) * SECOND;
        world.runUntil(warm);
        long before = counter.attempts;
        long cpu = cpuNanos();
        world.runUntil(warm + Long.parseLong(arguments[5]) * SECOND);
        double seconds = (cpuNanos() - cpu) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "{\"users\": %d, \"attempts\": %d, \"cpuSeconds\": %.2f, \"perSecond\": %.0f,"
                        + " \"aliveMegabytes\": %.0f}%n",
                engine.pulse().users(),
                counter.attempts - before,
                seconds,
                (counter.attempts - before) / seconds,
                alive() / 1e6);
    }

    /// The bytes of the heap that are in use once all that is not has been collected.
    private static long alive() {
        var memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static long cpuNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Experiment experiment(
            String users, String think, boolean roads, String keepAlive) throws IOException {
        Path folder = Files.createTempDirectory("unruly-bench");
        String road =
                roads
                        ? "round-trip: 40ms, last-mile: cable, jitter: 2ms, loss: 0.1%"
                        : "round-trip: 0ms, last-mile: none";
        Files.writeString(
                folder.resolve("it.population.yaml"),
                POPULATION
                        .replace("@road@", road)
                        .replace("@think@", think)
                        .replace("@keep@", keepAlive));
        Path file = folder.resolve("it.experiment.yaml");
        Files.writeString(file, EXPERIMENT.replace("@users@", users));
        return switch (Scripts.experiment(file)) {
            case Read.Fine<Experiment> fine -> fine.value();
            case Read.Broken<Experiment> broken ->
                    throw new IllegalStateException(broken.problems().toString());
        };
    }

    /// Counts attempts.
    private static final class Counter implements Observer {
        private long attempts;

        @Override
        public void visits(Visit visit) {}

        @Override
        public void wishes(Intention intention) {}

        @Override
        public void requested(Observation observation) {
            attempts++;
        }

        @Override
        public void concluded(Conclusion conclusion) {}
    }
}

package dev.unruly.run;

import dev.unruly.backend.Backend;
import dev.unruly.backend.Blueprint;
import dev.unruly.chance.Seed;
import dev.unruly.engine.Engine;
import dev.unruly.engine.Plan;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Decision;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.Visit;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// People who come at random, ask a model once, and leave.
final class Callers {

    private static final long SECOND = 1_000_000_000L;
    private static final String POPULATION =
            """
            regions: { here: { share: 100%, time-zone: UTC, round-trip: 0ms, last-mile: none } }
            personas:
              anybody:
                share: 100%
                journey: page
                client: { kind: browser, connections: 1, keep-alive: none, timeout: 1h }
                patience: @patience@
                when-slow: { leave: 100% }
                when-failed: { leave: 100% }
            journeys:
              page:
                start: page
                think: 1s
                states: { page: { get: /, next: { @next@: 100% } } @other@ }
            """;

    private static final String OTHER = ", other: { get: /other, next: { leave: 100% } }";

    private static final String EXPERIMENT =
            """
            name: textbook
            target: http://127.0.0.1:8080
            seed: 7
            population: it.population.yaml
            arrivals: [ { poisson: { rate: @rate@/s } } ]
            phases: { warm-up: 1s, baseline: 1s, watch: 1s }
            """;

    private final Path folder;
    private final int perSecond;
    private final String patience;
    private final String next;

    Callers(Path folder, int perSecond, String patience) {
        this(folder, perSecond, patience, "leave");
    }

    private Callers(Path folder, int perSecond, String patience, String next) {
        this.folder = folder;
        this.perSecond = perSecond;
        this.patience = patience;
        this.next = next;
    }

    /// They ask for /other too, a second later.
    Callers forOther() {
        return new Callers(folder, perSecond, patience, "other");
    }

    /// Plays so many seconds, and looks at what the policies of a link did.
    Seen of(String link, Blueprint blueprint, int seconds) {
        return of(link, blueprint, seconds, backend -> {});
    }

    /// @param first done to the model before anybody comes
    Seen of(String link, Blueprint blueprint, int seconds, Consumer<Backend> first) {
        String text = EXPERIMENT.replace("@rate@", "" + perSecond);
        String people =
                POPULATION
                        .replace("@patience@", patience)
                        .replace("@next@", next)
                        .replace("@other@", next.equals("leave") ? "" : OTHER);
        var plan = Plan.of(Rehearsal.experiment(folder, people, text));
        var world = new SimWorld(2);
        var backend = new Backend(blueprint, world.loop(1), new Seed(7));
        backend.watch(0, List.of(link));
        first.accept(backend);
        world.loop(1).listen(new Address("127.0.0.1", 8080), backend);
        var seen = new Seen();
        var engine = new Engine(world.loop(0), 0, 1, plan, seen);
        engine.begin(0);
        world.runUntil(seconds * SECOND);
        engine.end(3_600 * SECOND, () -> {});
        world.runUntil((seconds + 30) * SECOND);
        backend.takeGuarded().forEach(seen::add);
        return seen;
    }

    /// What callers and policies saw.
    static final class Seen implements Observer {
        private final long[] decisions = new long[Decision.COUNT];
        private final Map<Integer, List<Observation>> byEndpoint = new TreeMap<>();
        private final List<Long> tookNanos = new ArrayList<>();
        private long well;
        private long refused;
        private long late;
        private long gone;
        private int mostTaken;

        long all() {
            return well + refused + late + gone;
        }

        long well() {
            return well;
        }

        long refused() {
            return refused;
        }

        long late() {
            return late;
        }

        /// Neither answered well, nor refused, nor told that it took too long.
        long gone() {
            return gone;
        }

        int mostTaken() {
            return mostTaken;
        }

        long decided(Decision decision) {
            return decisions[decision.number()];
        }

        long decidedOnEntry() {
            return decided(Decision.PASSED) + decided(Decision.BULKHEAD);
        }

        /// The share of all that took longer.
        double longerThan(double seconds) {
            return tookNanos.stream().filter(took -> took > seconds * 1e9).count()
                    / (double) tookNanos.size();
        }

        /// The share of those who asked for something that were turned away.
        ///
        /// @param endpoint 0: the first page; 1: the other
        double refusedShare(int endpoint) {
            List<Observation> all = byEndpoint.getOrDefault(endpoint, List.of());
            return all.stream().filter(one -> one.status() == 503).count() / (double) all.size();
        }

        void add(GuardSecond second) {
            for (int i = 0; i < decisions.length; i++) {
                decisions[i] += second.decisions().get(i);
            }
            mostTaken = Math.max(mostTaken, second.inFlight());
        }

        @Override
        public void visits(Visit visit) {}

        @Override
        public void wishes(Intention intention) {}

        @Override
        public void requested(Observation observation) {
            tookNanos.add(observation.serviceNanos());
            byEndpoint
                    .computeIfAbsent(observation.endpoint(), any -> new ArrayList<>())
                    .add(observation);
            switch (observation.status()) {
                case 200 -> well++;
                case 503 -> refused++;
                case 504 -> late++;
                default -> gone++;
            }
        }

        @Override
        public void concluded(Conclusion conclusion) {}
    }
}

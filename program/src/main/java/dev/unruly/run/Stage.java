package dev.unruly.run;

import dev.unruly.engine.Engine;
import dev.unruly.engine.Plan;
import dev.unruly.engine.Pulse;
import dev.unruly.model.Chronicle;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// The users of a run on all its loops: one engine for each.
///
/// Everything here is called on one thread that need not be a loop's.
public final class Stage {

    /// How long wishes that run when the play ends may still run.
    private static final long GRACE_NANOS = 2_000_000_000L;

    private final List<Loop> loops;
    private final List<Engine> engines = new ArrayList<>();
    private final List<Batches> batches = new ArrayList<>();

    /// @param loops whose threads play the users
    public Stage(Plan plan, List<Loop> loops) {
        this.loops = List.copyOf(loops);
        for (int i = 0; i < loops.size(); i++) {
            var batch = new Batches();
            batches.add(batch);
            engines.add(new Engine(loops.get(i), i, loops.size(), plan, batch));
        }
    }

    /// Lets the users in.
    ///
    /// @param originNanos where the run's time 0 lies on the loops' clock
    void begin(long originNanos) {
        onEach(engine -> engine.begin(originNanos));
    }

    void hold() {
        onEach(Engine::hold);
    }

    void restore(long atNanos) {
        onEach(engine -> engine.restore(atNanos));
    }

    void route(int region, long addNanos) {
        onEach(engine -> engine.route(region, addNanos));
    }

    /// Ends everything; completes when no wish runs any more on any loop, with how the engines have
    /// done since they were last asked.
    ///
    /// @param atOnce without any grace
    CompletableFuture<Pulse> end(boolean atOnce) {
        var ended = new ArrayList<CompletableFuture<Pulse>>();
        for (int i = 0; i < engines.size(); i++) {
            var done = new CompletableFuture<Pulse>();
            ended.add(done);
            Engine engine = engines.get(i);
            Batches batch = batches.get(i);
            loops.get(i)
                    .post(() ->
                            engine.end(
                                    atOnce ? 0 : GRACE_NANOS,
                                    () -> {
                                        batch.flush();
                                        done.complete(engine.pulse());
                                    }));
        }
        return together(ended);
    }

    /// Asks every engine how it does and makes it hand over what it has observed.
    CompletableFuture<Pulse> pulse() {
        var pulses = new ArrayList<CompletableFuture<Pulse>>();
        for (int i = 0; i < engines.size(); i++) {
            var told = new CompletableFuture<Pulse>();
            pulses.add(told);
            Engine engine = engines.get(i);
            Batches batch = batches.get(i);
            loops.get(i)
                    .post(() -> {
                        batch.flush();
                        told.complete(engine.pulse());
                    });
        }
        return together(pulses);
    }

    private static CompletableFuture<Pulse> together(List<CompletableFuture<Pulse>> pulses) {
        return CompletableFuture.allOf(pulses.toArray(CompletableFuture[]::new))
                .thenApply(ignored -> sum(pulses.stream().map(CompletableFuture::join).toList()));
    }

    private static Pulse sum(List<Pulse> pulses) {
        var lateness = new Latencies();
        int users = 0;
        int wishes = 0;
        int connections = 0;
        for (Pulse pulse : pulses) {
            lateness.add(pulse.lateness());
            users += pulse.users();
            wishes += pulse.wishes();
            connections += pulse.openConnections();
        }
        return new Pulse(lateness, users, wishes, connections);
    }

    /// Passes on what was handed over.
    void drainTo(Chronicle chronicle) {
        for (Batches batch : batches) {
            batch.drainTo(chronicle);
        }
    }

    /// What is done on a loop's own thread.
    private interface OnEngine {
        void run(Engine engine);
    }

    private void onEach(OnEngine act) {
        for (int i = 0; i < engines.size(); i++) {
            Engine engine = engines.get(i);
            loops.get(i).post(() -> act.run(engine));
        }
    }
}

package dev.unruly.engine;

import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import java.util.ArrayList;
import java.util.List;

/// A plan played against a simulated backend. The world's clock is ahead of the run's by a second,
/// so that nobody takes the one for the other.
final class Play {

    static final long ORIGIN = Draft.SECOND;

    final Plan plan;
    final SimWorld world;
    final Backend backend;
    final Notes notes = new Notes();
    final List<Engine> engines = new ArrayList<>();
    int done;

    Play(Plan plan, int loops) {
        this.plan = plan;
        this.world = new SimWorld(loops + 1);
        this.backend = new Backend(world.loop(loops));
        world.loop(loops).listen(new Address(Draft.AT.host(), Draft.AT.port()), backend);
        for (int i = 0; i < loops; i++) {
            engines.add(new Engine(world.loop(i), i, loops, plan, notes));
        }
    }

    static Play of(Draft draft) {
        return new Play(draft.plan(), 1);
    }

    Engine engine() {
        return engines.getFirst();
    }

    /// Plays it from beginning to end.
    Play play() {
        begin();
        return end(plan.horizonNanos(), 10 * Draft.SECOND);
    }

    Play begin() {
        engines.forEach(engine -> engine.begin(ORIGIN));
        return this;
    }

    /// Plays on to a moment of the run.
    Play until(long nanos) {
        world.runUntil(ORIGIN + nanos);
        return this;
    }

    Play end(long atNanos, long graceNanos) {
        until(atNanos);
        engines.forEach(engine -> engine.end(graceNanos, () -> done++));
        world.runUntilIdle();
        return this;
    }
}

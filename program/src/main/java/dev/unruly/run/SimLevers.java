package dev.unruly.run;

import dev.unruly.backend.Backend;
import dev.unruly.model.Roster;
import dev.unruly.model.Trigger;
import dev.unruly.world.Loop;
import java.util.function.LongSupplier;

/// The levers of a run in virtual time: a model of the backend, and the users' stage.
final class SimLevers implements Levers {

    private final Roster roster;
    private final Stage stage;
    private final Backend backend;
    private final Loop loop;
    private final LongSupplier clock;

    /// @param loop on which is called back
    /// @param clock the run's time
    SimLevers(Roster roster, Stage stage, Backend backend, Loop loop, LongSupplier clock) {
        this.roster = roster;
        this.stage = stage;
        this.backend = backend;
        this.loop = loop;
        this.clock = clock;
    }

    @Override
    public void beginFault(int trigger, Trigger.OnDependency fault, Began began) {
        tell(began, backend.hurt(trigger, fault.dependency(), fault.fault()));
    }

    @Override
    public void endFault(int trigger, Trigger.OnDependency fault, Ended ended) {
        backend.relieve(trigger);
        loop.post(() -> ended.over(clock.getAsLong()));
    }

    @Override
    public void purge(int trigger, Trigger.Purge purge, Began done) {
        tell(done, backend.purge());
    }

    @Override
    public void forget(Trigger.Forget forget, Began done) {
        tell(done, backend.forget(forget.dependency()));
    }

    private void tell(Began began, Backend.Taken taken) {
        loop.post(() -> {
            switch (taken) {
                case Backend.Taken.Well well -> began.inForce(well.detail(), clock.getAsLong());
                case Backend.Taken.Ill ill -> began.refused(ill.why(), clock.getAsLong());
            }
        });
    }

    @Override
    public void route(String region, long addNanos) {
        stage.route(roster.regions().indexOf(region), addNanos);
    }

    @Override
    public void hold() {
        stage.hold();
    }

    @Override
    public void restore(long atNanos) {
        stage.restore(atNanos);
    }
}

package dev.unruly.sim;

import dev.unruly.world.Address;
import dev.unruly.world.Loop;
import dev.unruly.world.Stage;
import java.util.function.BooleanSupplier;

/// A simulated world for the contracts.
final class SimStage implements Stage {

    private static final long PATIENCE_NANOS = 10_000_000_000L;

    private final SimWorld world = new SimWorld(2);

    @Override
    public Loop loop(int index) {
        return world.loop(index);
    }

    @Override
    public Address free() {
        return new Address("127.0.0.1", 0);
    }

    @Override
    public void on(Loop loop, Runnable task) {
        boolean[] ran = {false};
        loop.post(() -> {
            task.run();
            ran[0] = true;
        });
        until(loop, "the task runs", () -> ran[0]);
    }

    @Override
    public void until(Loop loop, String what, BooleanSupplier claim) {
        long limit = world.nanos() + PATIENCE_NANOS;
        while (!claim.getAsBoolean()) {
            if (!world.step(limit)) {
                throw new AssertionError("in vain was waited until " + what);
            }
        }
    }

    @Override
    public long slackNanos() {
        return 0;
    }

    @Override
    public long held() {
        return world.held();
    }

    @Override
    public void close() {}
}

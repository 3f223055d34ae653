package dev.unruly.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.world.Address;
import dev.unruly.world.Loop;
import dev.unruly.world.Stage;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/// A real world for tests: two loops over loopback.
final class WireStage implements Stage {

    private static final long REASONABLE_NANOS = 10_000_000_000L;

    /// What a busy machine may add. No claim about speed is meant.
    private static final long SLACK_NANOS = 90_000_000L;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Wire wire;

    WireStage(Transport transport) {
        wire =
                Wire.start(
                        Wire.Options.usual((loop, thrown) -> failures.add(thrown))
                                .withLoops(2)
                                .withTransport(transport));
    }

    @Override
    public Loop loop(int index) {
        return wire.loops().get(index);
    }

    @Override
    public Address free() {
        return new Address("127.0.0.1", 0);
    }

    @Override
    public void on(Loop loop, Runnable task) {
        var done = new CompletableFuture<Void>();
        loop.post(
                () -> {
                    try {
                        task.run();
                        done.complete(null);
                    } catch (Throwable thrown) {
                        done.completeExceptionally(thrown);
                    }
                });
        try {
            done.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
    }

    @Override
    public void until(Loop loop, String what, BooleanSupplier claim) {
        long deadline = System.nanoTime() + REASONABLE_NANOS;
        boolean[] holds = {false};
        while (true) {
            on(loop, () -> holds[0] = claim.getAsBoolean());
            if (holds[0]) {
                return;
            }
            assertThat(failures).isEmpty();
            if (System.nanoTime() > deadline) {
                throw new AssertionError("it does not come to pass that " + what);
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public long slackNanos() {
        return SLACK_NANOS;
    }

    @Override
    public long held() {
        return wire.held();
    }

    @Override
    public void close() {
        wire.close();
        assertThat(failures).isEmpty();
    }
}

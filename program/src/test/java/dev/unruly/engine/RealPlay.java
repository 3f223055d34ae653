package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.HostPort;
import dev.unruly.wire.Wire;
import dev.unruly.world.Address;
import dev.unruly.world.Loop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// A plan played over loopback: one loop plays the users, another one is the backend. What is read
/// of the backend is read on its loop.
final class RealPlay implements AutoCloseable {

    private static final long LEAD_NANOS = 50 * Draft.MS;
    private static final long REASONABLE_NANOS = 30 * Draft.SECOND;

    final Backend backend;
    final Notes notes = new Notes();

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final Wire wire =
            Wire.start(Wire.Options.usual((loop, thrown) -> failures.add(thrown)).withLoops(2));
    private final Loop users = wire.loops().get(0);
    private final Loop server = wire.loops().get(1);
    private final Plan plan;
    private final Engine engine;
    private long originNanos;

    /// Opens the backend and readies the users; the draft learns where the backend is.
    RealPlay(Draft draft) {
        backend = new Backend(server);
        var open = new CompletableFuture<Address>();
        server.post(
                () -> open.complete(server.listen(new Address("127.0.0.1", 0), backend).address()));
        Address at = open.join();
        draft.at = new HostPort(at.host(), at.port());
        plan = draft.plan();
        engine = new Engine(users, 0, 1, plan, notes);
    }

    RealPlay begin() {
        on(
                users,
                () -> {
                    originNanos = users.nanos() + LEAD_NANOS;
                    engine.begin(originNanos);
                });
        return this;
    }

    /// Waits for a moment of the run.
    RealPlay until(long nanos) throws InterruptedException {
        long left = originNanos + nanos - users.nanos();
        if (left > 0) {
            Thread.sleep(left / Draft.MS + 1);
        }
        assertThat(failures).isEmpty();
        return this;
    }

    /// Waits until a claim about the users holds.
    RealPlay untilUsers(String what, BooleanSupplier claim) throws InterruptedException {
        return until(users, what, claim);
    }

    /// Waits until a claim about the backend holds.
    RealPlay untilServed(String what, BooleanSupplier claim) throws InterruptedException {
        return until(server, what, claim);
    }

    /// Ends the run and waits until all are gone.
    RealPlay end(long graceNanos) {
        var gone = new CompletableFuture<Void>();
        users.post(() -> engine.end(graceNanos, () -> gone.complete(null)));
        gone.orTimeout(REASONABLE_NANOS, TimeUnit.NANOSECONDS).join();
        assertThat(failures).isEmpty();
        return this;
    }

    private RealPlay until(Loop loop, String what, BooleanSupplier claim)
            throws InterruptedException {
        long deadline = System.nanoTime() + REASONABLE_NANOS;
        boolean[] holds = {false};
        while (true) {
            on(loop, () -> holds[0] = claim.getAsBoolean());
            if (holds[0]) {
                return this;
            }
            assertThat(failures).isEmpty();
            assertThat(System.nanoTime()).as("it comes to pass that " + what).isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    private static void on(Loop loop, Runnable task) {
        var done = new CompletableFuture<Void>();
        loop.post(() -> {
            task.run();
            done.complete(null);
        });
        done.join();
    }

    @Override
    public void close() {
        wire.close();
    }
}

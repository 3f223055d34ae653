package dev.unruly.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.world.Address;
import dev.unruly.world.Loop;
import dev.unruly.world.Stage;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/// A real world for tests: two loops over loopback. Closing it, everything must be given back:
/// memory to the byte, and sockets.
final class WireStage implements Stage {

    private static final long REASONABLE_NANOS = 10_000_000_000L;

    /// What a busy machine may add. No claim about speed is meant.
    private static final long SLACK_NANOS = 90_000_000L;

    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(true);
    private final long sockets = sockets();
    private final Wire wire;

    WireStage(Transport transport) {
        wire =
                Wire.start(
                        Wire.Options.usual((loop, thrown) -> failures.add(thrown))
                                .withLoops(2)
                                .withTransport(transport),
                        InetAddress::getByName,
                        allocator);
    }

    /// How many sockets and event queues this process has open; 0 where nobody says.
    private static long sockets() {
        Path descriptors = Path.of("/proc/self/fd");
        if (!Files.isDirectory(descriptors)) {
            return 0;
        }
        try (SocketChannel _ = SocketChannel.open()) {
            // With its first socket the JDK opens one that it never closes.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (Stream<Path> all = Files.list(descriptors)) {
            return all.map(WireStage::target)
                    .filter(to -> to.startsWith("socket:") || to.startsWith("anon_inode:"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "closed meanwhile: " + e.getMessage();
        }
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
        loop.post(() -> {
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
        assertThat(allocator.metric().usedDirectMemory()).isZero();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
        assertThat(sockets()).isEqualTo(sockets);
    }
}

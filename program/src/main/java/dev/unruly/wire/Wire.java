package dev.unruly.wire;

import dev.unruly.world.Loop;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// The real world: loops, each of them one thread on one core, with sockets behind their doors.
///
/// Closing ends everything that is open, each with its one `ended`, and waits for the threads.
public final class Wire implements AutoCloseable {

    /// What a wire is to be like.
    ///
    /// @param name the threads' names begin with it
    /// @param loops how many loops, at least 1
    /// @param transport what reaches the sockets
    /// @param originNanos the `System.nanoTime()` that counts as 0, so that several worlds, or a
    ///   world and its record, can share one clock
    /// @param coalesceNanos alarms wake a sleeping loop only at multiples of this, which saves
    ///   wake-ups and makes alarms late by up to as much; 0: exactly. What else wakes the loop, and
    ///   the answers to what was sent, are not held up.
    /// @param lookup how host names are looked up
    /// @param atStart runs on each loop's own thread before anything else
    /// @param onFailure told, on the loop's thread, of what a callback threw; the loop has stopped
    ///   by then and calls nobody any more
    public record Options(
            String name,
            int loops,
            Transport transport,
            long originNanos,
            long coalesceNanos,
            Lookup lookup,
            Consumer<Loop> atStart,
            BiConsumer<Loop, Throwable> onFailure) {

        public Options {
            if (loops < 1) {
                throw new IllegalArgumentException("loops must be >= 1, got " + loops);
            }
            if (coalesceNanos < 0) {
                throw new IllegalArgumentException("coalescing must be >= 0, got " + coalesceNanos);
            }
        }

        /// One loop on the best transport, exact alarms, and a clock that starts now.
        ///
        /// @param onFailure told of what a callback threw
        public static Options usual(BiConsumer<Loop, Throwable> onFailure) {
            return new Options(
                    "unruly-loop-",
                    1,
                    Transport.best(),
                    System.nanoTime(),
                    0,
                    InetAddress::getByName,
                    loop -> {},
                    onFailure);
        }

        /// The same with another number of loops.
        public Options withLoops(int number) {
            return new Options(
                    name,
                    number,
                    transport,
                    originNanos,
                    coalesceNanos,
                    lookup,
                    atStart,
                    onFailure);
        }

        /// The same over another transport.
        public Options withTransport(Transport other) {
            return new Options(
                    name, loops, other, originNanos, coalesceNanos, lookup, atStart, onFailure);
        }

        /// The same with another clock origin.
        public Options withOrigin(long nanoTime) {
            return new Options(
                    name, loops, transport, nanoTime, coalesceNanos, lookup, atStart, onFailure);
        }

        /// The same with alarms that wake a sleeping loop only at multiples of this.
        public Options withCoalescing(long nanos) {
            return new Options(
                    name, loops, transport, originNanos, nanos, lookup, atStart, onFailure);
        }

        /// The same with host names looked up in this way.
        public Options withLookup(Lookup other) {
            return new Options(
                    name, loops, transport, originNanos, coalesceNanos, other, atStart, onFailure);
        }

        /// The same with something to run on each loop's thread first.
        public Options withStart(Consumer<Loop> hook) {
            return new Options(
                    name, loops, transport, originNanos, coalesceNanos, lookup, hook, onFailure);
        }
    }

    private final Names names;
    private final List<WireLoop> loops;

    private Wire(Names names, List<WireLoop> loops) {
        this.names = names;
        this.loops = loops;
    }

    /// Starts the loops.
    public static Wire start(Options options) {
        // Netty's usual allocator adapts, and a loop pays for that with a tenth of its own time.
        return start(options, options.lookup(), PooledByteBufAllocator.DEFAULT);
    }

    static Wire start(Options options, Lookup lookup, ByteBufAllocator allocator) {
        var names = new Names(lookup);
        List<WireLoop> loops = new ArrayList<>();
        for (int i = 0; i < options.loops(); i++) {
            loops.add(new WireLoop(i, options, names, new Kit(allocator)));
        }
        loops.forEach(WireLoop::start);
        return new Wire(names, List.copyOf(loops));
    }

    /// The loops, by their numbers.
    public List<Loop> loops() {
        return List.copyOf(loops);
    }

    /// How many bytes' shares are kept by users and not yet dropped.
    long held() {
        return loops.stream().mapToLong(loop -> loop.kit().loans().held()).sum();
    }

    /// Ends everything. From a loop's own thread it does not wait for that thread.
    @Override
    public void close() {
        loops.forEach(WireLoop::stop);
        loops.forEach(WireLoop::join);
        names.close();
    }
}

package dev.unruly.gateway;

import dev.unruly.model.Fault;
import java.util.Optional;

/// Bytes pass at a rate at the most, per connection and direction.
final class BandwidthHurt implements Hurt {

    private final long bytesPerSecond;
    private final long begunNanos;

    BandwidthHurt(Fault.Bandwidth fault, long nowNanos) {
        this.bytesPerSecond = fault.bytesPerSecond();
        this.begunNanos = nowNanos;
    }

    @Override
    public String detail() {
        return "passes %,d bytes per second, per connection and direction"
                .formatted(bytesPerSecond);
    }

    @Override
    public Optional<Valve> valve(long connection, Direction direction) {
        return Optional.of(new Bucket(bytesPerSecond, begunNanos));
    }

    /// A token bucket that starts empty and holds what passes in ten milliseconds, or one byte. Its
    /// level is kept as the moment up to which everything that passed is paid for, which needs no
    /// filling.
    static final class Bucket implements Valve {

        private static final long SECOND = 1_000_000_000L;
        private static final long LEAST_DEPTH_NANOS = 10_000_000L;

        private final long bytesPerSecond;
        private long paidUntilNanos;

        Bucket(long bytesPerSecond, long nowNanos) {
            this.bytesPerSecond = bytesPerSecond;
            this.paidUntilNanos = nowNanos;
        }

        @Override
        public long opensAt(int bytes, long nowNanos) {
            long depthNanos = Math.max(LEAST_DEPTH_NANOS, cost(slice()));
            paidUntilNanos = Math.max(paidUntilNanos, nowNanos - depthNanos);
            return paidUntilNanos + cost(Math.min(bytes, slice()));
        }

        @Override
        public int most(int bytes, long nowNanos) {
            return Math.min(bytes, slice());
        }

        @Override
        public void passed(int bytes, long nowNanos) {
            paidUntilNanos += cost(bytes);
        }

        /// How many bytes pass in one go: those of ten milliseconds, but at least one.
        private int slice() {
            long bytes = Math.max(1, bytesPerSecond / (SECOND / LEAST_DEPTH_NANOS));
            return (int) Math.min(bytes, Integer.MAX_VALUE);
        }

        /// How long so many bytes take, in nanoseconds, rounded up.
        private long cost(int bytes) {
            return Math.ceilDiv(bytes * SECOND, bytesPerSecond);
        }
    }
}

package dev.unruly.host;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/// How late a thread that only waits wakes up on this machine: what no generator can undercut.
///
/// @param samples how many wake-ups were planned
public record NoiseFloor(
        int samples, long p50Nanos, long p90Nanos, long p99Nanos, long p999Nanos, long mostNanos) {

    private static final int MOST_SAMPLES = 10_000_000;

    /// Measures for so long, with a wake-up planned every so often. Blocks; the waiting is done by
    /// a thread of its own with a [TimerSlack] of 1 ns, as an event loop's would be.
    ///
    /// A wake-up counts from its plan: one that a stall swallowed is as late as the stall made it.
    public static NoiseFloor measure(Duration length, Duration every) throws InterruptedException {
        if (every.isZero() || every.isNegative() || length.compareTo(every) < 0) {
            throw new IllegalArgumentException(
                    "length must hold at least one interval, got " + length + " of " + every);
        }
        long planned = length.dividedBy(every);
        if (planned > MOST_SAMPLES) {
            throw new IllegalArgumentException(
                    "at most " + MOST_SAMPLES + " samples, got " + planned);
        }
        long[] lateness = new long[(int) planned];
        long everyNanos = every.toNanos();
        Thread waiter =
                Thread.ofPlatform()
                        .daemon()
                        .name("noise-floor")
                        .start(() -> wake(lateness, everyNanos));
        try {
            waiter.join();
        } catch (InterruptedException stopped) {
            waiter.interrupt();
            throw stopped;
        }
        return of(lateness);
    }

    /// The figures of these latenesses.
    static NoiseFloor of(long[] lateness) {
        long[] sorted = lateness.clone();
        Arrays.sort(sorted);
        return new NoiseFloor(
                sorted.length,
                at(sorted, 0.5),
                at(sorted, 0.9),
                at(sorted, 0.99),
                at(sorted, 0.999),
                sorted[sorted.length - 1]);
    }

    private static void wake(long[] lateness, long everyNanos) {
        TimerSlack.set(1);
        long began = System.nanoTime();
        for (int i = 0; i < lateness.length && !Thread.currentThread().isInterrupted(); i++) {
            long plan = began + (i + 1) * everyNanos;
            long now = System.nanoTime();
            while (now < plan) {
                LockSupport.parkNanos(plan - now);
                now = System.nanoTime();
                if (Thread.currentThread().isInterrupted()) {
                    return;
                }
            }
            lateness[i] = now - plan;
        }
    }

    private static long at(long[] sorted, double share) {
        return sorted[(int) Math.ceil(share * sorted.length) - 1];
    }
}

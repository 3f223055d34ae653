package dev.unruly.guard;

import java.util.concurrent.atomic.AtomicLong;

/// Chance from a seed: uniform numbers, for any thread. The same seed and the same order of draws
/// give the same numbers.
///
/// SplitMix64: Steele, Lea & Flood, "Fast splittable pseudorandom number generators" (OOPSLA 2014).
/// Policies draw only where something is wrong (a trial of a breaker, a pause, a hedge), so that
/// the one shared word is not in the way of calls that are well.
public final class Chance {

    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private final AtomicLong state;

    public Chance(long seed) {
        this.state = new AtomicLong(seed);
    }

    /// The next number in (0, 1); neither end ever comes, so that its logarithm is finite.
    public double uniform() {
        long mixed = mix(state.addAndGet(GOLDEN));
        return ((mixed >>> 12) + 0.5) * 0x1.0p-52;
    }

    /// A seed for another source that draws by itself.
    long split() {
        return mix(state.addAndGet(GOLDEN) ^ GOLDEN);
    }

    static long mix(long value) {
        long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

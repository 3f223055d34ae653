package dev.unruly.chance;

/// How users are numbered: process · 2⁵⁰ + shard · 2⁴⁰ + the count within the shard.
///
/// The population lives in [#SHARDS] virtual shards whatever the number of loops or machines. Each
/// shard of a process that superposes (Poisson, inhomogeneous, viral) counts its own visitors; a
/// viral cluster stays in its first visitor's shard. Processes known in advance (constant, ramp,
/// replay, flash) count as a whole, and [#shardOf] spreads the n-th visitor.
public final class UserNumber {

    /// Virtual shards of a population.
    public static final int SHARDS = 1024;

    /// The largest number of a process; keeps user numbers positive.
    public static final int LAST_PROCESS = (1 << 13) - 1;

    /// The largest count within one shard.
    public static final long LAST_COUNT = (1L << 40) - 1;

    private static final int SHARD_BITS = 10;
    private static final int COUNT_BITS = 40;

    private UserNumber() {}

    /// The number of one user.
    public static long of(int process, int shard, long count) {
        if (process < 0 || process > LAST_PROCESS) {
            throw new IllegalArgumentException(
                    "process must be in [0, " + LAST_PROCESS + "], got " + process);
        }
        if (shard < 0 || shard >= SHARDS) {
            throw new IllegalArgumentException(
                    "shard must be in [0, " + SHARDS + "), got " + shard);
        }
        if (count < 0 || count > LAST_COUNT) {
            throw new IllegalArgumentException(
                    "count must be in [0, " + LAST_COUNT + "], got " + count);
        }
        return (long) process << (COUNT_BITS + SHARD_BITS) | (long) shard << COUNT_BITS | count;
    }

    /// The arrival process this user came from.
    public static int process(long user) {
        return (int) (user >>> (COUNT_BITS + SHARD_BITS));
    }

    /// The shard this user lives in.
    public static int shard(long user) {
        return (int) (user >>> COUNT_BITS) & (SHARDS - 1);
    }

    /// The user's count within process and shard.
    public static long count(long user) {
        return user & LAST_COUNT;
    }

    /// The shard of the n-th visitor of a process that is known in advance.
    public static int shardOf(long n) {
        return (int) Mix.mix(n) & (SHARDS - 1);
    }
}

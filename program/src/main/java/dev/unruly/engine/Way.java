package dev.unruly.engine;

import dev.unruly.chance.UserNumber;

/// Which way from the run's beginning a process is followed. A process is the same in both
/// directions, but its users' counts are even onwards and odd backwards: how far the pre-history
/// reaches changes nobody's number.
enum Way {
    ONWARDS,
    BACKWARDS;

    /// A user's number.
    ///
    /// @param nth in this direction, from 0
    long user(int process, int shard, long nth) {
        return UserNumber.of(process, shard, count(nth));
    }

    /// The count within a process that is known in advance, which also settles the shard.
    long count(long nth) {
        return this == ONWARDS ? 2 * nth : 2 * nth + 1;
    }

    /// Whether a user was there before the run began.
    static boolean backwards(long user) {
        return (UserNumber.count(user) & 1) == 1;
    }

    /// A distance from the beginning as a time. Backwards is always before the beginning.
    long nanos(long distance) {
        return this == ONWARDS ? distance : -1 - distance;
    }
}

package dev.unruly.engine;

import dev.unruly.chance.UserNumber;

/// The virtual shards that one loop of several plays: those whose number leaves the loop's index
/// when divided by the number of loops. Together the loops play each shard once.
///
/// @param loop from 0
/// @param loops at least 1
record Slice(int loop, int loops) {

    /// All shards.
    static final Slice ALL = new Slice(0, 1);

    Slice {
        if (loops < 1 || loops > UserNumber.SHARDS || loop < 0 || loop >= loops) {
            throw new IllegalArgumentException("no loop " + loop + " of " + loops);
        }
    }

    /// Whether a shard is played here.
    boolean has(int shard) {
        return shard % loops == loop;
    }
}

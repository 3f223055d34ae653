package dev.unruly.learn;

import java.util.Arrays;

/// How often each picture, style or script was fetched with each page: an open-addressing table of
/// as many pairs as fit, and by whom.
final class Brought {

    private static final int BITS = 18;
    private static final int MOST = 3 << (BITS - 2);

    /// A pair's page and what was fetched, each one more than its number; 0: free.
    private final long[] pairs = new long[1 << BITS];

    private final int[] counts = new int[1 << BITS];
    private long[] least = new long[1 << 10];
    private long[] greatest = new long[1 << 10];
    private int used;
    private long beyond;

    /// Takes each pair.
    @FunctionalInterface
    interface Pairs {
        void pair(int page, int fetched, int count);
    }

    void add(int page, int fetched, long person) {
        if (fetched >= least.length) {
            least = Arrays.copyOf(least, 2 * fetched);
            greatest = Arrays.copyOf(greatest, 2 * fetched);
        }
        boolean first = least[fetched] == 0 && greatest[fetched] == 0;
        least[fetched] = first ? person : Math.min(least[fetched], person);
        greatest[fetched] = first ? person : Math.max(greatest[fetched], person);
        long pair = (page + 1L) << 32 | (fetched + 1L);
        int mask = pairs.length - 1;
        int at = (int) ((pair * 0x9E3779B97F4A7C15L) >>> (64 - BITS));
        while (pairs[at] != pair && pairs[at] != 0) {
            at = (at + 1) & mask;
        }
        if (pairs[at] == 0) {
            if (used == MOST) {
                beyond++;
                return;
            }
            used++;
            pairs[at] = pair;
        }
        counts[at]++;
    }

    /// How many were not counted, because there were too many pairs.
    long beyond() {
        return beyond;
    }

    /// The least code of a person who fetched it, and the greatest.
    long least(int fetched) {
        return least[fetched];
    }

    long greatest(int fetched) {
        return greatest[fetched];
    }

    void each(Pairs to) {
        for (int i = 0; i < pairs.length; i++) {
            if (pairs[i] != 0) {
                to.pair((int) (pairs[i] >>> 32) - 1, (int) pairs[i] - 1, counts[i]);
            }
        }
    }
}

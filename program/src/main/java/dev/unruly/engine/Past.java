package dev.unruly.engine;

import dev.unruly.chance.UserNumber;
import java.util.Arrays;

/// How far the simulated pre-history must reach for the load to be stationary from the beginning:
/// the age by which 99 % of a nominal session's wishes have happened.
final class Past {

    private static final double SHARE = 0.99;
    private static final int SESSIONS = 4_000;
    private static final int MOST_WISHES = 1_000_000;

    /// Nobody is looked at for longer than a day.
    private static final long MOST_NANOS = 24 * 3_600 * Nanos.PER_SECOND;

    private Past() {}

    /// Found on a sample of users who are nobody else.
    static long nanos(Plan plan) {
        var path = new Nominal(plan);
        long[] ages = new long[1_024];
        int count = 0;
        for (int session = 0; session < SESSIONS && count < MOST_WISHES; session++) {
            path.begin(UserNumber.of(UserNumber.LAST_PROCESS, 0, session), 0);
            do {
                if (count == ages.length) {
                    ages = Arrays.copyOf(ages, 2 * count);
                }
                ages[count++] = Math.min(path.atNanos(), MOST_NANOS);
            } while (path.next() && path.atNanos() <= MOST_NANOS && count < MOST_WISHES);
        }
        Arrays.sort(ages, 0, count);
        return ages[(int) (SHARE * (count - 1))];
    }
}

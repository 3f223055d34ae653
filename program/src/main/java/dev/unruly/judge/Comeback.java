package dev.unruly.judge;

import dev.unruly.judge.Cohorts.Tally;
import dev.unruly.stats.Proportion;
import java.util.OptionalInt;

/// Whether, and from when on, the system serves organic wishes as it did in its baseline.
///
/// Recovered at t: over [t, t + H] the lower 95 % bound of goodput is at least 0.95 ρ₀, the upper
/// 95 % bound of the share slower than 1.5 × the baseline's p99 is at most 2 %, and no part of the
/// time from t on, that after t + H included, contradicts at p < .001. H is 30 s or the time of
/// 1,200 wishes, whichever is longer; a part holds 400 wishes, counted from t. Counts are divided
/// by the baseline's design effect. Asking every single second instead fails on perfectly calm data
/// more often than not.
final class Comeback {

    private static final int LEAST_HOLD_SECONDS = 30;
    private static final int LEAST_WISHES = 1_200;
    private static final int PART_WISHES = 400;
    private static final double GOODPUT = 0.95;
    private static final double MOST_SLOW = 0.02;
    private static final double LEVEL = 0.95;
    private static final double CONTRADICTION = 0.001;

    /// The same load is the baseline's less a twentieth, and less what chance explains.
    private static final double SAME_LOAD = 0.95;

    private static final double CHANCE = 3;

    private final Ledger ledger;
    private final Baseline baseline;

    /// Sums of what is known about the wishes meant before each second.
    private final long[] count;

    private final long[] good;
    private final long[] slow;

    Comeback(Ledger ledger, Baseline baseline, int nowSecond) {
        this.ledger = ledger;
        this.baseline = baseline;
        int seconds = Math.max(0, nowSecond);
        this.count = new long[seconds + 1];
        this.good = new long[seconds + 1];
        this.slow = new long[seconds + 1];
        long slowNanos = baseline.p99Nanos() + baseline.p99Nanos() / 2;
        for (int second = 0; second < seconds; second++) {
            Tally tally = ledger.cohorts.tally(second, second + 1, slowNanos, nowSecond);
            count[second + 1] = count[second] + tally.count();
            good[second + 1] = good[second] + tally.good();
            slow[second + 1] = slow[second] + tally.slow();
        }
    }

    /// The hold time H, in seconds, at a rate of wishes.
    static int holdSeconds(double wishesPerSecond) {
        double forWishes = LEAST_WISHES / Math.max(wishesPerSecond, 1e-3);
        return (int) Math.min(3_600, Math.max(LEAST_HOLD_SECONDS, Math.ceil(forWishes)));
    }

    int holdSeconds() {
        return holdSeconds(baseline.wishesPerSecond());
    }

    /// The first second in [from, to − H] from which on all is well; empty: there is none.
    OptionalInt first(int from, int to) {
        int hold = holdSeconds();
        for (int t = from; t + hold <= to; t++) {
            if (wellOver(t, t + hold) && !contradictedFrom(t, to)) {
                return OptionalInt.of(t);
            }
        }
        return OptionalInt.empty();
    }

    /// As [#first], where the load from then on is the baseline's too.
    OptionalInt firstAtLoad(int from, int to) {
        int hold = holdSeconds();
        for (int t = from; t + hold <= to; t++) {
            if (sameLoad(t, t + hold) && wellOver(t, t + hold) && !contradictedFrom(t, to)) {
                return OptionalInt.of(t);
            }
        }
        return OptionalInt.empty();
    }

    /// The first second in (to − H, to) from which on all has been well for a sixth of H at least,
    /// so that the time to come may show that it has recovered; empty: there is none. A sixth holds
    /// 200 wishes: fewer say nothing, more would let a system be cut off that has just come back.
    OptionalInt promising(int from, int to) {
        int hold = holdSeconds();
        int least = (hold + 5) / 6;
        for (int t = Math.max(from, to - hold + 1); t + least <= to; t++) {
            Tally tally = tally(t, to);
            if (tally.count() > 0
                    && tally.good() >= GOODPUT * baseline.goodput() * tally.count()
                    && tally.slow() <= MOST_SLOW * tally.count()
                    && !contradictedFrom(t, to)) {
                return OptionalInt.of(t);
            }
        }
        return OptionalInt.empty();
    }

    /// Whether [from, to) as a whole is served as the baseline was.
    private boolean wellOver(int from, int to) {
        Tally tally = tally(from, to);
        return tally.count() > 0
                && good(tally).wilsonLower(LEVEL) >= GOODPUT * baseline.goodput()
                && slow(tally).wilsonUpper(LEVEL) <= MOST_SLOW;
    }

    /// Whether as many wishes began in [from, to) as in as much of the baseline, or more.
    private boolean sameLoad(int from, int to) {
        double due = baseline.wishesPerSecond() * (to - from);
        return ledger.cohorts.begun().sum(from, to)
                >= SAME_LOAD * due - CHANCE * StrictMath.sqrt(due);
    }

    /// Whether [from, to) as a whole is served worse than the baseline, at p < .001.
    boolean contradictedOver(int from, int to) {
        return contradicts(tally(from, to));
    }

    /// Whether any part of [from, to) is.
    private boolean contradictedFrom(int from, int to) {
        int start = from;
        while (start < to) {
            int end = start;
            long wishes = 0;
            while (end < to && wishes < PART_WISHES) {
                wishes += ledger.cohorts.begun().at(end);
                end++;
            }
            if (contradicts(tally(start, end))) {
                return true;
            }
            start = end;
        }
        return false;
    }

    private boolean contradicts(Tally tally) {
        return tally.count() > 0
                && (good(tally).pOfSoFew(GOODPUT * baseline.goodput()) < CONTRADICTION
                        || slow(tally).pOfSoMany(MOST_SLOW) < CONTRADICTION);
    }

    private Tally tally(int from, int to) {
        int start = Math.clamp(from, 0, count.length - 1);
        int end = Math.clamp(to, start, count.length - 1);
        return new Tally(
                count[end] - count[start], good[end] - good[start], slow[end] - slow[start]);
    }

    private Proportion good(Tally tally) {
        return new Proportion(tally.good(), Math.max(tally.good(), tally.count()))
                .dividedBy(baseline.designEffect());
    }

    private Proportion slow(Tally tally) {
        return new Proportion(tally.slow(), Math.max(tally.slow(), tally.count()))
                .dividedBy(baseline.designEffect());
    }
}

package dev.unruly.judge;

import dev.unruly.judge.Cohorts.Tally;
import dev.unruly.stats.Proportion;
import java.util.OptionalInt;

/// Whether, and from when on, the system serves organic wishes as it did in its baseline.
///
/// Recovered at t: over [t, t + H] the lower 95 % bound of goodput is at least 0.95 ρ₀, the upper
/// 95 % bound of the share slower than 1.5 × the baseline's p99 is at most 2 %, and neither a part
/// of that time nor any later part contradicts at p < .001. H is 30 s or the time of 1,200 wishes,
/// whichever is longer; a part holds 400 wishes. Counts are divided by the baseline's design
/// effect. Asking every single second instead fails on perfectly calm data more often than not.
final class Comeback {

    private static final int LEAST_HOLD_SECONDS = 30;
    private static final int LEAST_WISHES = 1_200;
    private static final int PART_WISHES = 400;
    private static final double GOODPUT = 0.95;
    private static final double MOST_SLOW = 0.02;
    private static final double LEVEL = 0.95;
    private static final double CONTRADICTION = 0.001;

    private final Ledger ledger;
    private final Baseline baseline;
    private final int now;

    Comeback(Ledger ledger, Baseline baseline, int nowSecond) {
        this.ledger = ledger;
        this.baseline = baseline;
        this.now = nowSecond;
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
        int earliest = afterLastContradiction(from, to);
        for (int t = earliest; t + hold <= to; t++) {
            if (wellOver(t, t + hold)) {
                return OptionalInt.of(t);
            }
        }
        return OptionalInt.empty();
    }

    /// Whether the whole of [from, to) is served as the baseline was.
    boolean wellOver(int from, int to) {
        Tally tally = tally(from, to);
        if (tally.count() < 1) {
            return false;
        }
        return good(tally).wilsonLower(LEVEL) >= GOODPUT * baseline.goodput()
                && slow(tally).wilsonUpper(LEVEL) <= MOST_SLOW
                && afterLastContradiction(from, to) == from;
    }

    /// Whether [from, to) as a whole is served worse than the baseline, at p < .001.
    boolean contradictedOver(int from, int to) {
        return contradicts(tally(from, to));
    }

    /// The second after the last part of [from, to) that contradicts; `from` when none does.
    private int afterLastContradiction(int from, int to) {
        int after = from;
        int start = from;
        while (start < to) {
            int end = start;
            long count = 0;
            while (end < to && count < PART_WISHES) {
                count += ledger.cohorts.begun().at(end);
                end++;
            }
            if (contradicts(tally(start, end))) {
                after = end;
            }
            start = end;
        }
        return after;
    }

    private boolean contradicts(Tally tally) {
        return tally.count() > 0
                && (good(tally).pOfSoFew(GOODPUT * baseline.goodput()) < CONTRADICTION
                        || slow(tally).pOfSoMany(MOST_SLOW) < CONTRADICTION);
    }

    private Tally tally(int from, int to) {
        return ledger.cohorts.tally(from, to, slowNanos(), now);
    }

    private long slowNanos() {
        return baseline.p99Nanos() + baseline.p99Nanos() / 2;
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

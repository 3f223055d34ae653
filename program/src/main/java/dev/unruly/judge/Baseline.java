package dev.unruly.judge;

import dev.unruly.judge.Cohorts.Tally;
import dev.unruly.model.DependencySecond;
import dev.unruly.stats.DesignEffect;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.PerSecond;
import dev.unruly.stats.Proportion;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How the system is when nothing is wrong.
///
/// @param from the first second
/// @param to the second after the last
/// @param wishes organic wishes
/// @param goodput ρ₀: the share answered right while the user still waited
/// @param p99Nanos of the time wishes took, answered or not
/// @param designEffect by how much dependence between wishes widens intervals, at least 1
/// @param wishesPerSecond organic wishes
/// @param amplification requests per request needed
/// @param backlog95 the 95th percentile of running wishes
/// @param overloaded whether the system cannot carry this load even when nothing is wrong
/// @param problems why it is no baseline; empty: it is one
record Baseline(
        int from,
        int to,
        long wishes,
        double goodput,
        long p99Nanos,
        double designEffect,
        double wishesPerSecond,
        double amplification,
        long backlog95,
        boolean overloaded,
        List<String> problems) {

    private static final int BATCH_SECONDS = 10;
    private static final long LEAST_WISHES = 200;

    /// Goodput of a system that is well: Huang et al., "Metastable Failures in the Wild" (2022),
    /// ask for a baseline that is served; 0.99 leaves room for people who are never patient.
    private static final double GOOD = 0.99;

    private static final double OVERLOADED = 0.95;
    private static final double LEAST_OF_PLAN = 0.95;
    private static final double MOST_DRIFT = 0.10;
    private static final double SURE = 0.99;

    Baseline {
        problems = List.copyOf(problems);
    }

    boolean valid() {
        return problems.isEmpty();
    }

    /// Looks at seconds [from, to) of a ledger at a moment.
    ///
    /// @param planned organic wishes per second that are expected if everything is answered at once
    static Baseline of(Ledger ledger, double[] planned, int from, int to, int nowSecond) {
        int settled = settled(ledger, from, to);
        Latencies waited = ledger.cohorts.waited(from, settled);
        long p99 = waited.isEmpty() ? 0 : waited.quantile(0.99);
        Tally all = ledger.cohorts.tally(from, settled, p99 + p99 / 2, nowSecond);
        var good = new Proportion(all.good(), Math.max(all.good(), all.count()));
        double effect = designEffect(ledger, p99, from, settled, nowSecond);
        double share = all.count() == 0 ? 0 : good.share();
        boolean overloaded =
                all.count() >= LEAST_WISHES
                        && good.dividedBy(effect).wilsonUpper(SURE) < OVERLOADED;
        List<String> problems =
                problems(ledger, planned, from, to, all, good.dividedBy(effect), overloaded);
        return new Baseline(
                from,
                to,
                all.count(),
                share,
                p99,
                effect,
                (double) ledger.cohorts.begun().sum(from, to) / Math.max(1, to - from),
                ledger.flows.ratio.over(from, to),
                percentile95(ledger.flows.running(to), from),
                overloaded,
                problems);
    }

    /// Up to when wishes were over before the baseline was: those meant in its last moments meet
    /// the trigger, and would show it as a property of the system when nothing is wrong. That is
    /// the time that all but 1 % of wishes took in its first half, and a quarter of it at the most.
    private static int settled(Ledger ledger, int from, int to) {
        Latencies waited = ledger.cohorts.waited(from, from + (to - from) / 2);
        double last = waited.isEmpty() ? 0 : Math.ceil(waited.quantile(0.99) / 1e9);
        return to - (int) Math.min((to - from) / 4.0, last);
    }

    private static double designEffect(Ledger ledger, long p99, int from, int to, int now) {
        int batches = (to - from) / BATCH_SECONDS;
        if (batches < 2) {
            return 1;
        }
        long[] good = new long[batches];
        long[] count = new long[batches];
        for (int i = 0; i < batches; i++) {
            int start = from + i * BATCH_SECONDS;
            Tally batch = ledger.cohorts.tally(start, start + BATCH_SECONDS, 3 * p99 / 2, now);
            good[i] = batch.good();
            count[i] = batch.count();
        }
        long batchesWithTrials = Arrays.stream(count).filter(n -> n > 0).count();
        return batchesWithTrials < 2 ? 1 : Math.min(4, DesignEffect.of(good, count));
    }

    private static List<String> problems(
            Ledger ledger,
            double[] planned,
            int from,
            int to,
            Tally all,
            Proportion good,
            boolean overloaded) {
        var problems = new ArrayList<String>();
        if (all.count() < LEAST_WISHES) {
            problems.add(
                    Words.say(
                            "the baseline has only %d intents, and %d are needed to know how the"
                                    + " system is; lengthen phases.baseline or raise the arrivals",
                            all.count(), LEAST_WISHES));
            return problems;
        }
        if (!overloaded && good.wilsonUpper(SURE) < GOOD) {
            problems.add(
                    Words.say(
                            "only %s of the baseline's intents were answered in time",
                            Words.share(good.share())));
        }
        steadiness(ledger.cohorts.begun(), planned, from, to, problems);
        return problems;
    }

    /// The offered load must be what the plan says, and must not drift, by more than chance
    /// explains.
    private static void steadiness(
            PerSecond begun, double[] planned, int from, int to, List<String> problems) {
        double due = 0;
        for (int second = from; second < Math.min(to, planned.length); second++) {
            due += planned[second];
        }
        double chance = 4 * StrictMath.sqrt(2 * Math.max(1, due));
        double had = begun.sum(from, to);
        if (due > 0 && had < LEAST_OF_PLAN * due - chance) {
            problems.add(
                    Words.say(
                            "users wished %.0f times in the baseline where the plan has %.0f",
                            had, due));
        }
        int middle = (from + to) / 2;
        double first = begun.rate(from, middle);
        double second = begun.rate(middle, to);
        double noise = 4 * StrictMath.sqrt((first + second) * 2 / Math.max(1, (to - from) / 2));
        if (Math.abs(second - first) > MOST_DRIFT * Math.max(first, second) + noise) {
            problems.add(
                    Words.say(
                            "the load drifts within the baseline, from %.1f to %.1f intents/s",
                            first, second));
        }
    }

    private static long percentile95(long[] values, int from) {
        long[] sorted = Arrays.copyOfRange(values, Math.min(from, values.length), values.length);
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[(int) (0.95 * (sorted.length - 1))];
    }

    /// The 95th percentile of a listener's requests in flight.
    static long inFlight95(List<DependencySecond> seconds, int from, int to) {
        long[] values =
                seconds.stream()
                        .filter(s -> s.second() >= from && s.second() < to)
                        .mapToLong(DependencySecond::peakInFlight)
                        .toArray();
        return percentile95(values, 0);
    }
}

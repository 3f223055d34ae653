package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.stats.KolmogorovSmirnov;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Proportion;
import java.util.List;
import java.util.Optional;

/// Answers that took longer, or less long, in one half of the time than in the other.
///
/// Either the whole distribution has moved (the distance of Kolmogorov and Smirnov is at least
/// [#LEAST_DISTANCE]), or its tail has (of what exceeds the 99th percentile of both, one half holds
/// [#LEAST_RATIO] times its due). Both must be less likely than [#LEAST_P] by chance; but chance
/// alone would not do, for with many answers every difference is significant.
///
/// @param slower the half that settings are derived from
/// @param because with the figures
record Drift(Latencies slower, String because) {

    private static final double LEAST_DISTANCE = 0.1;
    private static final double LEAST_RATIO = 1.5;
    private static final double LEAST_P = 0.001;
    private static final int LEAST_ANSWERS = 100;

    /// Looks for it; empty if there is none, or too little to tell.
    static Optional<Drift> of(List<Latencies> parts) {
        Latencies early = sum(parts.subList(0, parts.size() / 2));
        Latencies late = sum(parts.subList((parts.size() + 1) / 2, parts.size()));
        if (early.count() < LEAST_ANSWERS || late.count() < LEAST_ANSWERS) {
            return Optional.empty();
        }
        var test = KolmogorovSmirnov.twoSample(early, late);
        if (test.distance() >= LEAST_DISTANCE && test.p() < LEAST_P) {
            boolean rising = late.quantile(0.9) > early.quantile(0.9);
            String because =
                    say(
                            "answers drift: the median is %s in the first half of the time and %s"
                                    + " in the second, the 90th percentile %s and %s (distance of"
                                    + " Kolmogorov-Smirnov %s, 0.1 counts); the slower half was"
                                    + " used",
                            Words.nanos(early.quantile(0.5)),
                            Words.nanos(late.quantile(0.5)),
                            Words.nanos(early.quantile(0.9)),
                            Words.nanos(late.quantile(0.9)),
                            Words.figure(test.distance()));
            return Optional.of(new Drift(rising ? late : early, because));
        }
        return tail(early, late);
    }

    private static Optional<Drift> tail(Latencies early, Latencies late) {
        Latencies both = early.copy();
        both.add(late);
        long bound = both.quantile(0.99);
        long first = early.surelyOver(bound);
        long second = late.surelyOver(bound);
        boolean rising = (double) second / late.count() > (double) first / early.count();
        long over = rising ? second : first;
        double due = (double) (rising ? late : early).count() / both.count();
        long all = first + second;
        if (all == 0
                || over < LEAST_RATIO * due * all
                || new Proportion(over, all).pOfSoMany(due) >= LEAST_P) {
            return Optional.empty();
        }
        String because =
                say(
                        "the tail drifts: %s of the answers exceed %s in the first half of the time"
                                + " and %s in the second; the slower half was used",
                        Words.share((double) first / early.count()),
                        Words.nanos(bound),
                        Words.share((double) second / late.count()));
        return Optional.of(new Drift(rising ? late : early, because));
    }

    private static Latencies sum(List<Latencies> parts) {
        var sum = new Latencies();
        parts.forEach(sum::add);
        return sum;
    }
}

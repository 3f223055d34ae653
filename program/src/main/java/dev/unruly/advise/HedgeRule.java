package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.advise.Reissue.Choice;
import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Bootstrap;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.OrderStatistics;
import dev.unruly.stats.Proportion;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How a hedge's delay and chance follow from what was seen and from a budget, by [Reissue].
///
/// A hedge that is always sent, after the percentile 1 − B that a budget B allows, cannot improve
/// any percentile up to 1 − B: at that moment those are answered. SingleR asks earlier, of some.
///
/// The prediction holds while hedges do not change how long requests take: at a dependency near its
/// capacity they do, which is what the work budget is for.
///
/// @param budget B, the share of requests that may be sent twice
/// @param percentile which is to become shorter, as a share
/// @param level confidence of what is predicted
public record HedgeRule(Share budget, Share percentile, double level) {

    /// Two in a hundred (Jeffrey Dean & Luiz Barroso, "The tail at scale", 2013) for the 99th
    /// percentile, at 95 %.
    public static final HedgeRule USUAL = new HedgeRule(new Share(0.02), new Share(0.99), 0.95);

    private static final int REPLICATES = 200;

    /// A hedge that gains less is not worth its requests.
    private static final double LEAST_GAIN = 0.05;

    public HedgeRule {
        if (!(budget.value() > 0 && budget.value() < 1)) {
            throw new IllegalArgumentException("budget must be in (0, 1), got " + budget.value());
        }
        if (!(percentile.value() > 0 && percentile.value() < 1)) {
            throw new IllegalArgumentException(
                    "percentile must be in (0, 1), got " + percentile.value());
        }
    }

    /// The hedge for a place, if a second request is answered as fast as any other. Calls that were
    /// cut off count as if they had ended then.
    ///
    /// @param random for the interval
    public Derived<HedgeSetting> of(Known known, RandomGenerator random) {
        Latencies all = known.answered();
        all.add(known.cutOff());
        return refusal(known.repeatable(), all.count(), known.cutOff().count())
                .orElseGet(() -> {
                    var seen = new Alone(all, all);
                    Choice best = seen.best(percentile.value(), budget.value());
                    Interval predicted =
                            Bootstrap.interval(
                                    all,
                                    drawn -> again(new Alone(drawn, drawn), best),
                                    level,
                                    REPLICATES,
                                    random);
                    return judged(seen, best, predicted, all.count());
                });
    }

    /// The hedge by pairs of requests for the same thing, sent at the same time: what makes both of
    /// them slow is kept.
    ///
    /// @param pairs nanoseconds of the first and of the second
    public Derived<HedgeSetting> ofPairs(
            double[][] pairs, boolean repeatable, RandomGenerator random) {
        return refusal(repeatable, pairs.length, 0)
                .orElseGet(() -> {
                    var seen = new Paired(pairs);
                    Choice best = seen.best(percentile.value(), budget.value());
                    double[] figures = new double[REPLICATES];
                    for (int i = 0; i < REPLICATES; i++) {
                        figures[i] = again(seen.resample(random), best);
                    }
                    Interval predicted = Bootstrap.interval(figures, level);
                    return judged(seen, best, predicted, pairs.length);
                });
    }

    private double again(Reissue drawn, Choice best) {
        return drawn.quantile(percentile.value(), best.delay(), best.chance());
    }

    private Optional<Derived<HedgeSetting>> refusal(boolean repeatable, long count, long cutOff) {
        long needed = OrderStatistics.needed(percentile.value(), level);
        if (!repeatable) {
            return Optional.of(
                    new Derived.Refused<>(
                            "asking twice may do harm: it is not known to be idempotent, nor to"
                                    + " carry a key"));
        }
        if (count < needed) {
            return Optional.of(
                    new Derived.Refused<>(
                            say(
                                    "%s were seen; %,d are needed to bound the %s at %s",
                                    Words.count(count, "answer"),
                                    needed,
                                    Words.percentile(percentile.value()),
                                    Words.share(level))));
        }
        // Less a hair, for 1 − 0.99 exceeds 0.01 in binary.
        if (cutOff >= (1 - percentile.value()) * count - 1e-6) {
            return Optional.of(
                    new Derived.Refused<>(
                            say(
                                    "%s of %s were cut off, so the %s is not known; fewer than %s"
                                            + " may be",
                                    Words.share((double) cutOff / count),
                                    Words.count(count, "call"),
                                    Words.percentile(percentile.value()),
                                    Words.share(1 - percentile.value()))));
        }
        return Optional.empty();
    }

    private Derived<HedgeSetting> judged(
            Reissue seen, Choice best, Interval predicted, long count) {
        double without = seen.quantile(percentile.value());
        double fixed = seen.fixed(percentile.value(), budget.value()).nanos();
        String name = Words.percentile(percentile.value());
        String usual =
                budget.value() <= 1 - percentile.value() + 1e-12
                        ? say(
                                "a hedge after a fixed percentile would be useless: with a budget"
                                        + " of %s it comes when the %s is over",
                                Words.share(budget.value()), name)
                        : say(
                                "a hedge that is always sent, after the %s, would give %s",
                                Words.percentile(1 - budget.value()), Words.nanos(fixed));
        if (!(best.nanos() <= (1 - LEAST_GAIN) * without)) {
            return new Derived.Refused<>(
                    say(
                            "the %s is %s, and the best hedge within a budget of %s would make it"
                                    + " %s: less than %s shorter; %s",
                            name,
                            Words.nanos(without),
                            Words.share(budget.value()),
                            Words.nanos(best.nanos()),
                            Words.share(LEAST_GAIN),
                            usual));
        }
        double longer = seen.longer(best.delay());
        Interval late = new Proportion(longer * count, count).wilson(level);
        var extra = new Interval(best.chance() * late.low(), best.chance() * late.high());
        String because =
                say(
                        "%s of %s take longer than %s; asking %s of those a second time, of another"
                                + " instance, makes the %s %s (%s to %s) instead of %s, for %s to"
                                + " %s more requests; %s",
                        Words.share(longer),
                        Words.count(count, "request"),
                        Words.nanos(best.delay()),
                        Words.share(best.chance()),
                        name,
                        Words.nanos(best.nanos()),
                        Words.nanos(predicted.low()),
                        Words.nanos(predicted.high()),
                        Words.nanos(without),
                        Words.share(extra.low()),
                        Words.share(extra.high()),
                        usual);
        var policy =
                new Policy.Hedge(Math.max(1, Math.round(best.delay())), new Share(best.chance()));
        return new Derived.Found<>(
                new HedgeSetting(
                        policy,
                        percentile.value(),
                        without,
                        best.nanos(),
                        predicted,
                        extra,
                        fixed,
                        2),
                because);
    }
}

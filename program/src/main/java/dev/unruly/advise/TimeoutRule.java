package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.OrderStatistics;
import dev.unruly.stats.Proportion;
import dev.unruly.stats.SurvivalCurve;
import dev.unruly.stats.SurvivalCurve.Quantile;
import java.util.Optional;

/// How a timeout follows from what was seen:
///
/// T = min(deadline, clamp(s · U, c · p50, ceiling))
///
/// where U is what the quantile 1 − ε of the answers does not exceed with some confidence, s is a
/// margin and c keeps T away from the median where all answers take about the same time (Amazon
/// Builders' Library, "Timeouts, retries and backoff with jitter", 2019: choose an acceptable share
/// of false timeouts; pad where p99.9 is close to p50).
///
/// U comes from order statistics; where calls were cut off it comes from the product-limit
/// estimate, for which those are censored. The quantile of the *answered* calls alone falls with
/// every round, because the timeout itself cuts off the slow ones: 413 → 305 → 259 → … ms. Even the
/// right estimate knows nothing beyond the longest wait, so a share of calls is let run to the
/// deadline, and where the quantile lies beyond what was watched the timeout is doubled until it
/// does not.
///
/// @param acceptable ε, the share of calls that may be given up in vain
/// @param level confidence of U
/// @param margin s ≥ 1
/// @param leastMedians c ≥ 1
/// @param mostNanos the ceiling, and how long a call may take if no deadline is known
/// @param probe the share of calls that are let run
public record TimeoutRule(
        Share acceptable,
        double level,
        double margin,
        double leastMedians,
        long mostNanos,
        Share probe) {

    /// One call in a thousand in vain, as the Builders' Library has it, at 95 %.
    public static final TimeoutRule USUAL =
            new TimeoutRule(new Share(0.001), 0.95, 1.25, 3, 60_000_000_000L, new Share(0.005));

    public TimeoutRule {
        if (!(acceptable.value() > 0 && acceptable.value() < 0.5)) {
            throw new IllegalArgumentException(
                    "the acceptable share must be in (0, 0.5), got " + acceptable.value());
        }
        if (!(level >= 0.5 && level < 1)) {
            throw new IllegalArgumentException("level must be in [0.5, 1), got " + level);
        }
        if (!(margin >= 1 && leastMedians >= 1)) {
            throw new IllegalArgumentException(
                    "margin and least medians must be >= 1, got " + margin + ", " + leastMedians);
        }
        if (mostNanos <= 0) {
            throw new IllegalArgumentException("the ceiling must be > 0, got " + mostNanos);
        }
    }

    /// The timeout for one try of a call that may take the caller's whole deadline.
    public Derived<TimeoutSetting> of(Known known) {
        return of(known, known.deadlineNanos());
    }

    /// The timeout for one try.
    ///
    /// @param deadlineNanos what one try may take of the caller's deadline; 0: no deadline is known
    public Derived<TimeoutSetting> of(Known known, long deadlineNanos) {
        Latencies answered = known.answered();
        long calls = answered.count() + known.cutOff().count();
        long needed = OrderStatistics.needed(quantile(), level);
        if (calls < needed || answered.isEmpty()) {
            return new Derived.Refused<>(
                    say(
                            "%s seen; %,d are needed to bound the %s at %s",
                            Words.count(answered.count(), "answer")
                                    + (calls == 1 ? " was" : " were"),
                            needed,
                            Words.percentile(quantile()),
                            Words.share(level)));
        }
        SurvivalCurve curve = known.survival().curve();
        long median = median(curve);
        if (deadlineNanos > 0 && deadlineNanos < median) {
            return new Derived.Refused<>(
                    say(
                            "a try may take %s of the caller's deadline, and half of the answers"
                                    + " take longer than %s",
                            Words.nanos(deadlineNanos), Words.nanos(median)));
        }
        Bound bound = bound(known, answered, curve);
        Limits limits = limits(bound, median, deadlineNanos);
        long nanos = limits.nanos;
        long full = deadlineNanos > 0 ? deadlineNanos : Math.max(nanos, mostNanos);
        return new Derived.Found<>(
                new TimeoutSetting(
                        new Policy.Timeout(nanos, probe, full),
                        bound.nanos,
                        givenUp(known, answered, curve, nanos)),
                bound.because + limits.because + kinds(answered));
    }

    /// The quantile that a timeout is derived from.
    double quantile() {
        return 1 - acceptable.value();
    }

    /// What the quantile does not exceed, or twice what is known of it.
    private record Bound(long nanos, String because) {}

    private Bound bound(Known known, Latencies answered, SurvivalCurve curve) {
        String name = Words.percentile(quantile());
        if (!known.cutOff().isEmpty()) {
            return censored(known, curve, name);
        }
        Optional<Drift> drift = Drift.of(known.parts());
        if (drift.isPresent()) {
            Latencies slower = drift.get().slower();
            var half = OrderStatistics.upper(slower, quantile(), level);
            if (half.isPresent()) {
                return new Bound(
                        half.getAsLong(),
                        say(
                                "the %s of %s is at most %s; %s",
                                name,
                                Words.count(slower.count(), "answer"),
                                Words.nanos(half.getAsLong()),
                                drift.get().because()));
            }
        }
        long upper = OrderStatistics.upper(answered, quantile(), level).orElseThrow();
        String because =
                say(
                        "the %s of %s is at most %s",
                        name, Words.count(answered.count(), "answer"), Words.nanos(upper));
        return new Bound(
                upper,
                drift.isEmpty()
                        ? because
                        : because
                                + "; "
                                + drift.get().because().replace("was used", "is too short"));
    }

    private Bound censored(Known known, SurvivalCurve curve, String name) {
        String cut =
                say(
                        "%s cut off among %s",
                        known.cutOff().count() == 1
                                ? "1 call was"
                                : say("%,d calls were", known.cutOff().count()),
                        Words.count(known.survival().count(), "call"));
        return switch (curve.range(quantile(), 2 * level - 1).high()) {
            case Quantile.At(long nanos) ->
                    new Bound(
                            nanos,
                            say(
                                    "the %s is at most %s, by Kaplan-Meier, for %s",
                                    name, Words.nanos(nanos), cut));
            case Quantile.Beyond(long nanos) -> {
                // Before anything ended nothing is known; what was watched longest is a beginning.
                long watched = nanos > 0 ? nanos : known.cutOff().most();
                long exceeded = Math.max(watched, curve.surelyExceeded(quantile(), level));
                yield new Bound(
                        2 * exceeded,
                        say(
                                "the %s lies beyond %s, where too few were still watched (%s); so"
                                        + " that is doubled until more is seen",
                                name, Words.nanos(exceeded), cut));
            }
        };
    }

    /// The timeout, and which of its bounds made it.
    private record Limits(long nanos, String because) {}

    private Limits limits(Bound bound, long median, long deadline) {
        double wanted = margin * bound.nanos;
        double floor = leastMedians * median;
        double nanos = Math.min(Math.max(wanted, floor), mostNanos);
        String because = say("; times %s", Words.figure(margin));
        if (floor > wanted) {
            because =
                    say(
                            "; that is so close to the median of %s that it is padded to %s times"
                                    + " that",
                            Words.nanos(median), Words.figure(leastMedians));
        }
        if (nanos == mostNanos) {
            because = say("; no more than the ceiling of %s", Words.nanos(mostNanos));
        }
        if (deadline > 0 && nanos > deadline) {
            nanos = deadline;
            because = say("; no more than the %s that the caller waits", Words.nanos(deadline));
        }
        return new Limits(Math.max(1, Math.round(nanos)), because);
    }

    /// Two kinds of answers, if there are, and what the timeout makes of them.
    private String kinds(Latencies answered) {
        return Modes.of(answered)
                .map(modes ->
                        "; "
                                + modes.because()
                                + (modes.slowShare() > acceptable.value()
                                        ? "; the timeout is that of the slow kind"
                                        : "; the slow kind is rarer than what may be given"
                                                + " up"))
                .orElse("");
    }

    private static long median(SurvivalCurve curve) {
        return switch (curve.quantile(0.5)) {
            case Quantile.At(long nanos) -> Math.max(1, nanos);
            case Quantile.Beyond(long nanos) -> Math.max(1, nanos);
        };
    }

    private Interval givenUp(Known known, Latencies answered, SurvivalCurve curve, long nanos) {
        if (known.cutOff().isEmpty()) {
            long over = answered.possiblyOver(nanos);
            return new Proportion(over, answered.count()).clopperPearson(level);
        }
        return curve.interval(nanos, level)
                .or(() -> curve.interval(curve.knownUntilNanos(), level))
                .map(i -> curve.at(nanos).isPresent() ? i : new Interval(0, i.high()))
                .orElse(new Interval(0, 1));
    }
}

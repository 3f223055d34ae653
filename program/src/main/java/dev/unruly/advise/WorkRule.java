package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Interval;

/// How much may be done twice.
///
/// A system can only stay down after its trigger is gone if its load, multiplied by all that
/// retries and hedges add, exceeds what its capacity may have shrunk to: it is safe while L_norm <
/// C_stable = C_norm / (w_L · w_C) (Lexiang Huang et al., "Metastable failures in the wild", OSDI
/// 2022, theorem 2). A budget of share b caps w_L at 1 + b, so b must keep L · (1 + b) < C / w_C.
///
/// Right at that limit what piled up would never drain. A budget that spends the share k of the
/// spare capacity lets it drain at 1 − k of the speed it would without a second try.
///
/// @param spends k, of the spare capacity
/// @param most the budget is never larger
/// @param lastsNanos for how long what first tries have earned can be spent
public record WorkRule(Share spends, Share most, long lastsNanos) {

    /// Half of the spare capacity; a fifth at most and ten seconds, as in Finagle's budgets.
    public static final WorkRule USUAL =
            new WorkRule(new Share(0.5), new Share(0.2), 10_000_000_000L);

    /// The share of a budget that does not depend on first tries, so that a quiet second can retry.
    private static final double STANDING = 0.1;

    /// Budgets are whole multiples of a thousandth. Thousandths are divided and not multiplied, so
    /// that 0.052 is what people read, too.
    private static final double STEPS = 1_000;

    /// A budget below this is none.
    private static final double LEAST = 2 / STEPS;

    public WorkRule {
        if (!(spends.value() > 0 && spends.value() < 1)) {
            throw new IllegalArgumentException(
                    "the share that is spent must be in (0, 1), got " + spends.value());
        }
        if (!(most.value() >= LEAST)) {
            throw new IllegalArgumentException(
                    "the largest budget must be >= " + LEAST + ", got " + most.value());
        }
    }

    /// The budget of a place.
    ///
    /// @param perSecond the organic load: first tries, at their peak
    public Derived<WorkSetting> of(double perSecond, Derived<Capacity> capacity, Work work) {
        if (!(perSecond > 0)) {
            return new Derived.Refused<>("no requests per second are known at the peak");
        }
        return switch (capacity) {
            case Derived.Refused<Capacity>(String because) -> new Derived.Refused<>(because);
            case Derived.Found<Capacity>(Capacity found, String _) -> of(perSecond, found, work);
        };
    }

    private Derived<WorkSetting> of(double perSecond, Capacity capacity, Work work) {
        double utilisation = perSecond / capacity.perSecond();
        double stable = 1 / (work.times() * work.slower());
        double largest = 1 / (utilisation * work.slower()) - 1;
        String where =
                say(
                        "you run at %s of capacity (%s of %s requests a second: %s)",
                        Words.share(utilisation),
                        Words.figure(perSecond),
                        Words.figure(capacity.perSecond()),
                        capacity.because());
        String now =
                utilisation < stable
                        ? say("; that is safe, below %s, whatever is retried", Words.share(stable))
                        : say("; your retries make you safe only below %s", Words.share(stable));
        if (spends.value() * largest < LEAST) {
            return new Derived.Refused<>(
                    say(
                            "%s%s, and a budget must stay below %s for load times (1 + budget) to"
                                    + " be less than capacity: nothing is left to do twice",
                            where, now, Words.share(Math.max(0, largest))));
        }
        double spent = Math.min(most.value(), spends.value() * largest);
        double share = Math.floor((1 - STANDING) * spent * STEPS + 1e-9) / STEPS;
        double least = Math.max(1, Math.floor(STANDING * spent * perSecond * STEPS)) / STEPS;
        var policy = new Policy.Budget(new Share(share), least, lastsNanos);
        double then = 1 / ((1 + policy.share().value() + least / perSecond) * work.slower());
        Interval bounds = capacity.interval();
        var between =
                new Interval(
                        perSecond / bounds.high(),
                        bounds.low() > 0 ? perSecond / bounds.low() : Double.POSITIVE_INFINITY);
        String because =
                say(
                        "%s%s; with a budget of %s and %s a second below %s (the budget must stay"
                                + " below %s)",
                        where,
                        now,
                        Words.share(policy.share().value()),
                        Words.figure(least),
                        Words.share(then),
                        Words.share(largest));
        return new Derived.Found<>(
                new WorkSetting(policy, utilisation, between, stable, largest, then), because);
    }
}

package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.OrderStatistics;
import dev.unruly.stats.Proportion;
import java.util.function.DoublePredicate;

/// How a circuit breaker's thresholds follow from what was seen when all was well.
///
/// A share θ of failures in a window of n calls opens it. While all is well the failures of a
/// window are Binomial(n, f), f at most the upper bound (Charles Clopper & Egon Pearson, 1934) of
/// what the baseline showed. θ is the smallest share for which P(Binomial(n, f) ≥ θ n), summed over
/// every call after which the breaker looks, is rarer than the allowed false openings; half of
/// these are for failures, half for slow answers. The sum over all calls is a bound (George Boole):
/// windows overlap, so the truth is rarer still. Where failures come in clusters n is divided by
/// their design effect (Leslie Kish, 1965).
///
/// @param falseOpeningsPerDay allowed while all is well
/// @param least no threshold is below this share, for an open breaker fails all
/// @param most no threshold is above this share; a window must be long enough for it
/// @param slow what share of answers is slow when all is well
/// @param level confidence of what the baseline showed
public record BreakerRule(
        double falseOpeningsPerDay, Share least, Share most, Share slow, double level) {

    /// One false opening in a month; no threshold below a fifth, for when an open breaker fails
    /// all, four fifths that were well must not be the price of a few.
    public static final BreakerRule USUAL =
            new BreakerRule(1.0 / 30, new Share(0.2), new Share(0.5), new Share(0.01), 0.95);

    private static final int[] WINDOW_SECONDS = {5, 10, 20, 30, 60, 120};
    private static final double SECONDS_PER_DAY = 86_400;
    private static final double SURE = 0.95;

    /// No file can say more.
    private static final int MOST_LEAST = 1_000_000;

    /// A window of more calls than this needs no smaller number.
    private static final long MOST_LOOKED_AT = 2_000;

    public BreakerRule {
        if (!(falseOpeningsPerDay > 0)) {
            throw new IllegalArgumentException(
                    "false openings per day must be > 0, got " + falseOpeningsPerDay);
        }
        if (!(slow.value() > 0 && slow.value() < 1)) {
            throw new IllegalArgumentException(
                    "the slow share must be in (0, 1), got " + slow.value());
        }
        if (least.compareTo(most) > 0) {
            throw new IllegalArgumentException(
                    "least must not exceed most, got " + least + " and " + most);
        }
    }

    /// The breaker for a place.
    ///
    /// @param recoveryNanos how long the dependency was seen to need until it answers again; 0: it
    ///   was not seen
    public Derived<BreakerSetting> of(Known known, long recoveryNanos) {
        Traffic traffic = known.traffic();
        Latencies answered = known.answered();
        long needed = OrderStatistics.needed(1 - slow.value(), level);
        if (!traffic.known()) {
            return new Derived.Refused<>(
                    "no requests per second are known, and a window must hold enough of them");
        }
        if (answered.count() < needed) {
            return new Derived.Refused<>(
                    say(
                            "%s were seen; %,d are needed to bound the %s at %s, beyond which an"
                                    + " answer is slow",
                            Words.count(answered.count(), "answer"),
                            needed,
                            Words.percentile(1 - slow.value()),
                            Words.share(level)));
        }
        double failed = usual(traffic.failed(), traffic.requests(), traffic.designEffect());
        for (int seconds : WINDOW_SECONDS) {
            double calls = traffic.perSecond() * seconds / traffic.designEffect();
            double p = rare(traffic.perSecond() * SECONDS_PER_DAY);
            double tooManyFailed = threshold(calls, failed, p);
            double tooManySlow = threshold(calls, slow.value(), p);
            if (tooManyFailed <= most.value() && tooManySlow <= most.value()) {
                return found(known, seconds, calls, tooManyFailed, tooManySlow, recoveryNanos);
            }
        }
        int longest = WINDOW_SECONDS[WINDOW_SECONDS.length - 1];
        return new Derived.Refused<>(
                say(
                        "at %s requests a second even %d s hold only %s independent calls; %s of"
                                + " them failing (usual: at most %s) would not be rare enough to"
                                + " open at %s with %s false openings a day",
                        Words.figure(traffic.perSecond()),
                        longest,
                        Words.figure(traffic.perSecond() * longest / traffic.designEffect()),
                        Words.share(most.value()),
                        Words.share(failed),
                        Words.share(most.value()),
                        Words.figure(falseOpeningsPerDay)));
    }

    private Derived<BreakerSetting> found(
            Known known,
            int seconds,
            double calls,
            double tooManyFailed,
            double tooManySlow,
            long recoveryNanos) {
        Traffic traffic = known.traffic();
        double failed = Math.max(least.value(), tooManyFailed);
        double slowShare = Math.max(least.value(), tooManySlow);
        long slowNanos =
                OrderStatistics.upper(known.answered(), 1 - slow.value(), level).orElseThrow();
        long windowNanos = seconds * 1_000_000_000L;
        long open = recoveryNanos > 0 ? recoveryNanos : windowNanos;
        double usual = usual(traffic.failed(), traffic.requests(), traffic.designEffect());
        double looks = traffic.perSecond() * SECONDS_PER_DAY;
        long leastCalls =
                leastCalls(
                        calls,
                        fewer ->
                                chance(fewer, usual, failed) <= rare(looks)
                                        && chance(fewer, slow.value(), slowShare) <= rare(looks));
        var policy =
                new Policy.Breaker(
                        new Share(failed),
                        new Share(slowShare),
                        Math.max(1, slowNanos),
                        windowNanos,
                        open,
                        Math.clamp(leastCalls, 1, MOST_LEAST));
        double openings =
                looks * (chance(calls, usual, failed) + chance(calls, slow.value(), slowShare));
        String because =
                say(
                        "%,d of %s failed, so at most %s do when all is well, and a window of %d s"
                                + " holds %s calls: more than %s failing, or more than %s taking"
                                + " longer than %s, would come by chance at most %s times a day; %s",
                        traffic.failed(),
                        Words.count(traffic.requests(), "call"),
                        Words.share(usual),
                        seconds,
                        Words.figure(traffic.perSecond() * seconds),
                        Words.share(failed),
                        Words.share(slowShare),
                        Words.nanos(slowNanos),
                        Words.figure(openings),
                        recoveryNanos > 0
                                ? "open for the " + Words.nanos(open) + " that it took to recover"
                                : "no recovery was seen, so open for one window");
        return new Derived.Found<>(
                new BreakerSetting(
                        policy,
                        Math.round(traffic.perSecond() * seconds),
                        openings,
                        seen(calls, failed),
                        seen(calls, slowShare),
                        recoveryNanos > 0 ? known.stamp() : Stamp.PRIOR),
                because);
    }

    private double usual(long failed, long requests, double designEffect) {
        return new Proportion(failed, requests)
                .dividedBy(designEffect)
                .clopperPearson(2 * level - 1)
                .high();
    }

    /// The smallest share of so many calls that is rarer than p; above 1 if none is.
    private static double threshold(double calls, double usual, double p) {
        long whole = (long) calls;
        long low = 0;
        long high = whole + 1;
        while (high - low > 1) {
            long middle = (low + high) / 2;
            if (new Proportion(middle, whole).pOfSoMany(usual) <= p) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high > whole ? Double.POSITIVE_INFINITY : (double) high / whole;
    }

    /// How likely at least this share of the calls of one window is.
    private static double chance(double calls, double usual, double share) {
        double whole = Math.floor(calls);
        return new Proportion(Math.min(whole, Math.ceil(share * whole - 1e-9)), whole)
                .pOfSoMany(usual);
    }

    /// What each of so many looks a day may come to by chance, for each kind of threshold.
    private double rare(double looks) {
        return falseOpeningsPerDay / 2 / looks;
    }

    /// With how few calls in a window, and all numbers above, the thresholds are still rare enough.
    private static long leastCalls(double calls, DoublePredicate rare) {
        long least = (long) Math.ceil(calls);
        long fewer = Math.min((long) calls, MOST_LOOKED_AT);
        while (fewer > 0 && rare.test(fewer)) {
            least = fewer;
            fewer--;
        }
        return least;
    }

    /// The true share with which a window reaches the threshold in 95 of 100 cases.
    private static double seen(double calls, double share) {
        double low = share;
        double high = 1;
        for (int i = 0; i < 40; i++) {
            double middle = 0.5 * (low + high);
            if (chance(calls, middle, share) >= SURE) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }
}

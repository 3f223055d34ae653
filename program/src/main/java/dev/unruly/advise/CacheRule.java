package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.Policy;
import dev.unruly.model.Share;

/// How a cache is kept from letting a crowd through when something expires.
///
/// - *Coalescing.* While one answer takes Δ to make, λ Δ more requests for the same key come: so
///   many duplicates reach the origin at each expiry (10 a second for 3 s: 30). Single-flight lets
///   the first alone through.
/// - *Early refresh.* XFetch refreshes when now − Δ β ln(u) ≥ expiry (Andrea Vattani, Flavio
///   Chierichetti & Keegan Lowenstein, "Optimal probabilistic cache stampede prevention", VLDB
///   2015): with a chance of e^(−s / Δ β) per request, s before expiry. To be done in time it must
///   begin by s = Δ; until then λ Δ β e^(−1/β) requests are expected to have begun one (the
///   integral of that chance from Δ on), so none has with a chance of e^(−λ Δ β e^(−1/β)). β is 1,
///   as they advise, or what brings that chance down to δ, but not above [#MOST_EAGERNESS].
/// - *Jitter.* K keys that were filled together expire within the share j of their time: K / (j ·
///   fresh) a second, which must not exceed what the origin can spare.
///
/// @param missed δ, the share of expiries that early refresh may miss
/// @param waits how many times Δ those wait who ask for what is being made
/// @param usualJitter where the origin's spare capacity is not known
/// @param mostJitter more than this makes times meaningless
public record CacheRule(Share missed, double waits, Share usualJitter, Share mostJitter) {

    /// One expiry in a hundred; 3 Δ; a tenth of the time, and half of it at the most.
    public static final CacheRule USUAL =
            new CacheRule(new Share(0.01), 3, new Share(0.1), new Share(0.5));

    /// Beyond this an answer is made again so early that it is hardly kept.
    static final double MOST_EAGERNESS = 5;

    /// Fewer duplicates per expiry than this harm nobody.
    private static final double FEW = 0.01;

    public CacheRule {
        if (!(missed.value() > 0 && missed.value() < 1)) {
            throw new IllegalArgumentException(
                    "the missed share must be in (0, 1), got " + missed.value());
        }
        if (!(waits >= 1)) {
            throw new IllegalArgumentException("waits must be >= 1, got " + waits);
        }
    }

    /// The settings for one use.
    public Derived<CacheSetting> of(CacheUse use) {
        double recompute = use.recomputeNanos() / 1e9;
        double duplicates = use.perSecond() * recompute;
        String crowd =
                say(
                        "%s requests a second for one key while its answer takes %s to make are %s"
                                + " duplicates at each expiry",
                        Words.figure(use.perSecond()),
                        Words.nanos(use.recomputeNanos()),
                        Words.figure(duplicates));
        if (use.freshNanos() <= use.recomputeNanos()) {
            return new Derived.Refused<>(
                    say(
                            "an answer is good for %s and takes %s to make: it would never be fresh",
                            Words.nanos(use.freshNanos()), Words.nanos(use.recomputeNanos())));
        }
        if (duplicates < FEW && use.keys() == 1) {
            return new Derived.Refused<>(
                    say("%s; below %s nothing needs protection", crowd, Words.figure(FEW)));
        }
        double eagerness = eagerness(duplicates, use.freshNanos() / (double) use.recomputeNanos());
        double early = early(duplicates, eagerness);
        double fresh = use.freshNanos() / 1e9;
        double jitter = jitter(use, fresh);
        double burst = use.keys() / Math.max(1, jitter * fresh);
        var cache =
                new Policy.Cache(use.freshNanos(), use.staleNanos(), new Share(jitter), eagerness);
        var flight = new Policy.SingleFlight(Math.round(waits * use.recomputeNanos()));
        String because =
                say(
                        "%s; with single-flight 1 is made, and with β = %s early refresh misses %s"
                                + " of the expiries; %s",
                        crowd,
                        Words.figure(eagerness),
                        Words.share(StrictMath.exp(-early)),
                        spread(use, jitter, burst));
        return new Derived.Found<>(
                new CacheSetting(
                        cache,
                        flight,
                        duplicates,
                        StrictMath.exp(-early),
                        duplicates * eagerness,
                        burst),
                because);
    }

    /// How many requests are expected to have begun an early refresh that is done in time.
    static double early(double duplicates, double eagerness) {
        return eagerness == 0 ? 0 : duplicates * eagerness * StrictMath.exp(-1 / eagerness);
    }

    private double eagerness(double duplicates, double most) {
        double wanted = -StrictMath.log(missed.value());
        double high = Math.min(MOST_EAGERNESS, most);
        if (early(duplicates, Math.min(1, high)) >= wanted) {
            return Math.min(1, high);
        }
        if (early(duplicates, high) <= wanted) {
            return high;
        }
        double low = Math.min(1, high);
        for (int i = 0; i < 50; i++) {
            double middle = 0.5 * (low + high);
            if (early(duplicates, middle) >= wanted) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return high;
    }

    private double jitter(CacheUse use, double fresh) {
        if (use.sparePerSecond() == 0) {
            return usualJitter.value();
        }
        double needed = use.keys() / (use.sparePerSecond() * fresh);
        return Math.min(needed, mostJitter.value());
    }

    private String spread(CacheUse use, double jitter, double burst) {
        if (use.sparePerSecond() == 0) {
            return say(
                    "the origin's spare capacity is not known, so a jitter of %s spreads %s over"
                            + " %s a second",
                    Words.share(jitter), Words.count(use.keys(), "key"), Words.figure(burst));
        }
        String spread =
                say(
                        "a jitter of %s lets %s expire at %s a second, of %s that the origin can"
                                + " spare",
                        Words.share(jitter),
                        Words.count(use.keys(), "key"),
                        Words.figure(burst),
                        Words.figure(use.sparePerSecond()));
        return jitter < mostJitter.value()
                ? spread
                : spread + "; more jitter is not given, so fill the cache more slowly";
    }
}

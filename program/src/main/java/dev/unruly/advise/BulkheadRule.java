package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Queueing;

/// How many places a bulkhead needs.
///
/// Calls that find no place are turned away, so this is Erlang's loss system (Agner Erlang, 1917),
/// for which only the mean of the durations matters: the smallest c with B(c, A) ≤ ε, where A = λ
/// E[S] is Little's load at the peak rate λ (John Little, "A proof for the queuing formula L = λW",
/// 1961). "The mean and a fifth" is too small for small pools: A = 2 needs 8 places for one call in
/// a thousand, not 3.
///
/// The formula takes calls as coming one by one. Pages that fetch their parts at once do not, so
/// there are at least as many places as calls were seen in flight at once while all was well, but
/// not more than twice what the formula gives.
///
/// E[S] is taken at the upper end of its interval. No more places are given than the callee's share
/// for this caller.
///
/// @param blocked ε, the share of calls that may find no place at the peak rate
/// @param level confidence of the mean duration
public record BulkheadRule(Share blocked, double level) {

    /// One call in a thousand, at 95 %.
    public static final BulkheadRule USUAL = new BulkheadRule(new Share(0.001), 0.95);

    private static final int LEAST_ANSWERS = 30;

    /// More than this times what Erlang's formula gives was a moment's trouble, and no burst.
    private static final int MOST_BURST = 2;

    public BulkheadRule {
        if (!(blocked.value() > 0)) {
            throw new IllegalArgumentException(
                    "the blocked share must be > 0, got " + blocked.value());
        }
    }

    /// The bulkhead for a place.
    ///
    /// @param calleeMost how many calls at a time the callee can serve for this caller; 0: not
    ///   known
    public Derived<BulkheadSetting> of(Known known, int calleeMost) {
        if (calleeMost < 0) {
            throw new IllegalArgumentException(
                    "the callee's share must be >= 0, got " + calleeMost);
        }
        double peak = known.traffic().peakPerSecond();
        if (!(peak > 0)) {
            return new Derived.Refused<>("no requests per second are known at the peak");
        }
        Latencies all = known.answered();
        all.add(known.cutOff());
        if (all.count() < LEAST_ANSWERS) {
            return new Derived.Refused<>(
                    say(
                            "%s were seen; %d are needed to know how long a call takes",
                            Words.count(all.count(), "call"), LEAST_ANSWERS));
        }
        Interval mean = Means.interval(all, level);
        double load = peak * all.meanNanos() / 1e9;
        double most = peak * mean.high() / 1e9;
        int random = Math.max(1, Queueing.serversFor(most, blocked.value()));
        int seen = known.traffic().peakInFlight();
        int places = Math.max(random, Math.min(seen, MOST_BURST * random));
        String because =
                say(
                        "%s requests a second at the peak, each for %s, are %s at a time",
                        Words.figure(peak), Words.nanos(all.meanNanos()), Words.figure(load));
        if (calleeMost > 0 && calleeMost < load) {
            return new Derived.Refused<>(
                    say("%s, and the callee can serve %d at a time", because, calleeMost));
        }
        boolean capped = calleeMost > 0 && calleeMost < places;
        int given = capped ? calleeMost : places;
        double low = peak * mean.low() / 1e9;
        var turnedAway = new Interval(Queueing.erlangB(given, low), Queueing.erlangB(given, most));
        String end =
                capped
                        ? say(
                                "; %d places would turn away %s, but the callee can serve %d at a"
                                        + " time, which turn away %s",
                                places,
                                Words.share(blocked.value()),
                                calleeMost,
                                Words.share(turnedAway.high()))
                        : places > random
                                ? say(
                                        "; %d places would turn away at most %s if they came one by"
                                                + " one, but they come in bursts: up to %d were in"
                                                + " flight at once",
                                        random, Words.share(blocked.value()), seen)
                                : say(
                                        "; the fewest places that turn away at most %s then",
                                        Words.share(blocked.value()));
        return new Derived.Found<>(
                new BulkheadSetting(new Policy.Bulkhead(given, 0), load, turnedAway),
                because + end);
    }
}

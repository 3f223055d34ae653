package dev.unruly.policy;

import dev.unruly.guard.Criticality;
import dev.unruly.guard.Shedder;
import dev.unruly.model.Policy;
import dev.unruly.world.Fields;
import java.util.List;

/// Who is turned away first when requests wait for too long.
///
/// What the gateway sees of waiting is the wait for a place of its bulkhead: how long a dependency
/// lets work wait inside cannot be told from how long it works.
///
/// How much a request matters is said by its route, in the file. A header can only say that it
/// matters less (a browser fetches ahead: `Sec-Purpose: prefetch`), for what raises itself would be
/// raised by everybody.
public record Triage(Shedder shedder, List<Route> critical, List<Route> sheddable) {

    private static final long HOUR = 3_600_000_000_000L;
    private static final String[] PURPOSES = {"sec-purpose", "purpose"};

    public static Triage of(Policy.Shed policy, long nowNanos) {
        var settings = new Shedder.Settings(policy.targetNanos(), policy.intervalNanos());
        return new Triage(
                new Shedder(settings, nowNanos),
                policy.critical().stream().map(Route::of).toList(),
                policy.sheddable().stream().map(Route::of).toList());
    }

    /// How much a request matters, and whose it is.
    ///
    /// @param connection by which people are told apart who cannot be otherwise
    public Rank rank(
            CharSequence method,
            CharSequence target,
            Fields fields,
            long connection,
            long nowNanos) {
        long person = Repeats.person(fields);
        long who = person == Repeats.UNKNOWN ? connection : person;
        return rank(method, target, ahead(fields), who, nowNanos);
    }

    /// The same where it is known already who asks.
    ///
    /// @param ahead whether nobody waits for it yet
    public Rank rank(
            CharSequence method, CharSequence target, boolean ahead, long who, long nowNanos) {
        boolean last = ahead || fits(sheddable, method, target);
        Criticality rest =
                fits(critical, method, target) ? Criticality.CRITICAL : Criticality.NORMAL;
        return new Rank(last ? Criticality.SHEDDABLE : rest, Shedder.user(who, nowNanos / HOUR));
    }

    /// Whether a browser fetches ahead: nobody waits for it yet.
    public static boolean ahead(Fields fields) {
        for (String purpose : PURPOSES) {
            int at = fields.find(purpose, 0);
            if (at >= 0 && fields.value(at).toString().contains("prefetch")) {
                return true;
            }
        }
        return false;
    }

    private static boolean fits(List<Route> routes, CharSequence method, CharSequence target) {
        for (Route route : routes) {
            if (route.fits(method, target)) {
                return true;
            }
        }
        return false;
    }

    /// Whether it is let in.
    boolean admits(Rank rank, long nowNanos) {
        return shedder.admits(rank.criticality(), rank.user(), nowNanos);
    }
}

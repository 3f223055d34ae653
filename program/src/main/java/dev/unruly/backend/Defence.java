package dev.unruly.backend;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Chance;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.model.Decision;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.GuardTally;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// All policies that are in force on one link.
final class Defence {

    private final List<Guarded> routes = new ArrayList<>();
    private final List<Shield> all = new ArrayList<>();
    private final Shield rest;
    private final GuardTally tally = new GuardTally();
    private final Repeats repeats = new Repeats();

    /// A route that has policies of its own.
    private record Guarded(Route route, Shield shield) {}

    /// What a route's text means: a method and a path, or the beginning of one.
    private record Route(String method, String path, boolean begins) {

        static Route of(String text) {
            int space = text.indexOf(' ');
            String path = text.substring(space + 1);
            boolean begins = path.endsWith("*");
            return new Route(
                    space < 0 ? "" : text.substring(0, space),
                    begins ? path.substring(0, path.length() - 1) : path,
                    begins);
        }

        boolean fits(String wanted, String target) {
            int query = target.indexOf('?');
            String at = query < 0 ? target : target.substring(0, query);
            return (method.isEmpty() || method.equals(wanted))
                    && (begins ? at.startsWith(path) : at.equals(path));
        }
    }

    Defence(List<Protection> protections, Chance chance, long nowNanos) {
        Shield forRest = Shield.NONE;
        for (Protection protection : protections) {
            Shield shield = Shield.of(protection.policies(), chance, nowNanos);
            all.add(shield);
            if (protection.route().isEmpty()) {
                forRest = shield;
            } else {
                routes.add(new Guarded(Route.of(protection.route()), shield));
            }
        }
        rest = forRest;
        routes.replaceAll(guarded -> new Guarded(guarded.route, guarded.shield.over(rest)));
    }

    /// Whether nothing is ever in the way.
    boolean none() {
        return all.isEmpty();
    }

    /// What a request of the application has to pass, of which nothing more is known.
    Shield rest() {
        return rest;
    }

    /// What a request of a caller has to pass.
    Shield shieldFor(Asker asker, String target) {
        for (Guarded guarded : routes) {
            if (guarded.route.fits(asker.method(), target)) {
                return guarded.shield;
            }
        }
        return rest;
    }

    Repeats repeats() {
        return repeats;
    }

    void asked() {
        tally.asked();
    }

    void count(Decision decision) {
        tally.count(decision);
    }

    /// What was done in the second that is over; empty: there is no policy.
    Optional<GuardSecond> second(int dependency, int second) {
        if (none()) {
            return Optional.empty();
        }
        var bulkheads = new LinkedHashSet<Bulkhead>();
        int open = 0;
        int places = 0;
        for (Shield shield : all) {
            if (shield.bulkhead() != null) {
                bulkheads.add(shield.bulkhead());
            }
            if (shield.breaker() != null && shield.breaker().state() == CircuitBreaker.State.OPEN) {
                open++;
            }
            if (shield.concurrency() != null) {
                places += shield.concurrency().limit();
            }
        }
        int taken = 0;
        for (Bulkhead bulkhead : bulkheads) {
            taken += bulkhead.snapshot().taken();
            places += bulkhead.places();
        }
        return Optional.of(tally.take(dependency, second, taken, places, open));
    }
}

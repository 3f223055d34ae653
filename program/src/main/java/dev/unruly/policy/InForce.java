package dev.unruly.policy;

import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.GuardTally;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All policies that are in force at one place: a gateway's listener, or a link of a model.
///
/// @param <F> flights, of whatever is an answer there
/// @param <K> keepers, likewise
public final class InForce<F, K> {

    private final List<Machines<F, K>> all;
    private final List<Guarded<F, K>> routes = new ArrayList<>();
    private final Treatment<F, K> rest;
    private final Map<String, Places> left;
    private final GuardTally tally;
    private final Repeats repeats;

    /// A route that has policies of its own.
    private record Guarded<F, K>(Route route, Treatment<F, K> treatment) {}

    /// @param left places of routes that have no such policy any more, with somebody inside
    private InForce(
            List<Machines<F, K>> all, Map<String, Places> left, GuardTally tally, Repeats repeats) {
        this.all = List.copyOf(all);
        this.left = left;
        this.tally = tally;
        this.repeats = repeats;
        this.rest =
                all.stream()
                        .filter(m -> m.protection().route().isEmpty())
                        .map(Machines::treatment)
                        .findFirst()
                        .orElse(Treatment.none());
        for (Machines<F, K> machines : all) {
            String route = machines.protection().route();
            if (!route.isEmpty()) {
                routes.add(new Guarded<>(Route.of(route), machines.treatment().over(rest)));
            }
        }
    }

    /// Lets everything through.
    public static <F, K> InForce<F, K> nothing() {
        return new InForce<>(List.of(), new LinkedHashMap<>(), new GuardTally(), new Repeats());
    }

    /// The same place with other protections from now on. Requests under way give back what they
    /// have taken where they took it.
    public InForce<F, K> with(List<Protection> protections, Machines.Ground<F, K> ground) {
        var places = new LinkedHashMap<>(left);
        for (Machines<F, K> machines : all) {
            places.merge(
                    machines.protection().route(),
                    Places.of(machines.treatment().shield()),
                    (older, newer) -> newer.over(older));
        }
        var machines = new ArrayList<Machines<F, K>>();
        Optional<Machines<F, K>> whole = Optional.empty();
        for (Protection protection : restFirst(protections)) {
            Optional<Machines<F, K>> before =
                    all.stream()
                            .filter(m -> m.protection().route().equals(protection.route()))
                            .findFirst();
            Places there = places.getOrDefault(protection.route(), Places.NONE);
            Machines<F, K> one =
                    Machines.of(protection, before, there, ground).repeating(whole, before, ground);
            if (protection.route().isEmpty()) {
                whole = Optional.of(one);
            }
            machines.add(one);
        }
        places.replaceAll((route, one) -> one.occupied());
        places.values().removeIf(Places::none);
        return new InForce<>(machines, places, tally, repeats);
    }

    /// Routes use what their dependency has.
    private static List<Protection> restFirst(List<Protection> protections) {
        return protections.stream()
                .sorted(Comparator.comparing(p -> !p.route().isEmpty()))
                .toList();
    }

    /// Each protection with what it has become.
    public List<Machines<F, K>> all() {
        return all;
    }

    /// What becomes of a request.
    public Treatment<F, K> of(CharSequence method, CharSequence target) {
        for (Guarded<F, K> guarded : routes) {
            if (guarded.route.fits(method, target)) {
                return guarded.treatment;
            }
        }
        return rest;
    }

    /// What becomes of a request of which nothing is known.
    public Treatment<F, K> rest() {
        return rest;
    }

    public GuardTally tally() {
        return tally;
    }

    public Repeats repeats() {
        return repeats;
    }

    /// What was done in the second that is over; empty: there is no policy.
    public Optional<GuardSecond> second(int dependency, int second) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        var bulkheads = new LinkedHashSet<Bulkhead>();
        int open = 0;
        int places = 0;
        for (Machines<F, K> machines : all) {
            Shield shield = machines.treatment().shield();
            if (shield.bulkhead() != null) {
                bulkheads.add(shield.bulkhead());
            }
            if (shield.breaker() != null) {
                open += shield.breaker().state() == CircuitBreaker.State.OPEN ? 1 : 0;
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

package dev.unruly.gateway;

import dev.unruly.guard.Attempt;
import dev.unruly.guard.Bulkhead;
import dev.unruly.guard.Chance;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.Deadline;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.GuardTally;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.world.Asked;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// All policies that are in force at one listener.
final class Defence {

    private final List<Machines> all;
    private final List<Guarded> routes = new ArrayList<>();
    private final Shield rest;
    private final Map<String, Places> left;
    private final boolean keeps;
    private final GuardTally tally;
    private final Repeats repeats;
    private final Shelf shelf;
    private final Deadline deadlines = new Deadline();
    private final Attempt attempts = new Attempt();

    /// A route that has policies of its own.
    private record Guarded(Route route, Shield shield) {}

    /// @param left places of routes that have no such policy any more, with somebody inside
    private Defence(
            List<Machines> all,
            Map<String, Places> left,
            GuardTally tally,
            Repeats repeats,
            Shelf shelf) {
        this.all = List.copyOf(all);
        this.left = left;
        this.tally = tally;
        this.repeats = repeats;
        this.shelf = shelf;
        this.rest =
                all.stream()
                        .filter(m -> m.protection().route().isEmpty())
                        .map(Machines::shield)
                        .findFirst()
                        .orElse(Shield.NONE);
        this.keeps = !keepers(all).isEmpty();
        for (Machines machines : all) {
            String route = machines.protection().route();
            if (!route.isEmpty()) {
                routes.add(new Guarded(Route.of(route), machines.shield().over(rest)));
            }
        }
    }

    /// Lets everything through.
    static Defence none() {
        return new Defence(
                List.of(),
                new LinkedHashMap<>(),
                new GuardTally(),
                new Repeats(),
                new Shelf(Shelf.MOST_BYTES));
    }

    /// The same listener with other protections from now on. Requests under way give back what they
    /// have taken where they took it.
    ///
    /// @param instances of the dependency
    Defence with(List<Protection> protections, Instances instances, Chance chance, long nowNanos) {
        var places = new LinkedHashMap<>(left);
        for (Machines machines : all) {
            places.merge(
                    machines.protection().route(),
                    Places.of(machines.shield()),
                    (older, newer) -> newer.over(older));
        }
        var ground = new Again.Ground(instances, chance, nowNanos);
        var machines = new ArrayList<Machines>();
        Optional<Machines> whole = Optional.empty();
        for (Protection protection : restFirst(protections)) {
            Optional<Machines> before =
                    all.stream()
                            .filter(m -> m.protection().route().equals(protection.route()))
                            .findFirst();
            Places there = places.getOrDefault(protection.route(), Places.NONE);
            Machines one =
                    Machines.of(protection, before, there, shelf, chance, nowNanos)
                            .repeating(whole, before, ground);
            if (protection.route().isEmpty()) {
                whole = Optional.of(one);
            }
            machines.add(one);
        }
        if (!keepers(machines).equals(keepers(all))) {
            shelf.empty();
        }
        places.replaceAll((route, one) -> one.occupied());
        places.values().removeIf(Places::none);
        return new Defence(machines, places, tally, repeats, shelf);
    }

    /// How its policies stand.
    List<PolicyState> states(long nowNanos) {
        var states = new ArrayList<PolicyState>();
        for (Machines machines : all) {
            String route = machines.protection().route();
            for (Policy policy : machines.protection().policies()) {
                states.add(
                        MachineStates.of(policy, machines.shield(), nowNanos)
                                .at(route, Optional.empty()));
            }
        }
        return states;
    }

    /// The breaker of exactly this route, if it has one.
    Optional<CircuitBreaker> breaker(String route) {
        return all.stream()
                .filter(m -> m.protection().route().equals(route))
                .flatMap(m -> Optional.ofNullable(m.shield().breaker()).stream())
                .findFirst();
    }

    private static List<Keeper> keepers(List<Machines> all) {
        return all.stream().map(m -> m.shield().keeper()).filter(Objects::nonNull).toList();
    }

    /// The answers that are kept.
    Shelf shelf() {
        return shelf;
    }

    /// Hears whether a request changes what is kept.
    Asked overheard(Asked asked, CharSequence method, CharSequence target) {
        return keeps && Alike.changes(method)
                ? new Relay(asked, new Changing(shelf, target.toString()))
                : asked;
    }

    /// Routes use what their dependency has.
    private static List<Protection> restFirst(List<Protection> protections) {
        return protections.stream()
                .sorted(Comparator.comparing(p -> !p.route().isEmpty()))
                .toList();
    }

    /// Whether all requests choose their instance by themselves, whatever connection they come on.
    boolean spreads() {
        return rest.again() != null;
    }

    /// What a request has to pass.
    Shield shieldFor(CharSequence method, CharSequence target) {
        for (Guarded guarded : routes) {
            if (guarded.route.fits(method, target)) {
                return guarded.shield;
            }
        }
        return rest;
    }

    GuardTally tally() {
        return tally;
    }

    Repeats repeats() {
        return repeats;
    }

    Deadline deadlines() {
        return deadlines;
    }

    Attempt attempts() {
        return attempts;
    }

    /// What was done in the second that is over; empty: there is no policy.
    Optional<GuardSecond> second(int dependency, int second) {
        if (all.isEmpty()) {
            return Optional.empty();
        }
        var bulkheads = new LinkedHashSet<Bulkhead>();
        var breakers = new LinkedHashSet<CircuitBreaker>();
        for (Machines machines : all) {
            if (machines.shield().bulkhead() != null) {
                bulkheads.add(machines.shield().bulkhead());
            }
            if (machines.shield().breaker() != null) {
                breakers.add(machines.shield().breaker());
            }
        }
        int open = 0;
        for (CircuitBreaker breaker : breakers) {
            open +=
                    switch (breaker.state()) {
                        case OPEN -> 1;
                        case CLOSED, TRYING -> 0;
                    };
        }
        int taken = 0;
        int places = 0;
        for (Bulkhead bulkhead : bulkheads) {
            taken += bulkhead.snapshot().taken();
            places += bulkhead.places();
        }
        for (Machines machines : all) {
            if (machines.shield().concurrency() != null) {
                places += machines.shield().concurrency().limit();
            }
        }
        return Optional.of(tally.take(dependency, second, taken, places, open));
    }
}

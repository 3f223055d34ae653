package dev.unruly.gateway;

import dev.unruly.guard.Attempt;
import dev.unruly.guard.Chance;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.Deadline;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.GuardTally;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.policy.InForce;
import dev.unruly.policy.Instances;
import dev.unruly.policy.Machines;
import dev.unruly.policy.Repeats;
import dev.unruly.policy.Treatment;
import dev.unruly.world.Asked;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All policies that are in force at one listener.
final class Defence {

    private final InForce<Flights, Keeper> inForce;
    private final boolean keeps;
    private final Shelf shelf;
    private final Deadline deadlines = new Deadline();
    private final Attempt attempts = new Attempt();

    private Defence(InForce<Flights, Keeper> inForce, Shelf shelf) {
        this.inForce = inForce;
        this.shelf = shelf;
        this.keeps = !keepers(inForce).isEmpty();
    }

    /// Lets everything through.
    static Defence none() {
        return new Defence(InForce.nothing(), new Shelf(Shelf.MOST_BYTES));
    }

    /// The same listener with other protections from now on. Requests under way give back what they
    /// have taken where they took it.
    ///
    /// @param instances of the dependency
    Defence with(List<Protection> protections, Instances instances, Chance chance, long nowNanos) {
        var makers =
                new Treatment.Makers<Flights, Keeper>() {
                    @Override
                    public Flights flights(Policy.SingleFlight policy) {
                        return Flights.of(policy);
                    }

                    @Override
                    public Keeper keeper(Policy.Cache policy) {
                        return Keeper.of(policy, shelf, chance);
                    }
                };
        var ground = new Machines.Ground<>(instances, makers, chance, nowNanos);
        InForce<Flights, Keeper> now = inForce.with(protections, ground);
        if (!keepers(now).equals(keepers(inForce))) {
            shelf.empty();
        }
        return new Defence(now, shelf);
    }

    /// How its policies stand.
    List<PolicyState> states(long nowNanos) {
        var states = new ArrayList<PolicyState>();
        for (Machines<Flights, Keeper> machines : inForce.all()) {
            String route = machines.protection().route();
            for (Policy policy : machines.protection().policies()) {
                states.add(
                        MachineStates.of(policy, machines.treatment(), nowNanos)
                                .at(route, Optional.empty()));
            }
        }
        return states;
    }

    /// The breaker of exactly this route, if it has one.
    Optional<CircuitBreaker> breaker(String route) {
        return inForce.all().stream()
                .filter(m -> m.protection().route().equals(route))
                .flatMap(m -> Optional.ofNullable(m.treatment().shield().breaker()).stream())
                .findFirst();
    }

    private static List<Keeper> keepers(InForce<Flights, Keeper> inForce) {
        return inForce.all().stream()
                .map(m -> m.treatment().keeper())
                .filter(Objects::nonNull)
                .toList();
    }

    /// The answers that are kept.
    Shelf shelf() {
        return shelf;
    }

    /// Hears whether a request changes what is kept; null: it changes nothing.
    @Nullable Relay overheard(Asked asked, CharSequence method, CharSequence target) {
        return keeps && Alike.changes(method)
                ? new Relay(asked, new Changing(shelf, target.toString()))
                : null;
    }

    /// Whether all requests choose their instance by themselves, whatever connection they come on.
    boolean spreads() {
        return inForce.rest().shield().again() != null;
    }

    /// What becomes of a request.
    Treatment<Flights, Keeper> treatmentFor(CharSequence method, CharSequence target) {
        return inForce.of(method, target);
    }

    GuardTally tally() {
        return inForce.tally();
    }

    Repeats repeats() {
        return inForce.repeats();
    }

    Deadline deadlines() {
        return deadlines;
    }

    Attempt attempts() {
        return attempts;
    }

    /// What was done in the second that is over; empty: there is no policy.
    Optional<GuardSecond> second(int dependency, int second) {
        return inForce.second(dependency, second);
    }
}

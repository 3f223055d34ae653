package dev.unruly.gateway;

import dev.unruly.chance.Seed;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.model.Dependency;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// Which policies are in force at a gateway's listeners: a run's while one watches, else those that
/// stand; both as people have overridden them. The alarm is the end of an override.
final class Enforced extends Alarm {

    private final Loop loop;
    private final List<Listener> listeners;
    private final Overrides overrides = new Overrides();
    private List<Protection> standing = List.of();
    private Optional<List<Protection>> ofRun = Optional.empty();
    private Seed standingSeed = new Seed(0);
    private Seed seed = standingSeed;
    private Consumer<String> say = what -> {};

    /// @param listeners as they are at any time
    Enforced(Loop loop, List<Listener> listeners) {
        this.loop = loop;
        this.listeners = listeners;
    }

    /// Whom people's overrides are told to.
    void tell(Consumer<String> teller) {
        say = teller;
    }

    /// These stand from now on, and what was overridden of listeners that are gone is over. A run's
    /// stay in force until it lets go, at the instances that there are now.
    void stand(List<Protection> protections, long newSeed) {
        standing = List.copyOf(protections);
        standingSeed = new Seed(newSeed);
        if (ofRun.isEmpty()) {
            seed = standingSeed;
        }
        Set<String> names =
                listeners.stream()
                        .map(one -> one.dependency().name())
                        .collect(Collectors.toUnmodifiableSet());
        overrides
                .elsewhere(names)
                .forEach(one ->
                        say.accept("override " + one.number() + " is over: its listener is gone"));
        apply();
    }

    /// What stands.
    List<Protection> standing() {
        return standing;
    }

    /// A run's are in force from now on, and no others.
    void ofRun(List<Protection> protections, Seed runSeed) {
        ofRun = Optional.of(List.copyOf(protections));
        seed = runSeed;
        apply();
    }

    /// No run watches any more.
    void runOver() {
        ofRun = Optional.empty();
        seed = standingSeed;
        apply();
    }

    List<Overrides.Given> overrides() {
        return overrides.all();
    }

    /// Does what a person wants, until its end.
    Answered<Overrides.Given> override(Wish wish) {
        Optional<Listener> listener =
                listeners.stream()
                        .filter(one -> one.dependency().name().equals(wish.dependency()))
                        .findFirst();
        String why = listener.map(one -> refusal(wish, one)).orElse(noListener(wish));
        if (!why.isEmpty()) {
            return Answered.refused(why);
        }
        Overrides.Given given = overrides.give(wish, loop.nanos());
        apply();
        say.accept("override " + given.number() + ": " + words(wish));
        return new Answered.Done<>(given);
    }

    private static String noListener(Wish wish) {
        return "there is no listener " + wish.dependency();
    }

    /// Why it cannot be; empty: it can.
    private String refusal(Wish wish, Listener listener) {
        if (listener.dependency().protocol() != Dependency.Protocol.HTTP) {
            return wish.dependency() + " has no policies, for its protocol is not http";
        }
        String where = wish.dependency() + (wish.route().isEmpty() ? "" : " " + wish.route());
        return switch (wish.change()) {
            case Change.Put _ -> "";
            case Change.Off _ ->
                    has(wish) ? "" : where + " has no policy " + wish.policy() + " to switch off";
            case Change.HeldOpen _, Change.HeldClosed _ ->
                    has(wish) ? "" : where + " has no breaker of its own";
        };
    }

    private boolean has(Wish wish) {
        return wanted().stream()
                .filter(one -> one.dependency().equals(wish.dependency()))
                .anyMatch(one ->
                        one.policies().stream()
                                .anyMatch(policy ->
                                        wish.policy().equals(Wish.ALL)
                                                || wish.concerns(
                                                        one.dependency(),
                                                        one.route(),
                                                        policy.key())));
    }

    private static String words(Wish wish) {
        String what =
                switch (wish.change()) {
                    case Change.Off _ -> "off";
                    case Change.Put _ -> "other settings";
                    case Change.HeldOpen _ -> "held open";
                    case Change.HeldClosed _ -> "held closed";
                };
        return wish.dependency()
                + (wish.route().isEmpty() ? "" : " " + wish.route())
                + " "
                + wish.policy()
                + " "
                + what
                + ", for "
                + wish.forNanos() / 1_000_000_000L
                + " s, by "
                + wish.by();
    }

    /// Takes an override back.
    Answered<Overrides.Given> withdraw(int number) {
        Optional<Overrides.Given> gone = overrides.withdraw(number);
        if (gone.isEmpty()) {
            return Answered.refused("there is no override " + number);
        }
        apply();
        say.accept("override " + number + " is withdrawn");
        return new Answered.Done<>(gone.get());
    }

    @Override
    protected void ring(long nowNanos) {
        for (Overrides.Given over : overrides.ended(nowNanos)) {
            say.accept("override " + over.number() + " is over");
        }
        apply();
    }

    /// What would be in force if nobody overrode anything.
    private List<Protection> wanted() {
        return ofRun.orElse(standing);
    }

    /// Puts into force what is to be now.
    void apply() {
        List<Protection> now = overrides.over(wanted());
        for (Listener listener : listeners) {
            String name = listener.dependency().name();
            listener.protect(
                    now.stream().filter(p -> p.dependency().equals(name)).toList(),
                    seed,
                    loop.nanos());
            now.stream()
                    .filter(p -> p.dependency().equals(name))
                    .forEach(p ->
                            listener.defence()
                                    .breaker(p.route())
                                    .ifPresent(breaker -> hold(breaker, name, p.route())));
        }
        if (overrides.nextEndNanos() == Long.MAX_VALUE) {
            loop.disarm(this);
        } else {
            loop.arm(this, overrides.nextEndNanos());
        }
    }

    /// Holds a breaker as a person wants it, or leaves it to itself.
    private void hold(CircuitBreaker breaker, String dependency, String route) {
        Optional<Change> change =
                overrides.on(dependency, route, "breaker").map(one -> one.wish().change());
        CircuitBreaker.Snapshot now = breaker.snapshot();
        if (change.isEmpty()) {
            breaker.release(loop.nanos());
            return;
        }
        switch (change.get()) {
            case Change.HeldOpen _ -> hold(breaker, now, CircuitBreaker.State.OPEN);
            case Change.HeldClosed _ -> hold(breaker, now, CircuitBreaker.State.CLOSED);
            case Change.Off _, Change.Put _ -> breaker.release(loop.nanos());
        }
    }

    private void hold(
            CircuitBreaker breaker, CircuitBreaker.Snapshot now, CircuitBreaker.State wanted) {
        if (!now.held() || now.state() != wanted) {
            breaker.hold(wanted, loop.nanos());
        }
    }

    /// How a listener's policies stand, those too that are switched off: in the order in which they
    /// are written, whatever people have changed, and then those that nobody wrote.
    List<PolicyState> states(Listener listener) {
        String name = listener.dependency().name();
        List<PolicyState> inForce = new ArrayList<>(listener.defence().states(loop.nanos()));
        var states = new ArrayList<PolicyState>();
        for (Protection protection : wanted()) {
            if (protection.dependency().equals(name)) {
                protection.policies().forEach(p -> states.add(state(protection, p, inForce)));
            }
        }
        inForce.removeAll(states);
        states.addAll(inForce);
        states.replaceAll(s -> s.at(s.route(), override(name, s.route(), s.policy())));
        return states;
    }

    private static PolicyState state(
            Protection protection, Policy policy, List<PolicyState> inForce) {
        return inForce.stream()
                .filter(s ->
                        s.route().equals(protection.route())
                                && s.policy().key().equals(policy.key()))
                .findFirst()
                .orElse(PolicyState.off(protection.route(), policy));
    }

    private Optional<Integer> override(String dependency, String route, Policy policy) {
        return overrides.on(dependency, route, policy.key()).map(Overrides.Given::number);
    }
}

package dev.unruly.run;

import dev.unruly.advise.Capacity;
import dev.unruly.advise.Derived;
import dev.unruly.advise.Known;
import dev.unruly.advise.Place;
import dev.unruly.model.Decision;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Proportion;
import dev.unruly.stats.Queueing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// Whether settings in force still stand: what they contradict of what was seen while nothing was
/// wrong, each with the figures, by how much, and what would follow today.
///
/// A setting is held to contradict what was seen only where chance does not explain it (one-sided
/// 97.5 % bounds by Clopper and Pearson), so that a run like the one it was derived from does not
/// fail.
///
/// A route that has policies is counted and timed by itself, so that its time-out, places and
/// breaker are held against its own answers. What policies turn away is counted for all routes of a
/// listener together: of a single route's it is known where the dependency as a whole has none of
/// that kind; of all requests, so of the route's it is no smaller a share.
public final class Standing {

    /// What may be turned away or given up while nothing is wrong: what settings are derived for.
    private static final double ACCEPTABLE = 0.001;

    /// Erlang's loss at which places are too few even on average: ten times what is acceptable.
    private static final double TOO_FEW = 0.01;

    private static final double LEVEL = 0.95;

    private final Evidence evidence;
    private final Derivation today;
    private final List<String> told = new ArrayList<>();

    private Standing(Evidence evidence, Derivation today) {
        this.evidence = evidence;
        this.today = today;
    }

    /// What the settings contradict; empty: they stand.
    ///
    /// @param evidence of a run with the settings in force
    /// @param today what would be derived from it
    public static List<String> contradictions(
            Evidence evidence, List<Protection> inForce, Derivation today) {
        var standing = new Standing(evidence, today);
        for (Protection protection : inForce) {
            if (protection.route().isEmpty()) {
                standing.hold(protection);
            } else {
                standing.holdRoute(protection);
            }
        }
        standing.routes(inForce);
        return List.copyOf(standing.told);
    }

    private void hold(Protection protection) {
        Experiment experiment = evidence.experiment();
        for (int i = 0; i < experiment.dependencies().size(); i++) {
            String name = experiment.dependencies().get(i).name();
            if (name.equals(protection.dependency())) {
                List<DependencySecond> seconds = evidence.seconds().get(i);
                Known known =
                        Known.ofRun(
                                Place.of(name), seconds, evidence.wellFrom(), evidence.wellTo());
                for (Policy policy : protection.policies()) {
                    hold(i, name, policy, known);
                }
            }
        }
    }

    private void holdRoute(Protection protection) {
        List<Dependency> dependencies = evidence.experiment().dependencies();
        for (int i = 0; i < dependencies.size(); i++) {
            List<DependencySecond> seconds = evidence.routes().get(i).get(protection.route());
            String name = protection.dependency();
            if (dependencies.get(i).name().equals(name) && seconds != null) {
                var place = new Place(name, protection.route(), "");
                Known known = Known.ofRun(place, seconds, evidence.wellFrom(), evidence.wellTo());
                protection.policies().forEach(policy -> holdRoute(place, policy, known));
            }
        }
    }

    /// Those of a route that were given up at its time-out are among those that took longer.
    private void holdRoute(Place place, Policy policy, Known known) {
        String name = place.dependency() + " " + place.route();
        switch (policy) {
            case Policy.Timeout timeout -> {
                long over =
                        known.answered().surelyOver(timeout.nanos())
                                + known.cutOff().possiblyOver(timeout.nanos() - 1);
                tooShort(
                        name,
                        timeout,
                        over,
                        known.answered().count() + known.cutOff().count(),
                        follows(place, timeout));
            }
            case Policy.Bulkhead bulkhead ->
                    tooFew(name, bulkhead, known, follows(place, bulkhead));
            case Policy.Breaker breaker -> slow(name, breaker, known.answered());
            case Policy.Budget _,
                    Policy.Concurrency _,
                    Policy.Rate _,
                    Policy.Throttle _,
                    Policy.Shed _,
                    Policy.Retry _,
                    Policy.SingleFlight _,
                    Policy.Hedge _,
                    Policy.Ejection _,
                    Policy.Cache _ -> {}
        }
    }

    private String follows(Place place, Policy.Timeout timeout) {
        return derived(place, Policy.Timeout.class)
                .map(t -> compared(t.nanos(), timeout.nanos()))
                .orElse("");
    }

    private String follows(Place place, Policy.Bulkhead bulkhead) {
        return derived(place, Policy.Bulkhead.class)
                .map(b ->
                        say(
                                "; today %d places would follow, %.1f times as many",
                                b.most(), (double) b.most() / bulkhead.most()))
                .orElse("");
    }

    private void hold(int index, String name, Policy policy, Known known) {
        switch (policy) {
            case Policy.Timeout timeout -> timeout(index, name, timeout, known.answered());
            case Policy.Bulkhead bulkhead -> bulkhead(index, name, bulkhead, known);
            case Policy.Breaker breaker -> breaker(index, name, breaker, known.answered());
            case Policy.Budget budget -> budget(index, name, budget, known);
            case Policy.Concurrency _ ->
                    refused(index, name, "the limit of concurrency", Decision.CONCURRENCY, "");
            case Policy.Rate _ -> refused(index, name, "the rate limit", Decision.RATE, "");
            case Policy.Throttle _ -> refused(index, name, "the throttle", Decision.THROTTLE, "");
            case Policy.Shed _ -> refused(index, name, "shedding", Decision.SHED, "");
            case Policy.Retry _,
                    Policy.SingleFlight _,
                    Policy.Hedge _,
                    Policy.Ejection _,
                    Policy.Cache _ -> {}
        }
    }

    /// What a policy does that is counted.
    private record Counted(Decision decision, String words) {}

    private static Optional<Counted> counted(Policy policy) {
        return switch (policy) {
            case Policy.Timeout p ->
                    counted(Decision.TIMED_OUT, "the timeout of " + nanos(p.nanos()));
            case Policy.Bulkhead p ->
                    counted(Decision.BULKHEAD, "the bulkhead of " + p.most() + " places");
            case Policy.Breaker _ -> counted(Decision.BREAKER, "the breaker");
            case Policy.Concurrency _ -> counted(Decision.CONCURRENCY, "the limit of concurrency");
            case Policy.Rate _ -> counted(Decision.RATE, "the rate limit");
            case Policy.Throttle _ -> counted(Decision.THROTTLE, "the throttle");
            case Policy.Shed _ -> counted(Decision.SHED, "shedding");
            case Policy.Budget _,
                    Policy.Retry _,
                    Policy.SingleFlight _,
                    Policy.Hedge _,
                    Policy.Ejection _,
                    Policy.Cache _ ->
                    Optional.empty();
        };
    }

    private static Optional<Counted> counted(Decision decision, String words) {
        return Optional.of(new Counted(decision, words));
    }

    /// Whose policy that is; an empty route: the dependency's as a whole.
    private record Owned(String route, Counted counted) {}

    /// Holds what routes have of their own, dependency by dependency and kind by kind.
    private void routes(List<Protection> inForce) {
        List<Dependency> dependencies = evidence.experiment().dependencies();
        for (int i = 0; i < dependencies.size(); i++) {
            String name = dependencies.get(i).name();
            int index = i;
            List<Owned> all =
                    inForce.stream()
                            .filter(p -> p.dependency().equals(name))
                            .flatMap(p ->
                                    p.policies().stream()
                                            .flatMap(q -> counted(q).stream())
                                            .map(c -> new Owned(p.route(), c)))
                            .filter(owned -> !seenItself(index, owned))
                            .toList();
            for (Decision decision : Decision.values()) {
                List<Owned> own = all.stream().filter(o -> o.counted.decision == decision).toList();
                if (!own.isEmpty() && own.stream().noneMatch(o -> o.route.isEmpty())) {
                    routes(i, name, own);
                }
            }
        }
    }

    /// What a route's time-out gave up is among what the route itself has shown.
    private boolean seenItself(int index, Owned owned) {
        return owned.counted.decision == Decision.TIMED_OUT
                && evidence.routes().get(index).containsKey(owned.route);
    }

    private void routes(int index, String name, List<Owned> own) {
        Counted first = own.getFirst().counted;
        refused(
                index,
                name + own.stream().map(o -> " " + o.route).collect(Collectors.joining(",")),
                first.words + (own.size() == 1 ? "" : " and its like"),
                first.decision,
                "; those are the requests of all routes, which are counted together");
    }

    private void timeout(int index, String name, Policy.Timeout timeout, Latencies answered) {
        String follows = follows(Place.of(name), timeout);
        String what = "the timeout of " + nanos(timeout.nanos());
        if (!refused(index, name, what, Decision.TIMED_OUT, follows)) {
            tooShort(
                    name, timeout, answered.surelyOver(timeout.nanos()), answered.count(), follows);
        }
    }

    private void tooShort(
            String name, Policy.Timeout timeout, long over, long all, String follows) {
        double least = least(over, all);
        if (least > ACCEPTABLE) {
            tell(
                    "%s: the timeout of %s is below what was seen while nothing was wrong: %d of"
                            + " %d answers took longer, at least %s of them, and %s may%s",
                    name,
                    nanos(timeout.nanos()),
                    over,
                    all,
                    share(least),
                    share(ACCEPTABLE),
                    follows);
        }
    }

    private void bulkhead(int index, String name, Policy.Bulkhead bulkhead, Known known) {
        String follows = follows(Place.of(name), bulkhead);
        String what = "the bulkhead of " + bulkhead.most() + " places";
        if (!refused(index, name, what, Decision.BULKHEAD, follows)) {
            tooFew(name, bulkhead, known, follows);
        }
    }

    private void tooFew(String name, Policy.Bulkhead bulkhead, Known known, String follows) {
        double load = known.traffic().perSecond() * known.answered().meanNanos() / 1e9;
        double lost = load > 0 ? Queueing.erlangB(bulkhead.most(), load) : 0;
        if (lost > TOO_FEW) {
            tell(
                    "%s: the bulkhead of %d places is too small for %.1f requests at a time on"
                            + " average, of which it turns away %s%s",
                    name, bulkhead.most(), load, share(lost), follows);
        }
    }

    private void breaker(int index, String name, Policy.Breaker breaker, Latencies answered) {
        if (!refused(index, name, "the breaker", Decision.BREAKER, "")) {
            slow(name, breaker, answered);
        }
    }

    private void slow(String name, Policy.Breaker breaker, Latencies answered) {
        long over = answered.surelyOver(breaker.slowNanos());
        double least = least(over, answered.count());
        if (least >= breaker.slow().value()) {
            tell(
                    "%s: the breaker calls slow what takes longer than %s, and while nothing was"
                            + " wrong at least %s of %d answers did; it opens at %s",
                    name,
                    nanos(breaker.slowNanos()),
                    share(least),
                    answered.count(),
                    share(breaker.slow().value()));
        }
    }

    /// Huang et al., "Metastable Failures in the Wild" (OSDI 2022), theorem 2: below C_stable = C /
    /// w_L a system comes back from any trigger.
    private void budget(int index, String name, Policy.Budget budget, Known known) {
        double load = known.traffic().perSecond();
        if (Derivation.capacity(evidence, index)
                        instanceof Derived.Found<Capacity>(Capacity capacity, String _)
                && load > 0) {
            double most = load * (1 + budget.share().value()) + budget.leastPerSecond();
            double bound = capacity.interval().high();
            if (most >= bound) {
                tell(
                        "%s: with the budget of %s up to %.1f requests a second can come, and at"
                                + " most %.1f are completed: load is %s of capacity, and C_stable"
                                + " is %s",
                        name,
                        share(budget.share().value()),
                        most,
                        bound,
                        share(load / bound),
                        share(load / most));
            }
        }
    }

    /// Tells where more was decided so than may be while nothing is wrong.
    private boolean refused(
            int index, String name, String what, Decision decision, String follows) {
        long asked = 0;
        long so = 0;
        for (GuardSecond second : evidence.guards().get(index)) {
            if (second.second() >= evidence.wellFrom() && second.second() < evidence.wellTo()) {
                asked += second.asked();
                so += second.count(decision);
            }
        }
        double least = least(so, asked);
        if (least <= ACCEPTABLE) {
            return false;
        }
        tell(
                "%s: %s turned away or gave up %d of %d requests while nothing was wrong, at least"
                        + " %s, and %s may be%s",
                name, what, so, asked, share(least), share(ACCEPTABLE), follows);
        return true;
    }

    private static double least(long some, long all) {
        return all == 0 ? 0 : new Proportion(Math.min(some, all), all).clopperPearson(LEVEL).low();
    }

    private <P extends Policy> Optional<P> derived(Place place, Class<P> kind) {
        return today.protections().stream()
                .filter(p -> p.dependency().equals(place.dependency()))
                .filter(p -> p.route().equals(place.route()))
                .flatMap(p -> p.policies().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    private static String compared(long today, long then) {
        return say(
                "; today %s would follow, %.1f times as much", nanos(today), (double) today / then);
    }

    private static String nanos(long nanos) {
        if (nanos >= 1_000_000_000L) {
            return say("%.2f s", nanos / 1e9);
        }
        return say(nanos >= 10_000_000 ? "%.0f ms" : "%.2f ms", nanos / 1e6);
    }

    private static String share(double share) {
        return say(share < 0.1 ? "%.2f %%" : "%.0f %%", 100 * share);
    }

    private void tell(String format, Object... figures) {
        told.add(say(format, figures));
    }

    private static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}

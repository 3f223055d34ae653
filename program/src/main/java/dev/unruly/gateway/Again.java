package dev.unruly.gateway;

import dev.unruly.guard.Chance;
import dev.unruly.guard.Ejection;
import dev.unruly.guard.Hedge;
import dev.unruly.guard.Retry;
import dev.unruly.guard.WorkBudget;
import dev.unruly.model.Policy;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a request needs to be tried more than once, and at more than one instance; null: there is
/// none of that kind.
///
/// @param budget of which retries and hedges take
/// @param instances among which is chosen; the ejection is about exactly these
record Again(
        @Nullable Retry retry,
        @Nullable Hedge hedge,
        @Nullable Ejection ejection,
        WorkBudget budget,
        Instances instances) {

    /// What may be done twice where no budget is written: a tenth (Beyer et al., "Site Reliability
    /// Engineering", 2016, chapter 21), and one a second so that it is seen where little is asked.
    static final WorkBudget.Settings USUAL = new WorkBudget.Settings(0.1, 1, 10_000_000_000L);

    /// What a listener's requests may have of it.
    ///
    /// @param instances of the dependency
    record Ground(Instances instances, Chance chance, long nowNanos) {}

    /// Puts policies into force.
    ///
    /// @param policies a route's, and behind them those of its dependency
    /// @param budget that is in force; null: the usual one
    /// @param rest what is in force for the dependency, with which a route shares what is known of
    ///   the instances; null: nothing is
    /// @param old what was in force for the same route, and is kept where it is the same; null:
    ///   nothing was
    /// @return null if none of the policies needs it
    static @Nullable Again of(
            List<Policy> policies,
            @Nullable WorkBudget budget,
            @Nullable Again rest,
            @Nullable Again old,
            Ground ground) {
        Policy.Retry retry = first(policies, Policy.Retry.class);
        Policy.Hedge hedge = first(policies, Policy.Hedge.class);
        Policy.Ejection ejection = first(policies, Policy.Ejection.class);
        if (retry == null && hedge == null && ejection == null) {
            return null;
        }
        WorkBudget drawn = budget;
        if (drawn == null) {
            WorkBudget before = old == null ? null : old.budget;
            drawn =
                    before != null && before.settings().equals(USUAL)
                            ? before
                            : new WorkBudget(USUAL, ground.nowNanos);
        }
        Again same = old != null && old.budget == drawn ? old : null;
        return new Again(
                retry == null ? null : retry(retry, drawn, same, ground),
                hedge == null ? null : hedge(hedge, drawn, same, ground),
                ejection == null ? null : ejection(ejection, rest, old, ground),
                drawn,
                ground.instances);
    }

    private static <T extends Policy> @Nullable T first(List<Policy> policies, Class<T> kind) {
        return policies.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElse(null);
    }

    private static Retry retry(
            Policy.Retry p, WorkBudget budget, @Nullable Again same, Ground ground) {
        var settings = new Retry.Settings(p.most(), p.baseNanos(), p.mostNanos());
        Retry old = same == null ? null : same.retry;
        return old != null && old.settings().equals(settings)
                ? old
                : new Retry(settings, budget, ground.chance);
    }

    private static Hedge hedge(
            Policy.Hedge p, WorkBudget budget, @Nullable Again same, Ground ground) {
        var settings = new Hedge.Settings(p.delayNanos(), p.chance().value());
        Hedge old = same == null ? null : same.hedge;
        return old != null && old.settings().equals(settings)
                ? old
                : new Hedge(settings, budget, ground.chance);
    }

    private static Ejection ejection(
            Policy.Ejection p, @Nullable Again rest, @Nullable Again old, Ground ground) {
        var settings = new Ejection.Settings(p.times(), p.forNanos(), p.most().value());
        for (Again other : Arrays.asList(rest, old)) {
            Ejection known =
                    other == null || other.instances != ground.instances ? null : other.ejection;
            if (known != null && known.settings().equals(settings)) {
                return known;
            }
        }
        return new Ejection(settings, ground.instances.count(), ground.nowNanos);
    }
}

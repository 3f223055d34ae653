package dev.unruly.policy;

import dev.unruly.guard.Caller;
import dev.unruly.guard.Ejection;
import dev.unruly.guard.Hedge;
import dev.unruly.guard.Repeat;
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
public record Again(
        @Nullable Retry retry,
        @Nullable Hedge hedge,
        @Nullable Ejection ejection,
        WorkBudget budget,
        Instances instances) {

    /// From here on an answer's status is a failure.
    public static final int FIRST_FAILING_STATUS = 500;

    private static final int TOO_MANY = 429;

    /// What may be done twice where no budget is written: a tenth (Beyer et al., "Site Reliability
    /// Engineering", 2016, chapter 21), and one a second so that it is seen where little is asked.
    public static final WorkBudget.Settings USUAL =
            new WorkBudget.Settings(0.1, 1, 10_000_000_000L);

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
            Machines.Ground<?, ?> ground) {
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
                            : new WorkBudget(USUAL, ground.nowNanos());
        }
        Again same = old != null && old.budget == drawn ? old : null;
        return new Again(
                retry == null ? null : retry(retry, drawn, same, ground),
                hedge == null ? null : hedge(hedge, drawn, same, ground),
                ejection == null ? null : ejection(ejection, rest, old, ground),
                drawn,
                ground.instances());
    }

    private static <T extends Policy> @Nullable T first(List<Policy> policies, Class<T> kind) {
        return policies.stream().filter(kind::isInstance).map(kind::cast).findFirst().orElse(null);
    }

    private static Retry retry(
            Policy.Retry p, WorkBudget budget, @Nullable Again same, Machines.Ground<?, ?> ground) {
        var settings = new Retry.Settings(p.most(), p.baseNanos(), p.mostNanos());
        Retry old = same == null ? null : same.retry;
        return old != null && old.settings().equals(settings)
                ? old
                : new Retry(settings, budget, ground.chance());
    }

    private static Hedge hedge(
            Policy.Hedge p, WorkBudget budget, @Nullable Again same, Machines.Ground<?, ?> ground) {
        var settings = new Hedge.Settings(p.delayNanos(), p.chance().value());
        Hedge old = same == null ? null : same.hedge;
        return old != null && old.settings().equals(settings)
                ? old
                : new Hedge(settings, budget, ground.chance());
    }

    private static Ejection ejection(
            Policy.Ejection p,
            @Nullable Again rest,
            @Nullable Again old,
            Machines.Ground<?, ?> ground) {
        var settings = new Ejection.Settings(p.times(), p.forNanos(), p.most().value());
        for (Again other : Arrays.asList(rest, old)) {
            Ejection known =
                    other == null || other.instances != ground.instances() ? null : other.ejection;
            if (known != null && known.settings().equals(settings)) {
                return known;
            }
        }
        return new Ejection(settings, ground.instances().count(), ground.nowNanos());
    }

    /// Whether an answer with this status is a failure, after which a request may be tried again.
    public static boolean failed(int status) {
        return status >= FIRST_FAILING_STATUS || status == TOO_MANY;
    }

    /// The same for other instances, of which nothing is known yet, where there are others by now.
    public Again among(Instances now) {
        return now == instances ? this : new Again(retry, hedge, null, budget, now);
    }

    /// The pause before a request is tried again; [Retry#REFUSED]: it is not.
    ///
    /// @param retries it had so far
    public long pauseNanos(
            Caller caller, Repeat repeat, int retries, long retryAfterNanos, long nowNanos) {
        return retry == null
                ? Retry.REFUSED
                : retry.pauseNanos(caller, repeat, retries + 1, retryAfterNanos, nowNanos);
    }

    /// Whether a request is one for which a hedge is waited.
    public boolean mayHedge(Caller caller, Repeat repeat) {
        return hedge != null && hedge.may(caller, repeat);
    }

    /// The hedge's delay is over. Whether another instance is asked now; it is paid for then.
    ///
    /// @param at where it is asked already
    public boolean hedges(Caller caller, int at, long nowNanos) {
        return hedge != null
                && instances.others(at, ejection, nowNanos)
                && hedge.fires(caller, nowNanos);
    }

    /// Which instance to ask.
    ///
    /// @param avoided to be asked only if there is no other; [Instances#NONE]: none is
    public int choose(int avoided, long nowNanos) {
        return instances.choose(avoided, ejection, nowNanos);
    }

    /// What an instance did is known.
    public void judge(int at, boolean well, long startedNanos, long nowNanos) {
        if (ejection == null || at == Instances.NONE) {
            return;
        }
        if (well) {
            ejection.succeeded(at, nowNanos - startedNanos, nowNanos);
        } else {
            ejection.failed(at, nowNanos - startedNanos, nowNanos);
        }
    }

    /// A try is given up because another was answered sooner, or nobody waits any more. What is
    /// known of its instance is that it took longer than that: of one that has only just begun,
    /// nothing.
    public void lost(int at, long startedNanos, long nowNanos) {
        if (hedge != null && nowNanos - startedNanos >= hedge.settings().delayNanos()) {
            judge(at, true, startedNanos, nowNanos);
        }
    }
}

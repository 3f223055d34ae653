package dev.unruly.policy;

import dev.unruly.guard.Chance;
import dev.unruly.guard.Refresh;
import dev.unruly.model.Policy;
import org.jspecify.annotations.Nullable;

/// What becomes of a request of one route.
///
/// @param shield what it has to pass to be asked of the other side
/// @param flights of requests that are asked once for all who ask the same; null: there are none
/// @param keeper of answers that are given again; null: there is none
/// @param <F> flights, of whatever is an answer there
/// @param <K> keepers, likewise
public record Treatment<F, K>(Shield shield, @Nullable F flights, @Nullable K keeper) {

    private static final long USUAL_WAIT_NANOS = 1_000_000_000L;

    /// Nothing is in the way.
    public static <F, K> Treatment<F, K> none() {
        return new Treatment<>(Shield.NONE, null, null);
    }

    /// Makes what depends on what an answer is.
    public interface Makers<F, K> {

        F flights(Policy.SingleFlight policy);

        K keeper(Policy.Cache policy);
    }

    /// Who waits for whom where answers are kept and nothing is said of it.
    public static Policy.SingleFlight usual(Policy.Cache policy) {
        return new Policy.SingleFlight(USUAL_WAIT_NANOS, policy.sharedBy());
    }

    /// Says what becomes of an answer that is kept.
    public static Refresh refresh(Policy.Cache policy, Chance chance) {
        var settings =
                new Refresh.Settings(
                        policy.freshNanos(),
                        policy.staleNanos(),
                        policy.jitter().value(),
                        policy.eagerness());
        return new Refresh(settings, chance);
    }

    /// What it has, and of the other's what it has not.
    Treatment<F, K> over(Treatment<F, K> other) {
        return new Treatment<>(
                shield.over(other.shield),
                flights == null ? other.flights : flights,
                keeper == null ? other.keeper : keeper);
    }

    /// Whether nothing is in the way.
    public boolean nothing() {
        return flights == null && keeper == null && shield.none();
    }
}

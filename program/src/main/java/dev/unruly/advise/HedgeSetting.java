package dev.unruly.advise;

import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Interval;
import java.util.List;

/// A hedge with what it will do, and the ejection that belongs to it.
///
/// A request goes where the least is under way, and an instance that refuses at once has the least:
/// it draws more than its part, and a hedge does not help those who were answered so. So it comes
/// with an ejection: who takes three times what the others do, or fails that much more, is left out
/// for ten seconds, at most half of all (as the guard's own docs advise).
///
/// @param policy the delay and the chance
/// @param percentile which percentile it was made for, as a share
/// @param withoutNanos what that is without a hedge
/// @param predictedNanos what it will be
/// @param predicted between which bounds
/// @param extra the share of requests that are sent twice
/// @param fixedNanos what a hedge that is always sent, after the percentile that the same budget
///   allows, would give
/// @param instances among which a request chooses
public record HedgeSetting(
        Policy.Hedge policy,
        double percentile,
        double withoutNanos,
        double predictedNanos,
        Interval predicted,
        Interval extra,
        double fixedNanos,
        int instances)
        implements Setting {

    private static final double TIMES = 3;
    private static final long FOR_NANOS = 10_000_000_000L;

    /// Shares are written to a tenth of a percent; rounded up, so that an instance stays one.
    private static final int STEPS = 1_000;

    public HedgeSetting {
        if (instances < 2) {
            throw new IllegalArgumentException("a hedge needs 2 instances, got " + instances);
        }
    }

    /// The same among so many instances.
    HedgeSetting among(int count) {
        return new HedgeSetting(
                policy,
                percentile,
                withoutNanos,
                predictedNanos,
                predicted,
                extra,
                fixedNanos,
                count);
    }

    @Override
    public List<Policy> policies() {
        int half = instances / 2;
        var most = new Share((double) Math.ceilDiv(STEPS * half, instances) / STEPS);
        return List.of(policy, new Policy.Ejection(TIMES, FOR_NANOS, most));
    }
}

package dev.unruly.engine;

import dev.unruly.chance.Digest;
import dev.unruly.chance.Key128;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.Visit;
import java.util.HashMap;
import java.util.Map;

/// Recomputes [Plan#schedule] from what users did: equal when everything was answered at once.
///
/// A user's first wish is where the plan put it; each later one is nominally a think time after the
/// one before, however long the answers took. Parts seen by several loops add up ([#merge]).
public final class ScheduleDigest implements Observer {

    private final long horizonNanos;
    private final Digest digest = new Digest();
    private final Map<Long, Visit> begun = new HashMap<>();
    private final Map<Long, Long> nominalNanos = new HashMap<>();

    /// @param horizonNanos the plan's
    public ScheduleDigest(long horizonNanos) {
        this.horizonNanos = horizonNanos;
    }

    /// The fingerprint so far.
    public Key128 sum() {
        return digest.sum();
    }

    /// Adds what another one saw of other users.
    public void merge(ScheduleDigest other) {
        digest.merge(other.digest);
    }

    @Override
    public void visits(Visit visit) {
        begun.put(visit.user(), visit);
    }

    @Override
    public void wishes(Intention wish) {
        Visit visit = begun.remove(wish.user());
        long at =
                visit != null
                        ? wish.meantNanos()
                        : nominalNanos.getOrDefault(wish.user(), horizonNanos) + wish.thinkNanos();
        nominalNanos.put(wish.user(), at);
        if (at >= horizonNanos) {
            return;
        }
        if (visit != null) {
            Schedule.addUser(
                    digest, visit.user(), visit.startNanos(), visit.persona(), visit.region());
        }
        Schedule.addWish(
                digest,
                wish.user(),
                wish.intent(),
                wish.endpoint(),
                wish.thinkNanos(),
                wish.patienceNanos());
    }

    @Override
    public void requested(Observation observation) {}

    @Override
    public void concluded(Conclusion conclusion) {
        if (conclusion.end() != Conclusion.End.ANSWERED) {
            nominalNanos.remove(conclusion.intention().user());
        }
    }
}

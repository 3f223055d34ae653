package dev.unruly.backend;

import dev.unruly.guard.Chance;
import dev.unruly.guard.Refresh;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.policy.Claim;
import dev.unruly.policy.Shelf;
import dev.unruly.policy.Treatment;
import java.util.List;
import java.util.Optional;

/// Keeps the answers of some routes by one rule. Answers of a model say nothing of how long they
/// are good, so that the rule does.
final class Keeper {

    private final Policy.Cache policy;
    private final Shelf<Kept> shelf;
    private final Refresh refresh;
    private final Flights flights;
    private final int number;

    Keeper(Policy.Cache policy, Shelf<Kept> shelf, Chance chance) {
        this.policy = policy;
        this.shelf = shelf;
        this.number = shelf.nextOwner();
        this.flights = Flights.of(Treatment.usual(policy));
        this.refresh = Treatment.refresh(policy, chance);
    }

    /// Who waits for whom where a route says nothing of its own.
    Flights flights() {
        return flights;
    }

    /// Whether what is kept is given; it may be fetched anew behind whoever gets it.
    boolean gives(Errand errand, Refreshing.Behind behind, long nowNanos) {
        Optional<Kept> found = key(errand).flatMap(shelf::find);
        if (found.isEmpty()) {
            return false;
        }
        Kept kept = found.get();
        Refresh.Decision decision =
                refresh.decide(kept.expiresNanos(), kept.fetchNanos(), nowNanos);
        switch (decision) {
            case GONE -> {
                return false;
            }
            case FRESH -> {}
            case EARLY, STALE -> {
                if (kept.claim().tryTake(nowNanos)) {
                    new Refreshing(behind, this, kept, errand.behind(behind.guarding().inTurn()))
                            .begin();
                }
            }
        }
        behind.guarding().count(Decision.KEPT);
        return true;
    }

    private Optional<String> key(Errand errand) {
        return errand.key(policy.sharedBy()).map(key -> number + "\n" + key);
    }

    /// A request goes to the other side whose answer may be kept; to be told [#answered].
    Shelf.Fetch begin(Errand errand, long nowNanos) {
        return shelf.begin(errand.page().orElseThrow(), nowNanos);
    }

    /// What came of it. Returns whether it is kept.
    boolean answered(Shelf.Fetch fetch, Errand errand, int status, long bytes, long nowNanos) {
        boolean kept = status == Act.OK && bytes >= 0 && keep(fetch, errand, bytes, nowNanos);
        shelf.over(fetch);
        return kept;
    }

    private boolean keep(Shelf.Fetch fetch, Errand errand, long bytes, long nowNanos) {
        long fetchNanos = nowNanos - fetch.beganNanos();
        return shelf.keep(
                fetch,
                List.of(),
                new Kept(
                        errand.page().orElseThrow(),
                        key(errand).orElseThrow(),
                        bytes + Kept.OTHER_BYTES,
                        refresh.expiresNanos(nowNanos),
                        fetchNanos,
                        new Claim()));
    }
}

package dev.unruly.guard;

/// The caller itself turns away what would be turned away.
///
/// **Theory.** Even a refusal costs whoever refuses; a backend that only says "no" can be down with
/// that. So callers keep count of what they asked for and of what was accepted, and refuse by
/// themselves with the probability
///
///     p = max(0, (requests − K · accepts) / (requests + 1))
///
/// (Beyer et al., "Site Reliability Engineering", 2016, chapter 21). While all is accepted p is 0. When
/// the backend accepts a share a, the caller's own requests settle at K · accepts: with K = 2, half of
/// what reaches the backend is refused there, which is also how the caller learns that it recovers.
///
/// Requests that the caller refuses count as requests: else p would fall by refusing. p is at most 0.9:
/// after a time in which nothing was accepted the formula alone lets through one of as many as the
/// window holds, and takes some seven windows to find out that all is well again.
///
/// **Values.** K = 2; less spares the backend more and finds out later that it is well. Window: two
/// minutes in the book; ten seconds where load changes quickly. **Limits.** Only *refusals by overload*
/// are not accepts: an error that has another cause was accepted. With few requests p is small even
/// if nothing is accepted (1 of 1: one half).
///
/// Any thread, no locks, nothing allocated.
public final class Throttle {

    /// p is never more.
    static final double MOST = 0.9;

    private static final int ADMITTED = 0;
    private static final int TURNED_AWAY = 1;

    private final double multiplier;
    private final Slots requests;
    private final Slots accepts;
    private final Chance chance;
    private final Tally tally = new Tally(2);

    /// When to begin, and over which time.
    ///
    /// @param multiplier K: requests beyond so many times what was accepted are too many
    public record Settings(double multiplier, long windowNanos) implements Setting {
        public Settings {
            if (!(multiplier >= 1 && multiplier < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "the multiplier must be >= 1 and finite, got " + multiplier);
            }
            Check.positive("the window", windowNanos);
        }
    }

    /// Decisions so far.
    public record Snapshot(long admitted, long refused) {}

    public Throttle(Settings settings, Chance chance, long nowNanos) {
        this.multiplier = settings.multiplier;
        this.requests = new Slots(1, settings.windowNanos, nowNanos);
        this.accepts = new Slots(1, settings.windowNanos, nowNanos);
        this.chance = chance;
    }

    public Snapshot snapshot() {
        return new Snapshot(tally.sum(ADMITTED), tally.sum(TURNED_AWAY));
    }

    /// Whether a request may be made now. It counts either way.
    public boolean tryEnter(long nowNanos) {
        double refuses = refusedShare(nowNanos);
        requests.count(requests.at(nowNanos));
        if (refuses > 0 && chance.uniform() < refuses) {
            tally.add(TURNED_AWAY);
            return false;
        }
        tally.add(ADMITTED);
        return true;
    }

    /// A request was not refused for overload, whatever its answer was.
    public void accepted(long nowNanos) {
        accepts.count(accepts.at(nowNanos));
    }

    /// A request was never made after all.
    public void takeBack(long nowNanos) {
        accepted(nowNanos);
    }

    /// The probability with which a request is refused now.
    public double refusedShare(long nowNanos) {
        long slot = requests.at(nowNanos);
        long asked = requests.sum(slot, 0);
        return Math.clamp((asked - multiplier * accepts.sum(slot, 0)) / (asked + 1), 0, MOST);
    }
}

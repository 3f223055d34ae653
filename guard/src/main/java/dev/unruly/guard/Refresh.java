package dev.unruly.guard;

/// When an answer that is kept is fetched anew: before it expires, after, or not yet.
///
/// **Theory.** An entry that many ask for expires at one moment, and all of them fetch it: λ·Δ times the
/// same work. *XFetch* (Vattani, Chierichetti & Lowenstein, "Optimal probabilistic cache stampede
/// prevention", VLDB 2015) lets each who asks draw u from (0, 1) and fetch early if
///
///     now − Δ · β · ln u ≥ expiry
///
/// with Δ the time that the last fetch took: soon before the expiry somebody fetches, and who does
/// needs no agreement, not even between machines. How many do so depends on λ·Δ; it is not always
/// one, so within a process [SingleFlight] belongs beside it.
///
/// **Jitter**: what was filled together (after a purge, a restart) would expire together; each entry's
/// time is shortened by a share drawn from U(0, jitter). **Stale**: for a while after the expiry the
/// old answer is still given, and one fetch is made behind it (RFC 5861, 2010).
///
/// **Values.** β = 1; more fetches earlier. Jitter 10 %. Stale as long as users would rather see what
/// was right a moment ago than nothing. **Limits.** It is for answers that may be some time old, and the
/// same for all who have the key.
///
/// Any thread, no locks, nothing allocated.
public final class Refresh {

    private static final int FRESH = 0;
    private static final int EARLY = 1;
    private static final int STALE = 2;
    private static final int GONE = 3;

    private final Settings settings;
    private final Chance chance;
    private final Tally tally = new Tally(4);

    /// What becomes of a kept answer.
    public enum Decision {
        /// Give it.
        FRESH,
        /// Give it, and fetch a new one meanwhile: it expires soon.
        EARLY,
        /// Give it, and fetch a new one meanwhile: it has expired, but not for long.
        STALE,
        /// Fetch a new one, and give that.
        GONE
    }

    /// How long an answer is kept.
    ///
    /// @param freshNanos how long it is good
    /// @param staleNanos how long after that it may still be given while a new one is fetched
    /// @param jitter by which share the time is shortened at random
    /// @param eagerness of early refreshes, β; 0: none
    public record Settings(long freshNanos, long staleNanos, double jitter, double eagerness) {
        public Settings {
            Check.positive("how long an answer is good", freshNanos);
            Check.atLeast("stale", 0, staleNanos);
            Check.share("jitter", jitter);
            Check.notNegative("eagerness", eagerness);
        }
    }

    /// Decisions so far.
    public record Snapshot(long fresh, long early, long stale, long gone) {}

    public Refresh(Settings settings, Chance chance) {
        this.settings = settings;
        this.chance = chance;
    }

    public Snapshot snapshot() {
        return new Snapshot(tally.sum(FRESH), tally.sum(EARLY), tally.sum(STALE), tally.sum(GONE));
    }

    /// When an answer expires that was fetched now.
    public long expiresNanos(long nowNanos) {
        return expiresNanos(settings.freshNanos, nowNanos);
    }

    /// When an answer expires that was fetched now and says itself how long it is good.
    public long expiresNanos(long freshNanos, long nowNanos) {
        double shortened = 1 - settings.jitter * chance.uniform();
        return Nanos.after(nowNanos, Math.max(1, Nanos.times(freshNanos, shortened)));
    }

    /// What becomes of an answer that somebody asks for now.
    ///
    /// @param expiresNanos from [#expiresNanos]
    /// @param fetchNanos Δ: how long fetching it took
    public Decision decide(long expiresNanos, long fetchNanos, long nowNanos) {
        return decide(expiresNanos, settings.staleNanos, fetchNanos, nowNanos);
    }

    /// The same of one that says itself for how long it may be given after its time.
    public Decision decide(long expiresNanos, long staleNanos, long fetchNanos, long nowNanos) {
        if (nowNanos >= Nanos.after(expiresNanos, staleNanos)) {
            tally.add(GONE);
            return Decision.GONE;
        }
        if (nowNanos >= expiresNanos) {
            tally.add(STALE);
            return Decision.STALE;
        }
        if (settings.eagerness > 0 && early(expiresNanos - nowNanos, fetchNanos)) {
            tally.add(EARLY);
            return Decision.EARLY;
        }
        tally.add(FRESH);
        return Decision.FRESH;
    }

    private boolean early(long leftNanos, long fetchNanos) {
        return -fetchNanos * settings.eagerness * StrictMath.log(chance.uniform()) >= leftNanos;
    }
}

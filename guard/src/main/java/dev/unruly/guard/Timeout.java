package dev.unruly.guard;

/// The moment at which a try is given up: min(now + own, the caller's deadline).
///
/// **Theory.** A timeout trades waiting for failing: at T, the share P(X > T) of good answers is
/// lost. So one chooses the share ε of false timeouts that is acceptable and takes the (1 −
/// ε)-quantile of what the dependency takes when it is well (Brooker, "Timeouts, retries and
/// backoff with jitter", Amazon Builders' Library, 2019: 0.1 %), with room above where the
/// distribution is narrow.
///
/// **Value.** `unruly advise` takes the upper 95 % bound of the quantile from order statistics,
/// which needs at least ln 0.05 / ln(1 − ε) answers: 298 for p99, 2,994 for p99.9. Quantiles must
/// count tries that were given up as censored (Kaplan & Meier, "Nonparametric estimation from
/// incomplete observations", 1958), else each round of "p99 of what succeeded" is shorter than the
/// one before: 413, 305, 259 … 167 ms in seven rounds.
///
/// **Limits.** A timeout stops the waiting, not the work: what was asked may still be done, and
/// takes its place in a [Bulkhead] until it has ended. Connection set-up is part of a try; where it
/// is rare and slow, the value has to have room for it. Waiting for a place is not part of the try.
///
/// Where nothing is left of the deadline, nothing is asked. Any thread; nothing is allocated.
public final class Timeout {

    /// No try may begin: nothing is left of the caller's deadline.
    public static final long REFUSED = Long.MIN_VALUE;

    private static final int OWN = 0;
    private static final int CALLERS = 1;
    private static final int NOTHING_LEFT = 2;
    private static final int GIVEN_UP = 3;

    private final Settings settings;
    private final Tally tally = new Tally(4);

    /// How long a try may take.
    ///
    /// @param nanos how long a try may take
    public record Settings(long nanos) implements Setting {
        public Settings {
            Check.positive("timeout", nanos);
        }
    }

    /// Decisions so far.
    ///
    /// @param own tries bounded by the own timeout
    /// @param callers tries bounded by the caller's deadline
    /// @param refused tries that did not begin
    /// @param givenUp tries that took too long
    public record Snapshot(long own, long callers, long refused, long givenUp) {}

    public Timeout(Settings settings) {
        this.settings = settings;
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot snapshot() {
        return new Snapshot(
                tally.sum(OWN), tally.sum(CALLERS), tally.sum(NOTHING_LEFT), tally.sum(GIVEN_UP));
    }

    /// When a try that begins now is given up; [#REFUSED] where nothing is left.
    public long giveUpNanos(long deadlineNanos, long nowNanos) {
        if (deadlineNanos <= nowNanos) {
            tally.add(NOTHING_LEFT);
            return REFUSED;
        }
        long own = Nanos.after(nowNanos, settings.nanos);
        tally.add(own <= deadlineNanos ? OWN : CALLERS);
        return Math.min(own, deadlineNanos);
    }

    /// A try was given up.
    public void gaveUp() {
        tally.add(GIVEN_UP);
    }
}

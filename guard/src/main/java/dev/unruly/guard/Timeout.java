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
/// **Probes.** Counting as censored is not enough: beyond the timeout nothing is ever seen, so the
/// next timeout can only fall. A small share of tries, drawn at random (0.5 %), may therefore run
/// for `full` instead; what they took shows when the dependency has become slower. The caller's
/// deadline bounds them as it does all.
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
    private static final int PROBES = 4;

    private final Settings settings;
    private final Chance chance;
    private final Tally tally = new Tally(5);

    /// How long a try may take.
    ///
    /// @param nanos how long a try may take
    /// @param probe the share of tries, drawn at random, that may take `fullNanos` instead
    /// @param fullNanos how long those may take
    public record Settings(long nanos, double probe, long fullNanos) implements Setting {
        public Settings {
            Check.positive("timeout", nanos);
            Check.share("the share of probes", probe);
            Check.atLeast("the time of probes", nanos, fullNanos);
        }

        /// Without probes.
        public Settings(long nanos) {
            this(nanos, 0, nanos);
        }
    }

    /// Decisions so far.
    ///
    /// @param own tries bounded by the own timeout
    /// @param callers tries bounded by the caller's deadline
    /// @param refused tries that did not begin
    /// @param givenUp tries that took too long
    /// @param probes tries that were let run for longer
    public record Snapshot(long own, long callers, long refused, long givenUp, long probes) {}

    /// @param chance draws the probes
    public Timeout(Settings settings, Chance chance) {
        this.settings = settings;
        this.chance = chance;
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot snapshot() {
        return new Snapshot(
                tally.sum(OWN),
                tally.sum(CALLERS),
                tally.sum(NOTHING_LEFT),
                tally.sum(GIVEN_UP),
                tally.sum(PROBES));
    }

    /// When a try that begins now is given up; [#REFUSED] where nothing is left.
    public long giveUpNanos(long deadlineNanos, long nowNanos) {
        if (deadlineNanos <= nowNanos) {
            tally.add(NOTHING_LEFT);
            return REFUSED;
        }
        long own = Nanos.after(nowNanos, probes() ? settings.fullNanos : settings.nanos);
        tally.add(own <= deadlineNanos ? OWN : CALLERS);
        return Math.min(own, deadlineNanos);
    }

    private boolean probes() {
        boolean drawn = settings.probe > 0 && chance.uniform() < settings.probe;
        if (drawn) {
            tally.add(PROBES);
        }
        return drawn;
    }

    /// A try was given up.
    public void gaveUp() {
        tally.add(GIVEN_UP);
    }
}

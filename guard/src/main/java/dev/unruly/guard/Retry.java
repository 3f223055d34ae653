package dev.unruly.guard;

/// Whether what failed is tried again, and after which pause.
///
/// **Theory.** A retry helps against what fails by chance, and harms where failing means overload. The
/// pause before the k-th retry is drawn uniformly,
///
///     pause ~ U(0, min(most, base · 2^(k−1)))
///
/// "full jitter" (Brooker, "Exponential backoff and jitter", AWS Architecture Blog, 2015): of the
/// rules compared there it needs the least work, because callers that failed together do not come
/// back together. What the other side says (`Retry-After`) is added below: never sooner than it says.
///
/// It is repeated only what may be ([Repeat]), at most so often, while the [WorkBudget] grants it, and
/// if the pause ends before the caller's deadline. Where the other side wants a longer pause than
/// `most`, it is not repeated at all: sooner would be against its word. A call that is itself a
/// repetition is not repeated: see [Attempt].
///
/// **Values.** `most` retries: 1 or 2; more hardly help (of independent failures with p = 10 %, two
/// leave 0.1 %) and only make storms. `base` about the median answer, `most` pause well below the
/// user's patience. **Limits.** Jitter spreads load, it does not reduce it; the budget does.
///
/// Any thread, no locks, nothing allocated.
public final class Retry {

    /// It is not tried again.
    public static final long REFUSED = -1;

    private static final int GRANTED = 0;
    private static final int MUST_NOT = 1;
    private static final int EXHAUSTED = 2;
    private static final int TOO_LONG = 3;
    private static final int NO_TIME = 4;
    private static final int NO_BUDGET = 5;

    private final Settings settings;
    private final WorkBudget budget;
    private final Chance chance;
    private final Tally tally = new Tally(6);

    /// How often, and after which pauses.
    ///
    /// @param most retries of one call
    /// @param baseNanos the longest pause before the first retry
    /// @param mostNanos the longest pause of all
    public record Settings(int most, long baseNanos, long mostNanos) implements Setting {
        public Settings {
            Check.atLeast("retries", 1, most);
            Check.positive("backoff base", baseNanos);
            Check.atLeast("the longest backoff", baseNanos, mostNanos);
        }
    }

    /// Decisions so far.
    ///
    /// @param granted tried again
    /// @param mustNot may not be made twice
    /// @param exhausted had as many retries as there may be
    /// @param tooLong the other side wants a longer pause than there may be
    /// @param noTime the pause would outlast the deadline
    /// @param noBudget the budget refused
    public record Snapshot(
            long granted, long mustNot, long exhausted, long tooLong, long noTime, long noBudget) {}

    public Retry(Settings settings, WorkBudget budget, Chance chance) {
        this.settings = settings;
        this.budget = budget;
        this.chance = chance;
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot snapshot() {
        return new Snapshot(
                tally.sum(GRANTED),
                tally.sum(MUST_NOT),
                tally.sum(EXHAUSTED),
                tally.sum(TOO_LONG),
                tally.sum(NO_TIME),
                tally.sum(NO_BUDGET));
    }

    /// The pause before a retry, which is then paid for; or [#REFUSED].
    ///
    /// @param retry 1 for the first
    /// @param retryAfterNanos the pause that the other side asked for; 0: none
    public long pauseNanos(
            Caller caller, Repeat repeat, int retry, long retryAfterNanos, long nowNanos) {
        if (repeat == Repeat.MUST_NOT) {
            return refused(MUST_NOT);
        }
        if (retry > settings.most) {
            return refused(EXHAUSTED);
        }
        if (retryAfterNanos > settings.mostNanos) {
            return refused(TOO_LONG);
        }
        long pause = retryAfterNanos + backoffNanos(retry, chance.uniform());
        if (Nanos.after(nowNanos, pause) >= caller.deadlineNanos()) {
            return refused(NO_TIME);
        }
        if (!budget.tryTake(caller.attempt(), nowNanos)) {
            return refused(NO_BUDGET);
        }
        tally.add(GRANTED);
        return pause;
    }

    /// U(0, min(most, base · 2^(k−1))).
    long backoffNanos(int retry, double uniform) {
        int doublings = Math.min(retry - 1, 62);
        long longest =
                settings.baseNanos > settings.mostNanos >> doublings
                        ? settings.mostNanos
                        : settings.baseNanos << doublings;
        return (long) (uniform * longest);
    }

    private long refused(int why) {
        tally.add(why);
        return REFUSED;
    }
}

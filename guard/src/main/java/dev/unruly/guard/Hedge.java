package dev.unruly.guard;

/// What takes longer than a delay is asked of another instance too; the first answer counts.
///
/// **Theory.** Most of a tail is not the request's fault but that of the moment at one instance, so a
/// second request elsewhere is quick (Dean & Barroso, "The tail at scale", CACM 2013: hedging reads
/// after 10 ms took p99.9 from 1,800 to 74 ms with 2 % more requests). *SingleR* (Kaler, He & Elnikety,
/// "Optimal reissue policies for reducing tail latency", SPAA 2017): reissue once, at delay d, with
/// probability q. Then
///
///     P(Q ≤ t) = P(X ≤ t) + q · P(X > t) · P(Y ≤ t − d),   at the cost B = q · P(X > d)
///
/// and no policy with more reissues at the same cost is better. The probability is what makes small
/// budgets worth having: a fixed delay with budget B cannot improve any percentile up to 1 − B, for
/// it hedges only what is beyond.
///
/// **Values.** d and q minimise the t of the wanted percentile, given B; `unruly advise` computes them
/// from the observed distribution (of 97 % lognormal with 3 % stragglers, B = 1 %: fixed delay p99
/// 240.6 ms, SingleR d = 107 ms, q = 0.5: 123.9 ms).
///
/// **Never** for what may not be repeated, nor for what is itself a repetition; each takes from the
/// one [WorkBudget], for hedges beyond capacity make the tail that they are to cut. The loser is
/// cancelled. **Limits.** It helps against stragglers, not against a dependency that is slow as a whole:
/// there it is only load, and the budget is all that holds it.
///
/// Any thread, no locks, nothing allocated.
public final class Hedge {

    private static final int FIRED = 0;
    private static final int BY_CHANCE = 1;
    private static final int NO_BUDGET = 2;
    private static final int WON = 3;

    private final Settings settings;
    private final WorkBudget budget;
    private final Chance chance;
    private final Tally tally = new Tally(4);

    /// When, and how often.
    ///
    /// @param delayNanos d
    /// @param chance q
    public record Settings(long delayNanos, double chance) implements Setting {
        public Settings {
            Check.positive("the delay", delayNanos);
            Check.some("the chance", chance);
        }
    }

    /// Decisions so far.
    ///
    /// @param fired asked again
    /// @param byChance late, and not asked again by chance
    /// @param noBudget late, and refused by the budget
    /// @param won asked again, and answered sooner than the first
    public record Snapshot(long fired, long byChance, long noBudget, long won) {}

    public Hedge(Settings settings, WorkBudget budget, Chance chance) {
        this.settings = settings;
        this.budget = budget;
        this.chance = chance;
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot snapshot() {
        return new Snapshot(
                tally.sum(FIRED), tally.sum(BY_CHANCE), tally.sum(NO_BUDGET), tally.sum(WON));
    }

    /// Whether a call is one that may be hedged at all.
    public boolean may(Caller caller, Repeat repeat) {
        return repeat == Repeat.MAY && !caller.repeated();
    }

    /// The delay is over and no answer has come. True: ask again; it is paid for.
    public boolean fires(Caller caller, long nowNanos) {
        if (chance.uniform() >= settings.chance) {
            tally.add(BY_CHANCE);
            return false;
        }
        if (!budget.tryTake(caller.attempt(), nowNanos)) {
            tally.add(NO_BUDGET);
            return false;
        }
        tally.add(FIRED);
        return true;
    }

    /// The second answer came first.
    public void won() {
        tally.add(WON);
    }
}

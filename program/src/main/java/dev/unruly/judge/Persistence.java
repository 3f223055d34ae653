package dev.unruly.judge;

/// Whether there is still more to do than people's wishes need: what keeps a system down.
final class Persistence {

    private static final double MORE = 1.05;
    private static final int LAST_SECONDS = 30;

    private final Ledger ledger;
    private final Baseline baseline;
    private final int from;
    private final int to;

    /// Looks at the last 30 s of watching.
    Persistence(Ledger ledger, Times times, Baseline baseline) {
        this.ledger = ledger;
        this.baseline = baseline;
        this.from = Math.max(times.lastTriggerEnd(), times.watchTo() - LAST_SECONDS);
        this.to = times.watchTo();
    }

    /// Whether users and their software still ask more often than they need to.
    boolean amongUsers() {
        return ledger.flows.ratio.over(from, to) >= MORE * baseline.amplification();
    }

    /// Whether a dependency still gets more requests than the wishes need. While users ask no more
    /// than they need, that may be nothing but what is left of a queue that no listener sees.
    boolean atADependency() {
        for (int i = 0; i < ledger.dependencies.size(); i++) {
            if (DependencyLoad.amplification(ledger, i, baseline, from, to) >= MORE) {
                return true;
            }
        }
        return false;
    }

    /// Whether only watching for longer can tell a hidden queue from what sustains itself.
    boolean mayBeAHiddenQueue() {
        return !amongUsers() && atADependency();
    }
}

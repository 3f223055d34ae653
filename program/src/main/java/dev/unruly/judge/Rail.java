package dev.unruly.judge;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Guardrail;
import dev.unruly.stats.Latencies;

/// Reads a guardrail's condition off single seconds, of everybody or of a dependency. A second in
/// which nothing was measured does not fulfil it, nor does what cannot be known of single seconds.
final class Rail {

    private final Ledger ledger;

    Rail(Ledger ledger) {
        this.ledger = ledger;
    }

    boolean heldFor(Guardrail rail, int nowSecond) {
        int seconds = (int) Math.max(1, rail.forNanos() / 1_000_000_000L);
        if (nowSecond < seconds) {
            return false;
        }
        for (int second = nowSecond - seconds; second < nowSecond; second++) {
            double figure = figure(rail.condition(), second);
            if (Double.isNaN(figure)
                    || !rail.condition().comparison().holds(figure, rail.condition().bound())) {
                return false;
            }
        }
        return true;
    }

    private double figure(Expectation e, int second) {
        Flows flows = ledger.flows;
        int dependency = ledger.roster().dependencies().indexOf(e.of().dependency());
        return switch (e.metric()) {
            case Metric.Errors ignored ->
                    dependency < 0
                            ? share(flows.failedRequests.at(second), flows.endedRequests.at(second))
                            : errorsAt(dependency, second);
            case Metric.Goodput ignored ->
                    share(
                            flows.answered.at(second),
                            flows.answered.at(second) + flows.abandoned.at(second));
            case Metric.Abandonment ignored ->
                    share(
                            flows.abandoned.at(second),
                            flows.answered.at(second) + flows.abandoned.at(second));
            case Metric.Amplification ignored ->
                    share(flows.requests.at(second), flows.needed.at(second));
            case Metric.Quantile quantile -> {
                Latencies took =
                        dependency < 0 ? flows.perceived(second) : seenAt(dependency, second);
                yield took.isEmpty() ? Double.NaN : took.quantile(quantile.q()) / 1e9;
            }
            case Metric.ConnectionsOpened ignored -> openedAt(dependency, second);
            case Metric.Duplicates ignored -> ledger.duplicates.confirmed(-1);
            case Metric.Recovers ignored -> Double.NaN;
            case Metric.QuantileOverAny ignored -> Double.NaN;
            case Metric.Average ignored -> Double.NaN;
            case Metric.Shortest ignored -> Double.NaN;
            case Metric.Longest ignored -> Double.NaN;
            case Metric.Requests ignored -> Double.NaN;
            case Metric.RequestRate ignored -> Double.NaN;
        };
    }

    private double errorsAt(int dependency, int second) {
        for (DependencySecond s : ledger.dependencies.get(dependency)) {
            if (s.second() == second) {
                return share(s.failed(), s.completed() + s.failed());
            }
        }
        return Double.NaN;
    }

    private Latencies seenAt(int dependency, int second) {
        return DependencyLoad.seen(ledger.dependencies.get(dependency), second, second + 1);
    }

    private double openedAt(int dependency, int second) {
        if (dependency >= 0) {
            for (DependencySecond s : ledger.dependencies.get(dependency)) {
                if (s.second() == second) {
                    return s.opened();
                }
            }
        }
        return Double.NaN;
    }

    private static double share(long part, long of) {
        return of == 0 ? Double.NaN : (double) part / of;
    }
}

package dev.unruly.judge;

import dev.unruly.model.DependencySecond;
import dev.unruly.stats.TTest;
import java.util.List;

/// What is waiting: wishes at the edge and requests at every listener.
final class Backlog {

    private static final int BLOCK_SECONDS = 5;
    private static final double LEVEL = 0.01;

    private final Ledger ledger;

    Backlog(Ledger ledger) {
        this.ledger = ledger;
    }

    /// In each second of [from, to).
    long[] perSecond(int from, int to) {
        long[] edge = ledger.flows.running(to);
        long[] sum = new long[to - from];
        for (int i = from; i < to; i++) {
            sum[i - from] = edge[i];
        }
        for (List<DependencySecond> seconds : ledger.dependencies) {
            for (DependencySecond second : seconds) {
                if (second.second() >= from && second.second() < to) {
                    sum[second.second() - from] += second.inFlight();
                }
            }
        }
        return sum;
    }

    /// Up to where [from, to) is known at every listener: while a run goes on, the latest seconds
    /// may still be on their way, and must not be taken for seconds in which nothing waited.
    private int known(int from, int to) {
        int known = to;
        for (List<DependencySecond> seconds : ledger.dependencies) {
            if (!seconds.isEmpty()) {
                known = Math.min(known, seconds.getLast().second() + 1);
            }
        }
        return Math.max(from, known);
    }

    /// Whether it falls over [from, to), by more than a wandering one would by chance.
    boolean falls(int from, int to) {
        double[] increments = TTest.increments(perSecond(from, known(from, to)), BLOCK_SECONDS);
        return increments.length >= 3 && TTest.of(increments).pBelow(0) < LEVEL;
    }

    /// How many seconds it takes to be empty at the pace of [from, to); infinite: never.
    double drainSeconds(int from, int to) {
        long[] backlog = perSecond(from, known(from, to));
        double[] increments = TTest.increments(backlog, BLOCK_SECONDS);
        if (increments.length < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double perSecond = TTest.of(increments).mean() / BLOCK_SECONDS;
        return perSecond >= 0 ? Double.POSITIVE_INFINITY : backlog[backlog.length - 1] / -perSecond;
    }

    /// Whether, in each second of [from, to), nothing waits that did not wait in the baseline too:
    /// no more wishes run, and no listener has more in flight, nor a tenth of its requests.
    boolean gone(Baseline baseline, int from, int to) {
        long[] edge = ledger.flows.running(to);
        for (int i = from; i < to; i++) {
            if (edge[i] > baseline.backlog95()) {
                return false;
            }
        }
        for (List<DependencySecond> seconds : ledger.dependencies) {
            if (!gone(seconds, baseline, from, to)) {
                return false;
            }
        }
        return true;
    }

    private static boolean gone(
            List<DependencySecond> seconds, Baseline baseline, int from, int to) {
        long inFlight = Baseline.inFlight95(seconds, baseline.from(), baseline.to());
        double requests = perSecond(seconds, baseline.from(), baseline.to());
        for (DependencySecond second : seconds) {
            if (second.second() >= from
                    && second.second() < to
                    && (second.inFlight() > inFlight || second.requests() > 0.1 * requests)) {
                return false;
            }
        }
        return true;
    }

    static double perSecond(List<DependencySecond> seconds, int from, int to) {
        long sum = 0;
        for (DependencySecond second : seconds) {
            if (second.second() >= from && second.second() < to) {
                sum += second.requests();
            }
        }
        return (double) sum / Math.max(1, to - from);
    }
}

package dev.unruly.checks;

import dev.unruly.advise.EndToEnd;
import dev.unruly.advise.LatencyBudget;
import dev.unruly.journal.JournalReader;
import dev.unruly.model.CallGraph;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Quiet;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Latencies;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;

/// What a run has seen at the till while nothing was wrong: the page as its buyers wait for it, and
/// what the identity provider took of that.
///
/// @param page from when it should have been sent to the end of its answer
/// @param identity its own time, of each call
/// @param asked calls of the identity provider
/// @param pages that were answered, of all kinds; each asks it once
record Till(Latencies page, Latencies identity, long asked, long pages) {

    private static final long SECOND = 1_000_000_000L;
    static final double PERCENTILE = 0.99;

    /// Reads a run's journal.
    ///
    /// @param endpoint the till's index
    static Till of(Path run, int endpoint, int from, int to) throws IOException {
        var ear = new Ear(endpoint, from, to);
        JournalReader.read(run, ear);
        return new Till(ear.page, ear.identity, ear.asked, ear.pages);
    }

    /// The page's percentile, as the arithmetic over the call graph gives it: one call of the
    /// identity provider, hedged or not, and the rest. Nobody has timed that by itself: it is what
    /// is left of the page's median, always the same, for next to the provider it hardly varies.
    LatencyBudget predicted(CallGraph provider) {
        long left = Math.max(1, page.quantile(0.5) - identity.quantile(0.5));
        var rest = new Latencies();
        rest.record(left, page.count());
        return new EndToEnd(
                        CallGraph.serial(new CallGraph.One("rest"), provider),
                        Map.of("rest", rest, "identity", identity))
                .independent(PERCENTILE, new SplittableRandom(1));
    }

    /// Within how much of a prediction a percentile of so many pages lies, in 95 of 100 cases: that
    /// of the prediction's own sample, which may be larger, by the square root of their sizes.
    Interval around(LatencyBudget predicted, double times) {
        double wider = times * StrictMath.sqrt(Math.max(1, (double) asked / page.count()));
        return new Interval(
                predicted.nanos() - wider * (predicted.nanos() - predicted.interval().low()),
                predicted.nanos() + wider * (predicted.interval().high() - predicted.nanos()));
    }

    long p99() {
        return page.quantile(PERCENTILE);
    }

    private static final class Ear extends Quiet {

        private final Latencies page = new Latencies();
        private final Latencies identity = new Latencies();
        private final int endpoint;
        private final int from;
        private final int to;
        private long asked;
        private long pages;

        Ear(int endpoint, int from, int to) {
            this.endpoint = endpoint;
            this.from = from;
            this.to = to;
        }

        @Override
        public void requested(Observation one) {
            long second = one.meantNanos() / SECOND;
            if (second < from || second >= to || one.outcome() != Outcome.OK || one.part() != 0) {
                return;
            }
            pages++;
            if (one.endpoint() == endpoint) {
                page.record(one.endedNanos() - one.meantNanos());
            }
        }

        @Override
        public void dependency(DependencySecond second) {
            if (second.second() >= from && second.second() < to) {
                asked += second.completed();
                identity.add(second.own());
            }
        }
    }
}

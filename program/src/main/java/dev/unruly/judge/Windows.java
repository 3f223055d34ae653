package dev.unruly.judge;

import dev.unruly.model.Conclusion;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Observation;
import dev.unruly.model.Roster;
import dev.unruly.stats.PerSecond;
import java.util.ArrayList;
import java.util.List;

/// How many wishes or requests were answered within a bound, second by second, for the expectations
/// that ask for every stretch of a length. Additive; nothing is kept where nobody asks.
final class Windows {

    private final List<Counts> counts = new ArrayList<>();

    Windows(Roster roster, List<Expectation> expectations) {
        for (Expectation e : expectations) {
            if (e.metric() instanceof Metric.QuantileOverAny any && e.of().dependency().isEmpty()) {
                counts.add(new Counts(e, any.quantile().latency(), roster));
            }
        }
    }

    /// What was counted for an expectation.
    ///
    /// @throws IllegalArgumentException if it was not there from the beginning on
    Counts of(Expectation e) {
        return counts.stream()
                .filter(c -> c.asked.equals(e))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("nobody counted for " + e.text()));
    }

    void add(Observation o, Part part) {
        for (Counts c : counts) {
            c.add(o, part);
        }
    }

    void add(Conclusion c, Part part) {
        for (Counts all : counts) {
            all.add(c, part);
        }
    }

    /// What was counted for one expectation: wishes by the second in which they were wished,
    /// requests by the second in which they were meant.
    static final class Counts {

        final PerSecond within = new PerSecond();
        final PerSecond all = new PerSecond();
        private final Expectation asked;
        private final Latency latency;
        private final long boundNanos;
        private final int endpoint;
        private final int persona;
        private final int region;

        Counts(Expectation asked, Latency latency, Roster roster) {
            Selector of = asked.of();
            this.asked = asked;
            this.latency = latency;
            this.boundNanos = Math.round(asked.bound() * 1e9);
            this.endpoint = index(of.endpoint(), roster.endpoints());
            this.persona = index(of.persona(), roster.personas());
            this.region = index(of.region(), roster.regions());
        }

        private static int index(String name, List<String> names) {
            return name.isEmpty() ? -1 : names.indexOf(name);
        }

        private void add(Conclusion c, Part part) {
            if (latency != Latency.PERCEIVED
                    || !takesIn(c.intention().endpoint(), c.intention().persona(), part)
                    || !named(region, c.intention().region())) {
                return;
            }
            int second = Cohorts.second(c.intention().meantNanos());
            switch (c.end()) {
                case ANSWERED -> answered(second, c.perceivedNanos());
                case LEFT, FAILED -> all.add(second, 1);
                case CUT_OFF -> unanswered(second, c.perceivedNanos());
            }
        }

        private void add(Observation o, Part part) {
            if (latency == Latency.PERCEIVED
                    || o.part() != 0
                    || o.meantNanos() < 0
                    || !takesIn(o.endpoint(), o.persona(), part)
                    || !named(region, o.region())) {
                return;
            }
            int second = Cohorts.second(o.meantNanos());
            if (o.status() > 0) {
                answered(second, latency == Latency.SERVICE ? o.serviceNanos() : o.responseNanos());
            } else {
                unanswered(second, o.responseNanos());
            }
        }

        private boolean takesIn(int ofEndpoint, int ofPersona, Part part) {
            return part.within(asked.scope())
                    && named(endpoint, ofEndpoint)
                    && named(persona, ofPersona);
        }

        private static boolean named(int wanted, int index) {
            return wanted < 0 || wanted == index;
        }

        private void answered(int second, long nanos) {
            all.add(second, 1);
            within.add(second, nanos <= boundNanos ? 1 : 0);
        }

        /// What would surely have been too late, had it been answered.
        private void unanswered(int second, long nanos) {
            if (nanos > boundNanos) {
                all.add(second, 1);
            }
        }
    }
}

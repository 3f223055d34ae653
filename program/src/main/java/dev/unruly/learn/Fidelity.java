package dev.unruly.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// How faithful a model is: what was simulated beside evidence that was held back, measure by
/// measure, each with the noise of the data against itself and a naive generator's figure.
///
/// @param heldBack how many sessions were held back
/// @param simulated how many were simulated
/// @param rows one per measure
public record Fidelity(int heldBack, int simulated, List<Row> rows) {

    private static final int SPLITS = 20;
    private static final int[] WINDOWS = {1, 10, 60, 600};
    private static final double NOISY = 1.25;

    /// A measure.
    ///
    /// @param name what is measured
    /// @param of how the figure is read
    /// @param model of the model; NaN: the evidence has nothing to measure
    /// @param floor of halves of the evidence against each other, the median and the 95th
    ///   percentile
    /// @param naive of the naive generator
    /// @param asked of a model that is to be called faithful
    /// @param limit what the model's must not exceed: what is asked, or the noise where that is
    ///   more
    public record Row(
            String name,
            String of,
            double model,
            double floor,
            double floorHigh,
            double naive,
            double asked,
            double limit) {

        /// Whether there was something to measure.
        public boolean measured() {
            return !Double.isNaN(model) && !Double.isNaN(limit);
        }

        /// Whether the model is within the limit only because so little evidence cannot tell more.
        public boolean lostInNoise() {
            return measured() && holds() && model > asked;
        }

        /// Whether the model is within the limit.
        public boolean holds() {
            return model <= limit;
        }
    }

    public Fidelity {
        rows = List.copyOf(rows);
    }

    /// The misses, in words.
    public List<String> misses() {
        return rows.stream()
                .filter(r -> r.measured() && !r.holds())
                .map(r ->
                        String.format(
                                Locale.ROOT,
                                "%s: %.3f, more than the limit %.3f",
                                r.name(),
                                r.model(),
                                r.limit()))
                .toList();
    }

    /// The measures of which so little evidence cannot tell whether the model keeps them.
    public List<String> inNoise() {
        return rows.stream().filter(Row::lostInNoise).map(Row::name).toList();
    }

    /// Whether nothing that was measured misses its limit.
    public boolean holds() {
        return misses().isEmpty();
    }

    /// A figure of two sets of sessions.
    private interface Measure {
        double of(List<Walk> real, List<Walk> other, SplittableRandom chance);
    }

    /// Compares.
    ///
    /// @param train what the model was learned from
    /// @param held the evidence that was held back; not empty
    /// @param simulated the model's sessions
    /// @param goals states that stand for success
    /// @param timed whether the evidence's times can be trusted
    public static Fidelity of(
            List<Walk> train,
            List<Walk> held,
            List<Walk> simulated,
            List<Integer> goals,
            boolean timed,
            SplittableRandom chance) {
        double[] starts = Likeness.starts(held);
        List<Walk> naive =
                Naive.walks(
                        train,
                        held.size(),
                        (long) starts[0],
                        (long) starts[starts.length - 1] + 1,
                        chance.split());
        var all = new ArrayList<Walk>(train);
        all.addAll(held);
        var table = new Table(all, held, simulated, naive, chance);
        table.add(
                "session length",
                "KS distance",
                0.05,
                (a, b, c) -> Likeness.distance(Likeness.lengths(a), Likeness.lengths(b), false, c));
        table.add(
                "transitions",
                "Jensen–Shannon, bits",
                0.045,
                (a, b, _) -> Likeness.transitions(a, b));
        table.add("real or simulated", "classifier's AUC", 0.6, Classifier::area);
        table.add("tries per wish", "log of the ratio", 0.05, logRatio(Likeness::tries));
        if (!goals.isEmpty()) {
            table.add(
                    "conversion",
                    "difference of shares",
                    0.02,
                    (a, b, _) ->
                            Math.abs(
                                    Likeness.conversion(a, goals) - Likeness.conversion(b, goals)));
        }
        if (held.stream().flatMap(w -> w.steps().stream()).anyMatch(s -> s.tookSeconds() >= 0)) {
            table.add(
                    "abandonment",
                    "largest gap of the curves",
                    0.02,
                    (a, b, _) -> Likeness.abandonment(a, b));
        }
        if (timed) {
            table.times();
        }
        return new Fidelity(held.size(), simulated.size(), table.rows);
    }

    private interface Single {
        double of(List<Walk> walks);
    }

    private static Measure logRatio(Single single) {
        return (a, b, _) -> Math.abs(Math.log(single.of(b) / single.of(a)));
    }

    private static final class Table {
        private final List<Walk> all;
        private final List<Walk> held;
        private final List<Walk> simulated;
        private final List<Walk> naive;
        private final SplittableRandom chance;
        private final List<Row> rows = new ArrayList<>();

        /// Whether arrivals in time are compared, which parts from elsewhere in time cannot show.
        private boolean course;

        Table(
                List<Walk> all,
                List<Walk> held,
                List<Walk> simulated,
                List<Walk> naive,
                SplittableRandom chance) {
            this.all = all;
            this.held = held;
            this.simulated = simulated;
            this.naive = naive;
            this.chance = chance;
        }

        /// What needs times that can be trusted.
        void times() {
            add(
                    "think time",
                    "KS distance",
                    0.05,
                    (a, b, c) ->
                            Likeness.distance(Likeness.thinks(a), Likeness.thinks(b), true, c));
            course = true;
            add("course of the day", "total variation", 0.1, (a, b, _) -> Likeness.hours(a, b));
            for (int seconds : WINDOWS) {
                add(
                        "dispersion at " + seconds + " s",
                        "log of the ratio",
                        Math.log(1.5),
                        logRatio(w -> Likeness.dispersion(Likeness.starts(w), seconds)));
            }
            add(
                    "burstiness of arrivals",
                    "difference",
                    0.1,
                    (a, b, _) ->
                            Math.abs(
                                    Likeness.burstiness(Likeness.starts(a))
                                            - Likeness.burstiness(Likeness.starts(b))));
            add(
                    "memory of arrivals",
                    "difference",
                    0.1,
                    (a, b, _) ->
                            Math.abs(
                                    Likeness.memory(Likeness.starts(a))
                                            - Likeness.memory(Likeness.starts(b))));
        }

        /// Two parts of the evidence as large as what was held back, or halves of it where it is
        /// not so much.
        private void split(List<Walk> one, List<Walk> other) {
            List<Walk> from = course ? held : all;
            double share = Math.min(0.5, (double) held.size() / from.size());
            for (Walk walk : from) {
                double at = chance.nextDouble();
                if (at < 2 * share) {
                    (at < share ? one : other).add(walk);
                }
            }
        }

        void add(String name, String of, double limit, Measure measure) {
            double[] floors = new double[SPLITS];
            int known = 0;
            for (int i = 0; i < SPLITS; i++) {
                var one = new ArrayList<Walk>();
                var other = new ArrayList<Walk>();
                split(one, other);
                double floor =
                        one.isEmpty() || other.isEmpty()
                                ? Double.NaN
                                : measure.of(one, other, chance);
                if (!Double.isNaN(floor)) {
                    floors[known++] = floor;
                }
            }
            Arrays.sort(floors, 0, known);
            double high = known == 0 ? Double.NaN : floors[(int) (0.95 * (known - 1))];
            double middle = known == 0 ? Double.NaN : floors[known / 2];
            rows.add(
                    new Row(
                            name,
                            of,
                            simulated.isEmpty() ? Double.NaN : measure.of(held, simulated, chance),
                            middle,
                            high,
                            measure.of(held, naive, chance),
                            limit,
                            Double.isNaN(high) ? limit : Math.max(limit, NOISY * high)));
        }
    }
}

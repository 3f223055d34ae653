package dev.unruly.learn;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// How faithful a model is: what was simulated beside evidence that was held back, measure by
/// measure, each with the noise of the data against itself and a naive generator's figure.
///
/// @param heldBack how many sessions were held back
/// @param simulated how many were simulated
/// @param parts into how many parts of time they fall, each beside what was learned before it
/// @param rows one per measure
/// @param curves of what some of them compare
public record Fidelity(int heldBack, int simulated, int parts, List<Row> rows, List<Curve> curves) {

    /// By how much a model is to be nearer than the naive generator.
    public static final double TIMES = 3;

    private static final int[] WINDOWS = {1, 10, 60, 600};

    /// A part of the time.
    ///
    /// @param train what the model was learned from
    /// @param held the evidence that was held back; not empty
    /// @param plays the model's sessions, as exactly as they were played, once and again: the fewer
    ///   are played, the more is luck; in each part as often
    public record Part(List<Walk> train, List<Walk> held, List<List<Walk>> plays) {}

    /// How something is distributed: its quantiles from the least to the greatest, evenly apart.
    ///
    /// @param unit behind a number
    /// @param logarithmic whether to be read on a logarithmic scale
    public record Curve(
            String name,
            String unit,
            boolean logarithmic,
            double[] evidence,
            double[] model,
            double[] naive) {}

    /// A measure.
    ///
    /// @param name what is measured
    /// @param of how the figure is read
    /// @param model of the model; NaN: the evidence has nothing to measure
    /// @param floor of parts of the evidence against each other, the median and the 95th percentile
    /// @param naive of the naive generator
    /// @param asked of a model that is to be called faithful
    /// @param limit what the model's must not exceed: what is asked, or the noise where that is
    ///   more
    /// @param past of the evidence that was learned from: what no model of it can well undercut
    /// @param noise of the two comparisons
    public record Row(
            String name,
            String of,
            double model,
            double floor,
            double floorHigh,
            double naive,
            double asked,
            double limit,
            double past,
            Noise noise) {

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

        /// By how much the model is further off than chance alone puts two such sets.
        public double excess() {
            return Math.max(0, model - noise.model());
        }

        /// By how much the naive generator is.
        public double naiveExcess() {
            return Math.max(0, naive - noise.naive());
        }

        /// Whether the naive generator is further off than chance explains: else there is nothing
        /// to be better than.
        public boolean naiveShows() {
            return measured() && naive > noise.naiveHigh();
        }

        /// How many times nearer the model is than the naive generator, beyond chance; infinite
        /// where chance explains all of the model's distance.
        public double times() {
            return naiveExcess() / excess();
        }

        /// How many times nearer it is at least, with 95 %: what chance may have hidden of the
        /// model's distance is added to it.
        public double timesAtLeast() {
            return naiveExcess() / (excess() + Math.max(0, noise.modelHigh() - noise.model()));
        }
    }

    /// What a figure would be if both sides were of one kind: of sessions shuffled between the two
    /// sides (Eugene Edgington, "Randomization tests", 1964), on average and at the 95th
    /// percentile. What distances of few sessions are above it is what is to be compared: a raw
    /// distance is mostly noise.
    public record Noise(double model, double modelHigh, double naive, double naiveHigh) {}

    public Fidelity {
        rows = List.copyOf(rows);
        curves = List.copyOf(curves);
    }

    /// The misses, in words.
    public List<String> misses() {
        return rows.stream()
                .filter(r -> r.measured() && !r.holds())
                .map(r ->
                        String.format(
                                Locale.ROOT,
                                "%s: %.3f, more than the limit %.3f; what was learned from is"
                                        + " itself %.3f from what was held back",
                                r.name(),
                                r.model(),
                                r.limit(),
                                r.past()))
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

    /// What of the naive generator's distance, beyond chance, shows that the model is nearer by
    /// less than three times, in words.
    public List<String> notNearer() {
        return rows.stream()
                .filter(r -> r.naiveShows() && !(r.times() >= TIMES))
                .map(r -> String.format(Locale.ROOT, "%s: %.1f times nearer", r.name(), r.times()))
                .toList();
    }

    /// A figure of two sets of sessions.
    interface Measure {
        double of(List<Walk> real, List<Walk> other, SplittableRandom chance);
    }

    /// Compares.
    ///
    /// @param parts in order of time
    /// @param goals states that stand for success
    /// @param settings how the evidence's sessions were made
    public static Fidelity of(
            List<Part> parts, List<Integer> goals, Settings settings, SplittableRandom chance) {
        var grain = new Grain(settings, chance.split());
        var table = new FidelityTable(chance);
        for (Part part : parts) {
            double[] starts = Likeness.starts(part.held());
            List<Walk> naive =
                    Naive.walks(
                            part.train(),
                            part.held().size(),
                            (long) starts[0],
                            (long) starts[starts.length - 1] + 1,
                            chance.split());
            table.add(part, part.plays().stream().map(grain::of).toList(), grain.of(naive));
        }
        List<Walk> held = table.held();
        table.add(
                "session length",
                "KS distance",
                0.05,
                (a, b, _) -> Likeness.distance(Likeness.lengths(a), Likeness.lengths(b)));
        table.curve("pages of a session", "", false, Likeness::lengths);
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
        if (settings.timesTrusted()) {
            times(table, grain);
        }
        return new Fidelity(
                held.size(), table.simulated(), parts.size(), table.rows(), table.curves());
    }

    /// What needs times that can be trusted.
    private static void times(FidelityTable table, Grain grain) {
        table.add(
                "think time",
                "KS distance",
                0.05,
                (a, b, _) ->
                        Likeness.distance(
                                grain.spread(Likeness.thinks(a)),
                                grain.spread(Likeness.thinks(b))));
        table.curve("time to think", " s", true, w -> grain.spread(Likeness.thinks(w)));
        table.course();
        table.add("course of the day", "total variation", 0.1, (a, b, _) -> Likeness.hours(a, b));
        for (int seconds : WINDOWS) {
            table.add(
                    "dispersion at " + seconds + " s",
                    "log of the ratio",
                    Math.log(1.5),
                    logRatio(w -> Likeness.dispersion(Likeness.starts(w), seconds)));
        }
        table.add(
                "burstiness of arrivals",
                "difference",
                0.1,
                difference(w -> Likeness.burstiness(Likeness.starts(w))));
        table.add(
                "memory of arrivals",
                "difference",
                0.1,
                difference(w -> Likeness.memory(Likeness.starts(w))));
    }

    private interface Single {
        double of(List<Walk> walks);
    }

    private static Measure logRatio(Single single) {
        return (a, b, _) -> Math.abs(Math.log(single.of(b) / single.of(a)));
    }

    private static Measure difference(Single single) {
        return (a, b, _) -> Math.abs(single.of(a) - single.of(b));
    }
}

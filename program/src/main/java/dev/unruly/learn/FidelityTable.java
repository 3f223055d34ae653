package dev.unruly.learn;

import dev.unruly.learn.Fidelity.Curve;
import dev.unruly.learn.Fidelity.Measure;
import dev.unruly.learn.Fidelity.Noise;
import dev.unruly.learn.Fidelity.Part;
import dev.unruly.learn.Fidelity.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/// Sets of sessions that are compared, and the measures of them so far. Mutable.
final class FidelityTable {

    private static final int SPLITS = 20;
    private static final int QUANTILES = 100;
    private static final int MOST_SHUFFLES = 60;
    private static final int LEAST_SHUFFLES = 10;

    /// Of many sessions fewer shuffles do: noise is small then.
    private static final int SHUFFLED = 100_000;

    private static final double NOISY = 1.25;

    private final SplittableRandom chance;
    private final List<Walk> all = new ArrayList<>();
    private final List<Walk> past = new ArrayList<>();
    private final List<Walk> held = new ArrayList<>();
    private final List<List<Walk>> plays = new ArrayList<>();
    private final List<Walk> naive = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Curve> curves = new ArrayList<>();

    /// Whether arrivals in time are compared, which parts from elsewhere in time cannot show.
    private boolean course;

    FidelityTable(SplittableRandom chance) {
        this.chance = chance;
    }

    /// @param played the model's sessions as a log would show them, play by play
    /// @param naively a naive generator's
    void add(Part part, List<List<Walk>> played, List<Walk> naively) {
        // The last part was learned from all before it.
        all.clear();
        all.addAll(part.train());
        all.addAll(part.held());
        held.addAll(part.held());
        past.addAll(part.train());
        for (int i = 0; i < played.size(); i++) {
            if (i == plays.size()) {
                plays.add(new ArrayList<>());
            }
            plays.get(i).addAll(played.get(i));
        }
        naive.addAll(naively);
    }

    List<Walk> held() {
        return held;
    }

    int simulated() {
        return together().size();
    }

    List<Row> rows() {
        return rows;
    }

    List<Curve> curves() {
        return curves;
    }

    /// Draws what a measure compares, where each side has some of it.
    void curve(String name, String unit, boolean logarithmic, Function<List<Walk>, double[]> of) {
        double[] evidence = quantiles(of.apply(held));
        double[] model = quantiles(of.apply(together()));
        double[] without = quantiles(of.apply(naive));
        if (evidence.length > 0 && model.length > 0 && without.length > 0) {
            curves.add(new Curve(name, unit, logarithmic, evidence, model, without));
        }
    }

    private static double[] quantiles(double[] values) {
        if (values.length == 0) {
            return values;
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double[] quantiles = new double[QUANTILES + 1];
        for (int i = 0; i <= QUANTILES; i++) {
            quantiles[i] = sorted[(int) Math.round((double) i / QUANTILES * (sorted.length - 1))];
        }
        return quantiles;
    }

    /// What comes now is of arrivals in time.
    void course() {
        course = true;
    }

    /// Two parts of the evidence as large as what was held back, or halves of it where it is not so
    /// much.
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
        for (int i = 0; i < SPLITS; i++) {
            var one = new ArrayList<Walk>();
            var other = new ArrayList<Walk>();
            split(one, other);
            floors[i] =
                    one.isEmpty() || other.isEmpty() ? Double.NaN : measure.of(one, other, chance);
        }
        double[] known = known(floors);
        double high = high(known);
        // How many come when is a matter of each play; all else of all together.
        List<List<Walk>> models = course ? plays : List.of(together());
        double[] noise = known(shuffled(models.getFirst(), measure));
        double[] naiveNoise = known(shuffled(naive, measure));
        rows.add(
                new Row(
                        name,
                        of,
                        mean(models.stream().mapToDouble(m -> model(m, measure)).toArray()),
                        known.length == 0 ? Double.NaN : known[known.length / 2],
                        high,
                        measure.of(held, naive, chance),
                        limit,
                        Double.isNaN(high) ? limit : Math.max(limit, NOISY * high),
                        measure.of(held, past, chance),
                        new Noise(mean(noise), high(noise), mean(naiveNoise), high(naiveNoise))));
    }

    private List<Walk> together() {
        return plays.stream().flatMap(List::stream).toList();
    }

    private double model(List<Walk> play, Measure measure) {
        return play.isEmpty() ? Double.NaN : measure.of(held, play, chance);
    }

    /// The measure of what was held back and others, each session on either side by chance.
    private double[] shuffled(List<Walk> others, Measure measure) {
        if (others.isEmpty()) {
            return new double[0];
        }
        var both = new ArrayList<Walk>(held);
        both.addAll(others);
        double[] figures =
                new double[Math.clamp(SHUFFLED / both.size(), LEAST_SHUFFLES, MOST_SHUFFLES)];
        for (int run = 0; run < figures.length; run++) {
            for (int i = both.size() - 1; i > 0; i--) {
                Walk kept = both.get(i);
                int j = chance.nextInt(i + 1);
                both.set(i, both.get(j));
                both.set(j, kept);
            }
            List<Walk> one = both.subList(0, held.size());
            figures[run] = measure.of(one, both.subList(held.size(), both.size()), chance);
        }
        return figures;
    }

    /// Rising, without those that are not known.
    private static double[] known(double[] figures) {
        return Arrays.stream(figures).filter(f -> !Double.isNaN(f)).sorted().toArray();
    }

    private static double mean(double[] rising) {
        return Arrays.stream(rising).average().orElse(Double.NaN);
    }

    private static double high(double[] rising) {
        return rising.length == 0 ? Double.NaN : rising[(int) (0.95 * (rising.length - 1))];
    }
}

package dev.unruly.learn;

import dev.unruly.learn.Fidelity.Measure;
import dev.unruly.learn.Fidelity.Noise;
import dev.unruly.learn.Fidelity.Part;
import dev.unruly.learn.Fidelity.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/// Sets of sessions that are compared, and the measures of them so far. Mutable.
final class FidelityTable {

    private static final int SPLITS = 20;
    private static final int MOST_SHUFFLES = 60;
    private static final int LEAST_SHUFFLES = 10;

    /// Of many sessions fewer shuffles do: noise is small then.
    private static final int SHUFFLED = 100_000;

    private static final double NOISY = 1.25;

    private final SplittableRandom chance;
    private final List<Walk> all = new ArrayList<>();
    private final List<Walk> held = new ArrayList<>();
    private final List<Walk> simulated = new ArrayList<>();
    private final List<Walk> more = new ArrayList<>();
    private final List<Walk> naive = new ArrayList<>();
    private final List<Row> rows = new ArrayList<>();

    /// Whether arrivals in time are compared, which parts from elsewhere in time cannot show.
    private boolean course;

    FidelityTable(SplittableRandom chance) {
        this.chance = chance;
    }

    /// @param played the model's sessions as a log would show them
    /// @param further more of them
    /// @param naively a naive generator's
    void add(Part part, List<Walk> played, List<Walk> further, List<Walk> naively) {
        // The last part was learned from all before it.
        all.clear();
        all.addAll(part.train());
        all.addAll(part.held());
        held.addAll(part.held());
        simulated.addAll(played);
        more.addAll(played);
        more.addAll(further);
        naive.addAll(naively);
    }

    List<Walk> held() {
        return held;
    }

    int simulated() {
        return more.size();
    }

    List<Row> rows() {
        return rows;
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
        List<Walk> model = course ? simulated : more;
        double[] noise = known(shuffled(model, measure));
        double[] naiveNoise = known(shuffled(naive, measure));
        rows.add(
                new Row(
                        name,
                        of,
                        model.isEmpty() ? Double.NaN : measure.of(held, model, chance),
                        known.length == 0 ? Double.NaN : known[known.length / 2],
                        high,
                        measure.of(held, naive, chance),
                        limit,
                        Double.isNaN(high) ? limit : Math.max(limit, NOISY * high),
                        new Noise(mean(noise), high(noise), mean(naiveNoise), high(naiveNoise))));
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

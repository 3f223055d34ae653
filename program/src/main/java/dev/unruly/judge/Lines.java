package dev.unruly.judge;

import dev.unruly.model.Cause;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Outcome;
import dev.unruly.model.RunResult.Health;
import dev.unruly.model.RunResult.Timeline;
import dev.unruly.model.Series;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.PerSecond;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/// Makes lines over time of what a ledger holds, one value a second.
final class Lines {

    /// The heat map's rows: four to an octave, from a millisecond to two minutes.
    private static final int HEAT_ROWS = 68;

    private static final double HEAT_FIRST_SECONDS = 0.001;

    private final Ledger ledger;
    private final int seconds;
    private final double[] planned;

    Lines(Ledger ledger, int seconds, double[] planned) {
        this.ledger = ledger;
        this.seconds = seconds;
        this.planned = planned;
    }

    Timeline timeline() {
        Flows flows = ledger.flows;
        var byCause = new EnumMap<Cause, Series>(Cause.class);
        flows.byCause.forEach((cause, counts) -> byCause.put(cause, of(counts)));
        var byOutcome = new LinkedHashMap<String, Series>();
        for (Map.Entry<Outcome, PerSecond> entry : flows.byOutcome.entrySet()) {
            byOutcome.put(word(entry.getKey()), of(entry.getValue()));
        }
        long[] running = flows.running(seconds);
        return new Timeline(
                of(flows.begun),
                each(s -> s < planned.length ? planned[s] : Double.NaN),
                of(flows.needed),
                of(flows.requests),
                of(flows.answered),
                of(flows.abandoned),
                each(s -> running[s]),
                each(s -> quantile(flows.perceived(s), 0.5)),
                each(s -> p99(flows.perceived(s))),
                byCause,
                byOutcome,
                heat(flows),
                heatSeconds());
    }

    Health health(Fitness fitness, long notSent) {
        Latencies lateness = fitness.lateness();
        return new Health(
                fitness.fit(),
                fitness.reasons(),
                quantile(lateness, 0.5),
                p99(lateness),
                quantile(lateness, 0.999),
                fitness.cpuShare(),
                fitness.longestPauseNanos() / 1e9,
                notSent,
                generator(GeneratorSecond::cpuShare),
                generator(s -> p99(s.lateness())),
                generator(GeneratorSecond::openConnections),
                generator(GeneratorSecond::openDescriptors));
    }

    Series each(ToDoubleFunction<Integer> value) {
        double[] values = new double[seconds];
        for (int i = 0; i < seconds; i++) {
            values[i] = value.applyAsDouble(i);
        }
        return Series.of(values);
    }

    Series of(PerSecond counts) {
        return each(counts::at);
    }

    Series ofGuards(List<GuardSecond> list, ToDoubleFunction<GuardSecond> value) {
        double[] values = new double[seconds];
        Arrays.fill(values, Double.NaN);
        for (GuardSecond second : list) {
            if (second.second() >= 0 && second.second() < seconds) {
                values[second.second()] = value.applyAsDouble(second);
            }
        }
        return Series.of(values);
    }

    Series of(List<DependencySecond> list, ToDoubleFunction<DependencySecond> value) {
        double[] values = new double[seconds];
        Arrays.fill(values, Double.NaN);
        for (DependencySecond second : list) {
            if (second.second() >= 0 && second.second() < seconds) {
                values[second.second()] = value.applyAsDouble(second);
            }
        }
        return Series.of(values);
    }

    private Series generator(ToDoubleFunction<GeneratorSecond> value) {
        double[] values = new double[seconds];
        Arrays.fill(values, Double.NaN);
        for (GeneratorSecond second : ledger.generator) {
            if (second.second() >= 0 && second.second() < seconds) {
                double v = value.applyAsDouble(second);
                values[second.second()] = v < 0 ? Double.NaN : v;
            }
        }
        return Series.of(values);
    }

    private List<Series> heat(Flows flows) {
        double[][] rows = new double[HEAT_ROWS][seconds];
        for (int s = 0; s < seconds; s++) {
            int column = s;
            flows.perceived(s)
                    .visit((above, upTo, count) -> rows[heatRow(upTo / 1e9)][column] += count);
        }
        var heat = new ArrayList<Series>();
        for (double[] row : rows) {
            heat.add(Series.of(row));
        }
        return heat;
    }

    private static int heatRow(double value) {
        double octaves = StrictMath.log(value / HEAT_FIRST_SECONDS) / StrictMath.log(2);
        return Math.clamp((long) Math.ceil(4 * octaves - 1e-6), 0, HEAT_ROWS - 1);
    }

    private static List<Double> heatSeconds() {
        var bounds = new ArrayList<Double>();
        for (int i = 0; i < HEAT_ROWS; i++) {
            bounds.add(HEAT_FIRST_SECONDS * StrictMath.exp(StrictMath.log(2) * i / 4));
        }
        return bounds;
    }

    static double p99(Latencies latencies) {
        return quantile(latencies, 0.99);
    }

    private static double quantile(Latencies latencies, double q) {
        return latencies.isEmpty() ? Double.NaN : latencies.quantile(q) / 1e9;
    }

    /// `WRONG_STATUS` as `wrong status`.
    static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}

package dev.unruly.run;

import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Quantiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a model said of an experiment, beside what a real run of the same has shown.
///
/// @param rows figure by figure
public record Prediction(List<Row> rows) {

    /// Fewer answers have no p99 to be compared.
    private static final long LEAST_FOR_P99 = 100;

    /// One figure.
    ///
    /// @param real as measured
    /// @param predicted by the model
    /// @param error of the prediction, in words
    public record Row(String figure, String real, String predicted, String error) {}

    public Prediction {
        rows = List.copyOf(rows);
    }

    /// Compares two results of the same experiment.
    public static Prediction of(RunResult real, RunResult predicted) {
        var rows = new ArrayList<Row>();
        rows.add(word("verdict", real.verdict().word(), predicted.verdict().word()));
        rows.add(word("recovery", real.recovery().word(), predicted.recovery().word()));
        rows.add(
                times(
                        "time to recover",
                        "%.0f s",
                        real.timeToRecoverSeconds(),
                        predicted.timeToRecoverSeconds()));
        byPhase(rows, "goodput", true, real.goodput(), predicted.goodput());
        byPhase(rows, "amplification", false, real.amplification(), predicted.amplification());
        Map<String, Quantiles> measured = real.latency().getOrDefault("perceived", Map.of());
        Map<String, Quantiles> said = predicted.latency().getOrDefault("perceived", Map.of());
        measured.forEach((endpoint, all) -> {
            Quantiles other = said.get(endpoint);
            if (other != null && all.count() > 0 && other.count() > 0) {
                rows.add(times("p50 of " + endpoint, "%.3f s", all.p50(), other.p50()));
                if (Math.min(all.count(), other.count()) >= LEAST_FOR_P99) {
                    rows.add(times("p99 of " + endpoint, "%.3f s", all.p99(), other.p99()));
                }
            }
        });
        return new Prediction(rows);
    }

    private static void byPhase(
            List<Row> rows,
            String what,
            boolean share,
            RunResult.ByPhase real,
            RunResult.ByPhase said) {
        rows.add(one(what + ", baseline", share, real.baseline(), said.baseline()));
        rows.add(one(what + ", trigger", share, real.trigger(), said.trigger()));
        rows.add(one(what + ", afterwards", share, real.watch(), said.watch()));
    }

    private static Row one(String what, boolean share, double real, double said) {
        if (!share) {
            return times(what, "%.2f", real, said);
        }
        String error =
                Double.isNaN(real) || Double.isNaN(said)
                        ? "–"
                        : say("%+.1f points", 100 * (said - real));
        return new Row(what, figure("%.1f %%", 100 * real), figure("%.1f %%", 100 * said), error);
    }

    private static Row word(String what, String real, String said) {
        return new Row(what, real, said, real.equals(said) ? "the same" : "wrong");
    }

    private static Row times(String what, String format, double real, double said) {
        String error;
        if (Double.isNaN(real) && Double.isNaN(said)) {
            error = "the same";
        } else if (Double.isNaN(real) || Double.isNaN(said)) {
            error = "wrong";
        } else if (real == 0) {
            error = said == 0 ? "the same" : "–";
        } else {
            error = say("%+.0f %%", 100 * (said / real - 1));
        }
        return new Row(what, figure(format, real), figure(format, said), error);
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "–" : say(format, value);
    }

    private static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }

    /// A table.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        lines.add("%-26s %14s %14s %14s".formatted("", "measured", "predicted", "error"));
        for (Row row : rows) {
            lines.add(
                    "%-26s %14s %14s %14s"
                            .formatted(row.figure, row.real, row.predicted, row.error));
        }
        return lines;
    }
}

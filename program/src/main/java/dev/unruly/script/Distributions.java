package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;

/// YAML → distributions of a length of time, in seconds: `2s`, or `{ weibull: { … }, most: 60s }`.
final class Distributions {

    static final String EXAMPLE = "2s, or { log-logistic: { shape: 1.3, scale: 6s } }";

    private static final Distribution HARMLESS = new Distribution.Constant(1);
    private static final String[] KINDS = {
        "uniform",
        "exponential",
        "weibull",
        "log-logistic",
        "lognormal",
        "pareto",
        "gamma",
        "empirical"
    };

    private Distributions() {}

    /// A distribution of seconds.
    static Distribution read(Value value) {
        if (!value.isMapping()) {
            return new Distribution.Constant(value.nanos(0, EXAMPLE) / 1e9);
        }
        int mark = value.reading().mark();
        Section section = value.section("distribution", EXAMPLE);
        Distribution plain =
                section.oneOf("{ exponential: { mean: 2s } }", KINDS)
                        .map(Distributions::plain)
                        .orElse(HARMLESS);
        Distribution capped =
                section.find("most")
                        .<Distribution>map(
                                v -> new Distribution.Capped(plain, v.nanos(1, "60s") / 1e9))
                        .orElse(plain);
        section.done();
        return value.reading().cleanSince(mark) ? capped : HARMLESS;
    }

    private static Distribution plain(Value value) {
        if (value.label().equals("empirical")) {
            return empirical(value);
        }
        Section s = value.section(value.label(), "{ … } with its parameters");
        Distribution distribution =
                switch (value.label()) {
                    case "uniform" -> uniform(s);
                    case "exponential" -> new Distribution.Exponential(seconds(s, "mean", "2s"));
                    case "weibull" ->
                            new Distribution.Weibull(
                                    number(s, "shape", "2.2"), seconds(s, "scale", "4s"));
                    case "log-logistic" ->
                            new Distribution.LogLogistic(
                                    number(s, "shape", "1.3"), seconds(s, "scale", "50s"));
                    case "lognormal" ->
                            new Distribution.Lognormal(
                                    seconds(s, "median", "80ms"), number(s, "sigma", "0.6"));
                    case "pareto" ->
                            new Distribution.Pareto(
                                    number(s, "shape", "1.5"), seconds(s, "least", "1s"));
                    case "gamma" ->
                            new Distribution.Gamma(
                                    number(s, "shape", "2"), seconds(s, "scale", "1s"));
                    default -> throw new IllegalStateException("kind " + value.label());
                };
        s.done();
        return distribution;
    }

    private static Distribution uniform(Section section) {
        double from = section.need("from", "1s").map(v -> v.nanos(0, "1s")).orElse(0L) / 1e9;
        Value to = section.need("to", "3s").orElse(section.value());
        double until = section.has("to") ? to.nanos(0, "3s") / 1e9 : from + 1;
        if (!(from < until)) {
            to.wrong("`to` must be more than `from`", "write { uniform: { from: 1s, to: 3s } }");
            return HARMLESS;
        }
        return new Distribution.Uniform(from, until);
    }

    private static double seconds(Section section, String key, String example) {
        return section.need(key, example).map(v -> v.nanos(1, example) / 1e9).orElse(1.0);
    }

    private static double number(Section section, String key, String example) {
        return section.need(key, example)
                .map(v -> v.number(1e-3, 1e3, "a number such as " + example))
                .orElse(1.0);
    }

    private static Distribution empirical(Value value) {
        String example = "{ p0: 1s, p50: 4s, p90: 20s, p100: 60s }";
        int mark = value.reading().mark();
        var seconds = new TreeMap<Double, Double>();
        for (Map.Entry<Value, Value> entry : value.entries(example).entrySet()) {
            Value key = entry.getKey();
            OptionalDouble quantile = Units.quantile(key.text("p50"));
            if (quantile.isEmpty()
                    || !(quantile.getAsDouble() >= 0 && quantile.getAsDouble() <= 1)) {
                key.wrong("`" + key.text("p50") + "` is no quantile", "write p0, p50, p99 … p100");
            } else {
                seconds.put(quantile.getAsDouble(), entry.getValue().nanos(0, "4s") / 1e9);
            }
        }
        if (!value.reading().cleanSince(mark)) {
            return HARMLESS;
        }
        if (!seconds.containsKey(0.0) || !seconds.containsKey(1.0)) {
            value.wrong("`empirical` must go from p0 to p100", "write " + example);
            return HARMLESS;
        }
        double before = 0;
        for (double x : seconds.values()) {
            if (x < before) {
                value.wrong("quantiles must not fall", "write " + example);
                return HARMLESS;
            }
            before = x;
        }
        return Empirical.of(
                seconds.keySet().stream().mapToDouble(Double::doubleValue).toArray(),
                seconds.values().stream().mapToDouble(Double::doubleValue).toArray());
    }
}

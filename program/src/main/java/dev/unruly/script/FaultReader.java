package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Dependency;
import dev.unruly.model.Fault;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Share;
import dev.unruly.model.Trigger;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// `fault:` → what is done to a dependency's traffic.
final class FaultReader {

    private static final String[] KINDS = {
        "latency", "stall", "error", "reset", "bandwidth", "blackhole"
    };

    private final Map<String, Dependency.Protocol> dependencies;
    private final Map<String, ObservedLatency> observed;

    /// @param observed what dependencies took in production, by their names; of those that are not
    ///   there, the run itself has to see it
    FaultReader(
            Map<String, Dependency.Protocol> dependencies, Map<String, ObservedLatency> observed) {
        this.dependencies = dependencies;
        this.observed = observed;
    }

    Trigger read(Value value) {
        Section section = value.section("fault", "{ at: 15s, for: 5s, on: database, stall: {} }");
        long at = section.need("at", "15s").map(v -> v.nanos(0, "15s")).orElse(0L);
        long length = section.need("for", "5s").map(v -> v.nanos(1, "5s")).orElse(1L);
        Optional<Value> on = section.need("on", "database");
        String dependency = on.map(this::dependency).orElse("");
        Fault fault =
                section.oneOf("stall: {}", KINDS)
                        .map(v -> fault(v, dependency))
                        .orElseGet(Fault.Stall::new);
        section.done();
        return new Trigger.OnDependency(dependency, fault, at, length);
    }

    private String dependency(Value value) {
        String name = value.text("database");
        if (value.isText() && !dependencies.containsKey(name)) {
            value.wrongText(
                    "is no dependency",
                    Nearest.instead(
                            name, dependencies.keySet(), "describe it under `dependencies:`"));
        }
        return name;
    }

    private Fault fault(Value value, String dependency) {
        Dependency.Protocol protocol =
                dependencies.getOrDefault(dependency, Dependency.Protocol.HTTP);
        return switch (value.label()) {
            case "latency" -> latency(value, dependency, protocol);
            case "stall" -> {
                nothing(value, "stall");
                yield new Fault.Stall();
            }
            case "error" -> error(value, protocol);
            case "reset" -> new Fault.Reset(resetShare(value));
            case "bandwidth" -> new Fault.Bandwidth(Math.max(1, value.bitsPerSecond("64kB/s") / 8));
            case "blackhole" -> {
                nothing(value, "blackhole");
                yield new Fault.Blackhole();
            }
            default -> throw new IllegalStateException("fault " + value.label());
        };
    }

    /// A fault without settings: `{}`, or nothing at all.
    private static void nothing(Value value, String shape) {
        if (!value.empty()) {
            value.section(shape, "{}").done();
        }
    }

    private static Share resetShare(Value value) {
        if (value.empty()) {
            return Share.ALL;
        }
        Section section = value.section("reset", "{ share: 30% }");
        Share share = share(section);
        section.done();
        return share;
    }

    private static Share share(Section section) {
        Optional<Value> value = section.find("share");
        Share share = value.map(v -> v.share("30%")).orElse(Share.ALL);
        if (share.value() == 0) {
            value.ifPresent(v -> v.wrongText("hurts nobody", "write 30%"));
        }
        return share;
    }

    private static Fault error(Value value, Dependency.Protocol protocol) {
        if (protocol != Dependency.Protocol.HTTP) {
            value.wrong(
                    "errors can only be answered over HTTP",
                    "write reset: {} or blackhole: {}, or give the dependency protocol: http");
        }
        if (value.empty()) {
            return new Fault.Error(Share.ALL, 503);
        }
        Section section = value.section("error", "{ share: 30%, status: 503 }");
        Share share = share(section);
        int status = section.find("status").map(v -> (int) v.whole(400, 599, "503")).orElse(503);
        section.done();
        return new Fault.Error(share, status);
    }

    private Fault latency(Value value, String on, Dependency.Protocol protocol) {
        Section section = value.section("latency", "{ add: 200ms }");
        Fault.Delay delay =
                section.oneOf("add: 200ms", "add", "times-observed", "observed")
                        .map(v -> delay(v, on, protocol))
                        .orElse(new Fault.Delay.TimesObserved(1));
        Share share = share(section);
        section.done();
        return new Fault.Latency(delay, share);
    }

    private Fault.Delay delay(Value value, String on, Dependency.Protocol protocol) {
        boolean seen = !value.label().equals("add");
        if (seen && protocol == Dependency.Protocol.TCP) {
            value.wrong(
                    "of a tcp dependency only connections are seen, not what its answers take",
                    "write add: 200ms, or give it protocol: http, postgres or redis");
        }
        return switch (value.label()) {
            case "add" -> new Fault.Delay.Drawn(Distributions.read(value));
            case "times-observed" ->
                    new Fault.Delay.TimesObserved(
                            value.number(1, 1e6, "a factor from 1 on, such as 3"));
            case "observed" -> observed(quantile(value), on);
            default -> throw new IllegalStateException("latency " + value.label());
        };
    }

    /// What production took, where a latency file says so, else what the run will have seen.
    private Fault.Delay observed(double quantile, String on) {
        ObservedLatency known = observed.get(on);
        return known == null
                ? new Fault.Delay.ObservedQuantile(quantile)
                : new Fault.Delay.Drawn(
                        new Distribution.Constant(
                                ObservedLatency.quantile(known.answered(), quantile) / 1e9));
    }

    private static double quantile(Value value) {
        OptionalDouble quantile = Units.quantile(value.isText() ? value.text("p99") : "");
        if (quantile.isEmpty() || !(quantile.getAsDouble() > 0 && quantile.getAsDouble() < 1)) {
            value.wrongText("is no quantile", "write p99, or another from p1 to p99.99");
            return 0.5;
        }
        return quantile.getAsDouble();
    }
}

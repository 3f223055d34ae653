package dev.unruly.script;

import dev.unruly.model.Dependency;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Trigger;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `triggers:` → what goes wrong. Times count from the end of the baseline.
final class TriggerReader {

    private static final String EXAMPLE =
            "[ { fault: { at: 15s, for: 5s, on: database, stall: {} } } ]";
    private static final String[] KINDS = {"viral", "flash", "surge", "fault", "route", "purge"};

    private final HookReader hooks;
    private final FaultReader faults;
    private final Map<String, Dependency.Protocol> dependencies;
    private final Names names;

    TriggerReader(
            HookReader hooks,
            Map<String, Dependency.Protocol> dependencies,
            Map<String, ObservedLatency> observed,
            Names names) {
        this.hooks = hooks;
        this.faults = new FaultReader(dependencies, observed);
        this.dependencies = dependencies;
        this.names = names;
    }

    /// All triggers that could be read.
    List<Trigger> read(Value value) {
        return value.items(EXAMPLE).stream().flatMap(v -> trigger(v).stream()).toList();
    }

    private Optional<Trigger> trigger(Value value) {
        Section section = value.section("trigger", "{ fault: { … } }");
        Optional<Trigger> trigger =
                section.oneOf("fault: { at: 15s, for: 5s, on: database, stall: {} }", KINDS)
                        .map(this::ofKind);
        section.done();
        return trigger;
    }

    private Trigger ofKind(Value value) {
        return switch (value.label()) {
            case "viral", "flash", "surge" -> SurgeReader.read(value);
            case "fault" -> faults.read(value);
            case "route" -> route(value);
            case "purge" -> purge(value);
            default -> throw new IllegalStateException("trigger " + value.label());
        };
    }

    private Trigger route(Value value) {
        Section section = value.section("route", "{ at: 10s, for: 60s, on: tokyo, add: 600ms }");
        long at = section.need("at", "10s").map(v -> v.nanos(0, "10s")).orElse(0L);
        long length = section.need("for", "60s").map(v -> v.nanos(1, "60s")).orElse(1L);
        String region = section.need("on", "a region").map(this::region).orElse("");
        long added = section.need("add", "600ms").map(v -> v.nanos(1, "600ms")).orElse(1L);
        section.done();
        return new Trigger.Route(region, added, at, length);
    }

    private String region(Value value) {
        String name = value.text("tokyo");
        if (value.isText() && !names.regions().isEmpty() && !names.regions().contains(name)) {
            value.wrongText(
                    "is no region", Nearest.instead(name, names.regions(), "write a region"));
        }
        return name;
    }

    private Trigger purge(Value value) {
        Section section =
                value.section("purge", "{ at: 70s, delete: http://127.0.0.1:8080/admin/cache }");
        long at = section.need("at", "70s").map(v -> v.nanos(0, "70s")).orElse(0L);
        Trigger trigger =
                section.has("on")
                        ? new Trigger.Forget(kept(section), at)
                        : new Trigger.Purge(hooks.call(section, "on"), at);
        section.done();
        return trigger;
    }

    /// The dependency whose kept answers are thrown away.
    private String kept(Section section) {
        for (String other : List.of("delete", "post", "put", "patch", "get", "json")) {
            section.atMostOneOf("on", other);
        }
        Value on = section.keyOf("on");
        String name = section.find("on").map(v -> v.text("storefront")).orElse("");
        if (!dependencies.containsKey(name)) {
            on.wrong(
                    "`" + name + "` is no dependency",
                    Nearest.instead(
                            name, dependencies.keySet(), "describe it under `dependencies:`"));
        } else if (dependencies.get(name) != Dependency.Protocol.HTTP) {
            on.wrong("of `" + name + "` nothing is ever kept", "name one with protocol: http");
        }
        return name;
    }
}

package dev.unruly.script;

import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// `dependencies:` → what the gateway stands in front of.
final class DependencyReader {

    private static final String EXAMPLE =
            "{ listen: 127.0.0.1:15432, upstream: 127.0.0.1:5432, protocol: postgres }";
    private static final List<String> PROTOCOLS = List.of("http", "postgres", "redis", "tcp");

    private final Reach reach;
    private final Map<String, Dependency.Protocol> protocols = new LinkedHashMap<>();
    private final Map<String, Integer> instances = new LinkedHashMap<>();
    private final Map<HostPort, Value> taken = new LinkedHashMap<>();

    DependencyReader(Reach reach) {
        this.reach = reach;
    }

    /// What is spoken with each dependency, also with those that are broken.
    Map<String, Dependency.Protocol> protocols() {
        return protocols;
    }

    /// How many upstreams each has.
    Map<String, Integer> instances() {
        return instances;
    }

    /// All dependencies that could be read.
    List<Dependency> read(Value value) {
        var dependencies = new ArrayList<Dependency>();
        value.entries("{ database: " + EXAMPLE + " }")
                .forEach((key, inner) ->
                        dependency(key.name("database"), inner).ifPresent(dependencies::add));
        return dependencies;
    }

    private Optional<Dependency> dependency(String name, Value value) {
        int mark = value.reading().mark();
        Section section = value.section("dependency", EXAMPLE);
        Optional<HostPort> listen = section.need("listen", "127.0.0.1:15432").flatMap(this::listen);
        List<HostPort> upstreams =
                section.need("upstream", "127.0.0.1:5432").map(this::upstreams).orElse(List.of());
        Dependency.Protocol protocol =
                section.find("protocol")
                        .map(v -> v.word(PROTOCOLS).toUpperCase(Locale.ROOT))
                        .map(Dependency.Protocol::valueOf)
                        .orElse(Dependency.Protocol.TCP);
        section.done();
        protocols.put(name, protocol);
        instances.put(name, upstreams.size());
        if (listen.isPresent() && upstreams.contains(listen.get())) {
            value.wrong(
                    "`" + name + "` would call itself: it listens where its upstream is",
                    "choose another port to listen on");
        }
        return value.reading().cleanSince(mark)
                ? listen.map(at -> new Dependency(name, at, upstreams, protocol))
                : Optional.empty();
    }

    private Optional<HostPort> listen(Value value) {
        Optional<HostPort> at = Url.hostPort(value, "127.0.0.1:15432");
        at.ifPresent(address -> {
            requireFree(address, value);
            if (!Reach.isLoopback(address.host())) {
                value.reading()
                        .warn(
                                value.at(),
                                "this listens beyond this machine",
                                "write 127.0.0.1:" + address.port() + " if it need not");
            }
        });
        return at;
    }

    private void requireFree(HostPort address, Value value) {
        taken.forEach((other, first) -> {
            boolean same =
                    other.host().equals(address.host())
                            || isAny(other.host())
                            || isAny(address.host());
            if (same && other.port() == address.port()) {
                value.wrong(
                        address + " is listened on twice, first in line " + first.at().line(),
                        "choose another port");
            }
        });
        taken.putIfAbsent(address, value);
    }

    private static boolean isAny(String host) {
        return host.equals("0.0.0.0") || host.equals("::");
    }

    private List<HostPort> upstreams(Value value) {
        var upstreams = new ArrayList<HostPort>();
        for (Value item : value.oneOrMore()) {
            Optional<HostPort> at = Url.hostPort(item, "127.0.0.1:5432");
            at.ifPresent(address -> {
                reach.require(address, item);
                upstreams.add(address);
            });
        }
        if (value.isList() && value.oneOrMore().isEmpty()) {
            value.wrong("there is no upstream", "write 127.0.0.1:5432");
        }
        return upstreams;
    }
}

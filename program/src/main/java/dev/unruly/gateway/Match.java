package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// How what an experiment needs and what a running gateway serves go together.
public sealed interface Match {

    /// It serves all of them.
    ///
    /// @param served for each that is needed, its index among those that are served
    record All(List<Integer> served) implements Match {
        public All {
            served = List.copyOf(served);
        }
    }

    /// It serves none of the addresses.
    record None() implements Match {}

    /// It serves some of the addresses, but not all, or not so.
    ///
    /// @param why as people read it
    record Wrong(String why) implements Match {}

    /// Compares. Names do not matter, a dependency is known by the address to listen on.
    static Match of(List<Dependency> needed, List<Dependency> served) {
        var found = new ArrayList<Integer>();
        var missing = new ArrayList<String>();
        for (Dependency one : needed) {
            int index = at(one.listen(), served);
            if (index < 0) {
                missing.add(one.name() + " (" + one.listen() + ")");
                continue;
            }
            Dependency other = served.get(index);
            if (!same(one, other)) {
                return new Wrong(
                        "passes %s on to %s, but %s is to be %s"
                                .formatted(one.listen(), words(other), one.name(), words(one)));
            }
            found.add(index);
        }
        if (found.isEmpty()) {
            return new None();
        }
        return missing.isEmpty()
                ? new All(found)
                : new Wrong(
                        "serves some of the dependencies, but not " + String.join(", ", missing));
    }

    private static int at(HostPort listen, List<Dependency> served) {
        for (int i = 0; i < served.size(); i++) {
            if (listen.port() != 0 && same(listen, served.get(i).listen())) {
                return i;
            }
        }
        return -1;
    }

    private static boolean same(Dependency one, Dependency other) {
        if (one.protocol() != other.protocol()
                || one.upstreams().size() != other.upstreams().size()) {
            return false;
        }
        for (int i = 0; i < one.upstreams().size(); i++) {
            if (!same(one.upstreams().get(i), other.upstreams().get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(HostPort one, HostPort other) {
        return one.port() == other.port() && host(one).equals(host(other));
    }

    private static String host(HostPort at) {
        String host = at.host().toLowerCase(Locale.ROOT);
        return host.equals("localhost") ? "127.0.0.1" : host;
    }

    private static String words(Dependency dependency) {
        List<String> upstreams = dependency.upstreams().stream().map(HostPort::toString).toList();
        return String.join(", ", upstreams) + " (" + Protocols.name(dependency.protocol()) + ")";
    }
}

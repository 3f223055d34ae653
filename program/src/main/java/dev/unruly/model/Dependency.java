package dev.unruly.model;

import java.util.List;

/// Something the backend calls, with a listener of the gateway in front of it.
///
/// @param name as written in the experiment
/// @param listen where the backend must go instead
/// @param upstreams the real thing; several are taken in turn
/// @param protocol what can be understood of it
public record Dependency(
        String name, HostPort listen, List<HostPort> upstreams, Protocol protocol) {

    /// What can be understood of a dependency's traffic.
    public enum Protocol {
        HTTP,
        POSTGRES,
        REDIS,
        /// Connections and bytes only.
        TCP
    }

    public Dependency {
        upstreams = List.copyOf(upstreams);
        if (upstreams.isEmpty()) {
            throw new IllegalArgumentException(name + " needs an upstream");
        }
    }
}

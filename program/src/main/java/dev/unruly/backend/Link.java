package dev.unruly.backend;

import dev.unruly.model.Protection;
import java.util.List;

/// The way from one part of the system to another: where a gateway's listener would stand.
///
/// @param name unique in a blueprint; what an experiment calls the dependency
/// @param connecting how connections come about
/// @param protections what protects the other side; those of routes need to know what is asked for,
///   which only a link of callers does
public record Link(String name, Connecting connecting, List<Protection> protections) {

    /// How connections come about. One that is open carries one request at a time, is kept, and is
    /// used again.
    public enum Connecting {
        /// Whoever needs one opens one, and fails if that fails.
        BY_ITSELF,
        /// A pool opens them one after the other, whoever needs one waits, and after a failure it
        /// pauses for 10 ms, then for twice as long each time, up to 10 s (as HikariCP 7 does).
        BY_A_POOL,
        /// It is the system's edge: connections are those of callers. What crosses is over when its
        /// caller leaves; what was begun behind it goes on.
        OF_CALLERS
    }

    public Link {
        protections = List.copyOf(protections);
    }

    /// One without any protection.
    public Link(String name, Connecting connecting) {
        this(name, connecting, List.of());
    }
}

package dev.unruly.backend;

/// The way from one part of the system to another: where a gateway's listener would stand.
///
/// @param name unique in a blueprint; what an experiment calls the dependency
/// @param connecting how connections come about
public record Link(String name, Connecting connecting) {

    /// How connections come about. One that is open carries one request at a time, is kept, and is
    /// used again.
    public enum Connecting {
        /// Whoever needs one opens one, and fails if that fails.
        BY_ITSELF,
        /// A pool opens them one after the other, whoever needs one waits, and after a failure it
        /// pauses for 10 ms, then for twice as long each time, up to 10 s (as HikariCP 7 does).
        BY_A_POOL
    }
}

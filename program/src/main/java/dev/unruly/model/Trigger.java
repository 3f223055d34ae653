package dev.unruly.model;

/// What goes wrong, with a beginning and an end. Times count from the end of the baseline.
public sealed interface Trigger {

    /// When it begins.
    long atNanos();

    /// More users than usual. Its arrivals' own times count from the end of the baseline too.
    record Surge(Arrival arrival, long atNanos) implements Trigger {}

    /// A dependency is hurt.
    record OnDependency(String dependency, Fault fault, long atNanos, long forNanos)
            implements Trigger {}

    /// One region's road gets worse.
    ///
    /// @param addNanos added to its round trip
    record Route(String region, long addNanos, long atNanos, long forNanos) implements Trigger {}

    /// An HTTP call that hurts, such as one that empties a cache; over as soon as it is answered.
    record Purge(Hook.Http call, long atNanos) implements Trigger {}

    /// What a listener has kept of a dependency's answers is thrown away.
    record Forget(String dependency, long atNanos) implements Trigger {}
}

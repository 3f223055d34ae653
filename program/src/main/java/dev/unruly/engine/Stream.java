package dev.unruly.engine;

/// Users who start, one after the other: onwards from the run's beginning, or backwards into its
/// pre-history. Before the first [#next] and after the last there is nobody.
interface Stream {

    /// Goes on to the next user. Returns false when there is none.
    boolean next();

    /// When this user starts, in nanoseconds since the run began; never nearer to 0 than the one
    /// before.
    long atNanos();

    /// This user's number.
    long user();

    /// This user's region, where the process settles it; -1: it is drawn like everyone's.
    int region();
}

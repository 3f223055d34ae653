package dev.unruly.sim;

/// What the weather does to an exchange.
enum Fate {
    /// Nothing.
    FINE,
    /// The request never arrives.
    LOST,
    /// The connection is reset when the request arrives.
    RESET,
    /// The request arrives later.
    LATE,
    /// The connection ends before the answer does.
    CUT_SHORT
}

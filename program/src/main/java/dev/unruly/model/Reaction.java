package dev.unruly.model;

import dev.unruly.chance.Distribution;

/// What a person does when their patience has ended or a failure shows.
public sealed interface Reaction {

    /// Waits on, for another patience. After a failure: looks at it and leaves it at that, like
    /// [Leave].
    record Wait() implements Reaction {}

    /// Cancels the running attempt and asks again at once; what it started may go on in the
    /// backend.
    record Refresh() implements Reaction {}

    /// Asks again beside the running attempt; whichever answers first counts.
    record NewTab() implements Reaction {}

    /// Signs in again, then asks again.
    record SignInAgain() implements Reaction {}

    /// Cancels, comes back after a pause and asks again.
    ///
    /// @param pauseSeconds the pause, in seconds
    record Later(Distribution pauseSeconds) implements Reaction {}

    /// Cancels and goes away for good, also in the middle of a transaction.
    record Leave() implements Reaction {}
}

package dev.unruly.model;

/// Why an attempt was made.
public enum Cause {
    /// The first try, with the signing in that it needs.
    FIRST_TRY,
    /// The user asked again in the same place.
    REFRESH,
    /// The user asked again beside the running attempt.
    NEW_TAB,
    /// The client software asked again by itself.
    CLIENT_RETRY,
    /// The user signed in again, and asked again after it.
    SIGN_IN_AGAIN,
    /// The user came back after a pause.
    CAME_BACK
}

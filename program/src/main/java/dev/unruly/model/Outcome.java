package dev.unruly.model;

/// How a request ended.
public enum Outcome {
    /// Answered, and the answer passed its checks.
    OK,
    /// Answered with a status that is not right here.
    WRONG_STATUS,
    /// Answered, and a check of the answer failed.
    WRONG_ANSWER,
    /// The client software gave it up by its own time-out.
    TIMED_OUT,
    /// The user gave it up.
    CANCELLED,
    /// The run's end cut it off.
    CUT_OFF,
    NO_NAME,
    REFUSED,
    UNREACHABLE,
    UNTRUSTED,
    RESET,
    CUT_SHORT,
    MALFORMED,
    LIMIT,
    /// This machine had no free port.
    NO_PORTS,
    /// This process had no free descriptor.
    NO_DESCRIPTORS,
    /// This process had no memory for it.
    NO_MEMORY,
    /// Not sent: it would have been more than `allow-targets` lets us send there.
    HELD_BACK;

    /// Whether the backend, or the way to it, failed.
    public boolean failed() {
        return switch (this) {
            case OK, CANCELLED, CUT_OFF -> false;
            case WRONG_STATUS,
                    WRONG_ANSWER,
                    TIMED_OUT,
                    NO_NAME,
                    REFUSED,
                    UNREACHABLE,
                    UNTRUSTED,
                    RESET,
                    CUT_SHORT,
                    MALFORMED,
                    LIMIT,
                    NO_PORTS,
                    NO_DESCRIPTORS,
                    NO_MEMORY,
                    HELD_BACK ->
                    true;
        };
    }

    /// Whether the generator did not do what it should, so that the verdict must be `unclear`.
    public boolean ours() {
        return this == NO_PORTS || this == NO_DESCRIPTORS || this == NO_MEMORY || this == HELD_BACK;
    }
}

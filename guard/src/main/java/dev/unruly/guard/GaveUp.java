package dev.unruly.guard;

/// A try that took longer than it might: its answer, if one comes, is not waited for. Whether the
/// work was done is unknown. It has no stack trace, as [Refused] has none.
public final class GaveUp extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final long afterNanos;
    private final boolean forCaller;

    GaveUp(String guard, long afterNanos, boolean forCaller) {
        super(
                guard
                        + ": given up after "
                        + afterNanos / 1e6
                        + " ms, by the "
                        + (forCaller ? "caller's deadline" : "timeout"),
                null,
                false,
                false);
        this.afterNanos = afterNanos;
        this.forCaller = forCaller;
    }

    /// Whether it was the caller's deadline, which says nothing about the other side.
    public boolean forCaller() {
        return forCaller;
    }

    /// How long the try had taken by then.
    public long afterNanos() {
        return afterNanos;
    }
}

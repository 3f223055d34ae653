package dev.unruly.advise;

/// Where a figure is from. What is derived from several is as good as the weakest of them: the last
/// in this order.
public enum Stamp {
    /// Seen in production.
    PRODUCTION("production"),
    /// Seen in the run at hand.
    THIS_RUN("this run"),
    /// Nobody saw it: a rule of thumb, with its source beside it.
    PRIOR("prior");

    private final String words;

    Stamp(String words) {
        this.words = words;
    }

    /// The weaker of two.
    Stamp and(Stamp other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /// As people read it.
    @Override
    public String toString() {
        return words;
    }
}

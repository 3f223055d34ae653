package dev.unruly.model;

/// What policies decided about a request, or did for it. Append only: journals hold their numbers.
public enum Decision {
    /// It was asked of the dependency.
    PASSED(0),
    /// Refused: nothing was left of its caller's deadline.
    NO_TIME_LEFT(1),
    /// Refused by a circuit breaker.
    BREAKER(2),
    /// Refused, for all places were taken.
    BULKHEAD(3),
    /// Refused, for it repeated another and the budget was spent.
    BUDGET(4),
    /// Refused by a rate limit.
    RATE(5),
    /// Refused by the limit of concurrency that was found.
    CONCURRENCY(6),
    /// Refused, for work had to wait for too long.
    SHED(7),
    /// Refused, for most of what was asked lately had been refused.
    THROTTLE(8),
    /// Given up by its time-out.
    TIMED_OUT(9),
    /// Tried again.
    RETRIED(10),
    /// Asked of another instance too.
    HEDGED(11),
    /// Answered by that other instance first.
    HEDGE_WON(12),
    /// Answered with the answer to another request.
    SHARED(13),
    /// Answered with a kept answer.
    KEPT(14),
    /// A kept answer was fetched again while it was still given.
    REFRESHED(15),
    /// Its caller had gone, and it held its place until the work was over.
    OUTLIVED(16);

    /// How many there are.
    public static final int COUNT = values().length;

    private final int number;

    Decision(int number) {
        this.number = number;
    }

    /// Its place in a list of counts, from 0.
    public int number() {
        return number;
    }

    /// Whether the request was turned away.
    public boolean refuses() {
        return switch (this) {
            case NO_TIME_LEFT, BREAKER, BULKHEAD, BUDGET, RATE, CONCURRENCY, SHED, THROTTLE -> true;
            case PASSED, TIMED_OUT, RETRIED, HEDGED, HEDGE_WON, SHARED, KEPT, REFRESHED, OUTLIVED ->
                    false;
        };
    }
}

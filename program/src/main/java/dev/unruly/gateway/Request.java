package dev.unruly.gateway;

import dev.unruly.model.DependencyTally;
import dev.unruly.world.Asked;
import org.jspecify.annotations.Nullable;

/// One request of the application, and when it was where. Times are the loop's.
final class Request {

    /// What is known of a request.
    enum Kind {
        /// It is counted and timed.
        COUNTED,
        /// Its answer waits for an event and not for work, as `BLPOP` does: matched, never counted.
        WAITING,
        /// What a connection says before its first request, and what nobody asked for.
        SET_UP,
        /// The meaning of the bytes is not known: one change of direction to and fro.
        UNKNOWN
    }

    static final long NEVER = -1;

    private final Kind kind;
    private final long connection;
    private final int number;

    /// Where its last byte is in the stream from the application.
    private long upEnd;

    /// Where its answer's last byte is in the stream to the application.
    private long downEnd = Long.MAX_VALUE;

    private long askedNanos;
    private long sentNanos = NEVER;
    private long arrivedNanos = NEVER;
    private long passedNanos = NEVER;
    private long ownNanos;
    private long seenNanos;
    private boolean failed;
    private boolean counted;

    /// Where it counts beside its listener; null: nowhere.
    private @Nullable DependencyTally route;

    /// It was waited for before it was asked: it is another try.
    private boolean awaited;

    /// A request that has just been asked.
    ///
    /// @param number counts the connection's requests; negative for what is not one
    /// @param upEnd where its last byte is in the stream from the application
    Request(Kind kind, long connection, int number, long upEnd, long nowNanos) {
        this.kind = kind;
        this.connection = connection;
        this.number = number;
        this.upEnd = upEnd;
        this.askedNanos = nowNanos;
    }

    Kind kind() {
        return kind;
    }

    long connection() {
        return connection;
    }

    int number() {
        return number;
    }

    long upEnd() {
        return upEnd;
    }

    long downEnd() {
        return downEnd;
    }

    boolean failed() {
        return failed;
    }

    boolean wasSent() {
        return sentNanos != NEVER;
    }

    /// What the dependency took for it, once answered.
    long ownNanos() {
        return ownNanos;
    }

    /// What the application waited for it, once delivered.
    long seenNanos() {
        return seenNanos;
    }

    /// How long the dependency has had it; 0 while it has not.
    long elapsedNanos(long nowNanos) {
        return sentNanos == NEVER ? 0 : Math.max(0, nowNanos - sentNanos);
    }

    /// The application has asked the rest of it only now: its clocks start here.
    void asked(long nowNanos) {
        if (!awaited) {
            askedNanos = nowNanos;
        }
    }

    /// It is another try of what the application asked for earlier, and has waited for since.
    void awaited(long sinceNanos) {
        awaited = true;
        askedNanos = sinceNanos;
    }

    /// The dependency has all of it.
    void sent(long nowNanos) {
        sentNanos = nowNanos;
    }

    /// A part of its answer has come.
    void arrived(long nowNanos) {
        arrivedNanos = nowNanos;
    }

    /// A part of its answer has gone on to the application.
    void passed(long nowNanos) {
        passedNanos = nowNanos;
    }

    /// The application goes on with a request that was partly answered, as after a PostgreSQL Flush
    /// or at the end of a COPY: what it took to go on is nobody's waiting.
    void continued(long newUpEnd, long nowNanos) {
        if (sentNanos != NEVER && arrivedNanos >= sentNanos) {
            ownNanos += arrivedNanos - sentNanos;
            seenNanos += Math.max(0, passedNanos - askedNanos);
        }
        upEnd = newUpEnd;
        askedNanos = nowNanos;
        sentNanos = NEVER;
    }

    /// The answer is whole.
    void answered(long newDownEnd, boolean withError, long nowNanos) {
        downEnd = newDownEnd;
        failed = withError;
        ownNanos += elapsedNanos(nowNanos);
    }

    /// The application has the whole answer.
    void delivered(long nowNanos) {
        seenNanos += nowNanos - askedNanos;
    }

    /// Whether it was counted at its listener.
    boolean counted() {
        return counted;
    }

    /// Counts that it has come.
    ///
    /// @param ofRoute where it counts besides; null: nowhere
    void countBegun(DependencyTally tally, @Nullable DependencyTally ofRoute) {
        route = ofRoute;
        tally.asked();
        if (route != null) {
            route.asked();
        }
    }

    /// Counts, if it was not counted before: answered with an error, or cut off.
    void countFailed(DependencyTally tally) {
        if (!counted) {
            counted = true;
            tally.failed();
            if (route != null) {
                route.failed();
            }
        }
    }

    /// Counts, if it was not counted before: the whole answer has gone on.
    ///
    /// @param by who waited for it; null: nobody did
    void countCompleted(DependencyTally tally, @Nullable Asked by, long nowNanos) {
        if (counted) {
            return;
        }
        counted = true;
        delivered(nowNanos);
        boolean unseen = by instanceof GuardedCall call && call.unwanted();
        completed(tally, unseen);
        if (route != null) {
            completed(route, unseen);
        }
    }

    private void completed(DependencyTally tally, boolean unseen) {
        if (unseen) {
            tally.completedUnseen(ownNanos);
        } else {
            tally.completed(ownNanos, seenNanos);
        }
    }

    /// Counts, if it was not counted before: given up.
    ///
    /// @param by who waited for it; null: nobody did
    /// @param atWork whether the dependency was at work on it
    void countGivenUp(DependencyTally tally, @Nullable Asked by, boolean atWork, long nowNanos) {
        if (counted) {
            return;
        }
        if (atWork && wasSent()) {
            tally.cutOff(elapsedNanos(nowNanos));
            if (route != null) {
                route.cutOff(elapsedNanos(nowNanos));
            }
        }
        if (by instanceof GuardedCall call && call.lost()) {
            counted = true;
            tally.lost();
            if (route != null) {
                route.lost();
            }
        } else {
            countFailed(tally);
        }
    }
}

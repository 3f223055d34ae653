package dev.unruly.gateway;

import dev.unruly.model.DependencyTally;
import dev.unruly.world.Asked;
import org.jspecify.annotations.Nullable;

/// How one exchange counts at its listener: once.
final class Reckoning {

    private final DependencyTally tally;
    private final Request request;
    private boolean done;

    Reckoning(DependencyTally tally, Request request) {
        this.tally = tally;
        this.request = request;
        tally.asked();
    }

    boolean done() {
        return done;
    }

    /// It was answered with an error, or cut off.
    void failed() {
        if (!done) {
            done = true;
            tally.failed();
        }
    }

    /// Its answer is whole.
    ///
    /// @param by who waited for it; null: nobody did
    void completed(@Nullable Asked by, long nowNanos) {
        if (done) {
            return;
        }
        done = true;
        request.delivered(nowNanos);
        if (by instanceof GuardedCall call && call.unwanted()) {
            tally.completedUnseen(request.ownNanos());
        } else {
            tally.completed(request.ownNanos(), request.seenNanos());
        }
    }

    /// It was given up.
    ///
    /// @param by who waited for it; null: nobody did
    /// @param atWork whether the dependency was at work on it
    void givenUp(@Nullable Asked by, boolean atWork, long nowNanos) {
        if (done) {
            return;
        }
        if (atWork && request.wasSent()) {
            tally.cutOff(request.elapsedNanos(nowNanos));
        }
        if (by instanceof GuardedCall call && call.lost()) {
            done = true;
            tally.lost();
        } else {
            failed();
        }
    }
}

package dev.unruly.judge;

import dev.unruly.model.Conclusion;
import dev.unruly.model.Observation;
import dev.unruly.stats.Latencies;

/// What one persona of one region met at one endpoint in one part of the run. Additive.
final class Cell {

    /// Wish → accepted answer.
    final Latencies answered = new Latencies();

    /// Waited in vain, until patience ended for good.
    final Latencies left = new Latencies();

    /// Waited in vain, until given up on a failure.
    final Latencies failed = new Latencies();

    /// Waited until the run's end.
    final Latencies cutOff = new Latencies();

    /// Sent → ended, of page requests that were answered.
    final Latencies service = new Latencies();

    /// Meant → ended, of page requests that were answered.
    final Latencies response = new Latencies();

    /// Meant → given up, of page requests that were not answered.
    final Latencies unanswered = new Latencies();

    long needed;
    long requests;
    long tries;
    long failedTries;

    void add(Observation o) {
        requests++;
        if (o.part() != 0) {
            return;
        }
        tries++;
        if (o.outcome().failed()) {
            failedTries++;
        }
        if (o.status() > 0 && o.sentNanos() >= 0) {
            service.record(o.serviceNanos());
            response.record(o.responseNanos());
        } else {
            unanswered.record(Math.max(0, o.responseNanos()));
        }
    }

    /// A request that could not be sent although it was due: there was no way to the backend.
    void unsent(Observation o) {
        if (o.part() == 0) {
            tries++;
            failedTries++;
        }
    }

    void add(Conclusion c) {
        long nanos = c.perceivedNanos();
        switch (c.end()) {
            case ANSWERED -> answered.record(nanos);
            case LEFT -> left.record(nanos);
            case FAILED -> failed.record(nanos);
            case CUT_OFF -> cutOff.record(nanos);
        }
    }

    void add(Cell other) {
        answered.add(other.answered);
        left.add(other.left);
        failed.add(other.failed);
        cutOff.add(other.cutOff);
        service.add(other.service);
        response.add(other.response);
        unanswered.add(other.unanswered);
        needed += other.needed;
        requests += other.requests;
        tries += other.tries;
        failedTries += other.failedTries;
    }

    /// Wishes that came to an end of their own.
    long concluded() {
        return answered.count() + left.count() + failed.count();
    }

    /// Wishes given up.
    long abandoned() {
        return left.count() + failed.count();
    }
}

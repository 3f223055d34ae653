package dev.unruly.gateway;

import dev.unruly.gateway.Request.Kind;
import dev.unruly.model.DependencyTally;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The requests of one byte stream, matched with their answers in order: asked, sent to the
/// dependency, answered by it, delivered to the application.
final class Requests {

    private final DependencyTally tally;
    private final Observed observed;
    private final long connection;
    private final ArrayDeque<Request> asked = new ArrayDeque<>(4);
    private final ArrayDeque<Request> sent = new ArrayDeque<>(4);
    private final ArrayDeque<Request> answered = new ArrayDeque<>(4);
    private @Nullable Request continued;
    private int number;
    private boolean understood = true;
    private Request turn;
    private int turns;
    private boolean turnAnswered;

    Requests(DependencyTally tally, Observed observed, long connection) {
        this.tally = tally;
        this.observed = observed;
        this.connection = connection;
        this.turn = new Request(Kind.SET_UP, connection, -1, 0, 0);
    }

    /// A request is whole.
    ///
    /// @param upEnd where its last byte is in the stream from the application
    void asked(Kind kind, long upEnd, long nowNanos) {
        asked.addLast(new Request(kind, connection, number++, upEnd, nowNanos));
        if (kind == Kind.COUNTED) {
            tally.asked();
        }
    }

    /// The application goes on with its latest request.
    void continued(long upEnd, long nowNanos) {
        Request latest = !asked.isEmpty() ? asked.getLast() : sent.peekLast();
        if (latest != null) {
            latest.continued(upEnd, nowNanos);
            continued = latest;
        }
    }

    /// The oldest request is answered. Returns false if there is none that was sent.
    ///
    /// @param downEnd where the answer's last byte is in the stream to the application
    boolean answered(long downEnd, boolean failed, long nowNanos) {
        Request request = sent.pollFirst();
        if (request == null) {
            return false;
        }
        request.answered(downEnd, failed, nowNanos);
        if (request.kind() == Kind.COUNTED && !failed) {
            observed.record(request.ownNanos(), nowNanos);
        }
        answered.addLast(request);
        return true;
    }

    /// A part of an answer has come.
    void arrived(long nowNanos) {
        Request oldest = sent.peekFirst();
        if (oldest == null) {
            turnAnswered = true;
        } else {
            oldest.arrived(nowNanos);
        }
    }

    /// So many bytes in all have gone on to the dependency.
    void passedUp(long total, long nowNanos) {
        for (Request next = asked.peekFirst();
                next != null && next.upEnd() <= total;
                next = asked.peekFirst()) {
            asked.removeFirst();
            next.sent(nowNanos);
            sent.addLast(next);
        }
        if (continued != null && continued.upEnd() <= total) {
            continued.sent(nowNanos);
            continued = null;
        }
        if (turnAnswered) {
            turns++;
            turn = new Request(turnKind(), connection, -1 - turns, total, nowNanos);
            turnAnswered = false;
        }
        turn.sent(nowNanos);
    }

    /// So many bytes in all have gone on to the application.
    void passedDown(long total, long nowNanos) {
        for (Request next = answered.peekFirst();
                next != null && next.downEnd() <= total;
                next = answered.peekFirst()) {
            answered.removeFirst();
            next.delivered(nowNanos);
            count(next);
        }
        Request oldest = sent.peekFirst();
        if (oldest != null && answered.isEmpty()) {
            oldest.passed(nowNanos);
        }
    }

    private void count(Request request) {
        if (request.kind() != Kind.COUNTED) {
            return;
        }
        if (request.failed()) {
            tally.failed();
        } else {
            tally.completed(request.ownNanos(), request.seenNanos());
        }
    }

    /// What the bytes belong to that come from the dependency next.
    Request owner() {
        Request oldest = sent.peekFirst();
        return oldest == null ? turn : oldest;
    }

    /// The first answer that ends beyond this place of the stream to the application.
    @Nullable Request answerEndingAfter(long place) {
        for (Request request : answered) {
            if (request.downEnd() > place) {
                return request;
            }
        }
        return null;
    }

    /// How many are without an answer.
    int unanswered() {
        return asked.size() + sent.size();
    }

    /// The request that is answered next, if it was sent; null: none.
    @Nullable Request oldestSent() {
        return sent.peekFirst();
    }

    /// Nothing more will come: what is not delivered has failed.
    void cutOff() {
        asked.forEach(this::fail);
        sent.forEach(this::fail);
        answered.forEach(this::fail);
        forget();
    }

    private void fail(Request request) {
        if (request.kind() == Kind.COUNTED) {
            tally.failed();
        }
    }

    /// From now on nobody can tell what is an answer: what is open counts as answered, untimed.
    void lostSight() {
        for (Request request : asked) {
            release(request);
        }
        for (Request request : sent) {
            release(request);
        }
        asked.clear();
        sent.clear();
        continued = null;
        understood = false;
        turn = new Request(Kind.UNKNOWN, connection, turn.number(), turn.upEnd(), 0);
        turnAnswered = true;
    }

    private void release(Request request) {
        if (request.kind() == Kind.COUNTED) {
            tally.completedUntimed();
        }
    }

    private void forget() {
        asked.clear();
        sent.clear();
        answered.clear();
        continued = null;
    }

    private Kind turnKind() {
        return understood ? Kind.SET_UP : Kind.UNKNOWN;
    }
}

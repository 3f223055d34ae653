package dev.unruly.engine;

import dev.unruly.model.Cause;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.world.Alarm;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.Ending;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import org.jspecify.annotations.Nullable;

/// One request: waits for a connection, is sent, answered or not, and observed exactly once. The
/// alarm is the end of the pause before it (a retry), then the client's own time-out.
final class Request extends Alarm implements ExchangeListener {

    /// The part of an attempt that signs in.
    static final int SIGN_IN = -1;

    /// The page's own request; sub-resources follow.
    static final int MAIN = 0;

    private static final int SIGNED_OUT = 401;

    private enum Phase {
        BACKING_OFF,
        QUEUED,
        RUNNING,
        /// Not sent and never will be; to be told when the call that asked for it has returned.
        HELD_BACK,
        /// Observed and forgotten; only the exchange's end is still to come.
        GIVEN_UP,
        OVER
    }

    private final Crowd crowd;

    private @Nullable Attempt attempt;
    private @Nullable Ask ask;
    private @Nullable Request next;
    private @Nullable Request previous;
    private @Nullable Request queuedBehind;
    private @Nullable Link link;
    private @Nullable Exchange exchange;
    private @Nullable Answer answer;
    private Phase phase = Phase.OVER;
    private Cause cause = Cause.FIRST_TRY;
    private Outcome verdict = Outcome.OK;
    private long meantNanos;
    private long sentNanos;
    private long firstByteNanos;
    private long bodyBytes;
    private int part;
    private int number;
    private int retry;
    private int status;
    private boolean fresh;
    private boolean repeated;

    Request(Crowd crowd) {
        this.crowd = crowd;
    }

    /// Becomes a part of an attempt.
    ///
    /// @param newRetry how often the client has tried before
    void begin(Attempt newAttempt, int newPart, Ask newAsk, int newRetry) {
        attempt = newAttempt;
        part = newPart;
        ask = newAsk;
        retry = newRetry;
        sentNanos = -1;
        firstByteNanos = -1;
        bodyBytes = 0;
        status = 0;
        verdict = Outcome.OK;
        fresh = false;
        repeated = false;
    }

    /// Waits before it is issued.
    void backOff(long untilNanos) {
        phase = Phase.BACKING_OFF;
        crowd.loop().arm(this, untilNanos);
    }

    /// Goes to the user's device, which sends it as soon as it has a connection for it.
    void issue(int newNumber, Cause newCause, long newMeantNanos, long nowNanos) {
        number = newNumber;
        cause = newCause;
        meantNanos = newMeantNanos;
        phase = Phase.QUEUED;
        long timeout = user().kind().client().timeoutNanos();
        if (timeout > 0) {
            crowd.loop().arm(this, nowNanos + timeout);
        }
        user().device().submit(this, nowNanos);
    }

    @Override
    protected void ring(long nowNanos) {
        if (phase == Phase.BACKING_OFF) {
            crowd.due(atNanos());
            int attemptNumber = attempt().renumber(part);
            issue(attemptNumber, Cause.CLIENT_RETRY, atNanos(), nowNanos);
        } else if (phase == Phase.HELD_BACK) {
            end(Outcome.HELD_BACK, nowNanos);
        } else {
            Attempt current = attempt();
            observe(Outcome.TIMED_OUT, nowNanos);
            drop();
            current.over(this, Outcome.TIMED_OUT, status, nowNanos);
            freeIfOver();
        }
    }

    @Override
    public int readAhead(int depth) {
        int own = (int) bodyBytes + part + (repeated ? 1 : 2);
        return depth == 0 || attempt == null ? own : attempt.readAhead(depth - 1);
    }

    /// Is sent over a connection that has room for it.
    void send(Link over, Connection connection, boolean onFresh) {
        link = over;
        fresh = onFresh;
        phase = Phase.RUNNING;
        User user = user();
        Bytes body = ask().body(user.number(), intent(), user.belongings(), crowd.scratch());
        int size = body == null ? 0 : body.size();
        Exchange started = connection.start(crowd.rendering().of(this), size, this);
        exchange = started;
        if (body != null && size > 0) {
            started.write(body);
            started.finish();
        }
    }

    /// Is not sent, for there would be more than may be.
    void holdBack(long nowNanos) {
        phase = Phase.HELD_BACK;
        crowd.loop().arm(this, nowNanos);
    }

    /// No connection could be opened for it.
    void unconnected(Ending ending, long nowNanos) {
        end(Endings.outcome(ending), nowNanos);
    }

    /// Is given up by its attempt, which has let go of it already.
    void giveUp(Outcome outcome, long nowNanos) {
        if (phase != Phase.BACKING_OFF) {
            observe(outcome, nowNanos);
        }
        drop();
        freeIfOver();
    }

    @Override
    public void sent(long nowNanos) {
        if (phase == Phase.RUNNING) {
            if (sentNanos < 0) {
                attempt().wish().sends();
            }
            sentNanos = nowNanos;
        }
    }

    @Override
    public void head(int newStatus, Fields fields, long nowNanos) {
        if (phase != Phase.RUNNING) {
            return;
        }
        firstByteNanos = nowNanos;
        status = newStatus;
        if (fields.find("set-cookie", 0) >= 0) {
            receiveCookies(fields, nowNanos);
        }
        Checks checks = ask().checks();
        if (!checks.statusRight(newStatus)) {
            verdict = Outcome.WRONG_STATUS;
            if (newStatus == SIGNED_OUT && part == MAIN) {
                user().session(false);
            }
        } else if (!checks.headRight(fields)) {
            verdict = Outcome.WRONG_ANSWER;
        } else {
            if (checks.needsAnswer()) {
                answer = new Answer(checks);
                answer.head(fields);
            }
            if (part == MAIN) {
                attempt().headRight(nowNanos);
            }
        }
    }

    @Override
    public void body(Bytes bytes, long nowNanos) {
        if (phase != Phase.RUNNING) {
            return;
        }
        bodyBytes += bytes.size();
        Answer collecting = answer;
        if (collecting != null && !collecting.body(bytes)) {
            Attempt current = attempt();
            observe(Outcome.LIMIT, nowNanos);
            drop();
            current.over(this, Outcome.LIMIT, status, nowNanos);
            freeIfOver();
        }
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        exchange = null;
        Link used = link;
        link = null;
        if (phase == Phase.GIVEN_UP) {
            phase = Phase.OVER;
            freeIfOver();
            return;
        }
        if (used != null) {
            used.exchangeOver(nowNanos);
        }
        if (ending != Ending.COMPLETE && closedBeforeItCame(ending)) {
            repeated = true;
            phase = Phase.QUEUED;
            user().device().repeat(this, nowNanos);
            return;
        }
        end(ending == Ending.COMPLETE ? judged() : Endings.outcome(ending), nowNanos);
    }

    int part() {
        return part;
    }

    int retry() {
        return retry;
    }

    Ask ask() {
        return known(ask);
    }

    User user() {
        return attempt().wish().user();
    }

    int intent() {
        return attempt().wish().intent();
    }

    /// The next of the attempt's requests.
    @Nullable Request next() {
        return next;
    }

    /// Becomes the first of the attempt's requests.
    void linkBefore(@Nullable Request first) {
        next = first;
        previous = null;
        if (first != null) {
            first.previous = this;
        }
    }

    /// Leaves the attempt's requests. Returns which is first now.
    @Nullable Request unlinkFrom(@Nullable Request first) {
        Request after = next;
        Request before = previous;
        if (after != null) {
            after.previous = before;
        }
        if (before != null) {
            before.next = after;
        }
        next = null;
        previous = null;
        return before == null ? after : first;
    }

    /// Which request waits for a connection behind this one.
    @Nullable Request queuedBehind() {
        return queuedBehind;
    }

    void queueBehind(@Nullable Request behind) {
        queuedBehind = behind;
    }

    private void end(Outcome outcome, long nowNanos) {
        Attempt current = attempt();
        crowd.loop().disarm(this);
        observe(outcome, nowNanos);
        phase = Phase.OVER;
        current.over(this, outcome, status, nowNanos);
        freeIfOver();
    }

    /// How an answer that came whole is judged.
    private Outcome judged() {
        Answer whole = answer;
        if (verdict != Outcome.OK || whole == null) {
            return verdict;
        }
        Belongings belongings = user().belongings();
        if (!whole.right(belongings)) {
            return Outcome.WRONG_ANSWER;
        }
        if (attempt().wanted()) {
            whole.remember(belongings);
        }
        return Outcome.OK;
    }

    /// Whether a kept connection was closed by the server before anything of the answer came, so
    /// that a client sends the request once more by itself (RFC 9112 section 9.3.1).
    private boolean closedBeforeItCame(Ending ending) {
        return (ending == Ending.RESET || ending == Ending.CUT_SHORT)
                && firstByteNanos < 0
                && !fresh
                && !repeated
                && ask().idempotent();
    }

    private void receiveCookies(Fields fields, long nowNanos) {
        User user = user();
        CharSequence target =
                ask().target(user.number(), intent(), user.belongings(), crowd.rendering().ink());
        Cookies.receive(user.belongings(), fields, target, nowNanos, crowd.scratch());
    }

    private void observe(Outcome outcome, long nowNanos) {
        User user = user();
        crowd.observer()
                .requested(
                        new Observation(
                                user.number(),
                                intent(),
                                number,
                                part,
                                ask().endpoint(),
                                user.kind().index(),
                                user.region(),
                                user.born(),
                                cause,
                                crowd.told(attempt().wish().meantNanos()),
                                crowd.told(meantNanos),
                                sentNanos < 0 ? -1 : crowd.told(sentNanos),
                                firstByteNanos < 0 ? -1 : crowd.told(firstByteNanos),
                                crowd.told(nowNanos),
                                outcome,
                                status,
                                bodyBytes,
                                fresh));
    }

    /// Lets go of the connection, closing it if the exchange is running.
    private void drop() {
        crowd.loop().disarm(this);
        if (phase == Phase.QUEUED) {
            user().device().withdraw(this);
        }
        Exchange running = exchange;
        Link used = link;
        if (phase == Phase.RUNNING && running != null && used != null) {
            phase = Phase.GIVEN_UP;
            used.givenUp();
            link = null;
            running.cancel();
        } else {
            phase = Phase.OVER;
        }
    }

    private void freeIfOver() {
        attempt = null;
        answer = null;
        if (phase == Phase.OVER) {
            ask = null;
            crowd.free(this);
        }
    }

    private Attempt attempt() {
        return known(attempt);
    }

    private static <T> T known(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("the request is over");
        }
        return part;
    }
}

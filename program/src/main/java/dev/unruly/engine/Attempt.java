package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.model.Cause;
import dev.unruly.model.Client.Retries;
import dev.unruly.model.Outcome;
import dev.unruly.world.ReadAhead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One go at a wish, as the person sees it: signing in where that is needed, the page's own
/// request, then its sub-resources side by side. The client's own retries of a request go on inside
/// it, each retry of the page's own request (or of signing in) with an attempt number of its own.
final class Attempt implements ReadAhead {

    private final Crowd crowd;

    private @Nullable Wish wish;
    private @Nullable Attempt next;
    private @Nullable Attempt previous;
    private @Nullable Request requests;
    private Cause cause = Cause.FIRST_TRY;
    private int number;
    private int running;
    private boolean wanted;
    private boolean mainAnswered;

    Attempt(Crowd crowd) {
        this.crowd = crowd;
    }

    /// Begins.
    void begin(Wish newWish, Cause newCause, long meantNanos, long nowNanos) {
        wish = newWish;
        cause = newCause;
        number = newWish.nextAttempt();
        running = 0;
        wanted = true;
        mainAnswered = false;
        User user = newWish.user();
        Ask signIn = user.kind().signIn();
        boolean needed = newWish.step().signedIn() && !user.hasSession();
        if (signIn != null && (needed || newCause == Cause.SIGN_IN_AGAIN)) {
            send(Request.SIGN_IN, signIn, meantNanos, nowNanos);
        } else {
            send(Request.MAIN, newWish.step().main(), meantNanos, nowNanos);
        }
    }

    /// The page's own request was answered with a right head: its sub-resources are fetched.
    void headRight(long nowNanos) {
        List<Ask> with = wish().step().with();
        for (int i = 0; i < with.size(); i++) {
            send(Request.MAIN + 1 + i, with.get(i), nowNanos, nowNanos);
        }
    }

    /// A request is over and observed.
    void over(Request request, Outcome outcome, int status, long nowNanos) {
        requests = request.unlinkFrom(requests);
        running--;
        if (outcome != Outcome.OK && retries(request, outcome, status)) {
            retry(request, nowNanos);
            return;
        }
        if (request.part() == Request.SIGN_IN && outcome == Outcome.OK) {
            wish().user().session(true);
            send(Request.MAIN, wish().step().main(), nowNanos, nowNanos);
            return;
        }
        if (request.part() <= Request.MAIN && outcome != Outcome.OK) {
            giveUpRequests(Outcome.CANCELLED, nowNanos);
            wish().failed(this, nowNanos);
            finish(nowNanos);
            return;
        }
        mainAnswered |= request.part() == Request.MAIN;
        if (mainAnswered && running == 0) {
            wish().answered(this, nowNanos);
            finish(nowNanos);
        }
    }

    /// A pause before a retry is over: what number and cause the retry has.
    int renumber(int part) {
        if (part <= Request.MAIN) {
            cause = Cause.CLIENT_RETRY;
            number = wish().nextAttempt();
        }
        return number;
    }

    /// Is given up. What a client does in the background it goes on doing when it is only its user
    /// who gives up.
    void cancel(Outcome outcome, long nowNanos) {
        wanted = false;
        if (outcome == Outcome.CANCELLED && wish().user().kind().client().persistsAfterLeaving()) {
            return;
        }
        giveUpRequests(outcome, nowNanos);
        finish(nowNanos);
    }

    /// Runs on to its end, but the person has moved on.
    void forget() {
        wanted = false;
    }

    /// Whether the person still waits for it.
    boolean wanted() {
        return wanted;
    }

    Wish wish() {
        Wish current = wish;
        if (current == null) {
            throw new IllegalStateException("the attempt is over");
        }
        return current;
    }

    @Override
    public int readAhead(int depth) {
        Wish current = wish;
        if (depth == 0) {
            return number + running + (mainAnswered ? 1 : 2);
        }
        return current == null ? 0 : current.readAhead(depth - 1);
    }

    /// The next of the user's attempts.
    @Nullable Attempt next() {
        return next;
    }

    /// Becomes the first of the user's attempts.
    void linkBefore(@Nullable Attempt first) {
        next = first;
        previous = null;
        if (first != null) {
            first.previous = this;
        }
    }

    /// Leaves the user's attempts. Returns who is first now.
    @Nullable Attempt unlinkFrom(@Nullable Attempt first) {
        Attempt after = next;
        Attempt before = previous;
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

    private void send(int part, Ask ask, long meantNanos, long nowNanos) {
        Request request = add(part, ask, 0);
        request.issue(number, cause, meantNanos, nowNanos);
    }

    private Request add(int part, Ask ask, int retry) {
        Request request = crowd.newRequest();
        request.begin(this, part, ask, retry);
        request.linkBefore(requests);
        requests = request;
        running++;
        return request;
    }

    private boolean retries(Request request, Outcome outcome, int status) {
        var client = wish().user().kind().client();
        return request.retry() < client.retries().most()
                && (wanted || client.persistsAfterLeaving())
                && retryable(outcome, status);
    }

    private void retry(Request failed, long nowNanos) {
        if (failed.part() <= Request.MAIN) {
            giveUpRequests(Outcome.CANCELLED, nowNanos);
        }
        Request request = add(failed.part(), failed.ask(), failed.retry() + 1);
        request.backOff(nowNanos + pauseNanos(failed));
    }

    /// What a client repeats: what did not reach the backend or was cut off, what took too long,
    /// 429 and 5xx.
    private static boolean retryable(Outcome outcome, int status) {
        return switch (outcome) {
            case WRONG_STATUS -> status == 429 || status >= 500;
            case TIMED_OUT,
                    NO_NAME,
                    REFUSED,
                    UNREACHABLE,
                    RESET,
                    CUT_SHORT,
                    MALFORMED,
                    NO_PORTS,
                    NO_DESCRIPTORS,
                    NO_MEMORY ->
                    true;
            case OK, WRONG_ANSWER, CANCELLED, CUT_OFF, UNTRUSTED, LIMIT, HELD_BACK -> false;
        };
    }

    /// The back-off before the next retry: base · factorⁿ, at the most `most`, with jitter.
    private long pauseNanos(Request failed) {
        User user = wish().user();
        Retries retries = user.kind().client().retries();
        double grown =
                retries.baseNanos()
                        * StrictMath.exp(failed.retry() * StrictMath.log(retries.factor()));
        double pause = Math.min(grown, (double) retries.mostNanos());
        int index = ((number * 31 + failed.part() + 1) * 31 + failed.retry()) & Draws.LAST_INDEX;
        double uniform =
                crowd.draws().uniform(user.number(), wish().intent(), Purpose.RETRY_JITTER, index);
        return Math.round(
                switch (retries.jitter()) {
                    case NONE -> pause;
                    case EQUAL -> pause * (1 + uniform) / 2;
                    case FULL -> pause * uniform;
                });
    }

    private void giveUpRequests(Outcome outcome, long nowNanos) {
        Request request = requests;
        while (request != null) {
            Request after = request.next();
            request.giveUp(outcome, nowNanos);
            request = after;
        }
        requests = null;
        running = 0;
    }

    private void finish(long nowNanos) {
        Wish current = wish();
        current.finished(this, nowNanos);
        wish = null;
        crowd.free(this);
    }
}

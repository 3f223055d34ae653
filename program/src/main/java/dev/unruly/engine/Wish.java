package dev.unruly.engine;

import dev.unruly.chance.Purpose;
import dev.unruly.model.Cause;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Conclusion.End;
import dev.unruly.model.Intention;
import dev.unruly.model.Outcome;
import dev.unruly.model.Reaction;
import dev.unruly.world.ReadAhead;
import org.jspecify.annotations.Nullable;

/// A wish while it lasts: how often it was tried, and what the person does when an answer is slow
/// or fails. Outlives its conclusion while attempts of it still run.
final class Wish implements ReadAhead {

    private enum Mood {
        WAITING,
        LOOKING_AT_A_FAILURE,
        AWAY
    }

    private final Crowd crowd;

    private @Nullable User user;
    private @Nullable Step step;
    private @Nullable Intention intention;
    private @Nullable Attempt newest;
    private Mood mood = Mood.WAITING;
    private long meantNanos;
    private long number;
    private int intent;
    private int reactions;
    private int tries;
    private int attempts;
    private int running;
    private int requests;
    private boolean over;

    Wish(Crowd crowd) {
        this.crowd = crowd;
    }

    /// Begins: the person asks for the first time.
    void begin(User newUser, long newMeantNanos, long nowNanos) {
        user = newUser;
        step = newUser.step();
        number = newUser.number();
        intent = newUser.intent();
        meantNanos = newMeantNanos;
        reactions = 0;
        tries = 0;
        attempts = 0;
        running = 0;
        requests = 0;
        over = false;
        long patience = patienceNanos();
        Intention begun =
                new Intention(
                        newUser.number(),
                        newUser.intent(),
                        newUser.step().main().endpoint(),
                        newUser.kind().index(),
                        newUser.region(),
                        newUser.born(),
                        crowd.told(meantNanos),
                        newUser.thinkNanos(),
                        patience,
                        newUser.kind().needed(newUser.step(), newUser.hasSession()));
        intention = begun;
        crowd.observer().wishes(begun);
        await(meantNanos, patience);
        ask(Cause.FIRST_TRY, meantNanos, nowNanos);
    }

    /// What the person waited for has come: the end of patience, of looking, or of being away.
    void ring(long dueNanos, long nowNanos) {
        switch (mood) {
            case WAITING -> {
                Reaction reaction =
                        user().kind()
                                .whenSlow(
                                        crowd.draws(),
                                        number(),
                                        intent(),
                                        reactions,
                                        mayAskAgain());
                react(reaction, End.LEFT, dueNanos, nowNanos);
            }
            case LOOKING_AT_A_FAILURE -> {
                Reaction reaction =
                        user().kind()
                                .whenFailed(
                                        crowd.draws(),
                                        number(),
                                        intent(),
                                        reactions,
                                        mayAskAgain());
                react(reaction, End.FAILED, dueNanos, nowNanos);
            }
            case AWAY -> again(Cause.CAME_BACK, dueNanos, nowNanos);
        }
    }

    /// An attempt was answered right.
    void answered(Attempt attempt, long nowNanos) {
        if (!over && attempt.wanted()) {
            conclude(End.ANSWERED, nowNanos);
            for (Attempt other = user().attempts(); other != null; other = other.next()) {
                if (other.wish() == this) {
                    other.forget();
                }
            }
            user().moveOn(nowNanos);
        }
    }

    /// An attempt has failed for good. Who has another tab open looks at the newest.
    void failed(Attempt attempt, long nowNanos) {
        if (!over && attempt == newest && attempt.wanted()) {
            mood = Mood.LOOKING_AT_A_FAILURE;
            long notice = user().kind().noticeNanos(crowd.draws(), number(), intent(), reactions);
            crowd.loop().arm(user(), nowNanos + notice);
        }
    }

    /// An attempt is over, whether it still mattered or not.
    void finished(Attempt attempt, long nowNanos) {
        running--;
        if (newest == attempt) {
            newest = null;
        }
        User owner = user();
        freeIfDone();
        owner.remove(attempt, nowNanos);
    }

    /// The run is over for this user.
    void cutOff(long nowNanos) {
        cancelAll(Outcome.CUT_OFF, nowNanos);
        conclude(End.CUT_OFF, nowNanos);
    }

    @Override
    public int readAhead(int depth) {
        return depth == 0 ? (int) number + requests + (over ? 1 : 2) : 0;
    }

    /// The number of the next attempt.
    int nextAttempt() {
        return attempts++;
    }

    /// A request of it is sent.
    void sends() {
        requests++;
    }

    User user() {
        return known(user);
    }

    Step step() {
        return known(step);
    }

    int intent() {
        return intent;
    }

    long meantNanos() {
        return meantNanos;
    }

    private long number() {
        return number;
    }

    private boolean mayAskAgain() {
        return tries < user().kind().tries();
    }

    private long patienceNanos() {
        User owner = user();
        return owner.kind()
                .patienceNanos(crowd.draws(), owner.number(), owner.intent(), reactions, step());
    }

    private void react(Reaction reaction, End end, long dueNanos, long nowNanos) {
        int before = reactions++;
        switch (reaction) {
            case Reaction.Wait() -> {
                if (end == End.LEFT || running > 0) {
                    await(dueNanos, patienceNanos());
                } else {
                    giveUp(end, nowNanos);
                }
            }
            case Reaction.Refresh() -> {
                cancelNewest(nowNanos);
                again(Cause.REFRESH, dueNanos, nowNanos);
            }
            case Reaction.NewTab() -> again(Cause.NEW_TAB, dueNanos, nowNanos);
            case Reaction.SignInAgain() -> {
                cancelNewest(nowNanos);
                boolean can = user().kind().signIn() != null;
                again(can ? Cause.SIGN_IN_AGAIN : Cause.REFRESH, dueNanos, nowNanos);
            }
            case Reaction.Later(var pauseSeconds) -> {
                cancelAll(Outcome.CANCELLED, nowNanos);
                mood = Mood.AWAY;
                double uniform =
                        crowd.draws()
                                .uniform(number(), intent(), Purpose.PAUSE, Kind.index(before));
                long pause = Nanos.ofSeconds(pauseSeconds.quantile(uniform));
                crowd.loop().arm(user(), dueNanos + pause);
            }
            case Reaction.Leave() -> giveUp(end, nowNanos);
        }
    }

    private void again(Cause cause, long dueNanos, long nowNanos) {
        crowd.due(dueNanos);
        await(dueNanos, patienceNanos());
        ask(cause, dueNanos, nowNanos);
    }

    private void await(long fromNanos, long patienceNanos) {
        mood = Mood.WAITING;
        crowd.loop().arm(user(), fromNanos + patienceNanos);
    }

    private void ask(Cause cause, long dueNanos, long nowNanos) {
        tries++;
        running++;
        Attempt attempt = crowd.newAttempt();
        newest = attempt;
        user().add(attempt);
        attempt.begin(this, cause, dueNanos, nowNanos);
    }

    private void cancelNewest(long nowNanos) {
        Attempt current = newest;
        if (current != null) {
            newest = null;
            current.cancel(Outcome.CANCELLED, nowNanos);
        }
    }

    private void cancelAll(Outcome outcome, long nowNanos) {
        Attempt attempt = user().attempts();
        while (attempt != null) {
            Attempt next = attempt.next();
            if (attempt.wish() == this && attempt.wanted()) {
                attempt.cancel(outcome, nowNanos);
            }
            attempt = next;
        }
    }

    private void giveUp(End end, long nowNanos) {
        User owner = user();
        cancelAll(Outcome.CANCELLED, nowNanos);
        conclude(end, nowNanos);
        owner.leave(nowNanos);
    }

    private void conclude(End end, long nowNanos) {
        over = true;
        crowd.wishOver();
        crowd.loop().disarm(user());
        crowd.observer()
                .concluded(
                        new Conclusion(
                                known(intention), end, crowd.told(nowNanos), attempts, requests));
        freeIfDone();
    }

    private void freeIfDone() {
        if (over && running == 0) {
            intention = null;
            newest = null;
            crowd.free(this);
        }
    }

    private static <T> T known(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("no wish is going on");
        }
        return part;
    }
}

package dev.unruly.engine;

import dev.unruly.chance.Draws;
import dev.unruly.model.Journey;

/// A walk along a user's nominal path: the wishes they have if everything is answered at once and
/// right. What cannot be told without the backend's answers counts as favourable.
///
/// Used again and again, one walk at a time.
final class Nominal {

    private final Plan plan;
    private final Draws draws;
    private final Belongings belongings = new Belongings();
    private final Ink scratch = new Ink();

    private long user;
    private Kind kind;
    private Step step;
    private int intent;
    private long atNanos;
    private long thinkNanos;

    Nominal(Plan plan) {
        this.plan = plan;
        this.draws = plan.draws();
        this.kind = plan.kinds().getFirst();
        this.step = kind.first(draws, 0);
    }

    /// Puts a user at their first wish.
    void begin(long newUser, long startNanos) {
        user = newUser;
        kind = plan.kindOf(newUser);
        step = kind.first(draws, newUser);
        intent = 0;
        atNanos = startNanos;
        thinkNanos = 0;
        belongings.clear();
    }

    /// Goes on to the next wish. Returns false when the user has left.
    boolean next() {
        step.foresee(user, intent, belongings, scratch);
        int to = step.foreseeNext(draws, user, intent, belongings, scratch);
        if (to == Journey.LEAVE) {
            return false;
        }
        intent++;
        thinkNanos = step.thinkNanos(draws, user, intent);
        atNanos = Math.min(atNanos + thinkNanos, Nanos.LONGEST);
        step = kind.step(to);
        return true;
    }

    /// Goes on to the first wish at or after a moment. Returns false when the user has left by
    /// then.
    boolean seek(long fromNanos) {
        while (atNanos < fromNanos) {
            if (!next()) {
                return false;
            }
        }
        return true;
    }

    long user() {
        return user;
    }

    Kind kind() {
        return kind;
    }

    /// What is wished.
    Step step() {
        return step;
    }

    /// Which of the user's wishes it is.
    int intent() {
        return intent;
    }

    /// When it is wished.
    long atNanos() {
        return atNanos;
    }

    /// The think time before it; 0 for the first.
    long thinkNanos() {
        return thinkNanos;
    }

    /// How long the user would wait before the first reaction.
    long patienceNanos() {
        return kind.patienceNanos(draws, user, intent, 0, step);
    }

    /// What the user carries by then, as far as it can be told.
    Belongings belongings() {
        return belongings;
    }
}

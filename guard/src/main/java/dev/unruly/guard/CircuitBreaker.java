package dev.unruly.guard;

import java.util.concurrent.atomic.AtomicReference;

/// While too much of what is asked fails, or takes too long, nothing is asked.
///
/// **Theory.** Calls to what is broken cost callers their threads and patience, and the broken its
/// chance to recover (Nygard, "Release It!", 2007). The question is when a share of failures seen is
/// a share of failures: 1 of 1 is not "100 %". So the breaker opens only when a one-sided binomial
/// test says that the true share is beyond the bound p:
///
///     P(X ≥ k) ≤ 0.001,  X ~ Binomial(n, p),  k of the n answers in the window failed
///
/// From that follows how many answers it takes, and no minimum need be set: 10 failures in a row with
/// p = 50 %, 3 with 10 %. Where it is looked at so often that even that comes by chance, `least` says
/// with how many answers in the window it may open at all. The test is repeated with each failure, so 0.001 instead of the usual 0.05.
/// The same holds for slow answers. A bound of 1 never opens.
///
/// **Open** for `open` · 2^j · (1 + U/4): the jitter keeps many callers from coming back together, and
/// j, at most 3, grows when it opens again while trying or within one window of having closed.
///
/// **Trying again** is gradual, since what has just come back (cold caches, empty pools) cannot take
/// everything at once: one trial; once that was good, 1/32 of what is asked, 1/16 … 1/2, each for at
/// least a sixth of `open` and until its trials' answers are within the bounds. If the one trial
/// fails, or later so many that P ≤ 0.1, it opens again at once: what was broken a moment ago has the
/// doubt against it. A trial that has no answer after `lease` = max(2 · slow, open) counts as failed, so that
/// one answer that never comes cannot hold the breaker half-open for ever, as it does where a fixed
/// number of trials is handed out and waited for.
///
/// Calls that the caller cancelled count neither way: [#cancelled].
///
/// **Values.** `failed`: where failing is worth more than asking, e.g. 50 %, or from the failures
/// that are normal; `slowNanos` beyond the high quantile of the healthy, `slow` where that quantile's
/// share is far exceeded; window 10 s; `open` about as long as a restart's shortest part, 1 to 5 s.
/// **Limits.** A breaker per service does not know instances: one bad of ten is 10 %, and [Ejection]'s
/// task. It is no load control: it knows "all" and "nothing". Shares are seen with a delay of up to
/// the window where failures are few.
///
/// Any thread, no locks; a ticket is a number, and nothing is allocated but when the state changes.
public final class CircuitBreaker {

    /// What [#tryEnter] answers when nothing may be asked.
    public static final long REFUSED = -1;

    /// The chance of opening although the share is just at its bound, each time it is looked at.
    static final double SURE = 0.001;

    /// The same while trying again, where doubt speaks against what was broken a moment ago.
    static final double SUSPECT = 0.1;

    private static final int MOST_AGAIN = 3;
    private static final double JITTER = 0.25;

    /// A tenth to the third is not quite a thousandth.
    private static final double ROUNDING = 1 + 1e-9;

    private static final int SECOND = 1;
    private static final int THIRD = 2;

    private static final int ADMITTED = 0;
    private static final int TURNED_AWAY = 1;
    private static final int GOOD = 2;
    private static final int FAILED = 3;
    private static final int SLOW = 4;
    private static final int CANCELLED = 5;
    private static final int LATE = 6;
    private static final int TRIALS = 7;
    private static final int OPENED = 8;
    private static final int CLOSED = 9;

    private final Settings settings;
    private final long leaseNanos;
    private final Chance chance;
    private final Slots window;
    private final Tally tally = new Tally(10);
    private final AtomicReference<Stage> stage;

    /// Whether it lets calls through: all, none, or a growing share.
    public enum State {
        CLOSED,
        OPEN,
        TRYING
    }

    /// What is too much, and what follows.
    ///
    /// @param failed the share of failures that is too much; 1: failures never open it
    /// @param slow the share of slow answers that is too much; 1: slow answers never open it
    /// @param slowNanos beyond which an answer is slow
    /// @param windowNanos over which shares are taken
    /// @param openNanos for how long nothing is asked before the first trial
    /// @param least with fewer answers in the window it does not open
    public record Settings(
            double failed, double slow, long slowNanos, long windowNanos, long openNanos, int least)
            implements Setting {
        public Settings {
            Check.some("the share of failures", failed);
            Check.some("the share of slow answers", slow);
            Check.positive("what is slow", slowNanos);
            Check.positive("the window", windowNanos);
            Check.positive("the time it stays open", openNanos);
            Check.atLeast("the least answers", 1, least);
        }

        /// Without a least number of answers.
        public Settings(
                double failed, double slow, long slowNanos, long windowNanos, long openNanos) {
            this(failed, slow, slowNanos, windowNanos, openNanos, 1);
        }
    }

    /// Where it stands, and decisions so far.
    ///
    /// @param good answered, and not a failure
    /// @param held whether a person holds it in its state
    /// @param share of what is asked that is let through
    /// @param untilNanos when it will be tried again, if it is open; [Deadline#NONE]: not by itself
    /// @param late answers to calls of an earlier state, which are not heard
    /// @param trials admitted while trying again; part of `admitted`
    public record Snapshot(
            State state,
            boolean held,
            double share,
            long untilNanos,
            long admitted,
            long refused,
            long good,
            long failed,
            long slow,
            long cancelled,
            long late,
            long trials,
            long opened,
            long closed) {}

    public CircuitBreaker(Settings settings, Chance chance, long nowNanos) {
        this.settings = settings;
        this.leaseNanos =
                Math.max(Nanos.after(settings.slowNanos, settings.slowNanos), settings.openNanos);
        this.chance = chance;
        this.window = new Slots(3, settings.windowNanos, nowNanos);
        this.stage = new AtomicReference<>(Stage.first(nowNanos));
    }

    public Settings settings() {
        return settings;
    }

    public State state() {
        return stage.get().state;
    }

    public Snapshot snapshot() {
        Stage now = stage.get();
        return new Snapshot(
                now.state,
                now.held,
                switch (now.state) {
                    case CLOSED -> 1;
                    case OPEN -> 0;
                    case TRYING -> now.share();
                },
                now.untilNanos,
                tally.sum(ADMITTED),
                tally.sum(TURNED_AWAY),
                tally.sum(GOOD) + window.total(0) - window.total(SECOND),
                tally.sum(FAILED) + window.total(SECOND),
                tally.sum(SLOW) + window.total(THIRD),
                tally.sum(CANCELLED),
                tally.sum(LATE),
                tally.sum(TRIALS),
                tally.sum(OPENED),
                tally.sum(CLOSED));
    }

    /// How long it will still be open; 0 if it is not.
    public long openNanos(long nowNanos) {
        Stage now = stage.get();
        return now.state == State.OPEN ? Deadline.left(now.untilNanos, nowNanos) : 0;
    }

    /// A ticket for a call, or [#REFUSED]. Each ticket is to be given back once, with what came of
    /// it.
    public long tryEnter(long nowNanos) {
        Stage now = stage.get();
        if (now.state == State.CLOSED) {
            tally.add(ADMITTED);
            return now.number;
        }
        return tryTrial(now, nowNanos);
    }

    private long tryTrial(Stage first, long nowNanos) {
        Stage now = first;
        while (true) {
            switch (now.state) {
                case CLOSED -> {
                    tally.add(ADMITTED);
                    return now.number;
                }
                case OPEN -> {
                    if (now.held || nowNanos < now.untilNanos) {
                        return refuse();
                    }
                    stage.compareAndSet(now, now.nextStep(nowNanos));
                }
                case TRYING -> {
                    long seen = now.counts();
                    if (good(seen) && nowNanos - now.sinceNanos >= stepNanos()) {
                        goOn(now, nowNanos);
                    } else if (bad(now, seen) || overdue(now, seen, nowNanos)) {
                        open(now, nowNanos);
                    } else if (needed(seen)) {
                        if (now.beginFirst(seen, nowNanos)) {
                            return trial(now);
                        }
                    } else if (chance.uniform() >= now.share()) {
                        return refuse();
                    } else if (now.begin(seen)) {
                        return trial(now);
                    }
                }
            }
            now = stage.get();
        }
    }

    private long refuse() {
        tally.add(TURNED_AWAY);
        return REFUSED;
    }

    private long trial(Stage now) {
        tally.add(ADMITTED);
        tally.add(TRIALS);
        return now.number;
    }

    /// Whether a step's trials were answered, and no larger share of them badly than may be.
    private boolean good(long seen) {
        return Stage.answered(seen) > 0
                && !beyond(Stage.failed(seen), seen, settings.failed)
                && !beyond(Stage.slow(seen), seen, settings.slow);
    }

    /// Whether its trials' answers open it. Whoever told of the last is about to; who asks
    /// meanwhile does not wait for that, and is not let in.
    private boolean bad(Stage now, long seen) {
        return suspect(now, Stage.failed(seen), seen, settings.failed)
                || suspect(now, Stage.slow(seen), seen, settings.slow);
    }

    /// A step cannot end without good answers: where they lack and none is under way, one is asked
    /// for.
    private boolean needed(long seen) {
        return !good(seen) && Stage.underWay(seen) == 0;
    }

    /// Whether the answer that a step waits for has not come within its lease.
    private boolean overdue(Stage now, long seen, long nowNanos) {
        return !good(seen) && Stage.underWay(seen) > 0 && nowNanos - now.trialNanos() >= leaseNanos;
    }

    private long stepNanos() {
        return settings.openNanos / Stage.STEPS;
    }

    private void goOn(Stage now, long nowNanos) {
        Stage next = now.nextStep(nowNanos);
        if (stage.compareAndSet(now, next) && next.state == State.CLOSED) {
            tally.add(CLOSED);
        }
    }

    /// What was asked with a ticket was answered well.
    public void succeeded(long ticket, long tookNanos, long nowNanos) {
        answered(ticket, false, tookNanos, nowNanos);
    }

    /// What was asked with a ticket failed, or was given up.
    public void failed(long ticket, long tookNanos, long nowNanos) {
        answered(ticket, true, tookNanos, nowNanos);
    }

    /// What was asked with a ticket ended for a reason that says nothing about the other side.
    public void cancelled(long ticket) {
        tally.add(CANCELLED);
        Stage now = stage.get();
        if (now.number == ticket && now.state == State.TRYING) {
            now.takeBack();
        }
    }

    /// The caller did not wait for the answer any longer, for reasons of its own. If that was slow
    /// by then, the answer would have been, and counts so; else it counts neither way.
    public void gaveUp(long ticket, long tookNanos, long nowNanos) {
        if (tookNanos > settings.slowNanos) {
            answered(ticket, false, tookNanos, nowNanos);
        } else {
            cancelled(ticket);
        }
    }

    private void answered(long ticket, boolean failed, long tookNanos, long nowNanos) {
        boolean slow = tookNanos > settings.slowNanos;
        Stage now = stage.get();
        if (now.number == ticket && now.state == State.CLOSED) {
            count(now, failed, slow, nowNanos);
            return;
        }
        tally.add(failed ? FAILED : GOOD);
        if (slow) {
            tally.add(SLOW);
        }
        if (now.number != ticket) {
            tally.add(LATE);
            return;
        }
        switch (now.state) {
            case CLOSED -> {} // counted above
            case TRYING -> {
                long counts = now.end(failed, slow);
                if ((failed || slow) && bad(now, counts)) {
                    open(now, nowNanos);
                }
            }
            case OPEN -> {} // nothing is let in with its number
        }
    }

    /// One bad answer to the one trial, or more later than would be likely.
    private static boolean suspect(Stage now, long bad, long counts, double bound) {
        return beyond(bad, counts, bound)
                && (now.step == 0
                        || Binomial.atLeast(bad, Stage.answered(counts), bound)
                                <= SUSPECT * ROUNDING);
    }

    private static boolean beyond(long bad, long counts, double bound) {
        return bad > bound * Stage.answered(counts);
    }

    private void count(Stage now, boolean failed, boolean slow, long nowNanos) {
        long slot = slot(now, nowNanos);
        if (!failed && !slow) {
            window.count(slot);
            return;
        }
        window.count(slot, failed ? 1 : 0, slow ? 1 : 0);
        if (!now.held
                && ((failed && tooMany(slot, SECOND, settings.failed))
                        || (slow && tooMany(slot, THIRD, settings.slow)))) {
            open(now, nowNanos);
        }
    }

    /// The slot to count in. Every stage has a window of its own: its slots lie beyond all that may
    /// have been counted before it.
    private long slot(Stage now, long nowNanos) {
        return window.at(nowNanos) + now.number * Slots.SLOTS;
    }

    private boolean tooMany(long slot, int kind, double bound) {
        if (bound >= 1) {
            return false;
        }
        long all = window.sum(slot, 0);
        long bad = window.sum(slot, kind);
        return all >= settings.least
                && bad > bound * all
                && Binomial.atLeast(bad, all, bound) <= SURE * ROUNDING;
    }

    private void open(Stage now, long nowNanos) {
        boolean soon =
                now.state == State.TRYING
                        || (now.number > 0 && nowNanos - now.sinceNanos < settings.windowNanos);
        int again = soon ? Math.min(MOST_AGAIN, now.again + 1) : 0;
        double jitter = 1 + JITTER * chance.uniform();
        long until = Nanos.after(nowNanos, Nanos.times(settings.openNanos, (1 << again) * jitter));
        if (stage.compareAndSet(now, now.open(nowNanos, until, again))) {
            tally.add(OPENED);
        }
    }

    /// A person wants it open or closed, whatever is seen, until [#release].
    ///
    /// @param state not `TRYING`
    public void hold(State state, long nowNanos) {
        if (state == State.TRYING) {
            throw new IllegalArgumentException("a breaker is held OPEN or CLOSED, got TRYING");
        }
        stage.updateAndGet(now -> now.held(state, nowNanos));
    }

    /// A person leaves it to itself again; it is closed then. Does nothing if it was not held.
    public void release(long nowNanos) {
        stage.updateAndGet(now -> now.held ? now.closed(nowNanos) : now);
    }
}

package dev.unruly.gateway;

import dev.unruly.model.Decision;
import dev.unruly.policy.Again;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Head;
import org.jspecify.annotations.Nullable;

/// One of the [Tries] of a request: stands for the application to the [GuardedCall] that takes it
/// through its policies, and says what comes of it.
final class Try implements Asked, Onward, Spare.Tried {

    private enum Phase {
        /// Nothing has come of it yet.
        OPEN,
        /// Its answer goes on to the application.
        PASSED_ON,
        /// It failed, and what is still to come of its answer is dropped.
        DROPPED,
        /// It has been told that it is over, or will be.
        OVER
    }

    private final Tries tries;
    private final Decision as;
    private final int number;
    private Phase phase = Phase.OPEN;
    private @Nullable GuardedCall call;
    private Peers.@Nullable Instance instance;
    private long startedNanos;
    private int status;
    private boolean bodiless;
    private boolean paused;
    private boolean reset;
    private boolean lost;
    private boolean unreached;

    /// @param as what it is counted as
    /// @param number 1: the first
    Try(Tries tries, Decision as, int number) {
        this.tries = tries;
        this.as = as;
        this.number = number;
    }

    void begin(GuardedCall with) {
        call = with;
    }

    GuardedCall call() {
        if (call == null) {
            throw new IllegalStateException("a try has not begun");
        }
        return call;
    }

    /// Whether it is there beside another.
    boolean hedge() {
        return as == Decision.HEDGED;
    }

    int number() {
        return number;
    }

    /// Where it was asked; null: nowhere yet.
    Peers.@Nullable Instance instance() {
        return instance;
    }

    /// When it was asked there.
    long startedNanos() {
        return startedNanos;
    }

    /// It goes to an instance.
    void started(Peers.Instance to, long nowNanos) {
        instance = to;
        startedNanos = nowNanos;
    }

    /// Whether a policy has turned it away.
    boolean refused() {
        return instance == null;
    }

    boolean paused() {
        return paused;
    }

    private long nanos() {
        return tries.link().home().loop().nanos();
    }

    /// Whether its instance could not be reached, and so was not asked.
    boolean wasUnreached() {
        return unreached;
    }

    /// Another was answered sooner.
    boolean lost() {
        return lost;
    }

    /// Another is answered sooner.
    void loses() {
        lost = true;
    }

    /// Nobody wants its answer any more. Returns whether it was not over before.
    boolean lose(Ending ending, long nowNanos) {
        if (phase == Phase.OVER) {
            return false;
        }
        phase = Phase.OVER;
        call().caller().ended(ending, nowNanos);
        return true;
    }

    /// Tells the call that it is over, as whoever serves the application would: later.
    private void over(Ending ending) {
        phase = Phase.OVER;
        tries.link().home().loop().post(() -> call().caller().ended(ending, nanos()));
    }

    // ---- what the connection says ----

    @Override
    public ExchangeListener pass(GuardedCall passing, Wanted wanted, long nowNanos) {
        return tries.pass(this, passing, wanted, nowNanos);
    }

    @Override
    public void farGone() {
        call().farGone();
    }

    @Override
    public void unreached() {
        unreached = true;
    }

    @Override
    public void cutOff(boolean byReset) {
        reset = byReset;
        call().cancel();
    }

    // ---- what the call says ----

    @Override
    public int route() {
        return tries.asked().route();
    }

    /// Only the first of all may say something before its answer: what two say would be told twice.
    @Override
    public void interim(Head head) {
        if (phase == Phase.OPEN && number == 1) {
            tries.asked().interim(head);
        }
    }

    @Override
    public void answer(Head head, long bodyBytes) {
        if (phase == Phase.OVER) {
            return;
        }
        if (!(head instanceof AnswerHead answer)) {
            throw new IllegalStateException("not an answer's head: " + head);
        }
        status = answer.status();
        bodiless = bodyBytes == 0;
        phase = Phase.PASSED_ON;
        if (!tries.answered(this, answer, bodyBytes)) {
            phase = Phase.DROPPED;
        }
        if (bodiless) {
            whole();
        }
    }

    @Override
    public void write(Bytes bytes) {
        if (phase == Phase.PASSED_ON) {
            tries.write(bytes);
        } else {
            bytes.drop();
        }
    }

    @Override
    public boolean writable() {
        return phase != Phase.PASSED_ON || tries.asked().writable();
    }

    @Override
    public void finish() {
        if (phase == Phase.PASSED_ON) {
            tries.asked().finish();
        }
        if (!bodiless) {
            whole();
        }
    }

    private void whole() {
        if (phase == Phase.OVER) {
            return;
        }
        boolean passedOn = phase == Phase.PASSED_ON;
        long now = nanos();
        if (!call().outOfCallersTime()) {
            tries.judge(this, status < Again.FIRST_FAILING_STATUS, now);
        }
        over(Ending.COMPLETE);
        if (passedOn) {
            tries.finished(status, now);
        }
    }

    @Override
    public void cancel() {
        if (phase == Phase.OVER) {
            return;
        }
        boolean counts = phase != Phase.DROPPED;
        tries.judge(this, false, nanos());
        over(Ending.CANCELLED);
        if (counts) {
            tries.cutOff(this, reset, nanos());
        }
    }

    @Override
    public void pause() {
        paused = true;
        tries.pausedOrNot();
    }

    @Override
    public void resume() {
        paused = false;
        tries.pausedOrNot();
    }
}

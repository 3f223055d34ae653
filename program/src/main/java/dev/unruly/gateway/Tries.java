package dev.unruly.gateway;

import dev.unruly.guard.Attempt;
import dev.unruly.guard.Hedge;
import dev.unruly.guard.Repeat;
import dev.unruly.guard.Retry;
import dev.unruly.model.Decision;
import dev.unruly.policy.Again;
import dev.unruly.policy.Instances;
import dev.unruly.policy.Pass;
import dev.unruly.policy.Repeats;
import dev.unruly.world.Alarm;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request that may be tried more than once, each time at an instance that is chosen then. Each
/// try passes the policies by itself, as [GuardedCall], and has a place of its own.
///
/// At most two are under way at a time: a try, and beside it, at another instance, its hedge. The
/// first that is answered well is passed on from its head to its end, and the other given up. Of
/// those that fail, the last is passed on when no other is under way and it is not tried again.
/// Where an instance cannot be reached, and so was not asked, another is asked at once, whatever
/// the request is and without the budget: nobody has worked for it. The alarm is the moment of the
/// hedge, or the end of the pause before the next try.
final class Tries extends Alarm implements Asking, FromApplication {

    private static final Try[] NONE = {};
    private static final long SECOND = 1_000_000_000L;

    private final GuardedLink link;
    private final Asked asked;
    private final Pass first;
    private final Again again;
    private final Peers peers;
    private final long fingerprint;

    /// Under way, and neither answered nor failed so far; and then the one that is passed on.
    private final List<Try> underWay = new ArrayList<>(2);

    private Telling telling = Telling.NOBODY;
    private @Nullable Wanted wanted;
    private Upload upload = new Upload(0);
    private Repeat repeat = Repeat.MUST_NOT;
    private dev.unruly.guard.Caller caller = dev.unruly.guard.Caller.NOBODY;

    /// When the application had asked all of it, or had begun to.
    private long askedNanos;

    private @Nullable Try winner;
    private Peers.@Nullable Instance failedAt;
    private int tries;
    private int retries;

    /// How often it went on to another instance because one could not be reached.
    private int moved;

    private boolean pausing;
    private boolean paused;
    private boolean received;
    private boolean over;

    /// The application's side is over.
    private boolean gone;

    Tries(GuardedLink link, Asked asked, Pass first, Again again, long fingerprint) {
        this.link = link;
        this.asked = asked;
        this.first = first;
        this.peers = link.home().instances();
        this.again = again.among(peers.choice());
        this.fingerprint = fingerprint;
    }

    @Override
    public void tell(Copying along, Consumer<Optional<Copy>> told) {
        telling = new Telling(along, told);
    }

    @Override
    public ExchangeListener caller() {
        return this;
    }

    @Override
    public void enter(Wanted asking, long nowNanos) {
        Wanted kept = asking.kept();
        wanted = kept;
        askedNanos = nowNanos;
        caller = new dev.unruly.guard.Caller(kept.deadlineNanos(), kept.attempt());
        repeat = kept.mayRepeat() ? Repeat.MAY : Repeat.MUST_NOT;
        boolean once = repeat != Repeat.MAY && peers.choice().count() == 1;
        upload = new Upload(once ? Long.MAX_VALUE : kept.bodyBytes());
        if (again.budget() != first.shield().budget()) {
            again.budget().asked(kept.attempt(), nowNanos);
        }
        link.triesBegin();
        begin(Decision.PASSED, first, nowNanos);
    }

    private void begin(Decision as, Pass pass, long nowNanos) {
        var one = new Try(this, as, ++tries);
        underWay.add(one);
        var call = new GuardedCall(link, one, pass, Repeats.UNKNOWN, one, as);
        one.begin(call);
        call.enter(wanted(), nowNanos);
        upload.passTo(call.caller(), nowNanos);
        if (received) {
            call.caller().received(nowNanos);
        }
    }

    private Wanted wanted() {
        if (wanted == null) {
            throw new IllegalStateException("nothing is asked for yet");
        }
        return wanted;
    }

    // ---- what the tries ask for ----

    GuardedLink link() {
        return link;
    }

    Asked asked() {
        return asked;
    }

    /// Takes a try that has passed its policies to an instance.
    ExchangeListener pass(Try one, GuardedCall call, Wanted bounded, long nowNanos) {
        Peers.Instance avoided = one.hedge() ? beside(one) : failedAt;
        int number = avoided == null ? Instances.NONE : avoided.number();
        Peers.Instance to = peers.at(again.choose(number, nowNanos));
        one.started(to, nowNanos);
        Wanted told =
                one.number() == 1
                        ? bounded
                        : bounded.with(
                                Attempt.HEADER,
                                Attempt.written(caller.attempt() + one.number() - 1));
        long since = one.number() == 1 ? nowNanos : askedNanos;
        ExchangeListener exchange =
                peers.connection(to, nowNanos).ask(call, one, told, since, nowNanos);
        awaitHedge(nowNanos);
        return exchange;
    }

    /// Where the try is under way to which another is a hedge.
    private Peers.@Nullable Instance beside(Try hedge) {
        return underWay.stream()
                .filter(one -> one != hedge)
                .map(Try::instance)
                .findFirst()
                .orElse(null);
    }

    /// A try has an answer's head. Returns whether it is passed on to the application.
    boolean answered(Try one, AnswerHead head, long bodyBytes) {
        boolean well = !Again.failed(head.status());
        if (!well && triesAgain(one, head.retryAfterSeconds() * SECOND, nanos())) {
            return false;
        }
        link.home().loop().disarm(this);
        winner = one;
        upload.dropped();
        if (underWay.size() > 1) {
            loseAllBut(one, nanos());
        }
        if (well && one.hedge()) {
            hedgeWon();
        }
        telling.head(head);
        asked.answer(head, bodyBytes);
        return true;
    }

    private long nanos() {
        return link.home().loop().nanos();
    }

    /// Those under way now, whatever becomes of them meanwhile.
    private Try[] those() {
        return underWay.toArray(NONE);
    }

    private void loseAllBut(Try winning, long nowNanos) {
        for (Try other : those()) {
            if (other != winning) {
                other.loses();
                lose(other, Ending.CANCELLED, nowNanos);
            }
        }
    }

    private void hedgeWon() {
        Hedge hedge = again.hedge();
        if (hedge != null) {
            hedge.won();
        }
        link.home().defence().tally().count(Decision.HEDGE_WON);
    }

    /// A try has failed. Returns whether the application need not be told, since another is under
    /// way or will be.
    private boolean triesAgain(Try one, long retryAfterNanos, long nowNanos) {
        underWay.remove(one);
        failedAt = one.instance() == null ? failedAt : one.instance();
        if (!underWay.isEmpty()) {
            pausedOrNot();
            return true;
        }
        boolean moves = one.wasUnreached() && moved < peers.choice().count() - 1;
        long pause = Retry.REFUSED;
        if (!one.refused() && upload.whole()) {
            pause =
                    moves
                            ? 0
                            : again.pauseNanos(caller, repeat, retries, retryAfterNanos, nowNanos);
        }
        if (pause == Retry.REFUSED) {
            underWay.add(one);
            return false;
        }
        moved += moves ? 1 : 0;
        retries += moves ? 0 : 1;
        pausing = true;
        link.home().loop().arm(this, nowNanos + pause);
        pausedOrNot();
        return true;
    }

    /// A part of the answer that is passed on.
    void write(Bytes bytes) {
        telling.body(bytes);
        asked.write(bytes);
    }

    /// The answer that is passed on is whole.
    ///
    /// @param status its
    void finished(int status, long nowNanos) {
        end(status < Again.FIRST_FAILING_STATUS, nowNanos);
    }

    /// A try is cut off before its answer was whole.
    void cutOff(Try one, boolean reset, long nowNanos) {
        if (winner != one && triesAgain(one, 0, nowNanos)) {
            return;
        }
        underWay.remove(one);
        end(false, nowNanos);
        if (reset) {
            link.abort();
        } else {
            asked.cancel();
        }
    }

    /// A try takes no more of the body just now, or takes more again. Nor is anything read of it
    /// while there is none that could be told.
    void pausedOrNot() {
        boolean pauses = !over && !received && (pausing || underWay.stream().anyMatch(Try::paused));
        if (pauses == paused || gone) {
            return;
        }
        paused = pauses;
        if (pauses) {
            asked.pause();
        } else {
            asked.resume();
        }
    }

    /// What an instance did is known, so far as it is.
    void judge(Try one, boolean well, long nowNanos) {
        Peers.Instance at = one.instance();
        if (at != null) {
            again.judge(at.number(), well, one.startedNanos(), nowNanos);
        }
    }

    /// A try is of no use any more.
    private void lose(Try one, Ending ending, long nowNanos) {
        underWay.remove(one);
        Peers.Instance at = one.instance();
        if (one.lose(ending, nowNanos) && at != null) {
            again.lost(at.number(), one.startedNanos(), nowNanos);
        }
    }

    private void end(boolean well, long nowNanos) {
        if (over) {
            return;
        }
        over = true;
        link.home().loop().disarm(this);
        upload.dropped();
        pausedOrNot();
        link.home().defence().repeats().ended(fingerprint, well, nowNanos);
        telling.over(well);
    }

    // ---- moments ----

    /// From when the dependency has all of it, the hedge's delay runs.
    private void awaitHedge(long nowNanos) {
        Hedge hedge = again.hedge();
        if (hedge != null && received && mayHedge() && again.mayHedge(caller, repeat)) {
            link.home().loop().arm(this, nowNanos + hedge.settings().delayNanos());
        }
    }

    private boolean mayHedge() {
        return winner == null
                && upload.whole()
                && underWay.size() == 1
                && !underWay.getFirst().hedge()
                && underWay.getFirst().instance() != null;
    }

    @Override
    protected void ring(long nowNanos) {
        if (over) {
            return;
        }
        if (pausing) {
            pausing = false;
            begin(Decision.RETRIED, later(nowNanos), nowNanos);
            pausedOrNot();
            return;
        }
        Peers.Instance at = mayHedge() ? underWay.getFirst().instance() : null;
        if (at != null && again.hedges(caller, at.number(), nowNanos)) {
            begin(Decision.HEDGED, later(nowNanos), nowNanos);
        }
    }

    private Pass later(long nowNanos) {
        return new Pass(first.shield().later(), first.rank(), nowNanos);
    }

    // ---- the application's side ----

    @Override
    public void body(Bytes bytes, long nowNanos) {
        if (over) {
            return;
        }
        upload.add(bytes);
        for (Try one : those()) {
            one.call().caller().body(bytes, nowNanos);
        }
    }

    @Override
    public void received(long nowNanos) {
        received = true;
        askedNanos = nowNanos;
        if (over) {
            return;
        }
        for (Try one : those()) {
            one.call().caller().received(nowNanos);
        }
        awaitHedge(nowNanos);
    }

    @Override
    public void drained(long nowNanos) {
        if (winner != null) {
            winner.call().caller().drained(nowNanos);
        }
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        gone = true;
        end(false, nowNanos);
        for (Try one : those()) {
            lose(one, ending, nowNanos);
        }
        link.triesOver();
    }
}

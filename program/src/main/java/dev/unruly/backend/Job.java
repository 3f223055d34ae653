package dev.unruly.backend;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.world.Asked;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import org.jspecify.annotations.Nullable;

/// A request on its way through the system.
final class Job implements ExchangeListener, Act.Then {

    private final Backend backend;
    private final Draws draws;
    private final Asked exchange;
    private final long number;
    private final Work work;
    private final String target;
    private final Asker asker;
    private int drawn;
    private boolean gone;
    private @Nullable Runnable whenGone;

    /// What is done for it.
    ///
    /// @param cookie given with the answer; empty: none
    record Work(Act act, Reply reply, int bodyBytes, String cookie) {}

    /// @param number unique among the requests of a run
    /// @param target what it asks for, if anybody wants to know
    /// @param asker who asks, likewise
    Job(
            Backend backend,
            Draws draws,
            Asked exchange,
            long number,
            Work work,
            String target,
            Asker asker) {
        this.backend = backend;
        this.draws = draws;
        this.exchange = exchange;
        this.number = number;
        this.work = work;
        this.target = target;
        this.asker = asker;
    }

    /// Whether nobody waits for it any more.
    boolean gone() {
        return gone;
    }

    /// Unique among the requests of a run.
    long number() {
        return number;
    }

    /// The size of the body it is answered with; -1: its answer is one person's own.
    long sharedBytes() {
        return work.cookie().isEmpty() ? work.bodyBytes() : -1;
    }

    /// The same, asked for by nobody who waits. It draws on its own.
    Job behind() {
        return new Job(backend, draws, exchange, backend.nextBehind(), work, target, asker);
    }

    String target() {
        return target;
    }

    Asker asker() {
        return asker;
    }

    /// Has something done besides when nobody waits for it any more.
    void whenGone(Runnable what) {
        Runnable before = whenGone;
        whenGone =
                before == null
                        ? what
                        : () -> {
                            before.run();
                            what.run();
                        };
    }

    /// A uniform number in (0, 1), another one each time.
    double uniform(Purpose purpose) {
        int index = drawn++;
        return draws.uniform(number, index >>> 16, purpose, index & Draws.LAST_INDEX);
    }

    @Override
    public int readAhead(int depth) {
        return depth == 0 ? (int) number + (gone ? 1 : 2) : exchange.readAhead(depth - 1);
    }

    @Override
    public void received(long nowNanos) {
        work.act().begin(this, this);
    }

    /// All of it is done, or cannot be.
    @Override
    public void over(int status) {
        backend.finished(gone);
        if (gone) {
            return;
        }
        if (status != Act.OK) {
            exchange.answer(Reply.plain(status), 0);
            return;
        }
        Reply reply = work.cookie().isEmpty() ? work.reply() : work.reply().only(cookie());
        exchange.answer(reply, work.bodyBytes());
        if (work.bodyBytes() > 0) {
            exchange.write(backend.filler(work.bodyBytes()));
        }
    }

    private Block.Field cookie() {
        return new Block.Field("Set-Cookie", work.cookie() + "=" + number + "; Path=/");
    }

    @Override
    public void head(int status, Fields fields, long nowNanos) {}

    @Override
    public void body(Bytes bytes, long nowNanos) {}

    @Override
    public void ended(Ending ending, long nowNanos) {
        gone = true;
        if (whenGone != null) {
            whenGone.run();
        }
    }
}

package dev.unruly.gateway;

import dev.unruly.policy.Pass;
import dev.unruly.policy.Rank;
import dev.unruly.policy.Repeats;
import dev.unruly.policy.Shield;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Head;
import dev.unruly.world.Visit;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request of the gateway's own, for which nobody waits: on a connection of its own, through the
/// dependency's policies and faults as any other, and the first to be shed.
final class Errand implements Asked {

    /// For how long it is waited at most, whatever the policies say.
    static final long MOST_NANOS = 30_000_000_000L;

    private final Listener home;
    private final GuardedLink link;
    private @Nullable Asking call;
    private boolean over;

    private Errand(Listener home) {
        this.home = home;
        this.link = home.guest();
    }

    /// Asks.
    ///
    /// @param wanted kept, without a body
    /// @param told the answer once it is whole, if it is one for others; empty: it is not, or none
    ///   comes. Called once
    static void run(
            Listener home,
            Shield shield,
            Wanted wanted,
            Copying copying,
            Consumer<Optional<Copy>> told) {
        new Errand(home).start(shield, wanted, copying, told);
    }

    private void start(
            Shield shield, Wanted wanted, Copying copying, Consumer<Optional<Copy>> told) {
        long now = home.loop().nanos();
        link.entered(new Hold(), now);
        Asking asking = link.asking(this, new Pass(shield, Rank.LEAST, now), Repeats.UNKNOWN);
        call = asking;
        asking.tell(copying, told);
        asking.enter(wanted, now);
        asking.caller().received(now);
    }

    /// It is over: says so once whoever ended it has returned.
    private void over(Ending ending) {
        if (!over) {
            over = true;
            home.loop()
                    .post(() -> {
                        long now = home.loop().nanos();
                        if (call != null) {
                            call.caller().ended(ending, now);
                        }
                        link.ended(Ending.COMPLETE, now);
                    });
        }
    }

    @Override
    public int route() {
        return -1;
    }

    @Override
    public void interim(Head head) {}

    @Override
    public void answer(Head head, long bodyBytes) {
        if (bodyBytes == 0) {
            over(Ending.COMPLETE);
        }
    }

    @Override
    public void write(Bytes bytes) {
        bytes.drop();
    }

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public void finish() {
        over(Ending.COMPLETE);
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void cancel() {
        over(Ending.CANCELLED);
    }

    /// Its connection, which nobody sees.
    private final class Hold implements Visit {

        @Override
        public long id() {
            return -1;
        }

        @Override
        public void close() {
            over(Ending.CANCELLED);
        }

        @Override
        public void abort() {
            over(Ending.CANCELLED);
        }
    }
}

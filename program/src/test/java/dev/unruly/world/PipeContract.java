package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// Byte streams: both directions are their own, and end on their own.
public abstract class PipeContract extends WorldContract {

    private static final int BLOCK = 65_536;
    private static final int MORE_THAN_ANYBODY_HOLDS = 64 << 20;

    private record Pair(Strand near, Strand far) {}

    private Pair open() {
        return open(Lane.direct());
    }

    private Pair open(Lane lane) {
        List<Strand> accepted = servePipes();
        Strand near = dial(lane, address());
        until(
                "both ends open",
                () -> near.isOpen() && !accepted.isEmpty() && accepted.getFirst().isOpen());
        return new Pair(near, accepted.getFirst());
    }

    private void write(Strand end, int size, int partBytes) {
        for (int at = 0; at < size; at += partBytes) {
            end.pipe().write(ledger.make(at, Math.min(partBytes, size - at)));
        }
    }

    @Test
    void bytesGoBothWaysInOrder() {
        Pair pair = open();
        on(() -> write(pair.near, 100_000, 1_234));
        on(() -> write(pair.far, 50_000, 777));
        until("all arrive", () -> pair.far.gotSize() == 100_000 && pair.near.gotSize() == 50_000);
        assertThat(pair.far.got()).isEqualTo(text(100_000));
        assertThat(pair.near.got()).isEqualTo(text(50_000));
        assertThat(pair.near.pipe().id()).isNotEqualTo(pair.far.pipe().id());
    }

    @Test
    void nobodyListening() {
        servePipes();
        on(() -> door().close());
        Strand near = dial(Lane.direct(), address());
        until("it is refused", near::over);
        assertThat(near.endings).containsExactly(Ending.REFUSED);
        assertThat(near.isOpen()).isFalse();
    }

    @Test
    void eachSideEndsItsOwnDirection() {
        Pair pair = open();
        on(() -> {
            write(pair.near, 1_000, 100);
            pair.near.pipe().shut();
            pair.near.pipe().shut();
        });
        until("the far end knows", () -> pair.far.shuts == 1);
        assertThat(pair.far.gotSize()).isEqualTo(1_000);
        assertThat(pair.near.over() || pair.far.over()).isFalse();
        on(() -> write(pair.far, 2_000, 100));
        until("the answer arrives", () -> pair.near.gotSize() == 2_000);
        on(() -> pair.far.pipe().shut());
        until("both end", () -> pair.near.over() && pair.far.over());
        assertThat(pair.near.shuts).isEqualTo(1);
        assertThat(pair.near.endings).containsExactly(Ending.COMPLETE);
        assertThat(pair.far.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void whatIsWrittenAfterTheEndIsGivenBack() {
        Pair pair = open();
        on(() -> {
            pair.near.pipe().shut();
            pair.near.pipe().write(ledger.make(0, 10));
            assertThat(pair.near.pipe().writable()).isFalse();
        });
        until("the far end knows", () -> pair.far.shuts == 1);
        on(() -> pair.far.pipe().shut());
        until("both end", () -> pair.near.over() && pair.far.over());
        assertThat(pair.far.gotSize()).isZero();
        on(() -> pair.far.pipe().write(ledger.make(0, 10)));
    }

    @Test
    void aResetEndsBothSides() {
        Pair pair = open();
        on(() -> {
            pair.far.pipe().reset();
            assertThat(pair.far.over()).isFalse();
        });
        until("both end", () -> pair.near.over() && pair.far.over());
        assertThat(pair.near.endings).containsExactly(Ending.RESET);
        assertThat(pair.far.endings).containsExactly(Ending.CANCELLED);
        assertThat(pair.near.shuts).isZero();
    }

    @Test
    void aResetBeforeItOpens() {
        servePipes();
        Strand near = new Strand(turns, "near");
        on(() -> loop.dial(Peer.at(address()), far(), near).reset());
        until("it ends", near::over);
        assertThat(near.isOpen()).isFalse();
        assertThat(near.endings).containsExactly(Ending.CANCELLED);
    }

    @Test
    void aReaderThatPausesHoldsTheWriterBack() {
        Pair pair = open();
        on(() -> pair.far.pipe().pause());
        int[] written = {0};
        Runnable pump =
                () -> {
                    while (pair.near.pipe().writable() && written[0] < MORE_THAN_ANYBODY_HOLDS) {
                        pair.near.pipe().write(ledger.make(written[0], BLOCK));
                        written[0] += BLOCK;
                    }
                };
        pair.near.whenDrained = pump;
        on(pump);
        int before;
        do {
            before = written[0];
            pass(300 * MILLI);
        } while (written[0] > before);
        assertThat(written[0]).isPositive().isLessThan(MORE_THAN_ANYBODY_HOLDS);
        assertThat(pair.far.gotSize()).isZero();
        pair.near.whenDrained = () -> {};
        on(() -> pair.far.pipe().resume());
        until("all arrive", () -> pair.far.gotSize() == written[0]);
        assertThat(pair.far.got()).isEqualTo(text(written[0]));
        until("the writer has room", () -> pair.near.draineds > 0);
        assertThat(pair.near.pipe().writable()).isTrue();
    }

    @Test
    void whoWritesOnAndOnMeetsALimit() {
        Pair pair = open();
        on(() -> pair.far.pipe().pause());
        on(() -> write(pair.near, MORE_THAN_ANYBODY_HOLDS, BLOCK));
        until("the writer ends", pair.near::over);
        assertThat(pair.near.endings).containsExactly(Ending.LIMIT);
        on(() -> pair.far.pipe().resume());
        until("the reader ends", pair.far::over);
        assertThat(pair.far.endings).containsExactly(Ending.RESET);
    }

    @Test
    void pipesTravelTheRoad() {
        List<Strand> accepted = servePipes();
        long[] start = {0};
        on(() -> start[0] = loop.nanos());
        Strand near = dial(far(), address());
        until("it opens", near::isOpen);
        assertMoment(near.openedNanos, start[0] + ROUND_TRIP);
        until("the far end opens", () -> accepted.getFirst().isOpen());
        Strand far = accepted.getFirst();
        far.whenRead = () -> far.pipe().write(ledger.make(0, 1));
        far.whenShut = () -> far.pipe().shut();
        on(() -> {
            start[0] = loop.nanos();
            near.pipe().write(ledger.make(0, 1));
            near.pipe().shut();
        });
        until("both end", () -> near.over() && far.over());
        assertMoment(far.firstReadNanos, start[0] + ROUND_TRIP / 2);
        assertMoment(near.firstReadNanos, start[0] + ROUND_TRIP);
        assertMoment(far.shutNanos, start[0] + ROUND_TRIP / 2);
        assertMoment(near.shutNanos, start[0] + ROUND_TRIP);
    }
}

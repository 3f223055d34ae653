package dev.unruly.shop.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ServedTest {
    private static Workers.Served gone(long sinceNanos) {
        return new Workers.Served(100, 200, 300, new Fate.Gone(sinceNanos));
    }

    @Test
    void whatWasDeliveredWastedNothing() {
        Workers.Served served = new Workers.Served(100, 200, 300, new Fate.Delivered());

        assertThat(served.clientGone()).isFalse();
        assertThat(served.goneBeforeStart()).isFalse();
        assertThat(served.wastedNanos()).isZero();
    }

    @Test
    void workIsWastedFromTheMomentTheClientLeft() {
        assertThat(gone(150).wastedNanos()).isEqualTo(100);
        assertThat(gone(200).wastedNanos()).isEqualTo(100);
        assertThat(gone(201).wastedNanos()).isEqualTo(99);
        assertThat(gone(300).wastedNanos()).isZero();
        assertThat(gone(301).wastedNanos()).isZero();
    }

    @Test
    void whoLeftWhileWaitingWasGoneBeforeTheStart() {
        assertThat(gone(199).goneBeforeStart()).isTrue();
        assertThat(gone(200).goneBeforeStart()).isTrue();
        assertThat(gone(201).goneBeforeStart()).isFalse();
    }
}

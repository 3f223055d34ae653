package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TimeoutTest {

    private final Timeout timeout = new Timeout(new Timeout.Settings(100), new Chance(1));

    @Test
    void theSoonerOfOwnTimeoutAndDeadlineEndsATry() {
        assertThat(timeout.giveUpNanos(Deadline.NONE, 7)).isEqualTo(107);
        assertThat(timeout.giveUpNanos(106, 7)).isEqualTo(106);
        assertThat(timeout.giveUpNanos(107, 7)).isEqualTo(107);
        assertThat(timeout.giveUpNanos(108, 7)).isEqualTo(107);
        assertThat(timeout.snapshot()).isEqualTo(new Timeout.Snapshot(3, 1, 0, 0, 0));
    }

    @Test
    void nothingBeginsWhenNothingIsLeft() {
        assertThat(timeout.giveUpNanos(8, 7)).isEqualTo(8);
        assertThat(timeout.giveUpNanos(7, 7)).isEqualTo(Timeout.REFUSED);
        assertThat(timeout.giveUpNanos(6, 7)).isEqualTo(Timeout.REFUSED);
        assertThat(timeout.snapshot()).isEqualTo(new Timeout.Snapshot(0, 1, 2, 0, 0));
    }

    @Test
    void theLatestMomentIsNoMoment() {
        assertThat(timeout.giveUpNanos(Deadline.NONE, Long.MAX_VALUE - 101))
                .isEqualTo(Long.MAX_VALUE - 1);
        assertThat(timeout.giveUpNanos(Deadline.NONE, Long.MAX_VALUE - 99))
                .isEqualTo(Deadline.NONE);
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new Timeout.Settings(0)).hasMessage("timeout must be > 0, got 0");
        assertThatThrownBy(() -> new Timeout.Settings(-1))
                .hasMessage("timeout must be > 0, got -1");
        assertThat(new Timeout.Settings(1).nanos()).isEqualTo(1);
    }

    /// The share is drawn, and bounded by the caller's deadline as all tries are.
    @Test
    void aShareOfTriesMayTakeLonger() {
        var probing = new Timeout(new Timeout.Settings(100, 0.05, 700), new Chance(7));
        int probes = 0;
        for (int i = 0; i < 10_000; i++) {
            long gaveUp = probing.giveUpNanos(Deadline.NONE, 1_000);
            assertThat(gaveUp).isIn(1_100L, 1_700L);
            probes += gaveUp == 1_700 ? 1 : 0;
            assertThat(probing.giveUpNanos(1_050, 1_000)).isEqualTo(1_050);
        }
        assertThat(probes).isBetween(435, 565);
        assertThat(probing.snapshot().probes()).isBetween(870L, 1_130L);
    }

    @Test
    void withoutAShareNobodyDoes() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(timeout.giveUpNanos(Deadline.NONE, 1_000)).isEqualTo(1_100);
        }
        assertThat(timeout.snapshot().probes()).isZero();
    }

    @Test
    void probesMustNotBeGivenUpSooner() {
        assertThat(new Timeout.Settings(100, 1, 100).fullNanos()).isEqualTo(100);
        assertThatThrownBy(() -> new Timeout.Settings(100, 0.1, 99))
                .hasMessage("the time of probes must be >= 100, got 99");
        assertThatThrownBy(() -> new Timeout.Settings(100, 1.1, 100))
                .hasMessageContaining("the share of probes");
    }
}

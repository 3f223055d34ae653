package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class TimeoutTest {

    private final Timeout timeout = new Timeout(new Timeout.Settings(100));

    @Test
    void theSoonerOfOwnTimeoutAndDeadlineEndsATry() {
        assertThat(timeout.giveUpNanos(Deadline.NONE, 7)).isEqualTo(107);
        assertThat(timeout.giveUpNanos(106, 7)).isEqualTo(106);
        assertThat(timeout.giveUpNanos(107, 7)).isEqualTo(107);
        assertThat(timeout.giveUpNanos(108, 7)).isEqualTo(107);
        assertThat(timeout.snapshot()).isEqualTo(new Timeout.Snapshot(3, 1, 0, 0));
    }

    @Test
    void nothingBeginsWhenNothingIsLeft() {
        assertThat(timeout.giveUpNanos(8, 7)).isEqualTo(8);
        assertThat(timeout.giveUpNanos(7, 7)).isEqualTo(Timeout.REFUSED);
        assertThat(timeout.giveUpNanos(6, 7)).isEqualTo(Timeout.REFUSED);
        assertThat(timeout.snapshot()).isEqualTo(new Timeout.Snapshot(0, 1, 2, 0));
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
}

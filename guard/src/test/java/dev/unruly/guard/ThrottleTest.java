package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ThrottleTest {

    private final Throttle throttle =
            new Throttle(new Throttle.Settings(2, 10 * SECOND), new Chance(5), 0);

    @Test
    void nothingIsRefusedUpToTwiceWhatWasAccepted() {
        for (int i = 0; i < 20; i++) {
            assertThat(throttle.tryEnter(0)).isTrue();
            throttle.accepted(0);
        }
        for (int i = 0; i < 19; i++) {
            assertThat(throttle.tryEnter(0)).isTrue();
        }
        assertThat(throttle.refusedShare(0)).isZero();
        assertThat(throttle.tryEnter(0)).isTrue();
        assertThat(throttle.refusedShare(0)).isZero();
        assertThat(throttle.tryEnter(0)).isTrue();
        assertThat(throttle.refusedShare(0)).isEqualTo(1.0 / 42);
    }

    @Test
    void aBackendThatAcceptsATenthGetsTwiceThat() {
        long asked = 0;
        long accepted = 0;
        for (int i = 0; i < 100_000; i++) {
            long now = i * MS;
            // The backend can do a hundred a second.
            if (throttle.tryEnter(now)) {
                asked++;
                if (accepted < now / (10 * MS)) {
                    accepted++;
                    throttle.accepted(now);
                }
            }
        }
        assertThat((double) asked / accepted).isBetween(1.8, 2.3);
    }

    @Test
    void aBackendThatIsWellAgainIsAskedEverythingAgain() {
        for (int i = 0; i < 10_000; i++) {
            throttle.tryEnter(i * MS);
        }
        assertThat(throttle.refusedShare(10 * SECOND - 1)).isEqualTo(Throttle.MOST);
        long refusedAtLast = 0;
        for (int i = 10_000; i < 60_000; i++) {
            if (throttle.tryEnter(i * MS)) {
                throttle.accepted(i * MS);
            } else if (i >= 50_000) {
                refusedAtLast++;
            }
        }
        assertThat(refusedAtLast).isZero();
    }

    @Test
    void whatIsOlderThanTheWindowIsForgotten() {
        for (int i = 0; i < 7; i++) {
            throttle.tryEnter(0);
        }
        assertThat(throttle.refusedShare(10 * SECOND - 1)).isEqualTo(7.0 / 8);
        assertThat(throttle.refusedShare(10 * SECOND)).isZero();
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new Throttle.Settings(0.99, 1))
                .hasMessage("the multiplier must be >= 1 and finite, got 0.99");
        assertThatThrownBy(() -> new Throttle.Settings(1, 0))
                .hasMessage("the window must be > 0, got 0");
        assertThat(new Throttle.Settings(1, 1).multiplier()).isEqualTo(1);
    }
}

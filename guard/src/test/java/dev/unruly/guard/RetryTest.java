package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class RetryTest {

    private static final Retry.Settings SETTINGS = new Retry.Settings(3, 100, 350);

    private final WorkBudget rich =
            new WorkBudget(new WorkBudget.Settings(0, 1_000, Still.SECOND), 0);
    private final Retry retry = new Retry(SETTINGS, rich, new Chance(1));

    @Test
    void pausesAreUniformUpToADoublingBound() {
        assertThat(retry.backoffNanos(1, 0.999)).isEqualTo(99);
        assertThat(retry.backoffNanos(1, 0.5)).isEqualTo(50);
        assertThat(retry.backoffNanos(2, 0.5)).isEqualTo(100);
        assertThat(retry.backoffNanos(3, 0.5)).isEqualTo(175);
        assertThat(retry.backoffNanos(200, 0.5)).isEqualTo(175);
        assertThat(retry.backoffNanos(1, 1e-9)).isZero();
    }

    @Test
    void theMeanPauseIsHalfItsBound() {
        double sum = 0;
        for (int i = 0; i < 900; i++) {
            sum += retry.pauseNanos(Caller.NOBODY, Repeat.MAY, 1, 0, 0);
        }
        assertThat(sum / 900).isBetween(46.0, 54.0);
    }

    @Test
    void onlySoManyRetriesAndOnlyOfWhatMayBeRepeated() {
        assertThat(retry.pauseNanos(Caller.NOBODY, Repeat.MAY, 3, 0, 0)).isNotNegative();
        assertThat(retry.pauseNanos(Caller.NOBODY, Repeat.MAY, 4, 0, 0)).isEqualTo(Retry.REFUSED);
        assertThat(retry.pauseNanos(Caller.NOBODY, Repeat.MUST_NOT, 1, 0, 0))
                .isEqualTo(Retry.REFUSED);
        assertThat(retry.snapshot()).isEqualTo(new Retry.Snapshot(1, 1, 1, 0, 0, 0));
        assertThat(rich.snapshot().taken()).isEqualTo(1);
    }

    @Test
    void whatTheOtherSideAsksForIsHonouredUpToTheLongestPause() {
        assertThat(retry.pauseNanos(Caller.NOBODY, Repeat.MAY, 1, 349, 0)).isBetween(349L, 449L);
        assertThat(retry.pauseNanos(Caller.NOBODY, Repeat.MAY, 1, 350, 0)).isBetween(350L, 450L);
        assertThat(retry.pauseNanos(Caller.NOBODY, Repeat.MAY, 1, 351, 0)).isEqualTo(Retry.REFUSED);
        assertThat(retry.snapshot().tooLong()).isEqualTo(1);
    }

    @Test
    void aPauseMustEndBeforeTheDeadline() {
        var narrow = new Retry(new Retry.Settings(3, 1, 350), rich, new Chance(1));

        assertThat(narrow.pauseNanos(Caller.NOBODY.until(102), Repeat.MAY, 1, 100, 1))
                .isEqualTo(100);
        assertThat(narrow.pauseNanos(Caller.NOBODY.until(101), Repeat.MAY, 1, 100, 1))
                .isEqualTo(Retry.REFUSED);
        assertThat(narrow.pauseNanos(Caller.NOBODY.until(100), Repeat.MAY, 1, 100, 1))
                .isEqualTo(Retry.REFUSED);
        assertThat(narrow.snapshot().noTime()).isEqualTo(2);
        assertThat(rich.snapshot().taken()).isEqualTo(1);
    }

    @Test
    void theBudgetAndTheMarkHaveTheLastWord() {
        var poor = new WorkBudget(new WorkBudget.Settings(0, 1, Still.SECOND), 0);
        var bounded = new Retry(SETTINGS, poor, new Chance(1));

        assertThat(bounded.pauseNanos(Caller.NOBODY.asked(2), Repeat.MAY, 1, 0, 0))
                .isEqualTo(Retry.REFUSED);
        assertThat(bounded.pauseNanos(Caller.NOBODY, Repeat.MAY, 1, 0, 0)).isNotNegative();
        assertThat(bounded.pauseNanos(Caller.NOBODY, Repeat.MAY, 1, 0, 0)).isEqualTo(Retry.REFUSED);
        assertThat(bounded.snapshot()).isEqualTo(new Retry.Snapshot(1, 0, 0, 0, 0, 2));
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new Retry.Settings(0, 1, 1))
                .hasMessage("retries must be >= 1, got 0");
        assertThatThrownBy(() -> new Retry.Settings(1, 0, 1))
                .hasMessage("backoff base must be > 0, got 0");
        assertThatThrownBy(() -> new Retry.Settings(1, 10, 9))
                .hasMessage("the longest backoff must be >= 10, got 9");
        assertThat(new Retry.Settings(1, 10, 10).mostNanos()).isEqualTo(10);
    }
}

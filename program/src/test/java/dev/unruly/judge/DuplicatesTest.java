package dev.unruly.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Outcome;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What has happened twice, and what may have.
final class DuplicatesTest {

    private static final int PAY = 3;
    private final Duplicates duplicates =
            new Duplicates(new boolean[] {false, false, false, true, false});

    @Test
    void successesBeyondTheFirstAreConfirmed() {
        pay(Outcome.OK, 201);
        assertThat(duplicates.confirmed(PAY)).isZero();
        pay(Outcome.OK, 201);
        assertThat(duplicates.confirmed(PAY)).isEqualTo(1);
        pay(Outcome.OK, 201);
        assertThat(duplicates.confirmed(PAY)).isEqualTo(2);
        assertThat(duplicates.possible(PAY)).isZero();
    }

    @Test
    void whatIsConfirmedMayHaveHappenedOnceMore() {
        pay(Outcome.OK, 201);
        pay(Outcome.OK, 201);
        pay(Outcome.CANCELLED, 0);

        assertThat(duplicates.confirmed(PAY)).isEqualTo(1);
        assertThat(duplicates.possible(PAY)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "CANCELLED, 0, 1",
        "TIMED_OUT, 0, 1",
        "RESET, 0, 1",
        "WRONG_ANSWER, 200, 1",
        "WRONG_STATUS, 502, 1",
        "WRONG_STATUS, 504, 1",
        "WRONG_STATUS, 409, 0",
        "WRONG_STATUS, 503, 0",
    })
    void oneSuccessAndAnUnknownFateArePossible(Outcome outcome, int status, long possible) {
        pay(outcome, status);
        assertThat(duplicates.possible(PAY)).isZero();
        pay(Outcome.OK, 201);

        assertThat(duplicates.confirmed(PAY)).isZero();
        assertThat(duplicates.possible(PAY)).isEqualTo(possible);
    }

    @Test
    void twoUnknownFatesArePossibleToo() {
        pay(Outcome.CANCELLED, 0);
        pay(Outcome.CANCELLED, 0);

        assertThat(duplicates.possible(PAY)).isEqualTo(1);
        assertThat(duplicates.possible(-1)).isEqualTo(1);
        assertThat(duplicates.possible(0)).isZero();
    }

    @Test
    void whatWasNeverSentCannotHaveHappened() {
        duplicates.add(Backstage.unsent(Outcome.NO_PORTS, 1));
        duplicates.add(Backstage.unsent(Outcome.NO_PORTS, 1));

        assertThat(duplicates.possible(-1)).isZero();
    }

    private int attempts;

    private void pay(Outcome outcome, int status) {
        duplicates.add(Backstage.paid(attempts++, outcome, status));
    }
}

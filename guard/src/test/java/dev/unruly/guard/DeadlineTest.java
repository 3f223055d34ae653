package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DeadlineTest {

    private static final long NOW = -5;

    private final Deadline deadline = new Deadline();

    @ParameterizedTest
    @CsvSource({
        "1n, 1",
        "99999999n, 99999999",
        "2u, 2000",
        "3m, 3000000",
        "4S, 4000000000",
        "5M, 300000000000",
        "6H, 21600000000000"
    })
    void grpcsUnitsAreRead(String value, long nanos) {
        assertThat(deadline.read(value, "", NOW)).isEqualTo(NOW + nanos);
        assertThat(deadline.snapshot()).isEqualTo(new Deadline.Snapshot(1, 0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "n",
                "100",
                "0m",
                "-1m",
                "+1m",
                "1.5S",
                "1 m",
                "100000000n",
                "1x",
                "m1",
                "1٣m"
            })
    void whatIsNoTimeoutOfGrpcIsIgnoredAndCounted(String value) {
        assertThat(deadline.read(value, "", NOW)).isEqualTo(Deadline.NONE);
        assertThat(deadline.snapshot()).isEqualTo(new Deadline.Snapshot(0, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1ms", "1.0", " 1", "1000000000000", "none"})
    void whatIsNoNumberOfMillisecondsIsIgnoredAndCounted(String value) {
        assertThat(deadline.read("", value, NOW)).isEqualTo(Deadline.NONE);
        assertThat(deadline.snapshot()).isEqualTo(new Deadline.Snapshot(0, 1));
    }

    @Test
    void theSoonerOfTheTwoHeadersCounts() {
        assertThat(deadline.read("2m", "3", NOW)).isEqualTo(NOW + 2 * Still.MS);
        assertThat(deadline.read("4m", "3", NOW)).isEqualTo(NOW + 3 * Still.MS);
        assertThat(deadline.read("rubbish", "3", NOW)).isEqualTo(NOW + 3 * Still.MS);
        assertThat(deadline.read("", "", NOW)).isEqualTo(Deadline.NONE);
        assertThat(deadline.snapshot()).isEqualTo(new Deadline.Snapshot(5, 1));
    }

    @Test
    void theLongestTimesDoNotOverflow() {
        assertThat(deadline.read("99999999H", "999999999999", NOW))
                .isEqualTo(NOW + 999_999_999_999L * Still.MS);
        assertThat(deadline.read("99999999H", "", 10)).isEqualTo(Deadline.NONE);
    }

    @Test
    void whatIsLeftIsWrittenInWholeMillisecondsButNeverZero() {
        assertThat(Deadline.written(Deadline.NONE, NOW)).isEmpty();
        assertThat(Deadline.written(NOW + 3 * Still.MS, NOW)).isEqualTo("3");
        assertThat(Deadline.written(NOW + 3 * Still.MS - 1, NOW)).isEqualTo("2");
        assertThat(Deadline.written(NOW + 1, NOW)).isEqualTo("1");
        assertThat(Deadline.written(NOW - 1, NOW)).isEqualTo("1");
    }

    @Test
    void nothingIsLeftFromTheDeadlineOn() {
        assertThat(Deadline.left(10, 9)).isEqualTo(1);
        assertThat(Deadline.left(10, 10)).isZero();
        assertThat(Deadline.left(10, 11)).isZero();
        assertThat(Deadline.left(Deadline.NONE, 11)).isEqualTo(Deadline.NONE);
    }

    @Test
    void theMarkOfARepeatedCallIsReadAndWritten() {
        var attempt = new Attempt();

        assertThat(attempt.read("")).isEqualTo(1);
        assertThat(attempt.read("1")).isEqualTo(1);
        assertThat(attempt.read("2")).isEqualTo(2);
        assertThat(attempt.read("999999999")).isEqualTo(999_999_999);
        assertThat(attempt.read("1000000000")).isEqualTo(1);
        assertThat(attempt.read("0")).isEqualTo(1);
        assertThat(attempt.read("two")).isEqualTo(1);
        assertThat(attempt.snapshot()).isEqualTo(new Attempt.Snapshot(2, 2, 3));
        assertThat(Attempt.written(3)).isEqualTo("3");
    }

    @Test
    void whatRunsWithinACallKnowsItsCaller() throws Exception {
        assertThat(Caller.current()).isEqualTo(Caller.NOBODY);
        Caller outer = Caller.NOBODY.until(100);

        Caller seen = outer.call(() -> Caller.current().until(90).asked(2).call(Caller::current));

        assertThat(seen).isEqualTo(new Caller(90, 2));
        assertThat(Caller.current()).isEqualTo(Caller.NOBODY);
    }

    @Test
    void aCallerIsOnlyMadeWhereSomethingChanges() {
        Caller caller = new Caller(100, 2);

        assertThat(caller.until(101)).isSameAs(caller);
        assertThat(caller.until(100)).isSameAs(caller);
        assertThat(caller.until(99)).isEqualTo(new Caller(99, 2));
        assertThat(caller.asked(1)).isSameAs(caller);
        assertThat(caller.asked(2)).isSameAs(caller);
        assertThat(caller.asked(3)).isEqualTo(new Caller(100, 3));
        assertThatThrownBy(() -> new Caller(1, 0)).hasMessage("the attempt must be >= 1, got 0");
    }
}

package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ArrivalCountsTest {

    @Test
    void eachPeriodInWhichSomebodyCameIsARow() {
        long begin = 1_772_445_600_000L;
        ArrivalCounts counts =
                ArrivalCounts.of(new long[] {begin + 2_999, begin, begin + 999, begin + 2_000});
        assertThat(counts.seconds()).isEqualTo(1);
        assertThat(counts.lines())
                .containsExactly("period,count", "2026-03-02 10:00:00,2", "2026-03-02 10:00:02,2");
    }

    /// One second less than a million periods, and a million.
    @ParameterizedTest
    @CsvSource({
        "999999, 1",
        "1000000, 10",
        "9999999, 10",
        "10000000, 60",
        "60000000, 600",
        "600000000, 3600"
    })
    void periodsAreLongerWhereThereWouldBeTooMany(long spanSeconds, int period) {
        assertThat(ArrivalCounts.of(new long[] {0, 1_000 * spanSeconds}).seconds())
                .isEqualTo(period);
    }
}

package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class PurposeTest {

    /// Only its end may grow.
    @Test
    void numbersStayWhatTheyAre() {
        String numbers =
                Arrays.stream(Purpose.values())
                        .map(purpose -> purpose.number() + " " + purpose)
                        .collect(Collectors.joining(", "));
        assertThat(numbers)
                .isEqualTo(
                        "1 START, 2 PERSONA, 3 REGION, 4 PATH, 5 THINK, 6 PATIENCE, 7 REACTION,"
                                + " 8 PAUSE, 9 FEED, 10 ACCOUNT, 11 JITTER, 12 ROAD_LOSS,"
                                + " 13 ROAD_JITTER, 14 RETRY_JITTER, 15 ADDRESS, 16 HOT_ITEM,"
                                + " 17 CLUSTER_SIZE, 18 CLUSTER_DELAY, 19 FAULT, 20 SERVICE_TIME,"
                                + " 21 GAP, 22 THINNING, 23 VALUE, 24 SAMPLE, 25 NOTICE, 26 GUARD,"
                                + " 27 ENTRANCE");
    }

    @Test
    void numbersDifferAndFitTheKey() {
        assertThat(Arrays.stream(Purpose.values()).map(Purpose::number))
                .doesNotHaveDuplicates()
                .allMatch(number -> number >= 1 && number <= 255);
    }
}

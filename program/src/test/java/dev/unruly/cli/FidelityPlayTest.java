package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.ObservedLatency.Band;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How quick answers are that people are played against.
final class FidelityPlayTest {

    private static final long MILLI = 1_000_000L;

    private static ObservedLatency seen(List<Band> answered, List<Band> cutOff) {
        return new ObservedLatency("shop", "GET /", "", answered, cutOff, 0, 0, 0, 0, true, 0);
    }

    private static Band band(int fromMillis, int toMillis, long count) {
        return new Band(fromMillis * MILLI, toMillis * MILLI, count);
    }

    @Test
    void aWaitThatWasGivenUpWouldHaveBeenLonger() {
        Distribution took =
                FidelityPlay.took(
                        List.of(
                                seen(
                                        List.of(band(100, 200, 10), band(900, 1_000, 10)),
                                        List.of(band(400, 500, 80)))));
        // Of a hundred ten were answered by then; of those of whom more is known all were after.
        assertThat(took.cdf(0.2)).isCloseTo(0.1, within(1e-9));
        assertThat(took.cdf(0.6)).isBetween(0.1, 0.6);
        assertThat(took.quantile(1)).isCloseTo(1, within(1e-9));
    }

    @Test
    void whatNobodyWaitedForTakesLongerThanAllThatWasSeen() {
        Distribution took =
                FidelityPlay.took(
                        List.of(seen(List.of(band(100, 200, 60)), List.of(band(400, 500, 40)))));
        assertThat(took.cdf(0.2)).isCloseTo(0.6, within(1e-9));
        assertThat(took.quantile(1)).isCloseTo(0.4, within(1e-9));
    }

    @Test
    void whereNothingIsKnownAnswersAreQuick() {
        assertThat(FidelityPlay.took(List.of()).quantile(0.99)).isLessThan(0.1);
        assertThat(FidelityPlay.took(List.of(seen(List.of(), List.of(band(1, 2, 3))))).mean())
                .isLessThan(0.1);
    }
}

package dev.unruly.judge;

import static dev.unruly.judge.Stories.OVER;
import static dev.unruly.judge.Stories.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Guardrail;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Guardrails strike when their condition has held all the time, and not before.
final class RailTest {

    private static final double RATE = 40;
    private final Ledger ledger =
            Stories.stalled(Cast.stall(RATE), RATE)
                    .until(OVER + 60)
                    .weather(s -> s < STALL ? Weather.CALM : Weather.COLLAPSED)
                    .ledger();

    @Test
    void aConditionMustHoldInEverySecond() {
        Guardrail rail = rail(new Metric.Goodput(), Comparison.LESS, 0.5, 10);

        assertThat(ledger.heldFor(rail, STALL * Cast.SECOND)).isFalse();
        assertThat(heldFrom(rail)).isBetween(STALL + 10, STALL + 16);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 20})
    void aLongerOneStrikesLater(int seconds) {
        Guardrail rail = rail(new Metric.Goodput(), Comparison.LESS, 0.5, seconds);
        Guardrail longer = rail(new Metric.Goodput(), Comparison.LESS, 0.5, seconds + 7);

        assertThat(heldFrom(longer)).isEqualTo(heldFrom(rail) + 7);
    }

    @Test
    void errorsAndAbandonmentAndLatencyAreWatched() {
        assertThat(heldFrom(rail(new Metric.Abandonment(), Comparison.MORE, 0.5, 5)))
                .isBetween(STALL + 5, STALL + 12);
        assertThat(heldFrom(rail(new Metric.Errors(), Comparison.MORE, 0.3, 5)))
                .isBetween(STALL + 5, STALL + 12);
        assertThat(
                        heldFrom(
                                rail(
                                        new Metric.Quantile(0.5, Latency.PERCEIVED),
                                        Comparison.MORE,
                                        1,
                                        5)))
                .isBetween(STALL + 5, STALL + 12);
        assertThat(heldFrom(rail(new Metric.Amplification(), Comparison.MORE, 4, 5)))
                .isBetween(STALL + 5, STALL + 12);
    }

    @Test
    void aDependencyIsWatchedToo() {
        Expectation slow =
                Cast.at(
                        "database",
                        Cast.expect(
                                "p(99) at database > 500ms",
                                new Metric.Quantile(0.99, Latency.PERCEIVED),
                                Comparison.MORE,
                                0.5,
                                Scope.ALL));
        var rail = new Guardrail("slow", slow, 5 * Cast.SECOND);

        assertThat(heldFrom(rail)).isEqualTo(STALL + 5);
        Expectation opened =
                Cast.at(
                        "database",
                        Cast.expect(
                                "opened",
                                new Metric.ConnectionsOpened(),
                                Comparison.MORE,
                                10,
                                Scope.ALL));
        assertThat(heldFrom(new Guardrail("opened", opened, 3 * Cast.SECOND))).isEqualTo(STALL + 3);
    }

    @Test
    void calmWeatherStrikesNothing() {
        assertThat(heldFrom(rail(new Metric.Errors(), Comparison.MORE, 0.99, 5)))
                .isEqualTo(Integer.MAX_VALUE);
    }

    private int heldFrom(Guardrail rail) {
        for (int second = 0; second <= OVER + 60; second++) {
            if (ledger.heldFor(rail, second * Cast.SECOND)) {
                return second;
            }
        }
        return Integer.MAX_VALUE;
    }

    private static Guardrail rail(Metric metric, Comparison comparison, double bound, int seconds) {
        return new Guardrail(
                "rail",
                Cast.expect("condition", metric, comparison, bound, Scope.ALL),
                seconds * Cast.SECOND);
    }
}

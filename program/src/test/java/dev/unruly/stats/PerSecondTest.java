package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

final class PerSecondTest {

    @Test
    void loopsAddUp() {
        Forall.check(
                200,
                1,
                draw -> {
                    List<int[]> whole = amounts(draw);
                    int cut = draw.between(0, whole.size());
                    PerSecond parts = series(whole.subList(cut, whole.size()));
                    parts.merge(series(whole.subList(0, cut)));
                    PerSecond all = series(whole);
                    assertThat(parts.seconds()).isEqualTo(all.seconds());
                    assertThat(parts.values(0, 300)).isEqualTo(all.values(0, 300));
                });
    }

    @Test
    void sumsAndRatesTakeWholeSeconds() {
        var series = new PerSecond();
        for (int second = 0; second < 100; second++) {
            series.add(second, second);
        }
        assertThat(series.seconds()).isEqualTo(100);
        assertThat(series.sum(10, 13)).isEqualTo(33);
        assertThat(series.rate(10, 13)).isEqualTo(11);
        assertThat(series.sum(98, 200)).isEqualTo(197);
        assertThat(series.rate(98, 100)).isEqualTo(98.5);
        assertThat(series.at(1_000_000)).isZero();
        assertThat(series.windows(0, 10, 4)).containsExactly(6, 22);
        assertThat(series.sum(5, 5)).isZero();
    }

    @Test
    void theWorstWindowIsFoundWhereverItBegins() {
        Forall.check(
                200,
                2,
                draw -> {
                    PerSecond above = series(amounts(draw));
                    PerSecond below = series(amounts(draw));
                    int width = draw.between(1, 12);
                    int from = draw.between(0, 20);
                    int to = from + draw.between(0, 60);
                    double worst = Double.NEGATIVE_INFINITY;
                    for (int start = from; start + width <= to; start++) {
                        long under = below.sum(start, start + width);
                        if (under > 0) {
                            worst =
                                    Math.max(
                                            worst,
                                            (double) above.sum(start, start + width) / under);
                        }
                    }
                    assertThat(PerSecond.worstRatio(above, below, from, to, width))
                            .isEqualTo(
                                    worst == Double.NEGATIVE_INFINITY
                                            ? OptionalDouble.empty()
                                            : OptionalDouble.of(worst));
                });
    }

    @Test
    void rangesThatMakeNoSenseAreRefused() {
        var series = new PerSecond();
        assertThatThrownBy(() -> series.add(-1, 1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> series.add(1 << 28, 1)).hasMessageContaining("got 268435456");
        assertThatThrownBy(() -> series.sum(5, 4)).hasMessageContaining("[5, 4)");
        assertThatThrownBy(() -> series.rate(5, 5)).hasMessageContaining("[5, 5)");
        assertThatThrownBy(() -> series.windows(0, 5, 0)).hasMessageContaining("got 0");
    }

    private static List<int[]> amounts(Draw draw) {
        return draw.list(60, d -> new int[] {d.between(0, 80), d.between(0, 5)});
    }

    private static PerSecond series(List<int[]> amounts) {
        var series = new PerSecond();
        for (int[] amount : amounts) {
            series.add(amount[0], amount[1]);
        }
        return series;
    }
}

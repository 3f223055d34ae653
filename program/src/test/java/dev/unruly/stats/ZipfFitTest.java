package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.chance.Zipf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ZipfFitTest {

    private static final Draws DRAWS = new Seed(1949).stream("items");

    @ParameterizedTest
    @ValueSource(doubles = {0.7, 0.9, 1.2})
    void theIntervalHoldsTheTruthAsOftenAsItSays(double exponent) {
        var zipf = new Zipf(1_000, exponent);
        int held = 0;
        for (int run = 0; run < 100; run++) {
            long[] visits = new long[1_000];
            for (int i = 0; i < 20_000; i++) {
                visits[zipf.rank(DRAWS.uniform(run, i, Purpose.FEED, 0)) - 1]++;
            }
            ZipfFit fit = ZipfFit.of(visits).orElseThrow();
            held += fit.interval().contains(exponent) ? 1 : 0;
        }
        assertThat(held).isBetween(88, 100);
    }

    @Test
    void fewItemsSayNothing() {
        assertThat(ZipfFit.of()).isEmpty();
        assertThat(ZipfFit.of(10, 10, 10, 10, 9)).isEmpty();
        assertThat(ZipfFit.of(10, 10, 10, 10, 10).orElseThrow().exponent())
                .isCloseTo(0, within(0.3));
        // Where simulated visits hardly ever give five items ten visits, nothing is said either.
        assertThat(ZipfFit.of(1_000_000, 10, 10, 10, 10)).isEmpty();
        assertThat(ZipfFit.of(1_000, 480, 330, 260, 190, 170).orElseThrow().exponent())
                .isBetween(0.8, 1.2);
    }
}

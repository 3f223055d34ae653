package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.forall.Forall;
import dev.unruly.stats.ChiSquare;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PickTest {

    private static final Draws DRAWS = new Seed(3).stream("picks");

    @Test
    void picksFollowTheWeights() {
        double[] weights = {1, 0, 5, 2, 2};
        Pick pick = Pick.byWeight(weights);
        long[] table = new long[5];
        long[] once = new long[5];
        for (int n = 0; n < 20_000; n++) {
            double uniform = DRAWS.uniform(n, 0, Purpose.PATH, 0);
            table[pick.at(uniform)]++;
            once[Pick.among(weights, uniform)]++;
        }
        assertThat(table).isEqualTo(once);
        assertThat(table[1]).isZero();
        long[] possible = {table[0], table[2], table[3], table[4]};
        assertThat(ChiSquare.of(possible, new double[] {1, 5, 2, 2}).p()).isGreaterThan(1e-3);
    }

    @Test
    void whatHasNoWeightIsNeverPicked() {
        Forall.check(
                500,
                1,
                draw -> {
                    List<Integer> list = draw.list(12, d -> d.between(0, 3));
                    double[] weights = list.stream().mapToDouble(w -> w).toArray();
                    if (list.stream().noneMatch(w -> w > 0)) {
                        return;
                    }
                    double uniform = draw.note("uniform", Draws.open(draw.ofBits(63) << 1));
                    int picked = Pick.byWeight(weights).at(uniform);
                    assertThat(weights[picked]).isPositive();
                    assertThat(Pick.among(weights, uniform)).isEqualTo(picked);
                });
    }

    @Test
    void theEndsOfTheUnitIntervalPickTheEnds() {
        double[] weights = {0, 0.1, 0.2, 0.7, 0};
        Pick pick = Pick.byWeight(weights);
        assertThat(pick.at(Draws.open(0))).isEqualTo(1);
        assertThat(pick.at(Draws.open(-1))).isEqualTo(3);
        assertThat(Pick.among(weights, Draws.open(-1))).isEqualTo(3);
    }

    @Test
    void aMillionSmallWeightsStayExact() {
        double[] weights = new double[1_000_000];
        Arrays.fill(weights, 0.1);
        Pick pick = Pick.byWeight(weights);
        assertThat(pick.shareUpTo(499_999)).isCloseTo(0.5, within(1e-15));
        assertThat(pick.share(999_999)).isCloseTo(1e-6, within(1e-15));
    }

    @Test
    void weightsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Pick.byWeight(1, -1)).hasMessageContaining("weight 1");
        assertThatThrownBy(() -> Pick.byWeight(0, 0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(Pick::byWeight).hasMessageContaining("positive sum");
        assertThatThrownBy(() -> Pick.among(new double[] {Double.NaN}, 0.5))
                .hasMessageContaining("got NaN");
    }

    @Test
    void zipfRanksFollowTheLaw() {
        var zipf = new Zipf(50, 0.9);
        long[] counts = new long[50];
        double[] expected = new double[50];
        for (int n = 0; n < 50_000; n++) {
            counts[zipf.rank(DRAWS.uniform(n, 0, Purpose.HOT_ITEM, 0)) - 1]++;
        }
        for (int i = 0; i < 50; i++) {
            expected[i] = StrictMath.pow(i + 1, -0.9);
        }
        assertThat(ChiSquare.of(counts, expected).p()).isGreaterThan(1e-3);
    }

    @Test
    void zipfKnowsItsEnds() {
        var zipf = new Zipf(4, 1);
        double sum = 1 + 0.5 + 1.0 / 3 + 0.25;
        assertThat(zipf.mean()).isCloseTo(4 / sum, within(1e-12));
        assertThat(zipf.cdf(0.9)).isZero();
        assertThat(zipf.cdf(1)).isCloseTo(1 / sum, within(1e-12));
        assertThat(zipf.cdf(2.5)).isCloseTo(1.5 / sum, within(1e-12));
        assertThat(zipf.cdf(1e18)).isEqualTo(1);
        assertThat(new Zipf(3, 0).mean()).isCloseTo(2, within(1e-12));
        assertThat(zipf).isEqualTo(new Zipf(4, 1)).hasSameHashCodeAs(new Zipf(4, 1));
        assertThat(zipf).isNotEqualTo(new Zipf(5, 1)).hasToString("Zipf[size=4, exponent=1.0]");
        assertThatThrownBy(() -> new Zipf(0, 1)).hasMessageContaining("got 0");
        assertThatThrownBy(() -> new Zipf(1, -1)).hasMessageContaining("got -1.0");
    }
}

package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Where gaps say that sessions end.
final class ValleyTest {

    private static Valley.Gaps gaps(double within, int many, double between, int few) {
        var random = new SplittableRandom(7);
        var gaps = new Valley.Gaps();
        for (int i = 0; i < many; i++) {
            gaps.add(Math.pow(10, Math.log10(within) + 0.4 * random.nextGaussian()), 1);
        }
        for (int i = 0; i < few; i++) {
            gaps.add(Math.pow(10, Math.log10(between) + 0.3 * random.nextGaussian()), 1);
        }
        return gaps;
    }

    @Test
    void theCutIsBetweenTheTwoHumps() {
        Valley valley = gaps(50, 5_000, 80_000, 1_000).valley();
        assertThat(valley.found()).isTrue();
        // Equal densities weigh by hand: log10 50 = 1.70, log10 80,000 = 4.90, least near 3.3.
        assertThat(Math.log10(valley.valleySeconds())).isEqualTo(3.4, within(0.25));
        assertThat(valley.cutSeconds()).isEqualTo(Math.min(3600, valley.valleySeconds()));
    }

    @Test
    void theCutIsClamped() {
        assertThat(gaps(2, 5_000, 2_000, 1_000).valley().cutSeconds()).isEqualTo(600);
        assertThat(gaps(400, 5_000, 4_000_000, 1_000).valley().cutSeconds()).isEqualTo(3600);
    }

    @Test
    void oneHumpOrFewGapsHaveNoValley() {
        Valley one = gaps(50, 5_000, 60, 1_000).valley();
        assertThat(one.found()).isFalse();
        assertThat(one.cutSeconds()).isEqualTo(1800);
        assertThat(gaps(50, 79, 80_000, 20).valley().found()).isFalse();
        assertThat(gaps(50, 80, 80_000, 20).valley().found()).isTrue();
    }

    @Test
    void saysWhereItWasHeldToItsBounds() {
        assertThat(new Valley(1_800, false, Double.NaN, 9).whence())
                .isEqualTo("no valley in 9 gaps");
        assertThat(new Valley(600, true, 119, 201).whence())
                .isEqualTo(
                        "the least: the valley of 201 gaps is at 119 s, between what programs fetch"
                                + " and what people read");
        assertThat(new Valley(600, true, 120, 201).whence())
                .isEqualTo("the least: the valley of 201 gaps is at 120 s");
        assertThat(new Valley(600, true, 600, 201).whence()).isEqualTo("the valley of 201 gaps");
        assertThat(new Valley(3_600, true, 3_601, 201).whence())
                .isEqualTo("the valley of 201 gaps, held down from 60 min");
    }
}

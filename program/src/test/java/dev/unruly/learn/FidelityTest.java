package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.learn.Fidelity.Noise;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What a measure's figure says, one before, at and after what is asked and the limit.
final class FidelityTest {

    private static Fidelity.Row row(double model) {
        return row(model, new Noise(0.1, 0.12, 0.1, 0.12));
    }

    private static Fidelity.Row row(double model, Noise noise) {
        return new Fidelity.Row(
                "transitions", "bits", model, 0.1, 0.2, 0.4, 0.045, 0.25, 0.05, noise);
    }

    @Test
    void betweenWhatIsAskedAndTheNoiseNothingIsShown() {
        assertThat(row(0.044).lostInNoise()).isFalse();
        assertThat(row(0.045).lostInNoise()).isFalse();
        assertThat(row(0.046).lostInNoise()).isTrue();
        assertThat(row(0.25).lostInNoise()).isTrue();
        assertThat(row(0.251).lostInNoise()).isFalse();
        assertThat(row(Double.NaN).lostInNoise()).isFalse();
    }

    @Test
    void whatIsNoMissMayStillBeUnknown() {
        var fidelity =
                new Fidelity(116, 228, 1, List.of(row(0.044), row(0.25), row(0.251)), List.of());
        assertThat(fidelity.misses()).hasSize(1);
        assertThat(fidelity.inNoise()).containsExactly("transitions");
        assertThat(new Fidelity(116, 228, 1, List.of(row(0.25)), List.of()).holds()).isTrue();
    }

    /// Chance puts sets of this size 0.1 apart: of 0.15 and 0.4 only 0.05 and 0.3 say something.
    @Test
    void aModelIsNearerByWhatChanceDoesNotExplain() {
        assertThat(row(0.15).times()).isCloseTo(6, within(1e-9));
        assertThat(row(0.15).timesAtLeast()).isCloseTo(0.3 / 0.07, within(1e-9));
        assertThat(row(0.1).times()).isInfinite();
        assertThat(row(0.05).timesAtLeast()).isCloseTo(15, within(1e-9));
        assertThat(new Fidelity(9, 9, 1, List.of(row(0.2), row(0.201)), List.of()).notNearer())
                .hasSize(1);
    }

    @Test
    void whereNaiveIsAsNearAsChanceThereIsNothingToBeat() {
        assertThat(row(0.5, new Noise(0.1, 0.2, 0.3, 0.4)).naiveShows()).isFalse();
        assertThat(row(0.5, new Noise(0.1, 0.2, 0.3, 0.399)).naiveShows()).isTrue();
        var none =
                new Fidelity(9, 9, 1, List.of(row(0.5, new Noise(0.1, 0.2, 0.3, 0.4))), List.of());
        assertThat(none.notNearer()).isEmpty();
    }
}

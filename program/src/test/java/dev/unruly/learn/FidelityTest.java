package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What a measure's figure says, one before, at and after what is asked and the limit.
final class FidelityTest {

    private static Fidelity.Row row(double model) {
        return new Fidelity.Row("transitions", "bits", model, 0.1, 0.2, 0.4, 0.045, 0.25);
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
        var fidelity = new Fidelity(116, 228, List.of(row(0.044), row(0.25), row(0.251)));
        assertThat(fidelity.misses()).hasSize(1);
        assertThat(fidelity.inNoise()).containsExactly("transitions");
        assertThat(new Fidelity(116, 228, List.of(row(0.25))).holds()).isTrue();
    }
}

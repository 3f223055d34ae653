package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class QueueingTest {

    @ParameterizedTest
    @CsvSource({
        "30, 20, 0.008457498340194703",
        "35, 20, 0.0006859251505146931",
        "7, 2, 0.0034408602150537634",
        "8, 2, 0.0008594757198109153",
        "117, 100, 0.009790071125371362",
        "1, 1, 0.5",
        "3, 0, 0",
    })
    void erlangB(int servers, double offered, double blocked) {
        assertThat(Queueing.erlangB(servers, offered)).isCloseTo(blocked, within(1e-14));
    }

    @ParameterizedTest
    @CsvSource({"20, 0.01, 30", "20, 0.001, 35", "2, 0.01, 7", "2, 0.001, 8", "100, 0.01, 117"})
    void theFewestServersForAShare(double offered, double share, int servers) {
        assertThat(Queueing.serversFor(offered, share)).isEqualTo(servers);
    }

    @Test
    void withOneServerTheFormsAgree() {
        // M/M/1 at load ρ: everyone waits with probability ρ, for ρ / (μ − λ) on average.
        assertThat(Queueing.erlangC(1, 0.8)).isCloseTo(0.8, within(1e-14));
        assertThat(Queueing.waitMm1(80, 100)).isCloseTo(0.8 / 20, within(1e-14));
        assertThat(Queueing.waitMg1(80, 0.01, 1)).isCloseTo(0.8 / 20, within(1e-14));
        assertThat(Queueing.waitMd1(80, 0.01)).isCloseTo(0.4 / 20, within(1e-14));
    }

    @Test
    void manyServersWaitLess() {
        // Two servers: C = 2ρ²/(1+ρ).
        assertThat(Queueing.erlangC(2, 1.6)).isCloseTo(2 * 0.64 / 1.8, within(1e-14));
        assertThat(Queueing.waitMmc(2, 160, 100)).isCloseTo(2 * 0.64 / 1.8 / 40, within(1e-14));
    }

    @Test
    void overloadWaitsForEver() {
        assertThat(Queueing.erlangC(2, 2)).isEqualTo(1);
        assertThat(Queueing.waitMmc(2, 200, 100)).isInfinite();
        assertThat(Queueing.waitMd1(100, 0.01)).isInfinite();
        assertThat(Queueing.waitMm1(0, 100)).isZero();
    }

    @Test
    void loadsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> Queueing.erlangB(0, 1)).hasMessageContaining("0, 1.0");
        assertThatThrownBy(() -> Queueing.erlangB(1, -1)).hasMessageContaining("1, -1.0");
        assertThatThrownBy(() -> Queueing.serversFor(1, 0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> Queueing.waitMm1(1, 0)).hasMessageContaining("got 0.0");
        assertThatThrownBy(() -> Queueing.waitMg1(-1, 1, 0)).hasMessageContaining("-1.0");
    }
}

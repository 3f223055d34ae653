package dev.unruly.shop.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ProviderTest {
    @Test
    void latencyIsLogNormal() {
        Latency latency = new Latency(Duration.ofMillis(80), 0.6);
        SplittableRandom chance = new SplittableRandom(5);
        double[] millis =
                LongStream.range(0, 20_000)
                        .mapToDouble(_ -> latency.drawNanos(chance) / 1e6)
                        .sorted()
                        .toArray();

        // Median 80; mean 80·exp(0.6²/2) = 95.8; p99 = 80·exp(0.6·2.3263) = 323.
        assertThat(millis[10_000]).isCloseTo(80, within(1.5));
        assertThat(Arrays.stream(millis).average().orElseThrow()).isCloseTo(95.8, within(1.5));
        assertThat(millis[19_800]).isCloseTo(323, within(15.0));
    }

    @Test
    void latencyWithoutSpreadIsItsMedian() {
        Latency latency = new Latency(Duration.ofMillis(7), 0);

        assertThat(latency.drawNanos(new SplittableRandom(1))).isEqualTo(7_000_000);
        assertThatThrownBy(() -> new Latency(Duration.ofMillis(7), 3.1))
                .hasMessageContaining("got 3.1");
        assertThatThrownBy(() -> new Latency(Duration.ofMillis(-1), 1))
                .hasMessageContaining("got PT-0.001S");
    }

    @ParameterizedTest
    @CsvSource({
        "shopper-1, secret-1, true",
        "shopper-20, secret-20, true",
        "shopper-21, secret-21, false",
        "shopper-0, secret-0, false",
        "shopper-01, secret-01, false",
        "shopper-2, secret-3, false",
        "shopper-99999999999, secret-99999999999, false",
        "root, secret-1, false"
    })
    void onlyPeopleThereAreAreAdmitted(String user, String password, boolean admitted) {
        assertThat(new Accounts(20).admits(user, password)).isEqualTo(admitted);
    }

    @Test
    void aTokenSpeaksOfItsUserAndCannotBeMadeUp() {
        Tokens tokens = new Tokens(1);
        String token = tokens.sign("shopper-1");

        assertThat(tokens.verify(token)).contains("shopper-1");
        assertThat(tokens.verify(token.replace("shopper-1", "shopper-2"))).isEmpty();
        assertThat(tokens.verify(new Tokens(2).sign("shopper-1"))).isEmpty();
        assertThat(tokens.verify("shopper-1")).isEmpty();
        assertThat(tokens.verify("")).isEmpty();
    }

    @Test
    void aKeyThatWasUsedBeforeChargesNothing() {
        Charges charges = new Charges();
        Charges.Charge first = charges.charge("cart-1", 500, Optional.of("k"));

        assertThat(charges.charge("cart-1", 500, Optional.of("k"))).isEqualTo(first);
        assertThat(charges.charge("cart-1", 500, Optional.empty()).id()).isEqualTo(2);
        assertThat(charges.charge("cart-1", 500, Optional.empty()).id()).isEqualTo(3);
        assertThat(charges.all()).hasSize(3);
        charges.clear();
        assertThat(charges.charge("cart-1", 500, Optional.of("k")).id()).isEqualTo(1);
    }
}

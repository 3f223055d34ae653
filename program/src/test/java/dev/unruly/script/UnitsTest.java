package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UnitsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0", "1ns, 1", "400ms, 400000000", "1.5s, 1500000000", "1m30s, 90000000000",
        "2h, 7200000000000", "3us, 3000", "3µs, 3000", "0.4ns, 0", "8784h, 31622400000000000"
    })
    void lengthsOfTime(String text, long nanos) {
        assertThat(Units.nanos(text)).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "5", "s", "5 s", "-5s", "5S", "5sec", "1s1", "1e3s", "1.s", "8785h"})
    void noLengthsOfTime(String text) {
        assertThat(Units.nanos(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30%, 0.3", "0.3, 0.3", "99.99%, 0.9999", "100 %, 1", "1, 1", "70%, 0.7"})
    void shares(String text, double share) {
        assertThat(Units.share(text)).hasValue(share);
    }

    @ParameterizedTest
    @CsvSource({"40/s, 40", "120/m, 2", "3600 / h, 1", "0.5/s, 0.5"})
    void rates(String text, double perSecond) {
        assertThat(Units.perSecond(text)).hasValue(perSecond);
    }

    @ParameterizedTest
    @ValueSource(strings = {"40", "40/x", "/s", "-1/s", "40 per s", "1e3/s"})
    void noRates(String text) {
        assertThat(Units.perSecond(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "5Mbit/s, 5000000",
        "64kB/s, 512000",
        "1 Gbit/s, 1000000000",
        "8bit/s, 8",
        "2B/s, 16"
    })
    void bandwidths(String text, long bitsPerSecond) {
        assertThat(Units.bitsPerSecond(text)).hasValue(bitsPerSecond);
    }

    @ParameterizedTest
    @CsvSource({"p99, 0.99", "p99.9, 0.999", "50%, 0.5", "0.9, 0.9", "p0, 0", "p100, 1"})
    void quantiles(String text, double share) {
        assertThat(Units.quantile(text)).hasValue(share);
    }

    @Test
    void percentagesAreWrittenWithAsFewDigitsAsTellThem() {
        assertThat(Units.percent(0.3)).isEqualTo("30%");
        assertThat(Units.percent(0.1 + 0.2 + 0.6999)).isEqualTo("99.99%");
        assertThat(Units.percent(1)).isEqualTo("100%");
    }

    @ParameterizedTest
    @CsvSource({
        "1998-06-10 15:30:00, 897492600000000000",
        "1998-06-10T15:30:00Z, 897492600000000000",
        "1998-06-10 17:30:00+02:00, 897492600000000000",
        "2023-11-16 18:15:46.6805900, 1700158546680590000",
        "897492600, 897492600000000000",
        "0.25, 250000000"
    })
    void moments(String text, long nanos) {
        assertThat(Moments.nanos(text)).hasValue(nanos);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "1998-13-10 15:30:00", "15:30", "-5", "1998-06-10"})
    void noMoments(String text) {
        assertThat(Moments.nanos(text)).isEmpty();
    }

    @Test
    void theNearestWordIsTheOneWithTheFewestSlips() {
        assertThat(Nearest.to("personnas", List.of("regions", "personas", "feeds")))
                .hasValue("personas");
        assertThat(Nearest.to("sede", List.of("send", "seed"))).hasValue("seed");
        assertThat(Nearest.to("BASELINE", List.of("baseline"))).hasValue("baseline");
        assertThat(Nearest.to("xyz", List.of("regions", "personas"))).isEmpty();
        assertThat(Nearest.slips("abcd", "acbd")).isEqualTo(1);
        assertThat(Nearest.slips("", "abc")).isEqualTo(3);
    }
}

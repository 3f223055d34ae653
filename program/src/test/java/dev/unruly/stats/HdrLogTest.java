package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

final class HdrLogTest {

    @Test
    void theLibraryReadsWhatWasWritten() {
        var fast = new Latencies();
        var slow = new Latencies();
        for (int n = 1; n <= 1_000; n++) {
            fast.record(1_000L * n);
            slow.record(1_000_000L * n);
        }
        slow.record(0);
        var out = new ByteArrayOutputStream();
        try (var log = new HdrLog(out, Instant.ofEpochMilli(1_700_000_000_123L), "shop, seed 42")) {
            log.interval("service.home", Duration.ZERO, Duration.ofSeconds(1), fast);
            log.interval("perceived.pay", Duration.ofSeconds(1), Duration.ofMillis(2500), slow);
            log.interval(
                    "perceived.pay", Duration.ofSeconds(2), Duration.ofSeconds(3), new Latencies());
        }
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains(
                        "#shop, seed 42",
                        "#[Histogram log format version 1.3]",
                        "Tag=service.home");

        var reader = new HistogramLogReader(new ByteArrayInputStream(out.toByteArray()));
        var first = (Histogram) reader.nextIntervalHistogram();
        assertThat(first.getTag()).isEqualTo("service.home");
        assertThat(first.getStartTimeStamp()).isEqualTo(1_700_000_000_123L);
        assertThat(first.getTotalCount()).isEqualTo(1_000);
        assertThat((double) first.getValueAtPercentile(50))
                .isCloseTo(500_000, within(0.012 * 500_000));
        assertThat(first.getMaxValue()).isBetween(1_000_000L, 1_001_000L);
        var second = (Histogram) reader.nextIntervalHistogram();
        assertThat(second.getTag()).isEqualTo("perceived.pay");
        assertThat(second.getEndTimeStamp() - second.getStartTimeStamp()).isEqualTo(1_500);
        assertThat(second.getMinValue()).isZero();
        assertThat(second.getTotalCount()).isEqualTo(1_001);
        var third = (Histogram) reader.nextIntervalHistogram();
        assertThat(third.getTotalCount()).isZero();
        assertThat(reader.nextIntervalHistogram()).isNull();
    }
}

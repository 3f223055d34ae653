package dev.unruly.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// What disturbs a generator: slack, late wake-ups, pauses.
final class NoiseTest {

    @Test
    @EnabledOnOs(OS.LINUX)
    void slackIsThatOfTheCallingThread() throws InterruptedException {
        var before = new AtomicReference<>(OptionalLong.empty());
        var after = new AtomicReference<>(OptionalLong.empty());
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            before.set(TimerSlack.current());
                            assertThat(TimerSlack.set(1)).isTrue();
                            after.set(TimerSlack.current());
                        });
        thread.join();
        assertThat(before.get()).hasValue(TimerSlack.current().orElseThrow());
        assertThat(after.get()).hasValue(1);
        assertThat(TimerSlack.current().orElseThrow()).isGreaterThan(1);
    }

    @Test
    void slackMustBePositive() {
        assertThatThrownBy(() -> TimerSlack.set(0)).hasMessageContaining("got 0");
    }

    @Test
    void theFloorIsMeasured() throws InterruptedException {
        NoiseFloor floor = NoiseFloor.measure(Duration.ofMillis(200), Duration.ofMillis(1));
        assertThat(floor.samples()).isEqualTo(200);
        assertThat(floor.p50Nanos()).isNotNegative();
        assertThat(floor.p90Nanos()).isGreaterThanOrEqualTo(floor.p50Nanos());
        assertThat(floor.mostNanos()).isGreaterThanOrEqualTo(floor.p99Nanos());
    }

    @Test
    void percentilesAreOrderStatistics() {
        NoiseFloor floor =
                NoiseFloor.of(LongStream.rangeClosed(1, 1000).map(n -> 1001 - n).toArray());
        assertThat(floor).isEqualTo(new NoiseFloor(1000, 500, 900, 990, 999, 1000));
        assertThat(NoiseFloor.of(new long[] {7})).isEqualTo(new NoiseFloor(1, 7, 7, 7, 7, 7));
    }

    @Test
    void aMeasurementNeedsAnInterval() {
        assertThatThrownBy(() -> NoiseFloor.measure(Duration.ofMillis(1), Duration.ofMillis(2)))
                .hasMessageContaining("PT0.001S of PT0.002S");
        assertThatThrownBy(() -> NoiseFloor.measure(Duration.ofMillis(1), Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NoiseFloor.measure(Duration.ofDays(1), Duration.ofNanos(1000)))
                .hasMessageContaining("got 86400000000");
    }

    @Test
    @Timeout(10)
    void aMeasurementCanBeInterrupted() throws InterruptedException {
        var seen = new AtomicReference<>("nothing");
        Thread thread =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                NoiseFloor.measure(Duration.ofMinutes(1), Duration.ofMillis(1));
                                seen.set("it ended");
                            } catch (InterruptedException expected) {
                                seen.set("interrupted");
                            }
                        });
        thread.interrupt();
        thread.join();
        assertThat(seen.get()).isEqualTo("interrupted");
    }

    @Test
    @Timeout(20)
    void pausesOfTheCollectorAreHeard() {
        try (var pauses = GcPauses.listen()) {
            Pauses heard = Pauses.NONE;
            System.gc();
            while (heard.count() == 0) {
                Thread.onSpinWait();
                heard = heard.plus(pauses.take());
            }
            assertThat(heard.totalNanos()).isGreaterThanOrEqualTo(heard.longestNanos());
            assertThat(heard.longestNanos()).isNotNegative();
        }
    }

    @Test
    void pausesAddUp() {
        assertThat(new Pauses(1, 5, 5).plus(new Pauses(2, 10, 7))).isEqualTo(new Pauses(3, 15, 7));
        assertThat(Pauses.NONE.plus(new Pauses(1, 2, 2))).isEqualTo(new Pauses(1, 2, 2));
    }
}

package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

    /// One each 100 ns, three at once.
    private final RateLimit limit = new RateLimit(new RateLimit.Settings(1e7, 3), 0);

    @Test
    void aBurstComesAtOnceAndThenOneAfterTheOther() {
        assertThat(limit.tryTake(0)).isTrue();
        assertThat(limit.tryTake(0)).isTrue();
        assertThat(limit.tryTake(0)).isTrue();
        assertThat(limit.tryTake(0)).isFalse();
        assertThat(limit.waitNanos(0)).isEqualTo(100);
        assertThat(limit.tryTake(99)).isFalse();
        assertThat(limit.tryTake(100)).isTrue();
        assertThat(limit.tryTake(101)).isFalse();
        assertThat(limit.tryTake(200)).isTrue();
        assertThat(limit.snapshot()).isEqualTo(new RateLimit.Snapshot(5, 3));
    }

    @Test
    void aLongPauseGivesOneBurstAndNoMore() {
        for (int i = 0; i < 3; i++) {
            assertThat(limit.tryTake(1_000_000)).isTrue();
        }
        assertThat(limit.tryTake(1_000_000)).isFalse();
        assertThat(limit.waitNanos(1_000_100)).isZero();
    }

    @Test
    void threadsTogetherGetWhatOneGets() {
        for (int round = 0; round < 200; round++) {
            var shared = new RateLimit(new RateLimit.Settings(1e7, 10), 0);
            var taken = new AtomicInteger();
            Together.run(
                    4,
                    thread -> {
                        for (int now = 0; now <= 1_000; now += 50) {
                            if (shared.tryTake(now)) {
                                taken.incrementAndGet();
                            }
                        }
                    });
            // By 1,000 ns: a burst of ten and ten more.
            assertThat(taken.get()).isLessThanOrEqualTo(20);
            assertThat(shared.snapshot().admitted()).isEqualTo(taken.get());
        }
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new RateLimit.Settings(0, 1))
                .hasMessage("the rate must be in (0, 1000000000] a second, got 0.0");
        assertThatThrownBy(() -> new RateLimit.Settings(1.1e9, 1))
                .hasMessage("the rate must be in (0, 1000000000] a second, got 1.1E9");
        assertThatThrownBy(() -> new RateLimit.Settings(1, 0))
                .hasMessage("the burst must be >= 1, got 0");
        assertThat(new RateLimit.Settings(1e9, 1).burst()).isEqualTo(1);
    }
}

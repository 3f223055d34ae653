package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.wrongAnswers;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.RateLimit;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

final class RateLimitTest {

    /// One each 100 ns, two at once.
    public static final class Ours {
        private final RateLimit limit = new RateLimit(new RateLimit.Settings(1e7, 2), 0);

        @Operation
        public boolean take(@Param(gen = IntGen.class, conf = "0:3") int hundreds) {
            return limit.tryTake(100L * hundreds);
        }

        @Operation
        public long wait(@Param(gen = IntGen.class, conf = "0:3") int hundreds) {
            return limit.waitNanos(100L * hundreds);
        }
    }

    /// The same in two steps: it looks, and then it takes.
    public static final class LooksFirst {
        private volatile long nextNanos;

        @Operation
        public boolean take(@Param(gen = IntGen.class, conf = "0:3") int hundreds) {
            long now = 100L * hundreds;
            if (nextNanos - now > 100) {
                return false;
            }
            nextNanos = Math.max(nextNanos, now) + 100;
            return true;
        }
    }

    @Test
    void threadsGetWhatOneWouldGet() {
        assertThat(wrongAnswers(Ours.class)).isEmpty();
        assertThat(wrongAnswers(LooksFirst.class)).contains("Invalid execution results");
    }
}

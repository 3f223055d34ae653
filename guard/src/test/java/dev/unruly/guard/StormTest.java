package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout.ThreadMode;

/// Random settings in random weather, then calm: callers get good answers again. It is not enough
/// that answers are quick again: what is stuck refuses quickly.
@org.junit.jupiter.api.Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
final class StormTest {

    private static final int STORMS = 60;
    private static final long STORM = 30 * SECOND;

    /// The longest that a breaker may stay open after the weather has cleared, trying included:
    /// eight times two seconds and a quarter, a lease, and six steps; and what was asked in the
    /// storm has to end.
    private static final long CALM = 60 * SECOND;

    @Test
    void whateverTheWeatherWasCallersGetGoodAnswersAgain() {
        for (int seed = 0; seed < STORMS; seed++) {
            var storm = new Storm(seed);
            storm.blow();
            assertThat(storm.goodShareAtLast())
                    .as("seed %d: %s, %s", seed, storm.settings, storm.guard.snapshot())
                    .isEqualTo(1);
        }
    }

    /// The rule that the breaker does not have: so many trials are let in when the time is over,
    /// and then one waits for their answers.
    @Test
    void handingOutTrialsAndWaitingForThemIsStuckByOneThatIsLost() {
        var naive = new Naive(3);
        assertThat(naive.tryEnter()).isTrue();
        assertThat(naive.tryEnter()).isTrue();
        assertThat(naive.tryEnter()).isTrue();
        naive.succeeded();
        naive.succeeded();
        // The third is lost: an hour later nobody gets in.
        for (int second = 0; second < 3_600; second++) {
            assertThat(naive.tryEnter()).isFalse();
        }

        var breaker = Breakers.breaker(Breakers.HALF);
        long now = Breakers.opened(breaker, 0);
        long lost = breaker.tryEnter(now);
        assertThat(lost).isNotEqualTo(CircuitBreaker.REFUSED);
        long closed = Breakers.recovered(breaker, now);
        assertThat(closed - now).isLessThan(6 * SECOND + 15 * SECOND + 6 * SECOND + SECOND);
    }

    private static final class Naive {
        private int handedOut;
        private int answered;
        private final int trials;

        Naive(int trials) {
            this.trials = trials;
        }

        boolean tryEnter() {
            return answered == trials || handedOut++ < trials;
        }

        void succeeded() {
            answered++;
        }
    }

    /// One seed's settings, weather and callers.
    private static final class Storm {
        private final SplittableRandom random;
        private final Still still;
        private final List<Setting> settings = new ArrayList<>();
        private final Guard guard;
        private final Queue<CompletableFuture<String>> lost = new ArrayDeque<>();
        private long weatherUntil;
        private int weather;
        private boolean calm;

        /// Else what is lost never ends: there is no timeout, and no bulkhead whose places it would
        /// hold.
        private final boolean timed;

        Storm(int seed) {
            this.random = new SplittableRandom(seed);
            this.still = new Still(seed);
            this.timed = random.nextInt(3) > 0;
            if (timed) {
                settings.add(new Timeout.Settings((50 + random.nextInt(400)) * MS));
            }
            settings.add(
                    new CircuitBreaker.Settings(
                            0.05 + 0.6 * random.nextDouble(),
                            0.1 + 0.9 * random.nextDouble(),
                            (30 + random.nextInt(200)) * MS,
                            (2 + random.nextInt(10)) * SECOND,
                            (200 + random.nextInt(1_800)) * MS));
            if (timed && random.nextBoolean()) {
                settings.add(
                        new Bulkhead.Settings(
                                20 + random.nextInt(40), random.nextInt(3) * 50L * MS));
            }
            if (random.nextBoolean()) {
                settings.add(new WorkBudget.Settings(0.2, 1, 5 * SECOND));
                settings.add(new Retry.Settings(2, 20 * MS, 200 * MS));
            }
            if (random.nextBoolean()) {
                settings.add(new SingleFlight.Settings(100 * MS));
            }
            this.guard = Guard.of(still.host, "it", settings.toArray(new Setting[0]));
        }

        /// Forty calls a second, until the storm is over and what was lost in it has ended.
        void blow() {
            while (still.now() < STORM) {
                var _ = call();
            }
            calm = true;
            // Connections break at last, and so the work ends that nobody answered. Where calls
            // have no
            // timeout, some are never heard of again.
            for (CompletableFuture<String> one : lost) {
                if (timed) {
                    one.completeExceptionally(new IllegalStateException("reset"));
                }
            }
            while (still.now() < STORM + CALM) {
                var _ = call();
            }
        }

        private CompletableFuture<String> call() {
            still.pass((15 + random.nextInt(20)) * MS);
            return random.nextBoolean()
                    ? guard.callSharedAsync(random.nextInt(20), this::ask)
                    : guard.callAsync(Repeat.MAY, this::ask);
        }

        double goodShareAtLast() {
            int good = 0;
            for (int i = 0; i < 200; i++) {
                CompletableFuture<String> answer = call();
                still.pass(25 * MS);
                good += answer.isDone() && !answer.isCompletedExceptionally() ? 1 : 0;
            }
            return good / 200.0;
        }

        /// The dependency: well, failing, slow, or silent, for some time each.
        private CompletionStage<String> ask() {
            if (still.now() >= weatherUntil) {
                weatherUntil = still.now() + random.nextInt(4_000) * MS;
                weather = random.nextInt(5);
            }
            var answer = new CompletableFuture<String>();
            long after =
                    switch (calm ? 0 : weather) {
                        case 0, 1 -> (1 + random.nextInt(20)) * MS;
                        case 2 -> random.nextInt(1_000) * MS;
                        case 3 -> {
                            lost.add(answer);
                            yield 0;
                        }
                        default -> {
                            answer.completeExceptionally(new IllegalStateException("no"));
                            yield 0;
                        }
                    };
            if (after > 0) {
                var _ = still.host.timers().arm(still.now() + after, () -> answer.complete("ok"));
            }
            return answer;
        }
    }
}

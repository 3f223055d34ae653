package dev.unruly.guard;

import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// What is answered instead, and the policies of a guard that refuse before anything is asked.
final class FallbackTest {

    private final Still still = new Still(1);

    @Test
    void somethingElseIsAnsweredWhereWorkFailsOrIsRefused() throws Exception {
        Guard guard = Guard.of(still.host, "it", new RateLimit.Settings(1, 1));

        assertThat(guard.callOr(Repeat.MAY, () -> "good", failure -> "else")).isEqualTo("good");
        assertThat(
                        guard.callOr(
                                Repeat.MAY,
                                () -> "good",
                                failure -> String.valueOf(failure.getMessage())))
                .isEqualTo("it: refused by rate: for another 1.000000 s");
        still.pass(SECOND);
        String failed =
                guard.callOr(
                        Repeat.MAY,
                        () -> {
                            throw new IllegalStateException("no");
                        },
                        failure -> String.valueOf(failure.getMessage()));
        assertThat(failed).isEqualTo("no");
        assertThat(guard.snapshot().fallbacks()).isEqualTo(2);
    }

    @Test
    void anInterruptIsNotAnsweredWithSomethingElse() {
        Guard guard = Guard.of(still.host, "it");
        assertThatThrownBy(() ->
                        guard.callOr(
                                Repeat.MAY,
                                () -> {
                                    throw new InterruptedException();
                                },
                                failure -> "else"))
                .isInstanceOf(InterruptedException.class);
    }

    @Test
    void asynchronouslyToo() {
        Guard guard = Guard.of(still.host, "it", new RateLimit.Settings(1, 1));
        var work = new CompletableFuture<String>();
        var first =
                guard.callAsyncOr(
                        Repeat.MAY, () -> work, failure -> String.valueOf(failure.getMessage()));
        work.completeExceptionally(new IllegalStateException("no"));

        assertThat(first).isCompletedWithValue("no");
        assertThat(
                        guard.callAsyncOr(
                                Repeat.MAY,
                                () -> work,
                                failure -> String.valueOf(failure.getMessage())))
                .isCompletedWithValue("it: refused by rate: for another 1.000000 s");
    }

    @Test
    void cancellingWhatHasAFallbackCancelsTheCall() {
        Guard guard =
                Guard.of(
                        still.host,
                        "it",
                        new CircuitBreaker.Settings(0.5, 1, SECOND, SECOND, SECOND));
        guard.callAsyncOr(Repeat.MAY, CompletableFuture::new, failure -> "else").cancel(true);

        assertThat(guard.snapshot().breaker().orElseThrow().cancelled()).isEqualTo(1);
    }

    @Test
    void theThrottleLearnsFromWhatIsOverload() {
        Guard guard = Guard.of(still.host, "it", new Throttle.Settings(2, 10 * SECOND));
        long refused = 0;
        for (int i = 0; i < 1_000; i++) {
            try {
                guard.call(() -> {
                    throw new IllegalStateException("full");
                });
            } catch (Refused refusal) {
                assertThat(refusal.policy()).isEqualTo("throttle");
                refused++;
            } catch (Exception failure) {
                assertThat(failure).hasMessage("full");
            }
        }
        assertThat(refused).isBetween(850L, 930L);
        assertThat(guard.snapshot().throttle().orElseThrow().refused()).isEqualTo(refused);
    }

    @Test
    void theConcurrencyLimitHoldsItsPlacesUntilWorkEnds() {
        Guard guard =
                Guard.of(
                        still.host,
                        "it",
                        new ConcurrencyLimit.Settings(1, 2, 10),
                        new Timeout.Settings(SECOND));
        var work = new CompletableFuture<String>();
        var _ = guard.callAsync(() -> work);
        var _ = guard.callAsync(() -> work);
        still.pass(SECOND);

        assertThatThrownBy(guard.callAsync(() -> work)::join)
                .cause()
                .hasMessage("it: refused by concurrency: 2 are at work");
        work.complete("late");
        assertThat(guard.snapshot().concurrency().orElseThrow().inside()).isZero();
        assertThat(guard.snapshot().concurrency().orElseThrow().dropped()).isEqualTo(2);
    }
}

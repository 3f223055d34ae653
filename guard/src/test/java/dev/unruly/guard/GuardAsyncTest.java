package dev.unruly.guard;

import static dev.unruly.guard.Still.MS;
import static dev.unruly.guard.Still.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/// Work that runs elsewhere, under a clock that stands still.
final class GuardAsyncTest {

    private static final Setting TIMEOUT = new Timeout.Settings(100 * MS);
    private static final Setting BUDGET = new WorkBudget.Settings(0, 100, SECOND);
    private static final Setting RETRY = new Retry.Settings(2, 10 * MS, 50 * MS);

    private final Still still = new Still(1);
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private final List<Caller> callers = new ArrayList<>();

    private CompletionStage<String> ask() {
        var answer = new CompletableFuture<String>();
        asked.add(answer);
        callers.add(Caller.current());
        return answer;
    }

    private Guard guard(Setting... settings) {
        return Guard.of(still.host, "db", settings);
    }

    @Test
    void anAnswerIsPassedOn() {
        var result = guard(TIMEOUT).callAsync(this::ask);
        still.pass(100 * MS - 1);
        asked.getFirst().complete("42");

        assertThat(result).isCompletedWithValue("42");
        still.pass(SECOND);
        assertThat(result).isCompletedWithValue("42");
    }

    @Test
    void aTryIsGivenUpAtItsMomentAndKeepsItsPlaceUntilItsWorkEnds() {
        Guard guard = guard(TIMEOUT, new Bulkhead.Settings(1, 0));
        var result = guard.callAsync(this::ask);

        still.pass(100 * MS - 1);
        assertThat(result).isNotDone();
        still.pass(1);
        assertThat(result).isCompletedExceptionally();
        assertThatThrownBy(result::join)
                .cause()
                .isInstanceOf(GaveUp.class)
                .hasMessage("db: given up after 100.0 ms, by the timeout")
                .matches(thrown -> thrown.getStackTrace().length == 0);

        // The caller has given up, the work has not ended.
        assertThat(guard.snapshot().bulkhead().orElseThrow().taken()).isEqualTo(1);
        var second = guard.callAsync(this::ask);
        assertThatThrownBy(second::join)
                .cause()
                .isInstanceOf(Refused.class)
                .hasMessage("db: refused by bulkhead: 1 of 1 places are taken, 0 wait");
        assertThat(asked).hasSize(1);

        asked.getFirst().complete("late");
        assertThat(guard.snapshot().bulkhead().orElseThrow().taken()).isZero();
        assertThat(guard.callAsync(this::ask)).isNotDone();
        assertThat(asked).hasSize(2);
    }

    @Test
    void whoWaitsForAPlaceIsTimedFromItsEntryAndRefusedAfterItsWait() {
        Guard guard = guard(TIMEOUT, new Bulkhead.Settings(1, 50 * MS, 2));
        var _ = guard.callAsync(this::ask);
        var waits = guard.callAsync(this::ask);
        var waitsTooLong = guard.callAsync(this::ask);
        assertThat(guard.callAsync(this::ask)).isCompletedExceptionally();

        still.pass(50 * MS - 1);
        asked.getFirst().complete("first");
        still.settle();
        assertThat(asked).hasSize(2);
        still.pass(1);
        assertThat(waitsTooLong).isCompletedExceptionally();
        still.pass(100 * MS - 2);
        assertThat(waits).isNotDone();
        still.pass(1);
        assertThat(waits).isCompletedExceptionally();
    }

    @Test
    void whatMayBeRepeatedIsRepeatedAfterAPauseWithAMark() {
        Guard guard = guard(TIMEOUT, BUDGET, RETRY);
        var result = guard.callAsync(Repeat.MAY, this::ask);
        asked.get(0).completeExceptionally(new IllegalStateException("no"));
        assertThat(asked).hasSize(1);
        still.pass(10 * MS);
        assertThat(asked).hasSize(2);
        still.pass(100 * MS);
        still.pass(20 * MS);
        assertThat(asked).hasSize(3);
        asked.get(2).complete("42");

        assertThat(result).isCompletedWithValue("42");
        assertThat(callers).extracting(Caller::attempt).containsExactly(1, 2, 3);
        assertThat(callers.get(0).deadlineNanos()).isEqualTo(100 * MS);
    }

    @Test
    void whatMustNotBeRepeatedIsNot() {
        var result = guard(TIMEOUT, BUDGET, RETRY).callAsync(this::ask);
        asked.get(0).completeExceptionally(new IllegalStateException("no"));
        still.pass(SECOND);

        assertThat(asked).hasSize(1);
        assertThatThrownBy(result::join).cause().hasMessage("no");
    }

    @Test
    void aLayerThatIsAskedAgainDoesNotMultiply() {
        Guard lower = guard(BUDGET, RETRY);
        Guard upper = Guard.of(still.host, "front", BUDGET, RETRY);
        var _ = upper.callAsync(Repeat.MAY, () -> lower.callAsync(Repeat.MAY, this::ask));

        // The lower layer repeats what is asked for the first time: three tries.
        for (int i = 0; i < 3; i++) {
            asked.getLast().completeExceptionally(new IllegalStateException("no"));
            still.pass(60 * MS);
        }
        // What the upper asks again is not repeated: one try each, not three.
        assertThat(asked).hasSize(4);
        for (int i = 0; i < 2; i++) {
            asked.getLast().completeExceptionally(new IllegalStateException("no"));
            still.pass(60 * MS);
        }
        assertThat(asked).hasSize(5);
        assertThat(callers).extracting(Caller::attempt).containsExactly(1, 2, 3, 2, 3);
        assertThat(lower.snapshot().budget().orElseThrow().marked()).isEqualTo(2);
    }

    @Test
    void refusalsAreNotRepeated() {
        Guard guard =
                guard(
                        BUDGET,
                        RETRY,
                        new Bulkhead.Settings(1, 0),
                        new CircuitBreaker.Settings(0.5, 1, SECOND, SECOND, SECOND));
        var _ = guard.callAsync(Repeat.MAY, this::ask);

        assertThat(guard.callAsync(Repeat.MAY, this::ask)).isCompletedExceptionally();
        still.pass(SECOND);
        assertThat(asked).hasSize(1);
        assertThat(guard.snapshot().retry().orElseThrow().granted()).isZero();
        assertThat(guard.snapshot().breaker().orElseThrow().cancelled()).isEqualTo(1);
    }

    @Test
    void theCallersDeadlineEndsATryAndPassesOn() throws Exception {
        Guard guard = guard(TIMEOUT);
        var result = Caller.NOBODY.until(40 * MS).call(() -> guard.callAsync(this::ask));
        assertThat(callers.getFirst().deadlineNanos()).isEqualTo(40 * MS);

        still.pass(40 * MS);

        assertThatThrownBy(result::join)
                .cause()
                .hasMessage("db: given up after 40.0 ms, by the caller's deadline");
        var late = Caller.NOBODY.until(40 * MS).call(() -> guard.callAsync(this::ask));
        assertThatThrownBy(late::join)
                .cause()
                .hasMessage("db: refused by deadline: nothing is left of it");
        assertThat(guard.snapshot().tooLate()).isEqualTo(1);
    }

    @Test
    void anImpatientCallerIsNoFailureOfTheOtherSide() throws Exception {
        Guard guard =
                guard(TIMEOUT, new CircuitBreaker.Settings(0.5, 1, 80 * MS, 10 * SECOND, SECOND));
        for (int i = 0; i < 30; i++) {
            long until = still.now() + 40 * MS;
            var _ = Caller.NOBODY.until(until).call(() -> guard.callAsync(this::ask));
            still.pass(40 * MS);
        }
        assertThat(guard.breaker().orElseThrow().state()).isEqualTo(CircuitBreaker.State.CLOSED);
        for (int i = 0; i < 10; i++) {
            var _ = guard.callAsync(this::ask);
            still.pass(100 * MS);
        }
        assertThat(guard.breaker().orElseThrow().state()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThatThrownBy(guard.callAsync(this::ask)::join)
                .cause()
                .hasMessageStartingWith("db: refused by breaker: open for another 1.");
    }

    @Test
    void aCancelledCallCountsNeitherWayAndKeepsItsPlace() {
        Guard guard =
                guard(
                        new Bulkhead.Settings(20, 0),
                        new CircuitBreaker.Settings(0.5, 1, SECOND, 10 * SECOND, SECOND));
        for (int i = 0; i < 20; i++) {
            guard.callAsync(this::ask).cancel(true);
        }
        assertThat(guard.snapshot().breaker().orElseThrow().cancelled()).isEqualTo(20);
        assertThat(guard.snapshot().bulkhead().orElseThrow().taken()).isEqualTo(20);
        for (CompletableFuture<String> work : asked) {
            work.completeExceptionally(new IllegalStateException("ended"));
        }
        assertThat(guard.snapshot().breaker().orElseThrow().failed()).isZero();
        assertThat(guard.snapshot().bulkhead().orElseThrow().taken()).isZero();
    }

    @Test
    void aSupplierThatThrowsIsAFailureAndLeavesItsPlace() {
        Guard guard = guard(new Bulkhead.Settings(1, 0));
        var result =
                guard.<String>callAsync(() -> {
                    throw new IllegalStateException("no");
                });

        assertThatThrownBy(result::join).cause().hasMessage("no");
        assertThat(guard.snapshot().bulkhead().orElseThrow().taken()).isZero();
    }

    // --- single flight
    // -----------------------------------------------------------------------------

    @Test
    void whoAsksForTheSameWaitsForOneAnswer() {
        Guard guard = guard(new SingleFlight.Settings(SECOND));
        var first = guard.callSharedAsync("k", this::ask);
        var second = guard.callSharedAsync("k", this::ask);
        assertThat(asked).hasSize(1);

        asked.getFirst().complete("42");
        still.settle();

        assertThat(first).isCompletedWithValue("42");
        assertThat(second).isCompletedWithValue("42");
    }

    @Test
    void whoHasWaitedForLongEnoughAsksItself() {
        Guard guard = guard(new SingleFlight.Settings(SECOND));
        var _ = guard.callSharedAsync("k", this::ask);
        var second = guard.callSharedAsync("k", this::ask);

        still.pass(SECOND - 1);
        assertThat(asked).hasSize(1);
        still.pass(1);
        assertThat(asked).hasSize(2);
        asked.get(1).complete("own");
        assertThat(second).isCompletedWithValue("own");
    }

    @Test
    void theLeadersLackOfTimeIsNotTheOthers() throws Exception {
        Guard guard = guard(new SingleFlight.Settings(SECOND));
        var first = Caller.NOBODY.until(10 * MS).call(() -> guard.callSharedAsync("k", this::ask));
        var second = guard.callSharedAsync("k", this::ask);

        still.pass(10 * MS);
        assertThat(first).isCompletedExceptionally();
        assertThat(asked).hasSize(2);
        asked.get(1).complete("42");
        assertThat(second).isCompletedWithValue("42");
    }

    @Test
    void aFailureIsSharedAndNotKept() {
        Guard guard = guard(new SingleFlight.Settings(SECOND));
        var _ = guard.callSharedAsync("k", this::ask);
        var second = guard.callSharedAsync("k", this::ask);
        asked.getFirst().completeExceptionally(new IllegalStateException("no"));
        still.settle();

        assertThatThrownBy(second::join).cause().hasMessage("no");
        var _ = guard.callSharedAsync("k", this::ask);
        assertThat(asked).hasSize(2);
    }

    // --- settings
    // ----------------------------------------------------------------------------------

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> guard(RETRY))
                .hasMessage(
                        "db has retries but no work budget: what may be repeated must be bounded");
        assertThatThrownBy(() -> guard(TIMEOUT, TIMEOUT))
                .hasMessage("db has two settings of Timeout");
    }
}

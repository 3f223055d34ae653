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

final class HedgeTest {

    private final Still still = new Still(4);
    private final List<CompletableFuture<String>> asked = new ArrayList<>();
    private final List<CompletionStage<?>> cancelled = new ArrayList<>();
    private final List<Integer> attempts = new ArrayList<>();

    private final Reading reading =
            new Reading() {
                @Override
                public void cancel(CompletionStage<?> work) {
                    cancelled.add(work);
                }
            };

    private CompletionStage<String> ask() {
        var answer = new CompletableFuture<String>();
        asked.add(answer);
        attempts.add(Caller.current().attempt());
        return answer;
    }

    private Guard guard(double chance, double perSecond) {
        return Guard.of(
                still.host,
                "search",
                reading,
                new WorkBudget.Settings(0, perSecond, SECOND),
                new Hedge.Settings(20 * MS, chance),
                new Timeout.Settings(SECOND));
    }

    @Test
    void whatTakesLongerThanTheDelayIsAskedAgainAndTheLoserIsCancelled() {
        Guard guard = guard(1, 100);
        var result = guard.callAsync(Repeat.MAY, this::ask);
        still.pass(20 * MS - 1);
        assertThat(asked).hasSize(1);
        still.pass(1);
        assertThat(asked).hasSize(2);
        still.pass(500 * MS);
        assertThat(asked).hasSize(2);

        asked.get(1).complete("second");

        assertThat(result).isCompletedWithValue("second");
        assertThat(cancelled).containsExactly(asked.get(0));
        assertThat(attempts).containsExactly(1, 2);
        assertThat(guard.snapshot().hedge()).contains(new Hedge.Snapshot(1, 0, 0, 1));
    }

    @Test
    void theFirstMayStillWin() {
        Guard guard = guard(1, 100);
        var result = guard.callAsync(Repeat.MAY, this::ask);
        still.pass(20 * MS);
        asked.get(0).complete("first");

        assertThat(result).isCompletedWithValue("first");
        assertThat(cancelled).containsExactly(asked.get(1));
        assertThat(guard.snapshot().hedge()).contains(new Hedge.Snapshot(1, 0, 0, 0));
    }

    @Test
    void whereOneFailsTheOtherIsWaitedFor() {
        var result = guard(1, 100).callAsync(Repeat.MAY, this::ask);
        still.pass(20 * MS);
        asked.get(0).completeExceptionally(new IllegalStateException("no"));
        assertThat(result).isNotDone();
        asked.get(1).complete("second");
        assertThat(result).isCompletedWithValue("second");

        var failing = guard(1, 100).callAsync(Repeat.MAY, this::ask);
        still.pass(20 * MS);
        asked.get(3).completeExceptionally(new IllegalStateException("no"));
        asked.get(2).completeExceptionally(new IllegalStateException("no more"));
        assertThatThrownBy(failing::join).cause().hasMessage("no more");
    }

    @Test
    void whatWasAnsweredOrHasFailedIsNotAskedAgain() {
        Guard guard = guard(1, 100);
        var _ = guard.callAsync(Repeat.MAY, this::ask);
        asked.get(0).complete("quick");
        var _ = guard.callAsync(Repeat.MAY, this::ask);
        asked.get(1).completeExceptionally(new IllegalStateException("no"));
        still.pass(SECOND);
        assertThat(asked).hasSize(2);
        assertThat(guard.snapshot().hedge()).contains(new Hedge.Snapshot(0, 0, 0, 0));
    }

    @Test
    void neverWhatMustNotBeRepeatedNorWhatIsARepetition() throws Exception {
        Guard guard = guard(1, 100);
        var _ = guard.callAsync(this::ask);
        var _ = Caller.NOBODY.asked(2).call(() -> guard.callAsync(Repeat.MAY, this::ask));
        still.pass(500 * MS);
        assertThat(asked).hasSize(2);
    }

    @Test
    void chanceAndBudgetHaveTheirSay() {
        Guard guard = guard(0.5, 30);
        for (int i = 0; i < 100; i++) {
            var _ = guard.callAsync(Repeat.MAY, this::ask);
        }
        still.pass(20 * MS);
        Hedge.Snapshot all = guard.snapshot().hedge().orElseThrow();
        assertThat(all.fired()).isEqualTo(30);
        assertThat(all.byChance()).isBetween(35L, 65L);
        assertThat(all.fired() + all.byChance() + all.noBudget()).isEqualTo(100);
        assertThat(asked).hasSize(130);
    }

    @Test
    void settingsThatContradictEachOtherAreRefused() {
        assertThatThrownBy(() -> Guard.of(still.host, "search", new Hedge.Settings(1, 1)))
                .hasMessage(
                        "search has hedges but no work budget:"
                                + " what may be repeated must be bounded");
        assertThatThrownBy(() ->
                        Guard.of(
                                still.host,
                                "search",
                                new WorkBudget.Settings(0, 1, 1),
                                new Hedge.Settings(10, 1),
                                new Timeout.Settings(10)))
                .hasMessage("search hedges after 10 ns, which must be less than its timeout of 10");
        assertThatThrownBy(() -> new Hedge.Settings(0, 1))
                .hasMessage("the delay must be > 0, got 0");
        assertThatThrownBy(() -> new Hedge.Settings(1, 0))
                .hasMessage("the chance must be in (0, 1], got 0.0");
    }
}

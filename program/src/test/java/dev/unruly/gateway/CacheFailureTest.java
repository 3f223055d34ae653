package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Served;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.world.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is given where the dependency fails.
class CacheFailureTest {

    private static final long SECOND = 1_000 * MS;

    private final HttpRig rig = new HttpRig();

    private void protect(long staleMs, Policy... more) {
        var policies = new ArrayList<>(List.of(more));
        policies.add(
                new Policy.Cache(SECOND, staleMs * MS, Share.NONE, 0, Policy.Sharing.EVERYBODY));
        rig.link.protect(List.of(new Protection("database", "", policies)));
    }

    private Call ask() {
        Call call = rig.open().ask(Words.get("/"));
        rig.settle();
        return call;
    }

    private void fill(String... fields) {
        rig.whenReceived = one -> one.answer(200, "kept", fields);
        assertThat(ask().body()).isEqualTo("kept");
    }

    private static void fails(Served one) {
        one.answer(503, "no");
    }

    @Test
    void anErrorIsAnsweredWithWhatIsKeptForAsLongAsItSays() {
        protect(0);
        fill("Cache-Control", "max-age=1, stale-if-error=2");
        rig.whenReceived = CacheFailureTest::fails;
        rig.until(1_000);
        assertThat(ask().body()).isEqualTo("kept");
        assertThat(rig.served).hasSize(2);
        rig.world.runUntil(3_000 * MS - 1);
        Call last = ask();
        assertThat(last.status).isEqualTo(200);
        assertThat(last.fields).contains("Age: 2");
        rig.until(3_000);
        assertThat(ask().status).isEqualTo(503);
        assertThat(rig.served).hasSize(4);
    }

    @Test
    void withoutSuchWordsAnErrorIsAnError() {
        protect(0);
        fill();
        rig.whenReceived = CacheFailureTest::fails;
        rig.until(1_000);
        assertThat(ask().status).isEqualTo(503);
    }

    @Test
    void soIsAConnectionThatBreaksAndAnAnswerThatNeverComes() {
        protect(0, new Policy.Timeout(200 * MS));
        fill("Cache-Control", "max-age=1, stale-if-error=60");
        rig.until(2_000);
        rig.whenReceived = one -> one.asked.cancel();
        assertThat(ask().body()).isEqualTo("kept");
        rig.whenReceived = one -> {};
        Call waits = ask();
        rig.until(2_199);
        assertThat(waits.status).isZero();
        rig.until(2_200);
        assertThat(waits.body()).isEqualTo("kept");
        rig.whenReceived =
                one -> {
                    one.asked.answer(Words.answer(500), 10);
                    rig.after(10, () -> one.asked.cancel());
                };
        Call broken = ask();
        rig.until(2_300);
        assertThat(broken.body()).isEqualTo("kept");
        assertThat(broken.endings).containsExactly(Ending.COMPLETE);
        rig.until(63_000);
        assertThat(rig.heard.seconds.getLast().inFlight()).isZero();
    }

    @Test
    void soIsAnOpenBreaker() {
        protect(0, new Policy.Breaker(new Share(0.1), Share.ALL, SECOND, 10 * SECOND, 10 * SECOND));
        fill("Cache-Control", "max-age=1, stale-if-error=60");
        rig.whenReceived = CacheFailureTest::fails;
        rig.until(1_000);
        for (int i = 0; i < 20; i++) {
            assertThat(ask().body()).isEqualTo("kept");
        }
        assertThat(rig.served.size()).isBetween(3, 8);
    }

    /// The leader's failure is its own; who waits asks next, and gets what that brings.
    @Test
    void whoWaitsForALeaderThatFailsAsksNext() {
        protect(0);
        rig.whenReceived =
                one ->
                        rig.after(
                                50, () -> one.answer(rig.served.size() == 1 ? 500 : 200, "second"));
        Call leader = ask();
        Call waits = ask();
        Call also = ask();
        rig.until(100);
        assertThat(leader.status).isEqualTo(500);
        assertThat(waits.body()).isEqualTo("second");
        assertThat(also.body()).isEqualTo("second");
        assertThat(ask().body()).isEqualTo("second");
        assertThat(rig.served).hasSize(2);
    }

    /// It is tried again, but not by everybody who comes.
    @Test
    void aFetchBehindThatFailsIsNotRepeatedAtOnce() {
        protect(10_000);
        fill();
        rig.whenReceived = CacheFailureTest::fails;
        rig.until(1_000);
        for (int i = 0; i < 10; i++) {
            assertThat(ask().body()).isEqualTo("kept");
        }
        assertThat(rig.served).hasSize(2);
        rig.until(1_999);
        assertThat(ask().body()).isEqualTo("kept");
        assertThat(rig.served).hasSize(2);
        rig.until(2_000);
        assertThat(ask().body()).isEqualTo("kept");
        assertThat(rig.served).hasSize(3);
    }

    @Test
    void whatMayNotBeKeptAnyMoreIsForgotten() {
        protect(10_000);
        fill();
        rig.whenReceived = one -> one.answer(200, "mine", "Cache-Control", "private");
        rig.until(1_000);
        assertThat(ask().body()).isEqualTo("kept");
        rig.settle();
        assertThat(ask().body()).isEqualTo("mine");
        assertThat(rig.served).hasSize(3);
    }

    /// It has to pass the policies, and is the first to be refused.
    @Test
    void aFetchBehindTakesAPlaceAsAnyOther() {
        protect(10_000, new Policy.Bulkhead(1, 0));
        fill();
        rig.whenReceived = one -> {};
        rig.until(1_000);
        rig.open().ask(Words.get("/other"));
        rig.settle();
        assertThat(rig.served).hasSize(2);
        assertThat(ask().body()).isEqualTo("kept");
        assertThat(rig.served).hasSize(2);
        rig.until(2_000);
        assertThat(rig.heard.guards.stream().mapToLong(s -> s.count(Decision.BULKHEAD)).sum())
                .isEqualTo(1);
    }

    @Test
    void aFetchBehindThatNeverEndsIsGivenUp() {
        protect(600_000);
        fill();
        rig.whenReceived = one -> {};
        rig.until(1_000);
        assertThat(ask().body()).isEqualTo("kept");
        rig.until(31_000);
        assertThat(rig.served.getLast().endings).isNotEmpty();
        rig.until(33_000);
        assertThat(rig.heard.seconds.getLast().open()).isEqualTo(2);
    }
}

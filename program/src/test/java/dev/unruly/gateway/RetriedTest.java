package dev.unruly.gateway;

import static dev.unruly.gateway.RetryRig.budget;
import static dev.unruly.gateway.RetryRig.retry;
import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Served;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/// What is tried again, and what is not.
class RetriedTest {

    private static final long SECOND = 1_000 * MS;

    private final RetryRig tries = new RetryRig();
    private final HttpRig rig = tries.http;

    @Test
    void whatFailsIsTriedAgainAtAnotherInstanceAndMarked() {
        tries.protect(retry(2));
        tries.failFirst(500, 1);
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(2_000);
        assertThat(call.status).isEqualTo(200);
        assertThat(call.body()).isEqualTo("ok ");
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
        assertThat(line.endings).isEmpty();
        assertThat(tries.instances()).doesNotHaveDuplicates().hasSize(2);
        assertThat(rig.served.getFirst().fields).noneMatch(f -> f.startsWith("x-envoy-attempt"));
        assertThat(rig.served.getLast().fields).contains("x-envoy-attempt-count: 2");
        assertThat(tries.count(Decision.PASSED)).isEqualTo(1);
        assertThat(tries.count(Decision.RETRIED)).isEqualTo(1);
        assertThat(rig.heard.seconds.getFirst().requests()).isEqualTo(2);
        assertThat(rig.heard.seconds.getFirst().failed()).isEqualTo(1);
        assertThat(rig.heard.seconds.getFirst().completed()).isEqualTo(1);
    }

    /// The pause before it is at most the base, drawn anew each time.
    @Test
    void pausesAreDrawnUpToTheBase() {
        tries.protect(new Policy.Retry(1, 50 * MS, 50 * MS), budget(1_000));
        rig.whenReceived = one -> one.answer(503, "no");
        var pauses = new ArrayList<Long>();
        for (int i = 0; i < 200; i++) {
            Call call = rig.open().ask(Words.get("/" + i));
            rig.until(rig.world.nanos() / MS + 100);
            assertThat(call.status).isEqualTo(503);
            int last = rig.served.size() - 1;
            pauses.add(rig.served.get(last).askedNanos - rig.served.get(last - 1).receivedNanos);
        }
        assertThat(rig.served).hasSize(400);
        assertThat(pauses).allMatch(pause -> pause >= 0 && pause <= 50 * MS);
        assertThat(pauses.stream().mapToLong(p -> p).average().orElse(0) / MS)
                .isBetween(22.0, 28.0);
    }

    @Test
    void whatGoesOnFailingIsPassedOnAsItIs() {
        tries.protect(retry(2));
        rig.whenReceived = one -> one.answer(503, "busy " + rig.served.size(), "X-Why", "load");
        Call call = rig.open().ask(Words.get("/"));
        rig.until(1_000);
        assertThat(rig.served).hasSize(3);
        assertThat(call.status).isEqualTo(503);
        assertThat(call.body()).isEqualTo("busy 3");
        assertThat(call.fields).contains("X-Why: load");
    }

    @Test
    void whatIsNoFailureIsNotTriedAgain() {
        tries.protect(retry(2));
        rig.whenReceived = one -> one.answer(404, "nothing");
        assertThat(statusOf(Words.get("/"))).isEqualTo(404);
        rig.whenReceived = one -> one.answer(499, "hm");
        assertThat(statusOf(Words.get("/"))).isEqualTo(499);
        assertThat(rig.served).hasSize(2);
        rig.whenReceived = one -> one.answer(429, "slowly");
        assertThat(statusOf(Words.get("/"))).isEqualTo(429);
        assertThat(rig.served).hasSize(5);
    }

    private int statusOf(Words head) {
        Call call = rig.open().ask(head);
        rig.until(rig.world.nanos() / MS + 200);
        return call.status;
    }

    @Test
    void whatMayNotBeDoneTwiceIsNot() {
        tries.protect(retry(2), new Policy.Hedge(5 * MS, Share.ALL));
        rig.whenReceived = one -> rig.after(20, () -> one.answer(500, "no"));
        assertThat(statusOf(Words.post("/pay"))).isEqualTo(500);
        assertThat(rig.served).hasSize(1);
        rig.whenReceived = one -> one.asked.cancel();
        Call cut = rig.open().ask(Words.post("/pay"), "amount=3");
        rig.until(rig.world.nanos() / MS + 200);
        assertThat(cut.status).isZero();
        assertThat(rig.served).hasSize(2);
    }

    @Test
    void aKeyMakesItAllowed() {
        tries.protect(retry(2));
        tries.failFirst(502, 1);
        Call call = rig.open().ask(Words.post("/pay", "Idempotency-Key", "a1"), "amount=3");
        rig.until(200);
        assertThat(call.body()).isEqualTo("ok amount=3");
        assertThat(rig.served).extracting(Served::body).containsExactly("amount=3", "amount=3");
        assertThat(rig.served.getLast().fields).contains("Idempotency-Key: a1");
    }

    /// A client that sends it again is not multiplied.
    @Test
    void whatIsARepetitionItselfIsNotTriedAgain() {
        tries.protect(retry(2));
        tries.failFirst(500, 10);
        assertThat(statusOf(Words.get("/", "X-Envoy-Attempt-Count", "2"))).isEqualTo(500);
        assertThat(rig.served).hasSize(1);
        assertThat(statusOf(Words.get("/", "X-Envoy-Attempt-Count", "1"))).isEqualTo(500);
        assertThat(rig.served).hasSize(4);
        assertThat(rig.served.getLast().fields).contains("X-Envoy-Attempt-Count: 3");
    }

    @Test
    void onlySoMuchAsTheBudgetGrants() {
        tries.protect(retry(1), budget(0.3));
        rig.whenReceived = one -> one.answer(500, "no");
        for (int asked = 1; asked <= 5; asked++) {
            assertThat(statusOf(Words.get("/" + asked))).isEqualTo(500);
            assertThat(rig.served).hasSize(asked + Math.min(3, asked));
        }
    }

    /// A tenth is granted where nothing is written, and one a second.
    @Test
    void withoutABudgetTheUsualOneHolds() {
        tries.protect(retry(2));
        rig.whenReceived = one -> one.answer(500, "no");
        for (int i = 0; i < 200; i++) {
            rig.open().ask(Words.get("/" + i));
            rig.until(rig.world.nanos() / MS + 10);
        }
        rig.until(rig.world.nanos() / MS + 100);
        assertThat(rig.served.size() - 200).isBetween(10, 30);
    }

    @Test
    void notBeyondTheCallersDeadline() {
        tries.protect(new Policy.Retry(1, SECOND, SECOND));
        rig.whenReceived = one -> rig.after(10, () -> one.answer(500, "no"));
        Call call = rig.open().ask(Words.get("/", "X-Envoy-Expected-Rq-Timeout-Ms", "11"));
        rig.until(10);
        assertThat(call.status).isEqualTo(500);
        assertThat(rig.served).hasSize(1);
    }

    @Test
    void theOtherSideSaysWhen() {
        tries.protect(new Policy.Retry(1, 10 * MS, 2 * SECOND));
        tries.failFirst(503, 1, "Retry-After", "2");
        Call call = rig.open().ask(Words.get("/"));
        rig.until(1_999);
        assertThat(rig.served).hasSize(1);
        rig.until(2_020);
        assertThat(call.status).isEqualTo(200);
        tries.protect(new Policy.Retry(1, 10 * MS, 2 * SECOND));
        rig.whenReceived = one -> one.answer(503, "no", "Retry-After", "3");
        assertThat(statusOf(Words.get("/2"))).isEqualTo(503);
        assertThat(rig.served).hasSize(3);
    }

    @Test
    void aResetBeforeTheAnswerIsTriedAgainAndOneWithinItIsNot() {
        tries.protect(retry(2));
        rig.whenReceived =
                one -> {
                    if (rig.served.size() == 1) {
                        one.on.visit().abort();
                    } else {
                        one.asked.answer(Words.answer(200), 4);
                        one.asked.write(Bytes.of(HttpRig.bytes("ab")));
                        rig.after(5, () -> one.on.visit().abort());
                    }
                };
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(200);
        assertThat(rig.served).hasSize(2);
        assertThat(call.status).isEqualTo(200);
        assertThat(call.body()).isEqualTo("ab");
        assertThat(call.endings).containsExactly(Ending.RESET);
        assertThat(line.endings).containsExactly(Ending.RESET);
    }

    @Test
    void whenTheLastTryIsCutOffSoIsTheApplication() {
        tries.protect(retry(1));
        rig.whenReceived = one -> one.asked.cancel();
        Call call = rig.open().ask(Words.get("/"));
        rig.until(200);
        assertThat(rig.served).hasSize(2);
        assertThat(call.status).isZero();
        assertThat(call.endings).containsExactly(Ending.CUT_SHORT);
    }

    @Test
    void noAnswerInTimeIsTriedAgainWithTimeOfItsOwn() {
        tries.protect(new Policy.Timeout(100 * MS), retry(1));
        rig.whenReceived =
                one -> {
                    if (rig.served.size() == 2) {
                        rig.after(90, () -> one.answer(200, "late"));
                    }
                };
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(99);
        assertThat(rig.served).hasSize(1);
        rig.until(300);
        assertThat(call.status).isEqualTo(200);
        assertThat(line.endings).isEmpty();
        assertThat(rig.served.getFirst().endings).hasSize(1);
        rig.until(1_000);
        assertThat(tries.count(Decision.TIMED_OUT)).isEqualTo(1);
        // What the application waited for is all of it, what the dependency took is not.
        assertThat(rig.heard.seconds.getFirst().seen().quantile(0.5) / MS).isBetween(185L, 212L);
        assertThat(rig.heard.seconds.getFirst().own().quantile(0.5) / MS).isBetween(89L, 92L);
    }

    @Test
    void bodiesUpToTheBoundAreTriedAgainAndBeyondNot() {
        for (int over = -1; over <= 1; over++) {
            rig.served.clear();
            tries.protect(retry(1), budget(10));
            tries.failFirst(500, 1);
            String body = "x".repeat(Upload.MOST_BYTES + over);
            Call call = rig.open().ask(Words.post("/", "Idempotency-Key", "k" + over), body);
            rig.until(rig.world.nanos() / MS + 200);
            assertThat(call.status).isEqualTo(over <= 0 ? 200 : 500);
            assertThat(rig.served).hasSize(over <= 0 ? 2 : 1);
            rig.served.forEach(one -> assertThat(one.body()).isEqualTo(body));
        }
    }

    /// What streams and gets too large cannot be tried again; what was tried goes on.
    @Test
    void aStreamThatGrowsTooLargeIsNot() {
        tries.protect(retry(1));
        tries.failFirst(500, 1);
        Call call = rig.open().begin(Words.post("/", "Idempotency-Key", "k"), -1);
        for (int i = 0; i < 5; i++) {
            call.exchange().write(Bytes.of(HttpRig.bytes("y".repeat(16 << 10))));
            rig.settle();
        }
        call.exchange().finish();
        rig.until(200);
        assertThat(rig.served).hasSize(1);
        assertThat(rig.served.getFirst().body()).hasSize(5 * (16 << 10));
        assertThat(call.status).isEqualTo(500);
    }

    /// It is refused before its body has come; what has come is told again, the rest as it comes.
    @Test
    void aFailureInTheMiddleOfABodyIsTriedAgainWithAllOfIt() {
        tries.protect(retry(1));
        rig.whenAsked =
                one -> {
                    if (rig.served.size() == 1) {
                        rig.after(5, () -> one.answer(503, "no"));
                    }
                };
        rig.whenReceived =
                one -> {
                    if (rig.served.size() > 1) {
                        one.answer(200, one.body());
                    }
                };
        Call call = rig.open().begin(Words.post("/", "Idempotency-Key", "k"), 6);
        call.exchange().write(Bytes.of(HttpRig.bytes("abc")));
        rig.until(6);
        call.exchange().write(Bytes.of(HttpRig.bytes("def")));
        call.exchange().finish();
        rig.until(200);
        assertThat(rig.served).hasSize(2);
        assertThat(call.body()).isEqualTo("abcdef");
    }

    @Test
    void whoLeavesDuringThePauseIsNotTriedFor() {
        tries.protect(new Policy.Retry(1, SECOND, SECOND));
        rig.whenReceived = one -> one.answer(500, "no");
        Line line = rig.open();
        line.ask(Words.get("/"));
        rig.until(1);
        assertThat(rig.served).hasSize(1);
        line.connection().close();
        rig.until(3_000);
        assertThat(rig.served).hasSize(1);
        assertThat(rig.heard.seconds.getLast().inFlight()).isZero();
    }
}

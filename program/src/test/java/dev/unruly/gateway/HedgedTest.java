package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Served;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is asked of another instance too, and what becomes of the two.
class HedgedTest {

    private static final long SECOND = 1_000 * MS;

    private HttpRig rig = new HttpRig(2);

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    private static Policy hedge(long afterMs) {
        return new Policy.Hedge(afterMs * MS, Share.ALL);
    }

    private static Policy budget(double share, double perSecond) {
        return new Policy.Budget(new Share(share), perSecond, 10 * SECOND);
    }

    private long count(Decision decision) {
        return rig.heard.guards.stream().mapToLong(second -> second.count(decision)).sum();
    }

    /// The n-th that is asked answers after so long.
    private void answersAfter(long... ms) {
        rig.whenReceived =
                one -> {
                    int number = rig.served.indexOf(one);
                    String body = "answer " + number;
                    rig.after(
                            ms[Math.min(number, ms.length - 1)],
                            () -> {
                                if (one.endings.isEmpty()) {
                                    one.answer(200, body);
                                }
                            });
                };
    }

    private void ms(long after) {
        rig.until(rig.world.nanos() / MS + after);
    }

    @Test
    void whatTakesLongerThanTheDelayIsAskedOfTheOtherAndTheQuickerCounts() {
        protect(hedge(50));
        answersAfter(300, 20);
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(49);
        assertThat(rig.served).hasSize(1);
        rig.until(51);
        assertThat(rig.served).extracting(one -> one.instance).containsExactly(0, 1);
        assertThat(rig.served.get(1).askedNanos).isEqualTo(50 * MS);
        assertThat(rig.served.get(1).fields).contains("x-envoy-attempt-count: 2");
        rig.until(69);
        assertThat(call.status).isZero();
        rig.until(71);
        assertThat(call.body()).isEqualTo("answer 1");
        assertThat(call.receivedNanos).isEqualTo(70 * MS);
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
        assertThat(rig.served.getFirst().endings).hasSize(1);
        assertThat(rig.served.getFirst().endedNanos).isEqualTo(70 * MS);
        assertThat(line.endings).isEmpty();
        rig.until(1_000);
        assertThat(count(Decision.PASSED)).isEqualTo(1);
        assertThat(count(Decision.HEDGED)).isEqualTo(1);
        assertThat(count(Decision.HEDGE_WON)).isEqualTo(1);
    }

    /// One before the delay, at it, and one after.
    @Test
    void theDelayIsABoundary() {
        for (long takes = 49; takes <= 51; takes++) {
            rig = new HttpRig(2);
            protect(hedge(50));
            answersAfter(takes, 100);
            Call call = rig.open().ask(Words.get("/"));
            rig.until(1_000);
            assertThat(call.body()).isEqualTo("answer 0");
            assertThat(call.receivedNanos).isEqualTo(takes * MS);
            assertThat(count(Decision.HEDGED)).isEqualTo(takes < 50 ? 0 : 1);
            assertThat(count(Decision.HEDGE_WON)).isZero();
            assertThat(rig.served).hasSize(takes < 50 ? 1 : 2);
            if (takes > 50) {
                assertThat(rig.served.getLast().endings).isNotEmpty();
            }
        }
    }

    @Test
    void withOneInstanceThereIsNoOther() {
        rig = new HttpRig(1);
        protect(hedge(50));
        answersAfter(300);
        Call call = rig.open().ask(Words.get("/"));
        rig.until(1_000);
        assertThat(call.status).isEqualTo(200);
        assertThat(rig.served).hasSize(1);
    }

    @Test
    void onlyWithItsChance() {
        protect(new Policy.Hedge(10 * MS, new Share(0.3)), budget(1, 0));
        answersAfter(20);
        for (int i = 0; i < 1_000; i++) {
            rig.open().ask(Words.get("/" + i));
            ms(40);
        }
        ms(1_000);
        assertThat(count(Decision.HEDGED)).isBetween(250L, 350L);
    }

    @Test
    void onlyWhatTheBudgetGrants() {
        protect(hedge(10), budget(0, 0.3));
        answersAfter(20);
        for (int i = 1; i <= 6; i++) {
            rig.open().ask(Words.get("/" + i));
            ms(100);
            assertThat(rig.served).hasSize(i + Math.min(3, i));
        }
    }

    @Test
    void neverWhatMayNotBeDoneTwiceNorARepetition() {
        protect(hedge(10));
        answersAfter(50);
        rig.open().ask(Words.post("/pay"), "amount=3");
        ms(100);
        rig.open().ask(Words.get("/", "X-Envoy-Attempt-Count", "2"));
        ms(100);
        assertThat(rig.served).hasSize(2);
        Call keyed = rig.open().ask(Words.post("/pay", "Idempotency-Key", "k"), "amount=3");
        ms(100);
        assertThat(rig.served).hasSize(4);
        assertThat(rig.served).last().extracting(Served::body).isEqualTo("amount=3");
        assertThat(keyed.status).isEqualTo(200);
    }

    /// From when the dependency has all of it.
    @Test
    void theDelayBeginsWhenTheRequestIsWhole() {
        protect(hedge(50));
        answersAfter(300, 10);
        Call call = rig.open().begin(Words.post("/", "Idempotency-Key", "k"), 6);
        call.exchange().write(Bytes.of(HttpRig.bytes("abc")));
        rig.until(100);
        assertThat(rig.served).hasSize(1);
        call.exchange().write(Bytes.of(HttpRig.bytes("def")));
        call.exchange().finish();
        rig.until(149);
        assertThat(rig.served).hasSize(1);
        rig.until(170);
        assertThat(call.body()).isEqualTo("answer 1");
        assertThat(rig.served.getLast().body()).isEqualTo("abcdef");
    }

    /// Once a head has been passed on, the other one may say what it likes.
    @Test
    void theWinnersStreamIsUnharmed() {
        protect(hedge(50));
        var sent = new StringBuilder();
        rig.whenReceived =
                one -> {
                    int number = rig.served.indexOf(one);
                    rig.after(
                            number == 0 ? 60 : 5,
                            () -> {
                                if (one.endings.isEmpty()) {
                                    one.asked.answer(Words.answer(200), -1);
                                    stream(
                                            one,
                                            number,
                                            0,
                                            number == 1 ? sent : new StringBuilder());
                                }
                            });
                };
        Call call = rig.open().ask(Words.get("/"));
        rig.until(500);
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
        assertThat(call.body()).isEqualTo(sent.toString()).hasSize(10 * 5_000);
        assertThat(rig.served.getFirst().endings).hasSize(1);
    }

    private void stream(Served one, int number, int part, StringBuilder sent) {
        if (!one.endings.isEmpty()) {
            return;
        }
        if (part == 10) {
            one.asked.finish();
            return;
        }
        String piece = ("" + (char) ('a' + 2 * part + number)).repeat(5_000);
        sent.append(piece);
        one.asked.write(Bytes.of(HttpRig.bytes(piece)));
        rig.after(3, () -> stream(one, number, part + 1, sent));
    }

    @Test
    void theFirstMayStillWinAndItsHedgeIsCancelled() {
        protect(hedge(50));
        answersAfter(60, 100);
        Call call = rig.open().ask(Words.get("/"));
        rig.until(61);
        assertThat(call.body()).isEqualTo("answer 0");
        assertThat(rig.served.getLast().endings).hasSize(1);
        rig.until(1_000);
        assertThat(count(Decision.HEDGE_WON)).isZero();
        assertThat(count(Decision.HEDGED)).isEqualTo(1);
    }

    @Test
    void whoFailsIsForgottenWhileTheOtherIsAtWork() {
        protect(hedge(50));
        for (int failing = 0; failing < 2; failing++) {
            rig.served.clear();
            int fails = failing;
            rig.whenReceived =
                    one -> {
                        int number = rig.served.indexOf(one);
                        rig.after(
                                number == fails ? 70 - 50 * number : 150,
                                () -> one.answer(number == fails ? 500 : 200, "from " + number));
                    };
            Call call = rig.open().ask(Words.get("/"));
            ms(400);
            assertThat(call.status).isEqualTo(200);
            assertThat(call.body()).isEqualTo("from " + (1 - failing));
        }
    }

    @Test
    void whenBothFailTheLastIsPassedOn() {
        protect(hedge(50));
        rig.whenReceived =
                one -> rig.after(100, () -> one.answer(503, "from " + rig.served.indexOf(one)));
        Call call = rig.open().ask(Words.get("/"));
        ms(400);
        assertThat(call.status).isEqualTo(503);
        assertThat(call.body()).isEqualTo("from 1");
    }

    @Test
    void whenBothFailTheyAreTriedAgainTogether() {
        protect(hedge(50), new Policy.Retry(1, 10 * MS, 10 * MS), budget(0, 10));
        rig.whenReceived =
                one -> {
                    int number = rig.served.indexOf(one);
                    rig.after(number < 2 ? 100 : 10, () -> one.answer(number < 2 ? 500 : 200, "x"));
                };
        Call call = rig.open().ask(Words.get("/"));
        ms(400);
        assertThat(call.status).isEqualTo(200);
        assertThat(rig.served).hasSize(3);
        assertThat(rig.served.getLast().fields).contains("x-envoy-attempt-count: 3");
    }

    @Test
    void theConnectionOfOneMayBeLost() {
        protect(hedge(50));
        for (int lost = 0; lost < 2; lost++) {
            rig.served.clear();
            answersAfter(200, 200);
            Line line = rig.open();
            Call call = line.ask(Words.get("/"));
            ms(60);
            assertThat(rig.served).hasSize(2);
            rig.served.get(lost).on.visit().abort();
            ms(300);
            assertThat(call.body()).isEqualTo("answer " + (1 - lost));
            assertThat(line.endings).isEmpty();
        }
    }

    @Test
    void whoLeavesTakesBothAlong() {
        protect(hedge(50));
        answersAfter(500);
        Line line = rig.open();
        line.ask(Words.get("/"));
        rig.until(60);
        assertThat(rig.served).hasSize(2);
        line.connection().close();
        rig.until(61);
        assertThat(rig.served).allMatch(one -> one.endings.size() == 1);
        rig.until(2_000);
        assertThat(rig.heard.seconds.getFirst().inFlight()).isZero();
        assertThat(rig.heard.seconds.getLast().open()).isZero();
    }
}

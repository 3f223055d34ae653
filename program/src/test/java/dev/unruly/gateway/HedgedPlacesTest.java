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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What two tries of one request hold, and how they are counted.
class HedgedPlacesTest {

    private static final long SECOND = 1_000 * MS;

    private HttpRig rig = new HttpRig(2);

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    private static Policy hedge(long afterMs) {
        return new Policy.Hedge(afterMs * MS, Share.ALL);
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

    /// The loser works on, as most do: its place is taken until it is done.
    @Test
    void everyTryHasAPlaceUntilItsWorkHasReallyEnded() {
        protect(hedge(50), new Policy.Bulkhead(2, 0));
        answersAfter(300, 20);
        Call call = rig.open().ask(Words.get("/"));
        rig.until(100);
        assertThat(call.body()).isEqualTo("answer 1");
        assertThat(rig.served.getFirst().endings).isEmpty();
        Call second = rig.open().ask(Words.get("/2"));
        rig.until(101);
        Call third = rig.open().ask(Words.get("/3"));
        rig.until(102);
        assertThat(rig.served).hasSize(3);
        assertThat(third.status).isEqualTo(503);
        rig.until(299);
        assertThat(second.status).isEqualTo(200);
        rig.until(1_000);
        assertThat(rig.served.getFirst().endings).containsExactly(Ending.COMPLETE);
        assertThat(rig.heard.guards.getFirst().inFlight()).isZero();
        assertThat(count(Decision.OUTLIVED)).isEqualTo(1);
        // Whose answer nobody waited for was observed all the same, and is no failure.
        assertThat(rig.heard.seconds.getFirst().failed()).isZero();
        assertThat(rig.heard.seconds.getFirst().own().count()).isEqualTo(3);
        assertThat(rig.heard.seconds.getFirst().seen().count()).isEqualTo(2);
    }

    @Test
    void withoutAPlaceForItThereIsNoHedge() {
        protect(hedge(50), new Policy.Bulkhead(1, 0));
        answersAfter(100);
        Call call = rig.open().ask(Words.get("/"));
        rig.until(1_000);
        assertThat(call.body()).isEqualTo("answer 0");
        assertThat(rig.served).hasSize(1);
        assertThat(count(Decision.HEDGED)).isZero();
        assertThat(rig.heard.guards.getFirst().inFlight()).isZero();
    }

    /// The loser is no failure of the dependency, and no answer.
    @Test
    void whatWasCancelledIsNeitherWellNorBad() {
        protect(hedge(50));
        answersAfter(300, 20);
        rig.open().ask(Words.get("/"));
        rig.until(1_000);
        var told = rig.heard.seconds.getFirst();
        assertThat(told.requests()).isEqualTo(2);
        assertThat(told.completed()).isEqualTo(1);
        assertThat(told.failed()).isZero();
        assertThat(told.cutOff().count()).isEqualTo(1);
        assertThat(told.cutOff().quantile(0.5) / MS).isBetween(69L, 71L);
        assertThat(told.inFlight()).isZero();
        // 50 ms of waiting for the first, 20 for the hedge.
        assertThat(told.seen().quantile(0.5) / MS).isBetween(69L, 71L);
        assertThat(told.own().quantile(0.5) / MS).isBetween(19L, 21L);
    }

    /// An answer before the whole request has come: it is the answer, and the rest is dropped.
    @Test
    void anEarlyAnswerIsPassedOn() {
        protect(hedge(50));
        rig.whenAsked = one -> one.answer(413, "too much");
        rig.whenReceived = one -> {};
        Line line = rig.open();
        Call call = line.begin(Words.post("/", "Idempotency-Key", "k"), 60_000);
        call.exchange().write(Bytes.of(HttpRig.bytes("x".repeat(30_000))));
        rig.until(10);
        assertThat(call.status).isEqualTo(413);
        assertThat(call.body()).isEqualTo("too much");
        call.exchange().write(Bytes.of(HttpRig.bytes("x".repeat(30_000))));
        call.exchange().finish();
        rig.until(200);
        assertThat(call.endings).hasSize(1);
        assertThat(rig.served).hasSize(1);
        assertThat(rig.heard.seconds).allMatch(second -> second.inFlight() == 0);
    }

    /// Where one is slower than the other, less goes to it.
    @Test
    void whoeverHasLessUnderWayIsAsked() {
        protect(new Policy.Hedge(10 * SECOND, Share.ALL));
        rig.whenReceived =
                one -> rig.after(one.instance == 0 ? 400 : 20, () -> one.answer(200, ""));
        for (int i = 0; i < 200; i++) {
            rig.open().ask(Words.get("/" + i));
            ms(10);
        }
        List<Served> slow = new ArrayList<>(rig.served);
        slow.removeIf(one -> one.instance == 1);
        assertThat(slow).hasSizeBetween(5, 30);
    }
}

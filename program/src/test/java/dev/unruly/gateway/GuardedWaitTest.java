package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What it is like to wait for a place.
class GuardedWaitTest {

    private final HttpRig rig = new HttpRig();

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    private void answersAfter(long ms) {
        rig.whenReceived = one -> rig.after(ms, () -> one.answer(200, "ok"));
    }

    @Test
    void oneMayWaitForAPlaceInTurn() {
        protect(new Policy.Bulkhead(1, 150 * MS));
        answersAfter(100);
        Call first = rig.open().ask(Words.get("/1"));
        Call second = rig.open().ask(Words.post("/2"), "body");
        rig.until(150);
        Call third = rig.open().ask(Words.get("/3"));
        rig.until(250);
        assertThat(first.receivedNanos).isEqualTo(100 * MS);
        assertThat(second.receivedNanos).isEqualTo(200 * MS);
        assertThat(rig.served.get(1).body()).isEqualTo("body");
        rig.until(400);
        assertThat(third.receivedNanos).isEqualTo(300 * MS);
    }

    @Test
    void whoWaitsForTooLongIsRefusedAndWhoLeavesWaitsNoMore() {
        protect(new Policy.Bulkhead(1, 50 * MS));
        answersAfter(100);
        rig.open().ask(Words.get("/1"));
        Call waits = rig.open().ask(Words.get("/2"));
        rig.until(49);
        assertThat(waits.status).isZero();
        rig.until(50);
        assertThat(waits.status).isEqualTo(503);
        Line leaver = rig.open();
        leaver.ask(Words.get("/3"));
        rig.until(70);
        leaver.connection().close();
        rig.until(500);
        assertThat(rig.served).extracting(s -> s.line).containsExactly("GET /1");
        Call next = rig.open().ask(Words.get("/4"));
        rig.until(700);
        assertThat(next.status).isEqualTo(200);
    }

    @Test
    void whoseDeadlinePassesWaitsNoLonger() {
        protect(new Policy.Bulkhead(1, 150 * MS));
        answersAfter(100);
        rig.open().ask(Words.get("/1"));
        Call hurried = rig.open().ask(Words.get("/2", "grpc-timeout", "90m"));
        rig.until(89);
        assertThat(hurried.status).isZero();
        rig.until(90);
        assertThat(hurried.status).isEqualTo(503);
        rig.until(500);
        assertThat(rig.served).hasSize(1);
    }

    @Test
    void noMoreThanTheRateAllowsAreLetThrough() {
        protect(new Policy.Rate(10, 2));
        answersAfter(1);
        int passed = 0;
        for (int i = 0; i < 40; i++) {
            Call call = rig.open().ask(Words.get("/" + i));
            rig.until(25L * (i + 1));
            passed += call.status == 200 ? 1 : 0;
        }
        // Two at once, then ten a second.
        assertThat(passed).isBetween(11, 12);
        assertThat(rig.served).hasSize(passed);
    }

    /// It answers in 10 ms up to five at a time; beyond, everybody waits for everybody.
    @Test
    void theLimitOfConcurrencyIsFoundAndRefusesTheRest() {
        protect(new Policy.Concurrency(1, 4, 100));
        int[] inside = new int[2];
        rig.whenReceived =
                one -> {
                    inside[0]++;
                    inside[1] = Math.max(inside[1], inside[0]);
                    rig.after(
                            2L * Math.max(5L, inside[0]),
                            () -> {
                                inside[0]--;
                                one.answer(200, "ok");
                            });
                };
        var calls = new ArrayList<Call>();
        for (int i = 0; i < 20_000; i++) {
            calls.add(rig.open().ask(Words.get("/")));
            rig.until(rig.world.nanos() / MS + 1);
        }
        long passed = calls.stream().filter(call -> call.status == 200).count();
        long refused = calls.stream().filter(call -> call.status == 503).count();
        assertThat(passed).isGreaterThan(8_000);
        assertThat(refused).isGreaterThan(4_000);
        assertThat(inside[1]).isLessThan(30);
    }
}

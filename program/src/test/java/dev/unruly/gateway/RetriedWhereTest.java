package dev.unruly.gateway;

import static dev.unruly.gateway.RetryRig.budget;
import static dev.unruly.gateway.RetryRig.retry;
import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Fault;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Where tries go, what they hold, and who hears of them.
class RetriedWhereTest {

    private static final long SECOND = 1_000 * MS;

    private final RetryRig tries = new RetryRig();
    private final HttpRig rig = tries.http;

    @Test
    void whoeverRefusesConnectionsIsGoneRound() {
        tries.protect(retry(1));
        rig.doors.getFirst().close();
        for (int i = 0; i < 6; i++) {
            Call call = rig.open().ask(Words.get("/" + i));
            rig.until(rig.world.nanos() / MS + 1_000);
            assertThat(call.status).isEqualTo(200);
        }
        assertThat(tries.instances()).containsOnly(1);
        assertThat(tries.count(Decision.RETRIED)).isBetween(1L, 5L);
        rig.doors.getLast().close();
        rig.until(rig.world.nanos() / MS + 5_000);
        assertThat(statusOf(Words.get("/x"))).isEqualTo(502);
    }

    /// Nobody was asked, so what must not be asked twice goes on too, whole and without a budget.
    @Test
    void whatWasAskedOfNobodyIsAskedOfAnother() {
        tries.protect(new Policy.Ejection(3, 10 * SECOND, new Share(0.5)), budget(0));
        rig.whenReceived = one -> one.answer(200, "ok " + one.body());
        rig.doors.getFirst().close();
        for (int i = 0; i < 6; i++) {
            Call call = rig.open().ask(Words.post("/orders"), "order");
            rig.until(rig.world.nanos() / MS + 1_000);
            assertThat(call.status).isEqualTo(200);
            assertThat(call.body()).isEqualTo("ok order");
        }
        assertThat(tries.instances()).containsExactly(1, 1, 1, 1, 1, 1);
    }

    /// Every instance once at the most.
    @Test
    void whoNobodyCanBeAskedForIsTold() {
        tries.protect(new Policy.Ejection(3, 10 * SECOND, new Share(0.5)));
        rig.doors.forEach(door -> door.close());
        assertThat(statusOf(Words.get("/"))).isEqualTo(502);
        rig.until(rig.world.nanos() / MS + 1_000);
        assertThat(tries.count(Decision.RETRIED)).isEqualTo(1);
    }

    @Test
    void connectionsAreUsedAgainAndCloseWhenTheyHaveRested() {
        tries.protect(retry(1));
        Line line = rig.open();
        for (int i = 0; i < 6; i++) {
            line.ask(Words.get("/" + i));
            rig.until(rig.world.nanos() / MS + 100);
        }
        assertThat(rig.visitors).hasSize(2);
        assertThat(tries.instances()).containsExactly(0, 1, 0, 1, 0, 1);
        assertThat(rig.heard.seconds).allMatch(second -> second.opened() <= 1);
        rig.until(599 - 100 + 4_000);
        assertThat(rig.visitors.getLast().endings).isEmpty();
        rig.until(4_700);
        assertThat(rig.visitors).allMatch(one -> one.endings.size() == 1);
        assertThat(line.endings).isEmpty();
        assertThat(line.ask(Words.get("/again")).endings).isEmpty();
        rig.until(4_800);
        assertThat(rig.served).hasSize(7);
    }

    /// The connection that belonged to the application's before is gone: that is no end of what is
    /// asked elsewhere.
    @Test
    void theConnectionBehindMayGoWhileARequestIsElsewhere() {
        rig.whenReceived = one -> rig.after(100, () -> one.answer(200, "ok"));
        Line line = rig.open();
        assertThat(rig.visitors).hasSize(1);
        tries.protect(retry(1));
        Call call = line.ask(Words.get("/"));
        rig.until(50);
        rig.visitors.getFirst().visit().abort();
        rig.until(90);
        assertThat(line.endings).isEmpty();
        rig.until(200);
        assertThat(call.status).isEqualTo(200);
        assertThat(line.endings).hasSize(1);
    }

    /// A route has its own number of tries, and what its dependency has besides.
    @Test
    void routesMayDiffer() {
        rig.link.protect(
                List.of(
                        new Protection("database", "/cheap/*", List.of(retry(3))),
                        new Protection("database", "", List.of(retry(1), budget(1_000)))));
        rig.whenReceived = one -> one.answer(500, "no");
        statusOf(Words.get("/cheap/1"));
        assertThat(rig.served).hasSize(4);
        statusOf(Words.get("/dear"));
        assertThat(rig.served).hasSize(6);
    }

    @Test
    void eachTryHasAPlaceAndGivesItBack() {
        tries.protect(new Policy.Bulkhead(1, 0), retry(2), budget(100));
        tries.failFirst(500, 2);
        assertThat(statusOf(Words.get("/"))).isEqualTo(200);
        assertThat(rig.served).hasSize(3);
        assertThat(statusOf(Words.get("/"))).isEqualTo(200);
        rig.until(1_000);
        assertThat(rig.heard.guards.getFirst().inFlight()).isZero();
    }

    /// The breaker hears of every try, and what it refuses is not tried again.
    @Test
    void everyTryCountsForTheBreaker() {
        tries.protect(
                retry(1),
                budget(100),
                new Policy.Breaker(new Share(0.5), Share.ALL, SECOND, 10 * SECOND, 2 * SECOND));
        rig.whenReceived = one -> one.answer(500, "no");
        for (int i = 0; i < 10; i++) {
            statusOf(Words.get("/" + i));
        }
        assertThat(rig.served).hasSize(10);
        rig.until(rig.world.nanos() / MS + 1_000);
        assertThat(tries.count(Decision.RETRIED)).isEqualTo(5);
        assertThat(tries.count(Decision.BREAKER)).isEqualTo(5);
    }

    /// The caller's own deadline says nothing bad of the dependency.
    @Test
    void aCallersDeadlineDoesNotOpenTheBreaker() {
        tries.protect(
                new Policy.Timeout(SECOND),
                new Policy.Breaker(new Share(0.1), Share.ALL, SECOND, 10 * SECOND, 2 * SECOND));
        rig.whenReceived = one -> rig.after(100, () -> one.answer(200, "ok"));
        for (int i = 0; i < 50; i++) {
            assertThat(statusOf(Words.get("/" + i, "X-Envoy-Expected-Rq-Timeout-Ms", "50")))
                    .isEqualTo(504);
        }
        assertThat(statusOf(Words.get("/patient"))).isEqualTo(200);
        rig.whenReceived = one -> {};
        for (int i = 0; i < 50; i++) {
            rig.open().ask(Words.get("/own" + i));
        }
        rig.until(rig.world.nanos() / MS + 1_100);
        assertThat(statusOf(Words.get("/refused"))).isEqualTo(503);
    }

    @Test
    void faultsLieBehindTries() {
        tries.protect(retry(1), budget(100));
        rig.begin(0, new Fault.Error(Share.ALL, 503), 1_000);
        assertThat(statusOf(Words.get("/"))).isEqualTo(503);
        assertThat(rig.served).isEmpty();
        rig.until(1_500);
        assertThat(tries.count(Decision.RETRIED)).isEqualTo(1);
        assertThat(statusOf(Words.get("/"))).isEqualTo(200);
    }

    private int statusOf(Words head) {
        Call call = rig.open().ask(head);
        rig.until(rig.world.nanos() / MS + 200);
        return call.status;
    }
}

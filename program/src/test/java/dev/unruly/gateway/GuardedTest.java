package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Fault;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.world.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What policies do to requests, before any fault and before the dependency.
class GuardedTest {

    private static final long SECOND = 1_000 * MS;

    private final HttpRig rig = new HttpRig();

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    private void answersAfter(long ms) {
        rig.whenReceived = one -> rig.after(ms, () -> one.answer(200, "ok"));
    }

    private long count(Decision decision) {
        return rig.heard.guards.stream().mapToLong(second -> second.count(decision)).sum();
    }

    private static Policy.Breaker breaker() {
        return new Policy.Breaker(new Share(0.5), Share.ALL, SECOND, 10 * SECOND, 2 * SECOND);
    }

    @Test
    void withoutPoliciesNothingIsToldOfThem() {
        rig.open().ask(Words.get("/"));
        rig.until(2_000);
        assertThat(rig.heard.guards).isEmpty();
    }

    @Test
    void whoFindsNoPlaceIsAnsweredAtOnceAndNeverArrives() {
        protect(new Policy.Bulkhead(2, 0));
        answersAfter(100);
        List<Call> calls = new ArrayList<>();
        List<Line> lines = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            lines.add(rig.open());
            calls.add(lines.get(i).ask(Words.get("/")));
        }
        rig.until(50);
        assertThat(rig.served).hasSize(2);
        assertThat(calls.get(2).status).isEqualTo(503);
        assertThat(calls.get(2).body()).isEqualTo("unruly: database: all places are taken\n");
        assertThat(calls.get(2).fields).contains("Retry-After: 1");
        rig.until(100);
        assertThat(calls.get(0).status).isEqualTo(200);
        Call after = lines.get(2).ask(Words.get("/again"));
        rig.until(250);
        assertThat(after.status).isEqualTo(200);
        rig.until(1_000);
        GuardSecond told = rig.heard.guards.getFirst();
        assertThat(told.asked()).isEqualTo(4);
        assertThat(told.count(Decision.PASSED)).isEqualTo(3);
        assertThat(told.count(Decision.BULKHEAD)).isEqualTo(1);
        assertThat(told.inFlight()).isZero();
        assertThat(told.limit()).isEqualTo(2);
        assertThat(rig.heard.seconds.getFirst().requests()).isEqualTo(3);
    }

    /// The client is gone, but the backend works on, as most do: the place is taken until it is
    /// done.
    @Test
    void aPlaceIsHeldUntilTheWorkHasReallyEnded() {
        protect(new Policy.Bulkhead(1, 0));
        answersAfter(300);
        Line first = rig.open();
        first.ask(Words.get("/"));
        rig.until(50);
        first.connection().close();
        Line second = rig.open();
        rig.until(100);
        Call early = second.ask(Words.get("/"));
        rig.until(200);
        assertThat(early.status).isEqualTo(503);
        rig.until(299);
        assertThat(second.ask(Words.get("/")).status).isZero();
        rig.until(301);
        assertThat(rig.served).hasSize(1);
        Call late = second.ask(Words.get("/"));
        rig.until(700);
        assertThat(late.status).isEqualTo(200);
        assertThat(rig.visitors.getFirst().endings).containsExactly(Ending.COMPLETE);
        rig.until(1_000);
        assertThat(count(Decision.OUTLIVED)).isEqualTo(1);
        assertThat(rig.heard.seconds.getFirst().open()).isEqualTo(1);
    }

    @Test
    void withoutPlacesWhoLeavesTakesTheWorkAlong() {
        protect(new Policy.Timeout(5 * SECOND));
        Line line = rig.open();
        line.ask(Words.get("/"));
        rig.until(50);
        line.connection().close();
        rig.until(60);
        assertThat(rig.served.getFirst().endings).isNotEmpty();
    }

    /// Work that never ends must not hold its place for ever.
    @Test
    void aPlaceIsGivenBackInTheEndAlsoIfTheWorkNeverEnds() {
        protect(new Policy.Bulkhead(1, 0), new Policy.Timeout(SECOND));
        rig.whenReceived = one -> {};
        Call lost = rig.open().ask(Words.get("/"));
        rig.until(1_100);
        assertThat(lost.status).isEqualTo(504);
        long end = 1_000 + GuardedCall.MOST_OUTLIVED_NANOS / MS;
        rig.until(end - 1);
        Call early = rig.open().ask(Words.get("/"));
        rig.settle();
        assertThat(early.status).isEqualTo(503);
        rig.until(end + 10);
        answersAfter(10);
        Call late = rig.open().ask(Words.get("/"));
        rig.until(end + 100);
        assertThat(late.status).isEqualTo(200);
    }

    @Test
    void whatTakesTooLongIsToldSoAndItsConnectionCloses() {
        protect(new Policy.Timeout(200 * MS));
        answersAfter(201);
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(199);
        assertThat(call.status).isZero();
        rig.until(200);
        assertThat(call.status).isEqualTo(504);
        assertThat(call.headNanos).isEqualTo(200 * MS);
        assertThat(call.body()).isEqualTo("unruly: database: no answer in time\n");
        rig.until(300);
        assertThat(line.endings).hasSize(1);
        assertThat(rig.served.getFirst().endings).isNotEmpty();
        rig.until(1_000);
        assertThat(count(Decision.TIMED_OUT)).isEqualTo(1);
    }

    @Test
    void whatComesInTimeIsUntouched() {
        protect(new Policy.Timeout(200 * MS), new Policy.Bulkhead(3, 0), breaker());
        answersAfter(199);
        Line line = rig.open();
        for (int i = 0; i < 3; i++) {
            Call call = line.ask(Words.post("/pay"), "amount=3");
            rig.until(rig.world.nanos() / MS + 250);
            assertThat(call.status).isEqualTo(200);
            assertThat(call.body()).isEqualTo("ok");
            assertThat(call.endings).containsExactly(Ending.COMPLETE);
            assertThat(rig.served.get(i).body()).isEqualTo("amount=3");
        }
        assertThat(line.endings).isEmpty();
        assertThat(rig.visitors).hasSize(1);
    }

    @Test
    void theCallersDeadlineBoundsItsRequestAndGoesOn() {
        protect(new Policy.Timeout(SECOND));
        answersAfter(500);
        Call call = rig.open().ask(Words.get("/", "X-Envoy-Expected-Rq-Timeout-Ms", "300"));
        rig.until(301);
        assertThat(call.status).isEqualTo(504);
        assertThat(rig.served.getFirst().fields)
                .contains("X-Envoy-Expected-Rq-Timeout-Ms: 300")
                .doesNotHaveDuplicates();
        rig.open().ask(Words.get("/"));
        rig.settle();
        assertThat(rig.served.getLast().fields).contains("x-envoy-expected-rq-timeout-ms: 1000");
    }

    @Test
    void aBreakerOpensOnFailuresAndLetsTrafficBackGradually() {
        protect(breaker());
        rig.whenReceived = one -> one.answer(500, "no");
        Line line = rig.open();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            Call call = line.ask(Words.get("/" + i));
            rig.until(rig.world.nanos() / MS + 10);
            statuses.add(call.status);
        }
        assertThat(statuses.subList(0, 10)).containsOnly(500);
        assertThat(statuses.subList(10, 12)).containsOnly(503);
        assertThat(rig.served).hasSize(10);
        rig.until(1_000);
        assertThat(rig.heard.guards.getFirst().openBreakers()).isEqualTo(1);
        rig.whenReceived = one -> one.answer(200, "ok");
        int good = 0;
        for (int i = 0; i < 3_000; i++) {
            Call call = line.ask(Words.get("/" + i));
            rig.until(rig.world.nanos() / MS + 10);
            good += call.status == 200 ? 1 : 0;
        }
        assertThat(good).isBetween(1_500, 2_999);
        rig.until(40_000);
        assertThat(rig.heard.guards.getLast().openBreakers()).isZero();
        Call last = line.ask(Words.get("/"));
        rig.until(40_100);
        assertThat(last.status).isEqualTo(200);
    }

    @Test
    void routesHaveTheirOwnAndShareTheRest() {
        rig.link.protect(
                List.of(
                        new Protection("database", "", List.of(new Policy.Bulkhead(1, 0))),
                        new Protection(
                                "database", "GET /cheap/*", List.of(new Policy.Bulkhead(5, 0))),
                        new Protection("database", "/slow", List.of(new Policy.Timeout(10 * MS)))));
        answersAfter(100);
        Call one = rig.open().ask(Words.get("/"));
        Call full = rig.open().ask(Words.post("/cheap/1"));
        Call cheap = rig.open().ask(Words.get("/cheap/1?a=b"));
        Call shared = rig.open().ask(Words.get("/slow?x"));
        rig.until(150);
        assertThat(one.status).isEqualTo(200);
        assertThat(full.status).isEqualTo(503);
        assertThat(cheap.status).isEqualTo(200);
        assertThat(shared.status).isEqualTo(503);
        Call slow = rig.open().ask(Words.get("/slow?x"));
        rig.until(300);
        assertThat(slow.status).isEqualTo(504);
    }

    /// application → guard → hurt → dependency: what is added counts against the time-out, but not
    /// as the dependency's own time.
    @Test
    void faultsLieBehindPolicies() {
        protect(new Policy.Timeout(100 * MS), breaker());
        answersAfter(10);
        var delay = new Fault.Delay.Drawn(new Distribution.Constant(0.3));
        rig.begin(0, new Fault.Latency(delay, Share.ALL), 10_000);
        Call slow = rig.open().ask(Words.get("/"));
        rig.until(150);
        assertThat(slow.status).isEqualTo(504);
        rig.link.end(0);
        rig.settle();
        rig.begin(1, new Fault.Error(Share.ALL, 503), 10_000);
        for (int i = 0; i < 10; i++) {
            rig.open().ask(Words.get("/"));
            rig.until(rig.world.nanos() / MS + 1);
        }
        Call refused = rig.open().ask(Words.get("/"));
        rig.settle();
        assertThat(refused.body()).contains("circuit breaker is open");
        assertThat(rig.served).hasSize(1);
    }

    @Test
    void policiesChangeWithoutDroppingConnectionsAndKeepWhatTheyKnow() {
        protect(new Policy.Bulkhead(1, 0), breaker());
        answersAfter(200);
        Line line = rig.open();
        Line other = rig.open();
        line.ask(Words.get("/"));
        rig.until(50);
        protect(new Policy.Bulkhead(2, 0), breaker());
        Call second = other.ask(Words.get("/"));
        rig.until(60);
        Call third = rig.open().ask(Words.get("/"));
        rig.until(300);
        assertThat(second.status).isEqualTo(200);
        assertThat(third.status).isEqualTo(503);
        rig.link.protect(List.of());
        assertThat(line.endings).isEmpty();
        assertThat(other.endings).isEmpty();
        Call free = line.ask(Words.get("/"));
        rig.until(600);
        assertThat(free.status).isEqualTo(200);
    }

    @Test
    void protectionsEndWithTheRunThatAskedForThem() {
        protect(new Policy.Bulkhead(1, 0));
        answersAfter(200);
        rig.open().ask(Words.get("/"));
        rig.until(10);
        rig.link.close();
        Call free = rig.open().ask(Words.get("/"));
        rig.until(300);
        assertThat(free.status).isEqualTo(200);
    }

    @Test
    void aDependencyThatCutsOffFreesThePlace() {
        protect(new Policy.Bulkhead(1, 0));
        rig.whenReceived = one -> rig.visitors.getFirst().visit().abort();
        Call cut = rig.open().ask(Words.get("/"));
        rig.until(10);
        assertThat(cut.endings).hasSize(1);
        answersAfter(1);
        rig.whenReceived = one -> one.answer(200, "ok");
        Call next = rig.open().ask(Words.get("/"));
        rig.until(100);
        assertThat(next.status).isEqualTo(200);
    }

    /// A few may take longer, so that it can be seen how long they take.
    @Test
    void aShareOfRequestsIsLetRunBeyondTheTimeout() {
        protect(new Policy.Timeout(200 * MS, new Share(0.1), SECOND));
        answersAfter(300);
        List<Call> calls = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            calls.add(rig.open().ask(Words.get("/" + i)));
        }
        rig.until(2_000);
        long answered = calls.stream().filter(call -> call.status == 200).count();
        assertThat(answered).isBetween(15L, 45L);
        assertThat(calls.stream().filter(call -> call.status == 504).count())
                .isEqualTo(300 - answered);
        assertThat(count(Decision.TIMED_OUT)).isEqualTo(300 - answered);
    }
}

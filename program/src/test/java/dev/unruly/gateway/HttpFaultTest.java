package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What each fault does to exchanges, and when.
class HttpFaultTest {

    private final HttpRig rig = new HttpRig();

    private void answersAfter(long ms) {
        rig.whenReceived = one -> rig.after(ms, () -> one.answer(200, "ok"));
    }

    private static Fault.Latency fixed(double seconds) {
        return new Fault.Latency(
                new Fault.Delay.Drawn(new Distribution.Constant(seconds)), Share.ALL);
    }

    @Test
    void aFixedDelayHoldsTheAnswer() {
        answersAfter(10);
        Line line = rig.open();
        rig.begin(0, fixed(0.2), 10_000);
        Call call = line.ask(Words.get("/"));
        rig.until(209);
        assertThat(rig.served).hasSize(1);
        assertThat(call.status).isZero();
        rig.until(210);
        assertThat(call.headNanos).isEqualTo(210 * MS);
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
        rig.until(1_000);
        DependencySecond second = rig.heard.seconds.getFirst();
        assertThat(second.own().most()).isEqualTo(10 * MS);
        assertThat(second.seen().most()).isEqualTo(210 * MS);
    }

    @Test
    void anAnswerThatTookSTakesFTimesS() {
        rig.whenReceived =
                one -> {
                    rig.after(10, () -> one.asked.answer(Words.answer(200), 4));
                    rig.after(20, () -> one.asked.write(Bytes.of(HttpRig.bytes("ab"))));
                    rig.after(
                            30,
                            () -> {
                                one.asked.write(Bytes.of(HttpRig.bytes("cd")));
                                one.asked.finish();
                            });
                };
        Line line = rig.open();
        line.ask(Words.get("/"));
        rig.until(100);
        rig.begin(0, new Fault.Latency(new Fault.Delay.TimesObserved(3), Share.ALL), 10_000);
        Call call = line.ask(Words.get("/"));
        rig.until(1_000);
        assertThat(call.headNanos).isEqualTo(130 * MS);
        assertThat(call.receivedNanos).isEqualTo(190 * MS);
        assertThat(call.body()).isEqualTo("abcd");
    }

    @Test
    void aShareOfTheRequestsIsAnsweredWithAnErrorAndNeverArrives() {
        rig.begin(0, new Fault.Error(new Share(0.4), 503), 10_000);
        Line line = rig.open();
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Call call = line.ask(Words.post("/"), "body");
            rig.settle();
            assertThat(call.endings).containsExactly(Ending.COMPLETE);
            statuses.add(call.status);
        }
        long errors = statuses.stream().filter(status -> status == 503).count();
        assertThat(errors).isBetween(25L, 55L);
        assertThat(rig.served).hasSize((int) (100 - errors));
        rig.until(1_000);
        DependencySecond second = rig.heard.seconds.getFirst();
        assertThat(second.requests()).isEqualTo(100);
        assertThat(second.failed()).isEqualTo(errors);
        assertThat(second.completed()).isEqualTo(100 - errors);
        assertThat(second.own().count()).isEqualTo(100 - errors);
    }

    @Test
    void anErrorIsDelayedLikeAnAnswer() {
        rig.begin(0, new Fault.Error(Share.ALL, 429), 10_000);
        rig.begin(1, fixed(0.05), 10_000);
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(49);
        assertThat(call.status).isZero();
        rig.until(50);
        assertThat(call.status).isEqualTo(429);
        assertThat(call.body()).isEqualTo("unruly: made up by a fault\n");
    }

    @Test
    void aStallHoldsRequestsAndAnswers() {
        answersAfter(10);
        Line asked = rig.open();
        Line late = rig.open();
        Call before = asked.ask(Words.get("/before"));
        rig.at(5, () -> rig.link.begin(0, "database", new Fault.Stall(), 100 * MS));
        List<Call> during = new ArrayList<>();
        rig.at(50, () -> during.add(late.ask(Words.post("/during"), "body")));
        rig.until(104);
        assertThat(before.status).isZero();
        assertThat(rig.served).hasSize(1);
        rig.until(105);
        assertThat(before.body()).isEqualTo("ok");
        assertThat(rig.served).hasSize(2);
        assertThat(rig.served.get(1).body()).isEqualTo("body");
        rig.until(115);
        assertThat(during.getFirst().receivedNanos).isEqualTo(115 * MS);
        rig.until(1_000);
        assertThat(rig.heard.seconds.getFirst().own().most()).isEqualTo(10 * MS);
        assertThat(rig.heard.seconds.getFirst().seen().most()).isEqualTo(105 * MS);
    }

    @Test
    void whoGivesUpDuringAStallIsStillWorkedForAfterwards() {
        rig.whenReceived = one -> {};
        Line line = rig.open();
        rig.begin(0, new Fault.Stall(), 100);
        Call call = line.ask(Words.get("/"));
        rig.at(50, () -> call.exchange().cancel());
        rig.until(99);
        assertThat(rig.served).isEmpty();
        assertThat(rig.visitors.getFirst().endings).isEmpty();
        rig.until(101);
        assertThat(rig.served).hasSize(1);
        assertThat(rig.served.getFirst().endings).hasSize(1);
        assertThat(rig.visitors.getFirst().endings).hasSize(1);
        rig.until(1_000);
        assertThat(rig.heard.seconds.getFirst().failed()).isEqualTo(1);
        assertThat(rig.heard.seconds.getFirst().open()).isZero();
    }

    @Test
    void aDependencyThatClosesDuringAStallIsHeardOfAfterwards() {
        Line line = rig.open();
        rig.begin(0, new Fault.Stall(), 100);
        rig.visitors.getFirst().visit().close();
        rig.until(99);
        assertThat(line.endings).isEmpty();
        rig.until(100);
        assertThat(line.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void bandwidthSlowsBodiesDown() {
        rig.whenReceived = one -> one.answer(200, "x".repeat(2_000));
        Line line = rig.open();
        rig.begin(0, new Fault.Bandwidth(1_000), 60_000);
        Call call = line.ask(Words.get("/"));
        rig.until(1_000);
        assertThat(call.got.size()).isBetween(700, 1_000);
        rig.until(2_500);
        assertThat(call.got.size()).isEqualTo(2_000);
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void aResetEndsConnectionsAndWhatIsUnderWay() {
        rig.whenReceived = one -> {};
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(10);
        rig.begin(0, new Fault.Reset(Share.ALL), 100);
        assertThat(call.endings).containsExactly(Ending.RESET);
        assertThat(line.endings).containsExactly(Ending.RESET);
        assertThat(rig.visitors.getFirst().endings).containsExactly(Ending.RESET);
        Line during = rig.open();
        assertThat(during.endings).containsExactly(Ending.RESET);
        assertThat(rig.visitors).hasSize(1);
        rig.until(1_000);
        assertThat(rig.heard.seconds.getFirst().failed()).isEqualTo(1);
        assertThat(rig.heard.seconds.getFirst().opened()).isEqualTo(2);
        assertThat(rig.heard.seconds.getFirst().open()).isZero();
    }

    @Test
    void aBlackholeSwallowsRequestsAndAnswersForGood() {
        answersAfter(10);
        Line answering = rig.open();
        Line idle = rig.open();
        Call lostAnswer = answering.ask(Words.get("/answer"));
        rig.until(5);
        rig.begin(0, new Fault.Blackhole(), 100);
        Line born = rig.open();
        Call lostRequest = born.ask(Words.post("/request"), "body");
        rig.until(104);
        assertThat(rig.served).hasSize(1);
        assertThat(rig.visitors).hasSize(2);
        assertThat(lostAnswer.endings).isEmpty();
        assertThat(lostRequest.endings).isEmpty();
        rig.until(105);
        assertThat(lostAnswer.endings).containsExactly(Ending.RESET);
        assertThat(lostRequest.endings).containsExactly(Ending.RESET);
        assertThat(idle.endings).isEmpty();
        Call after = idle.ask(Words.get("/"));
        rig.until(115);
        assertThat(after.body()).isEqualTo("ok");
        rig.until(1_000);
        DependencySecond second = rig.heard.seconds.getFirst();
        assertThat(second.requests()).isEqualTo(3);
        assertThat(second.failed()).isEqualTo(2);
        assertThat(second.inFlight()).isZero();
        assertThat(second.open()).isEqualTo(1);
    }
}

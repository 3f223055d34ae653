package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.DependencySecond;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import org.junit.jupiter.api.Test;

/// How requests and answers pass when nothing hurts them.
class HttpRelayTest {

    private final HttpRig rig = new HttpRig();

    @Test
    void aRequestAndItsAnswerPassAsTheyAre() {
        rig.whenReceived = one -> one.answer(418, "short and stout", "X-Kettle", "yes");
        Line line = rig.open();
        Call call = line.ask(Words.post("/tea?milk=no", "X-Twice", "a", "X-Twice", "b"), "water");
        rig.settle();
        HttpRig.Served served = rig.served.getFirst();
        assertThat(served.line).isEqualTo("POST /tea?milk=no");
        assertThat(served.fields)
                .contains("Host: shop", "X-Twice: a", "X-Twice: b", "Content-Length: 5");
        assertThat(served.asked.route()).isEqualTo(7);
        assertThat(served.body()).isEqualTo("water");
        assertThat(call.status).isEqualTo(418);
        assertThat(call.fields).contains("X-Kettle: yes", "Content-Length: 15");
        assertThat(call.body()).isEqualTo("short and stout");
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
        assertThat(line.frees).isEqualTo(1);
    }

    @Test
    void eachConnectionHasOneOfItsOwn() {
        Line one = rig.open();
        rig.open();
        assertThat(rig.visitors).hasSize(2);
        one.ask(Words.get("/1"));
        rig.settle();
        one.ask(Words.get("/2"));
        rig.settle();
        assertThat(rig.visitors).hasSize(2);
        assertThat(one.frees).isEqualTo(2);
        one.connection().close();
        rig.settle();
        assertThat(rig.visitors.get(0).endings).containsExactly(Ending.COMPLETE);
        assertThat(rig.visitors.get(1).endings).isEmpty();
    }

    @Test
    void bodiesOfUnknownSizeStreamBothWays() {
        rig.whenAsked =
                one -> {
                    one.asked.answer(Words.answer(200), -1);
                    one.asked.write(Bytes.of(HttpRig.bytes("first ")));
                };
        rig.whenReceived =
                one -> {
                    one.asked.write(Bytes.of(HttpRig.bytes("last")));
                    one.asked.finish();
                };
        Line line = rig.open();
        Call call = line.begin(Words.post("/upload"), -1);
        call.exchange().write(Bytes.of(HttpRig.bytes("one ")));
        rig.settle();
        assertThat(call.body()).isEqualTo("first ");
        assertThat(rig.served.getFirst().body()).isEqualTo("one ");
        call.exchange().write(Bytes.of(HttpRig.bytes("two")));
        call.exchange().finish();
        rig.settle();
        assertThat(rig.served.getFirst().body()).isEqualTo("one two");
        assertThat(call.body()).isEqualTo("first last");
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void anAnswerWithoutABodyIsWhole() {
        for (int status : new int[] {204, 304, 200}) {
            rig.whenReceived = one -> one.answer(status, "");
            Line line = rig.open();
            Call call = line.ask(Words.get("/"));
            rig.settle();
            assertThat(call.status).isEqualTo(status);
            assertThat(call.endings).containsExactly(Ending.COMPLETE);
            assertThat(line.frees).isEqualTo(1);
        }
        assertThat(seconds().completed()).isEqualTo(3);
    }

    @Test
    void fieldsOfOneConnectionStayThere() {
        rig.whenReceived =
                one ->
                        one.answer(
                                200,
                                "ok",
                                "Keep-Alive",
                                "timeout=5",
                                "Connection",
                                "X-Hop",
                                "X-Hop",
                                "3",
                                "X-End",
                                "4");
        Line line = rig.open();
        Call call =
                line.ask(
                        Words.get(
                                "/",
                                "Connection",
                                "keep-alive, X-Secret",
                                "x-secret",
                                "1",
                                "TE",
                                "trailers",
                                "Upgrade",
                                "h2c",
                                "Proxy-Connection",
                                "keep-alive",
                                "X-Kept",
                                "2"));
        rig.settle();
        assertThat(rig.served.getFirst().fields)
                .contains("X-Kept: 2")
                .noneMatch(field -> field.matches("(?i)(x-secret|te|upgrade|proxy-connection):.*"))
                .noneMatch(field -> field.contains("X-Secret"));
        assertThat(call.fields)
                .contains("X-End: 4")
                .noneMatch(field -> field.matches("(?i)(x-hop|keep-alive):.*"));
    }

    @Test
    void theListenersOwnNameBecomesTheDependencys() {
        Line line = rig.open();
        line.ask(Words.get("/", "Host", rig.gatewayAddress().toString()));
        rig.settle();
        assertThat(rig.served.getFirst().fields).contains("Host: 10.0.0.1:9001");
    }

    @Test
    void whoClosesAfterAnAnswerSaysSoOnBothSides() {
        rig.whenReceived = one -> one.answer(200, "bye", "Connection", "close");
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.settle();
        assertThat(call.fields).contains("Connection: close");
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
        assertThat(line.endings).hasSize(1);
        assertThat(rig.visitors.getFirst().endings).hasSize(1);
        assertThat(seconds().open()).isZero();
    }

    @Test
    void aDependencyThatClosesAnIdleConnectionClosesTheApplications() {
        Line line = rig.open();
        line.ask(Words.get("/"));
        rig.settle();
        rig.visitors.getFirst().visit().close();
        rig.settle();
        assertThat(line.endings).containsExactly(Ending.COMPLETE);
        Line other = rig.open();
        rig.visitors.getLast().visit().abort();
        rig.settle();
        assertThat(other.endings).containsExactly(Ending.RESET);
    }

    @Test
    void interimAnswersPass() {
        rig.whenReceived =
                one -> {
                    one.asked.interim(Words.answer(103));
                    one.answer(200, "ok");
                };
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.settle();
        assertThat(call.interims).containsExactly(103);
        assertThat(call.status).isEqualTo(200);
    }

    @Test
    void anEarlyAnswerDoesNotWaitForTheRequest() {
        rig.whenAsked = one -> one.answer(413, "too big");
        rig.whenReceived = one -> {};
        Line line = rig.open();
        Call call = line.begin(Words.post("/"), 1_000);
        call.exchange().write(Bytes.of(new byte[500]));
        rig.settle();
        assertThat(call.status).isEqualTo(413);
        assertThat(call.body()).isEqualTo("too big");
        call.exchange().write(Bytes.of(new byte[500]));
        call.exchange().finish();
        rig.settle();
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
        assertThat(seconds().completed()).isEqualTo(1);
    }

    @Test
    void givingUpTravelsToTheDependency() {
        rig.whenReceived = one -> {};
        Line line = rig.open();
        Call call = line.ask(Words.get("/slow"));
        rig.until(10);
        call.exchange().cancel();
        rig.until(11);
        assertThat(rig.served.getFirst().endings).hasSize(1);
        assertThat(rig.served.getFirst().endings.getFirst()).isNotEqualTo(Ending.COMPLETE);
        assertThat(rig.visitors.getFirst().endings).hasSize(1);
        DependencySecond second = seconds();
        assertThat(second.failed()).isEqualTo(1);
        assertThat(second.inFlight()).isZero();
        assertThat(second.open()).isZero();
    }

    @Test
    void anAnswerCutShortIsCutShortForTheApplication() {
        rig.whenReceived =
                one -> {
                    one.asked.answer(Words.answer(200), 100);
                    one.asked.write(Bytes.of(new byte[50]));
                    rig.after(5, one.asked::cancel);
                };
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.until(10);
        assertThat(call.body()).hasSize(50);
        assertThat(call.endings).containsExactly(Ending.CUT_SHORT);
        assertThat(seconds().failed()).isEqualTo(1);
    }

    @Test
    void aResetInsteadOfAnAnswerIsAResetForTheApplication() {
        rig.whenReceived = one -> rig.visitors.getLast().visit().abort();
        Line line = rig.open();
        Call call = line.ask(Words.get("/"));
        rig.settle();
        assertThat(call.endings).containsExactly(Ending.RESET);
        assertThat(line.endings).containsExactly(Ending.RESET);
    }

    @Test
    void aDependencyThatIsNotThereIsABadGateway() {
        rig.door.close();
        Line line = rig.open();
        for (int i = 1; i <= 2; i++) {
            Call call = line.ask(Words.post("/"), "body");
            rig.settle();
            assertThat(call.status).isEqualTo(502);
            assertThat(call.body()).isEqualTo("unruly: the dependency is refused\n");
            assertThat(call.endings).containsExactly(Ending.COMPLETE);
            assertThat(line.frees).isEqualTo(i);
        }
        DependencySecond second = seconds();
        // Once when the connection was opened, then with each request.
        assertThat(second.refused()).isEqualTo(3);
        assertThat(second.requests()).isEqualTo(2);
        assertThat(second.failed()).isEqualTo(2);
        assertThat(second.inFlight()).isZero();
    }

    @Test
    void aSlowReaderHoldsTheDependencyBack() {
        int block = 65_536;
        int[] written = {0};
        rig.whenReceived =
                one -> {
                    one.asked.answer(Words.answer(200), -1);
                    Runnable pump =
                            () -> {
                                while (written[0] < 1_000 * block && one.asked.writable()) {
                                    one.asked.write(Bytes.of(new byte[block]));
                                    written[0] += block;
                                }
                                if (written[0] == 1_000 * block) {
                                    one.asked.finish();
                                    written[0]++;
                                }
                            };
                    one.whenDrained = pump;
                    pump.run();
                };
        Line line = rig.open();
        Call call = line.begin(Words.get("/"), 0);
        call.exchange().pause();
        rig.until(100);
        assertThat(written[0]).isLessThan(300 * block);
        call.exchange().resume();
        rig.until(200);
        assertThat(call.got.size()).isEqualTo(1_000 * block);
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void aSlowDependencyHoldsTheApplicationBack() {
        int block = 65_536;
        rig.whenAsked = one -> one.asked.pause();
        Line line = rig.open();
        Call call = line.begin(Words.post("/"), -1);
        int[] written = {0};
        Runnable pump =
                () -> {
                    while (written[0] < 1_000 * block && call.exchange().writable()) {
                        call.exchange().write(Bytes.of(new byte[block]));
                        written[0] += block;
                    }
                    if (written[0] == 1_000 * block) {
                        call.exchange().finish();
                        written[0]++;
                    }
                };
        call.whenDrained = pump;
        pump.run();
        rig.until(100);
        assertThat(written[0]).isLessThan(300 * block);
        rig.served.getFirst().asked.resume();
        rig.until(200);
        assertThat(rig.served.getFirst().got.size()).isEqualTo(1_000 * block);
        assertThat(call.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void secondsTellWhatTheDependencyTookAndWhatTheApplicationSaw() {
        rig.whenReceived = one -> rig.after(30, () -> one.answer(200, "ok"));
        Line line = rig.open();
        rig.at(100, () -> line.ask(Words.get("/")));
        rig.at(
                200,
                () -> {
                    rig.whenReceived = one -> rig.after(10, () -> one.answer(500, "oh"));
                    line.ask(Words.get("/"));
                });
        rig.until(1_000);
        DependencySecond second = rig.heard.seconds.getFirst();
        assertThat(second.requests()).isEqualTo(2);
        assertThat(second.completed()).isEqualTo(1);
        assertThat(second.failed()).isEqualTo(1);
        assertThat(second.own().count()).isEqualTo(1);
        assertThat(second.own().most()).isEqualTo(30 * MS);
        assertThat(second.seen().most()).isEqualTo(30 * MS);
        assertThat(second.opened()).isEqualTo(1);
        assertThat(second.peakInFlight()).isEqualTo(1);
        assertThat(second.bytesUp()).isPositive();
        assertThat(second.bytesDown()).isPositive();
    }

    /// What was counted in the second that is running now.
    private DependencySecond seconds() {
        rig.until((rig.world.nanos() / MS / 1_000 + 1) * 1_000);
        return rig.heard.seconds.getLast();
    }
}

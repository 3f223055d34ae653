package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/// How exchanges and connections end, whoever ends them.
public abstract class EndingContract extends WorldContract {

    @Test
    void aClosedDoorKeepsItsGuests() {
        Host host = serve();
        Line line = connected();
        on(() -> door().close());
        Line late = line();
        on(() -> late.connect(loop, address(), Lane.direct()));
        until("the late one is refused", late::over);
        assertThat(late.endings).containsExactly(Ending.REFUSED);
        Line.Call call = ask(line, Ask.get("/"));
        untilOver(call.told());
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        assertThat(host.visitors).hasSize(1);
    }

    @Test
    void theAskingSideGivesUp() {
        Host host = serve();
        host.whenReceived = one -> {};
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/slow"));
        until("it was asked", () -> host.served.size() == 1);
        on(() -> {
            call.exchange().cancel();
            call.exchange().cancel();
            assertThat(call.told().over()).isFalse();
        });
        until("the connection ends", line::over);
        assertThat(call.told().endings).containsExactly(Ending.CANCELLED);
        until("the server notices", host::empty);
        assertThat(host.served.getFirst().told.endings)
                .containsAnyOf(Ending.CANCELLED, Ending.RESET, Ending.CUT_SHORT)
                .hasSize(1);
    }

    @Test
    void anAnswerToSomebodyGoneIsLost() {
        Host host = serve();
        host.whenReceived = one -> {};
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/slow"));
        until("it was asked", () -> host.served.size() == 1);
        on(() -> call.exchange().cancel());
        until("the server notices", host::empty);
        Asked gone = host.served.getFirst().asked;
        on(() -> {
            assertThat(gone.writable()).isFalse();
            gone.answer(Reply.of(200), 5);
            gone.write(ledger.make(0, 5));
            gone.finish();
            gone.cancel();
        });
        assertThat(call.told().heads).isZero();
    }

    @Test
    void closingEndsARunningExchange() {
        Host host = serve();
        host.whenReceived = one -> {};
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/slow"));
        until("it was asked", () -> host.served.size() == 1);
        on(() -> line.connection().close());
        until("the connection ends", line::over);
        assertThat(call.told().endings).containsExactly(Ending.CANCELLED);
        until("the server notices", host::empty);
    }

    @Test
    void closingAnIdleConnectionIsGoodOrder() {
        Host host = serve();
        Line line = connected();
        until("it is accepted", () -> host.visitors.size() == 1);
        on(() -> {
            line.connection().close();
            assertThat(line.over()).isFalse();
            assertThat(line.connection().room()).isZero();
            line.connection().close();
        });
        until("both sides end", () -> line.over() && host.empty());
        assertThat(line.endings).containsExactly(Ending.COMPLETE);
        assertThat(host.visitors.getFirst().endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void closingBeforeItOpens() {
        serve();
        Line closed = line();
        Line aborted = line();
        on(() -> {
            closed.connect(loop, address(), far());
            closed.connection().close();
            aborted.connect(loop, address(), far());
            aborted.connection().abort();
        });
        until("both end", () -> closed.over() && aborted.over());
        assertThat(closed.openings + aborted.openings).isZero();
        pass(2 * ROUND_TRIP);
    }

    @Test
    void theServerClosesAnIdleConnection() {
        Host host = serve();
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        until("it is free", () -> line.frees == 1);
        on(() -> host.visitors.getFirst().visit().close());
        until("both sides end", () -> line.over() && host.empty());
        assertThat(line.endings).containsExactly(Ending.COMPLETE);
        assertThat(line.connection().room()).isZero();
        assertThat(host.visitors.getFirst().endings).containsExactly(Ending.COMPLETE);
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        on(() ->
                assertThatThrownBy(() ->
                                line.connection().start(Ask.get("/"), 0, new Told(turns, "none")))
                        .isInstanceOf(IllegalStateException.class));
    }

    @Test
    void theServerResetsAnIdleConnection() {
        Host host = serve();
        Line line = connected();
        until("it is accepted", () -> host.visitors.size() == 1);
        on(() -> host.visitors.getFirst().visit().abort());
        until("both sides end", () -> line.over() && host.empty());
        assertThat(line.endings).containsExactly(Ending.RESET);
    }

    @Test
    void theServerSaysThatItCloses() {
        Host host = serve();
        host.whenReceived = one -> one.asked.answer(Reply.of(200, "Connection", "close"), 0);
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        until("both sides end", () -> line.over() && host.empty());
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        assertThat(line.frees).isZero();
        assertThat(host.served.getFirst().told.endings).containsExactly(Ending.COMPLETE);
    }

    /// Also where the answer is given before the server has looked any further.
    @Test
    void theClientSaysThatItClosesAndIsAnsweredAtOnce() {
        Host host = serve();
        host.whenAsked = one -> one.asked.answer(Reply.of(503), 0);
        host.whenReceived = one -> {};
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/").with("Connection", "close"));
        until("both sides end", () -> line.over() && host.empty());
        assertThat(call.told().status).isEqualTo(503);
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        assertThat(line.frees).isZero();
        assertThat(host.served.getFirst().told.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void theServerHangsUpInsteadOfAnswering() {
        Host host = serve();
        host.whenReceived = one -> one.asked.cancel();
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        until("both sides end", () -> line.over() && host.empty());
        assertThat(call.told().endings).containsExactly(Ending.CUT_SHORT);
        assertThat(call.told().heads).isZero();
        assertThat(host.served.getFirst().told.endings).containsExactly(Ending.CANCELLED);
    }

    @Test
    void theServerResetsInsteadOfAnswering() {
        Host host = serve();
        host.whenReceived = one -> host.visitors.getFirst().visit().abort();
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        until("both sides end", () -> line.over() && host.empty());
        assertThat(call.told().endings).containsExactly(Ending.RESET);
        assertThat(host.served.getFirst().told.endings).containsExactly(Ending.CANCELLED);
    }
}

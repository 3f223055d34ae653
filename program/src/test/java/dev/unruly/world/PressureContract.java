package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Back-pressure both ways, its limit, and bodies that are cut short: nothing is held for ever.
public abstract class PressureContract extends WorldContract {

    private static final int BLOCK = 65_536;
    private static final int MORE_THAN_ANYBODY_HOLDS = 64 << 20;

    /// Writes whenever there is room, and counts.
    private final class Pump {
        private final Exchange exchange;
        private int written;
        private int goal = MORE_THAN_ANYBODY_HOLDS;

        Pump(Exchange exchange) {
            this.exchange = exchange;
        }

        void work() {
            while (written < goal && exchange.writable()) {
                exchange.write(ledger.make(written, BLOCK));
                written += BLOCK;
            }
        }
    }

    /// Waits until the pump no longer makes progress.
    private void untilStuck(Pump pump) {
        int before;
        do {
            before = pump.written;
            pass(300 * MILLI);
        } while (pump.written > before);
        assertThat(pump.written).isPositive().isLessThan(MORE_THAN_ANYBODY_HOLDS);
    }

    private void finish(Pump pump, Told writer) {
        pump.goal = pump.written + 4 * BLOCK;
        writer.whenDrained =
                () -> {
                    pump.work();
                    if (pump.written >= pump.goal) {
                        writer.whenDrained = () -> {};
                        pump.exchange.finish();
                    }
                };
    }

    @Test
    void aServerThatDoesNotReadHoldsTheClientBack() {
        Host host = serve();
        host.whenAsked = one -> one.asked.pause();
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/upload"), -1);
        until("it was asked", () -> host.served.size() == 1);
        var pump = new Pump(call.exchange());
        call.told().whenDrained = pump::work;
        on(pump::work);
        untilStuck(pump);
        Host.Served served = host.served.getFirst();
        assertThat(served.told.bodySize()).isZero();
        on(() -> {
            assertThat(call.exchange().writable()).isFalse();
            finish(pump, call.told());
            served.asked.resume();
        });
        untilOver(call.told());
        assertThat(call.told().draineds).isPositive();
        assertThat(served.told.body()).isEqualTo(text(pump.goal));
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void aClientThatDoesNotReadHoldsTheServerBack() {
        Host host = serve();
        List<Pump> pumps = new ArrayList<>();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), -1);
                    var pump = new Pump(one.asked);
                    pumps.add(pump);
                    one.told.whenDrained = pump::work;
                    pump.work();
                };
        Line line = connected();
        on(() -> line.ask(Ask.get("/download"), 0).exchange().pause());
        until("it was asked", () -> !pumps.isEmpty());
        Pump pump = pumps.getFirst();
        Told told = line.exchanges.getFirst();
        untilStuck(pump);
        assertThat(told.bodySize()).isZero();
        on(() -> finish(pump, host.served.getFirst().told));
        on(() -> line.calls.getFirst().exchange().resume());
        untilOver(told);
        assertThat(told.body()).isEqualTo(text(pump.goal));
        assertThat(told.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void whoPausesIsTakenAtTheirWord() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), -1);
                    write(one.asked, 20 * BLOCK, BLOCK);
                    one.asked.finish();
                };
        Line line = connected();
        boolean[] paused = {false};
        on(() -> {
            Line.Call call = line.ask(Ask.get("/"), 0);
            call.told().whenBody =
                    bytes -> {
                        assertThat(paused[0]).isFalse();
                        paused[0] = true;
                        call.exchange().pause();
                        loop.arm(
                                new Bell(() -> {
                                    paused[0] = false;
                                    call.exchange().resume();
                                }),
                                loop.nanos() + MILLI);
                    };
        });
        Told told = line.exchanges.getFirst();
        untilOver(told);
        assertThat(told.body()).isEqualTo(text(20 * BLOCK));
    }

    @Test
    void whoWritesOnAndOnMeetsALimit() {
        Host host = serve();
        host.whenAsked = one -> one.asked.pause();
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/upload"), -1);
        on(() -> {
            write(call.exchange(), MORE_THAN_ANYBODY_HOLDS, BLOCK);
            assertThat(call.told().over()).isFalse();
        });
        untilOver(call.told());
        assertThat(call.told().endings).containsExactly(Ending.LIMIT);
        until("both sides end", () -> line.over() && host.empty());
    }

    @Test
    void aServerThatWritesOnAndOnMeetsALimit() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), -1);
                    write(one.asked, MORE_THAN_ANYBODY_HOLDS, BLOCK);
                };
        Line line = connected();
        on(() -> line.ask(Ask.get("/"), 0).exchange().pause());
        until("the server's side ends", () -> host.empty() && !host.served.isEmpty());
        assertThat(host.served.getFirst().told.endings).containsExactly(Ending.LIMIT);
        on(() -> line.calls.getFirst().exchange().resume());
        untilOver(line.exchanges.getFirst());
        assertThat(line.exchanges.getFirst().endings).containsAnyOf(Ending.CUT_SHORT, Ending.RESET);
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 1_000})
    void aServerThatDiesCutsItsAnswerShort(long bodyBytes) {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), bodyBytes);
                    write(one.asked, 500, 100);
                };
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        until("half of it arrives", () -> call.told().bodySize() == 500);
        on(() -> host.served.getFirst().asked.cancel());
        until("both sides end", () -> line.over() && host.empty());
        assertThat(call.told().endings).containsExactly(Ending.CUT_SHORT);
        assertThat(call.told().receiveds).isZero();
        assertThat(host.served.getFirst().told.endings).containsExactly(Ending.CANCELLED);
    }

    @Test
    void aClientThatDiesCutsItsRequestShort() {
        Host host = serve();
        host.whenReceived = one -> {};
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/"), 1_000);
        on(() -> write(call.exchange(), 500, 100));
        until(
                "half of it arrives",
                () -> !host.served.isEmpty() && host.served.getFirst().told.bodySize() == 500);
        on(() -> line.connection().abort());
        until("both sides end", () -> line.over() && host.empty());
        assertThat(host.served.getFirst().told.receiveds).isZero();
        assertThat(host.served.getFirst().told.endings)
                .containsAnyOf(Ending.CUT_SHORT, Ending.RESET, Ending.CANCELLED);
    }

    @Test
    void anEarlyAnswerEndsAnExchangeThatIsStillAsking() {
        Host host = serve();
        host.whenAsked = one -> one.asked.answer(Reply.of(413), 0);
        host.whenReceived = one -> {};
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/"), 1_000);
        on(() -> write(call.exchange(), 500, 100));
        until("the answer arrives", () -> call.told().heads == 1);
        on(() -> write(call.exchange(), 500, 100));
        on(() -> call.exchange().finish());
        untilOver(call.told());
        assertThat(call.told().status).isEqualTo(413);
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void whatIsWrittenAfterTheEndIsGivenBack() {
        serve();
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        untilOver(call.told());
        on(() -> {
            call.exchange().write(ledger.make(0, 100));
            call.exchange().finish();
            call.exchange().pause();
            call.exchange().resume();
            assertThat(call.exchange().writable()).isFalse();
        });
        Line.Call next = ask(line, Ask.get("/"));
        untilOver(next.told());
        assertThat(next.told().endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void whatIsOnItsWayWhenTheConnectionEndsIsGivenBack() {
        Host host = serve();
        host.whenAsked = one -> one.asked.pause();
        Line line = connected(far());
        Line.Call call = ask(line, Ask.post("/"), -1);
        on(() -> write(call.exchange(), 4 * BLOCK, BLOCK));
        until("it was asked", () -> host.served.size() == 1);
        on(() -> {
            write(call.exchange(), 2 * BLOCK, BLOCK);
            call.exchange().cancel();
            call.exchange().write(ledger.make(0, BLOCK));
        });
        untilOver(call.told());
        // Who does not read may not notice an end that comes behind what is unread.
        on(() -> host.served.getFirst().asked.resume());
        until("both sides end", () -> line.over() && host.empty());
        assertThat(ledger.made()).isEqualTo(7);
    }
}

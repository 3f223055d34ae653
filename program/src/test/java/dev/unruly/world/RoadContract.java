package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Roads: everything that a user sends or sees has travelled them.
public abstract class RoadContract extends WorldContract {

    @Test
    void aConnectionCostsOneRoundTripAndARequestAnother() {
        Host host = serve();
        Line line = connected(far());
        assertMoment(line.openedNanos, line.askedNanos + ROUND_TRIP);
        for (int i = 1; i <= 2; i++) {
            int turn = i;
            long[] start = {0};
            on(() -> {
                start[0] = loop.nanos();
                line.ask(Ask.get("/"), 0);
            });
            until("it is free", () -> line.frees == turn);
            Told told = line.exchanges.getLast();
            assertMoment(told.sentNanos, start[0]);
            assertMoment(host.served.getLast().askedNanos, start[0] + ROUND_TRIP / 2);
            assertMoment(told.headNanos, start[0] + ROUND_TRIP);
            assertMoment(told.endedNanos, start[0] + ROUND_TRIP);
        }
    }

    @Test
    void aRefusalCostsOneRoundTrip() {
        serve();
        on(() -> door().close());
        Line line = line();
        on(() -> line.connect(loop, address(), far()));
        until("it is refused", line::over);
        assertThat(line.endings).containsExactly(Ending.REFUSED);
        assertMoment(line.endedNanos, line.askedNanos + ROUND_TRIP);
    }

    @Test
    void givingUpTravelsTheRoad() {
        Host host = serve();
        host.whenReceived = one -> {};
        Line line = connected(far());
        Line.Call call = ask(line, Ask.get("/"));
        until("it was asked", () -> host.served.size() == 1);
        long[] start = {0};
        on(() -> {
            start[0] = loop.nanos();
            call.exchange().cancel();
        });
        until("the server notices", host::empty);
        assertMoment(call.told().endedNanos, start[0]);
        assertMoment(host.served.getFirst().told.endedNanos, start[0] + ROUND_TRIP / 2);
        assertMoment(host.visitors.getFirst().endedNanos, start[0] + ROUND_TRIP / 2);
    }

    @Test
    void theServersEndTravelsTheRoad() {
        Host host = serve();
        Line closed = connected(far());
        Line reset = connected(far());
        until("both are accepted", () -> host.visitors.size() == 2);
        long[] start = {0};
        on(() -> {
            start[0] = loop.nanos();
            host.visitors.get(0).visit().close();
            host.visitors.get(1).visit().abort();
        });
        until("both end", () -> closed.over() && reset.over());
        assertMoment(closed.endedNanos, start[0] + ROUND_TRIP / 2);
        assertMoment(reset.endedNanos, start[0] + ROUND_TRIP / 2);
        assertThat(reset.endings).containsExactly(Ending.RESET);
    }

    @Test
    void anAnswerOnItsWayArrivesBeforeTheEnd() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), 10);
                    one.asked.write(ledger.make(0, 10));
                    one.asked.finish();
                    host.visitors.getFirst().visit().close();
                };
        Line line = connected(far());
        Line.Call call = ask(line, Ask.get("/"));
        until("the connection ends", line::over);
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        assertThat(call.told().body()).isEqualTo(text(10));
    }

    @Test
    void aUsersConnectionsShareOneLastMile() {
        Host host = serve();
        // 1,250,000 bits a second carry 15,625 bytes in 100 ms.
        var lane = new Lane(new Road(new Road.Shape(0, 0, 1_250_000, 0, 0, 1)), 1);
        List<Line> both = List.of(connected(lane), connected(lane));
        long[] start = {0};
        on(() -> {
            start[0] = loop.nanos();
            for (Line line : both) {
                Exchange exchange = line.ask(Ask.post("/"), 15_625).exchange();
                exchange.write(ledger.make(0, 15_625));
                exchange.finish();
            }
        });
        until("both end", () -> both.stream().allMatch(line -> line.frees == 1));
        List<Long> received = new ArrayList<>();
        host.served.forEach(one -> received.add(one.told.receivedNanos - start[0]));
        received.sort(null);
        // Heads and chunk frames cost a little more than the bodies alone.
        long heads = 10 * MILLI;
        assertThat(received.getFirst()).isGreaterThanOrEqualTo(100 * MILLI);
        assertThat(received.getLast())
                .isBetween(200 * MILLI, 200 * MILLI + heads + stage.slackNanos());
        Told first = both.getFirst().exchanges.getFirst();
        assertThat(first.sentNanos - start[0])
                .isBetween(100 * MILLI, 200 * MILLI + heads + stage.slackNanos());
    }

    @Test
    void anAnswerComesDownAtTheLastMilesPace() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), 31_250);
                    one.asked.write(ledger.make(0, 15_625));
                    one.asked.write(ledger.make(15_625, 15_625));
                    one.asked.finish();
                };
        var lane = new Lane(new Road(new Road.Shape(0, 0, 0, 1_250_000, 0, 1)), 1);
        Line line = connected(lane);
        long[] start = {0};
        on(() -> {
            start[0] = loop.nanos();
            line.ask(Ask.get("/"), 0);
        });
        until("it is free", () -> line.frees == 1);
        Told told = line.exchanges.getFirst();
        assertThat(told.body()).isEqualTo(text(31_250));
        assertThat(told.headNanos - start[0]).isBetween(0L, 100 * MILLI + stage.slackNanos());
        assertThat(told.endedNanos - start[0])
                .isBetween(200 * MILLI, 210 * MILLI + stage.slackNanos());
    }

    @Test
    void jitterNeverChangesTheOrder() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), -1);
                    for (int i = 0; i < 200; i++) {
                        one.asked.write(ledger.make(100 * i, 100));
                    }
                    one.asked.finish();
                };
        var lane = new Lane(new Road(new Road.Shape(0, 5 * MILLI, 0, 0, 0.05, 2)), 99);
        Line line = connected(lane);
        Line.Call call = ask(line, Ask.post("/"), -1);
        on(() -> {
            for (int i = 0; i < 200; i++) {
                call.exchange().write(ledger.make(100 * i, 100));
            }
            call.exchange().finish();
        });
        untilOver(call.told());
        assertThat(host.served.getFirst().told.body()).isEqualTo(text(20_000));
        assertThat(call.told().body()).isEqualTo(text(20_000));
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void aRoadMayGetWorse() {
        serve();
        var road = new Road(new Road.Shape(0, 0, 0, 0, 0, 1));
        Line line = connected(new Lane(road, 1));
        long[] start = {0};
        on(() -> {
            road.lengthen(ROUND_TRIP);
            start[0] = loop.nanos();
            line.ask(Ask.get("/"), 0);
        });
        until("it is free", () -> line.frees == 1);
        assertMoment(line.exchanges.getFirst().headNanos, start[0] + ROUND_TRIP);
        on(() -> {
            road.lengthen(0);
            start[0] = loop.nanos();
            line.ask(Ask.get("/"), 0);
        });
        until("it is free", () -> line.frees == 2);
        assertMoment(line.exchanges.getLast().headNanos, start[0]);
    }
}

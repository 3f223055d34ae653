package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// Connections and exchanges: how they open, follow each other, and end.
public abstract class ExchangeContract extends WorldContract {

    @Test
    void nobodyListening() {
        serve();
        Address left = address();
        on(() -> door().close());
        Line line = line();
        on(() -> line.connect(loop, left, Lane.direct()));
        until("it is refused", line::over);
        assertThat(line.endings).containsExactly(Ending.REFUSED);
        assertThat(line.openings).isZero();
        assertThat(line.connection().room()).isZero();
    }

    @Test
    void anAddressIsTakenOnce() {
        serve();
        Address taken = address();
        assertThat(taken.port()).isPositive();
        on(() ->
                assertThatThrownBy(() -> loop.listen(taken, new Host(turns)))
                        .isInstanceOf(AddressTaken.class)
                        .hasMessageContaining(taken.toString()));
    }

    @Test
    void aRequestAndItsAnswer() {
        Host host = serve();
        host.whenReceived =
                one -> one.asked.answer(Reply.of(418, "X-Kettle", "short and stout"), 0);
        Line line = connected();
        Line.Call call =
                ask(line, Ask.get("/tea?milk=no").with("X-Twice", "a").with("x-twice", "b"));
        untilOver(call.told());

        Host.Served served = host.served.getFirst();
        assertThat(served.method).isEqualTo("GET");
        assertThat(served.target).isEqualTo("/tea?milk=no");
        assertThat(served.field("host")).isEqualTo("shop.example");
        assertThat(served.fields)
                .filteredOn(field -> field.name().equalsIgnoreCase("X-Twice"))
                .extracting(Block.Field::value)
                .containsExactly("a", "b");
        assertThat(call.told().status).isEqualTo(418);
        assertThat(call.told().fields).contains(new Block.Field("X-Kettle", "short and stout"));
        assertThat(call.told().heads).isEqualTo(1);
        assertThat(call.told().sents).isEqualTo(1);
        assertThat(call.told().receiveds).isEqualTo(1);
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        until("the server's side ends", served.told::over);
        assertThat(served.told.endings).containsExactly(Ending.COMPLETE);
        assertThat(served.told.receiveds).isEqualTo(1);
        assertThat(served.told.heads).isZero();
    }

    @Test
    void fieldsAreFoundWhateverTheirCase() {
        Host host = serve();
        List<Integer> found = new ArrayList<>();
        List<Ending> endings = new ArrayList<>();
        Line line = connected();
        var listener =
                new ExchangeListener() {
                    @Override
                    public void head(int status, Fields fields, long nowNanos) {
                        int first = fields.find("x-TWICE", 0);
                        found.add(first);
                        found.add(fields.find("X-Twice", first + 1) - first);
                        found.add(fields.find("X-Never", 0));
                        found.add(fields.find("X-Twic", 0));
                    }

                    @Override
                    public void body(Bytes bytes, long nowNanos) {}

                    @Override
                    public void ended(Ending ending, long nowNanos) {
                        endings.add(ending);
                    }
                };
        host.whenReceived =
                one ->
                        one.asked.answer(
                                new Reply(
                                        200,
                                        Block.of(
                                                List.of(
                                                        new Block.Field("X-Twice", "a"),
                                                        new Block.Field("x-twice", "b")))),
                                0);
        on(() -> line.connection().start(Ask.get("/"), 0, listener));
        until("it ends", () -> !endings.isEmpty());
        assertThat(found.getFirst()).isNotNegative();
        assertThat(found.subList(1, 4)).containsExactly(1, -1, -1);
        assertThat(endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void exchangesFollowEachOtherOnOneConnection() {
        Host host = serve();
        Line line = connected();
        for (int i = 1; i <= 3; i++) {
            int turn = i;
            assertThat(line.connection().room()).isEqualTo(1);
            on(() -> assertThat(line.ask(Ask.get("/" + turn), 0).told().over()).isFalse());
            until("the line is free again", () -> line.frees == turn);
            assertThat(line.exchanges.getLast().endings).containsExactly(Ending.COMPLETE);
        }
        assertThat(host.visitors).hasSize(1);
        assertThat(host.served).extracting(one -> one.target).containsExactly("/1", "/2", "/3");
    }

    @Test
    void aFreeLineMayBeUsedAtOnce() {
        Host host = serve();
        Line line = connected();
        line.whenFree =
                () -> {
                    if (line.exchanges.size() < 10) {
                        line.ask(Ask.get("/again"), 0);
                    }
                };
        ask(line, Ask.get("/first"));
        until("ten were asked", () -> line.frees == 10);
        assertThat(host.served).hasSize(10);
    }

    @Test
    void oneConnectionHasRoomForOneExchange() {
        Host host = serve();
        host.whenReceived = one -> {};
        Line line = line();
        on(() -> {
            line.connect(loop, address(), Lane.direct());
            assertThat(line.connection().room()).isZero();
        });
        until("it opens", () -> line.openings == 1);
        ask(line, Ask.get("/slow"));
        on(() -> {
            assertThat(line.connection().room()).isZero();
            assertThatThrownBy(() -> line.connection().start(Ask.get("/"), 0, none()))
                    .isInstanceOf(IllegalStateException.class);
        });
        until("it was asked", () -> host.served.size() == 1);
        on(() -> host.served.getFirst().asked.answer(Reply.of(200), 0));
        until("it is free", () -> line.frees == 1);
        assertThat(line.connection().room()).isEqualTo(1);
    }

    @Test
    void thereIsNoRoomUntilTheLineSaysThatItIsFree() {
        serve();
        Line line = connected();
        List<Integer> rooms = new ArrayList<>();
        line.whenFree = () -> rooms.add(line.connection().room());
        on(() ->
                line.ask(Ask.get("/"), 0).told().whenEnded =
                        () -> rooms.add(line.connection().room()));
        until("it is free", () -> line.frees == 1);
        assertThat(rooms).containsExactly(0, 1);
    }

    @Test
    void connectionsHaveNumbersOfTheirOwn() {
        Host host = serve();
        Line one = connected();
        Line other = connected();
        until("both are accepted", () -> host.visitors.size() == 2);
        assertThat(one.connection().id()).isNotEqualTo(other.connection().id());
        assertThat(host.visitors.get(0).id).isNotEqualTo(host.visitors.get(1).id);
        Host.Visitor visitor = host.visitors.getFirst();
        assertThat(visitor.visit().id()).isEqualTo(visitor.id);
    }

    @Test
    void interimAnswersComeFirst() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.interim(Reply.of(103, "Link", "</style.css>; rel=preload"));
                    one.asked.interim(Reply.of(103));
                    one.asked.answer(Reply.of(204), 0);
                };
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        untilOver(call.told());
        assertThat(call.told().interims).containsExactly(103, 103);
        assertThat(call.told().status).isEqualTo(204);
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void aServerOnAnotherLoop() {
        Loop other = stage.loop(1);
        var served = new AtomicInteger();
        List<Door> door = new ArrayList<>();
        stage.on(
                other,
                () -> door.add(other.listen(stage.free(), (id, from, now) -> new Echo(served))));
        Line line = line();
        on(() -> line.connect(loop, door.getFirst().address(), Lane.direct()));
        until("it opens", () -> line.openings == 1);
        Line.Call call = ask(line, Ask.get("/"));
        until("it is free", () -> line.frees == 1);
        assertThat(call.told().status).isEqualTo(200);
        on(() -> line.connection().close());
        until("the guest has left", () -> served.get() == 2);
        stage.on(other, () -> door.getFirst().close());
    }

    /// A guest that answers everything, and counts what it answered and its own end.
    private record Echo(AtomicInteger count) implements Guest {

        @Override
        public ExchangeListener asked(
                Asked exchange,
                CharSequence method,
                CharSequence target,
                Fields fields,
                long nowNanos) {
            count.incrementAndGet();
            exchange.answer(Reply.of(200), 0);
            return none();
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            count.incrementAndGet();
        }
    }

    static ExchangeListener none() {
        return new ExchangeListener() {
            @Override
            public void head(int status, Fields fields, long nowNanos) {}

            @Override
            public void body(Bytes bytes, long nowNanos) {}

            @Override
            public void ended(Ending ending, long nowNanos) {}
        };
    }
}

package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies: they arrive whole and in order, press back on who writes, and are given back.
public abstract class BodyContract extends WorldContract {

    private static String field(List<Block.Field> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(Block.Field::value)
                .findFirst()
                .orElse("");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void aBodyOfKnownSizeGoesUp(int size) {
        Host host = serve();
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/"), size);
        on(() -> {
            write(call.exchange(), size, 999);
            call.exchange().finish();
        });
        untilOver(call.told());
        Host.Served served = host.served.getFirst();
        assertThat(served.told.body()).isEqualTo(text(size));
        assertThat(served.field("Content-Length")).isEqualTo("" + size);
        assertThat(served.field("Transfer-Encoding")).isEmpty();
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        assertThat(call.told().sents).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 100_000})
    void aBodyOfUnknownSizeGoesUp(int size) {
        Host host = serve();
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/"), -1);
        on(() -> write(call.exchange(), size, 777));
        on(() -> call.exchange().finish());
        untilOver(call.told());
        Host.Served served = host.served.getFirst();
        assertThat(served.told.body()).isEqualTo(text(size));
        assertThat(served.field("Content-Length")).isEmpty();
        assertThat(served.field("Transfer-Encoding")).isEqualToIgnoringCase("chunked");
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 1_000, 100_000})
    void aBodyOfKnownSizeComesDown(int size) {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), size);
                    write(one.asked, size, 999);
                    one.asked.finish();
                };
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        untilOver(call.told());
        assertThat(call.told().body()).isEqualTo(text(size));
        assertThat(field(call.told().fields, "Content-Length")).isEqualTo("" + size);
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        until("it is free", () -> line.frees == 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1_000, 100_000})
    void aBodyOfUnknownSizeComesDown(int size) {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), -1);
                    write(one.asked, size, 777);
                    one.asked.finish();
                };
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/"));
        untilOver(call.told());
        assertThat(call.told().body()).isEqualTo(text(size));
        assertThat(field(call.told().fields, "Transfer-Encoding")).isEqualToIgnoringCase("chunked");
        assertThat(call.told().endings).containsExactly(Ending.COMPLETE);
        until("it is free", () -> line.frees == 1);
    }

    @Test
    void anAnswerWithoutABodySaysSo() {
        serve();
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/"));
        untilOver(call.told());
        assertThat(field(call.told().fields, "Content-Length")).isEqualTo("0");
        assertThat(call.told().parts).isZero();
    }

    @Test
    void partsArriveAsTheyAreWritten() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), -1);
                    one.asked.write(ledger.make(0, 10));
                };
        Line line = connected();
        Line.Call call = ask(line, Ask.get("/events"));
        until("the first part arrives", () -> call.told().bodySize() == 10);
        on(() -> host.served.getFirst().asked.write(ledger.make(10, 10)));
        until("the second part arrives", () -> call.told().bodySize() == 20);
        assertThat(call.told().over()).isFalse();
        assertThat(call.told().receiveds).isZero();
        on(() -> host.served.getFirst().asked.finish());
        untilOver(call.told());
        assertThat(call.told().receiveds).isEqualTo(1);
    }

    @Test
    void bytesThatAreKeptOutliveTheCall() {
        Host host = serve();
        host.whenReceived =
                one -> {
                    one.asked.answer(Reply.of(200), 1_000);
                    write(one.asked, 1_000, 1_000);
                    one.asked.finish();
                };
        Line line = connected();
        List<Bytes> kept = new ArrayList<>();
        var got = new byte[1_000];
        on(() -> line.ask(Ask.get("/"), 0).told().whenBody = bytes -> kept.add(bytes.keep()));
        untilOver(line.exchanges.getFirst());
        on(() -> {
            int at = 0;
            for (Bytes bytes : kept) {
                bytes.copyTo(0, got, at, bytes.size());
                at += bytes.size();
                bytes.drop();
            }
            assertThat(at).isEqualTo(1_000);
        });
        assertThat(got).isEqualTo(text(1_000));
    }

    @Test
    void aRelayGivesAwayWhatItKeeps() {
        Host host = serve();
        host.whenAsked =
                one -> {
                    one.asked.answer(Reply.of(200), -1);
                    one.told.whenBody = bytes -> one.asked.write(bytes.keep());
                };
        host.whenReceived = one -> one.asked.finish();
        Line line = connected();
        Line.Call call = ask(line, Ask.post("/echo"), -1);
        on(() -> {
            write(call.exchange(), 50_000, 5_000);
            call.exchange().finish();
        });
        untilOver(call.told());
        assertThat(call.told().body()).isEqualTo(text(50_000));
    }
}

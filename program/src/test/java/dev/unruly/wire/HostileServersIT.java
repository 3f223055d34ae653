package dev.unruly.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.world.Address;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whatever a server does, an exchange ends once and with the right word, and nothing leaks.
final class HostileServersIT {

    private WireStage stage;
    private Loop loop;

    @SuppressWarnings("NullAway.Init") // JUnit calls what sets it up before every test
    HostileServersIT() {}

    @BeforeEach
    void start() {
        stage = new WireStage(Transport.best());
        loop = stage.loop(0);
    }

    @AfterEach
    void nothingIsLeft() {
        stage.close();
    }

    private Address serve(Consumer<Raw> whenAsked) {
        List<Address> address = new ArrayList<>();
        stage.on(
                loop,
                () ->
                        address.add(
                                loop.listenPipes(stage.free(), (from, now) -> new Raw(whenAsked))
                                        .address()));
        return address.getFirst();
    }

    private Asker ask(Address to) {
        List<Asker> asker = new ArrayList<>();
        stage.on(loop, () -> asker.add(new Asker(loop, to, opened -> opened.ask("GET", 0))));
        return asker.getFirst();
    }

    private Asker untilOver(Asker asker) {
        stage.until(loop, "the connection ends", asker::over);
        return asker;
    }

    @ParameterizedTest
    @CsvSource({
        "garbage\\r\\n\\r\\n, MALFORMED",
        "HTTP/1.1 200 OK\\r\\nno colon\\r\\n\\r\\n, MALFORMED",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n, MALFORMED",
    })
    void whoDoesNotSpeakHttpIsMalformed(String text, Ending ending) {
        Address to = serve(raw -> raw.say(text.translateEscapes()));
        Asker asker = untilOver(ask(to));
        assertThat(asker.endings).containsExactly(ending);
        assertThat(asker.connectionEndings).containsExactly(ending);
    }

    @Test
    void anEndlessHeadMeetsALimit() {
        Address to = serve(raw -> raw.say("HTTP/1.1 200 OK\r\nX: " + "x".repeat(100_000)));
        Asker asker = untilOver(ask(to));
        assertThat(asker.endings).containsExactly(Ending.LIMIT);
    }

    @Test
    void moreThanTheAnswerEndsTheConnection() {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
        Address to = serve(raw -> raw.say(answer + answer));
        Asker asker = untilOver(ask(to));
        assertThat(asker.endings).containsExactly(Ending.COMPLETE);
        assertThat(asker.body()).isEqualTo("ok");
        assertThat(asker.connectionEndings).containsExactly(Ending.MALFORMED);
    }

    @Test
    void anAnswerThatNobodyAskedForEndsTheConnection() {
        List<Raw> accepted = new ArrayList<>();
        List<Address> to = new ArrayList<>();
        List<Asker> asker = new ArrayList<>();
        stage.on(
                loop,
                () -> {
                    to.add(
                            loop.listenPipes(
                                            stage.free(),
                                            (from, now) -> {
                                                accepted.add(new Raw());
                                                return accepted.getLast();
                                            })
                                    .address());
                    asker.add(new Asker(loop, to.getFirst(), opened -> {}));
                });
        stage.until(
                loop,
                "both are open",
                () ->
                        asker.getFirst().opened
                                && !accepted.isEmpty()
                                && accepted.getFirst().isOpen());
        stage.on(loop, () -> accepted.getFirst().say("HTTP/1.1 408 Too slow\r\n\r\n"));
        untilOver(asker.getFirst());
        assertThat(asker.getFirst().connectionEndings).containsExactly(Ending.MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 103 Early\r\nLink: x\r\n\r\nHTTP/1.1 200 OK\r\n"
                        + "Transfer-Encoding: chunked\r\n\r\n3;a=b\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\n\r\n",
            })
    void whoClosesBeforeTheEndCutsItShort(String answer) {
        for (int at = 0; at <= answer.length(); at++) {
            String part = answer.substring(0, at);
            Address to =
                    serve(raw -> {
                        raw.say(part);
                        raw.pipe().shut();
                    });
            Asker asker = untilOver(ask(to));
            assertThat(asker.endings)
                    .as("after %d bytes", at)
                    .containsExactly(at < answer.length() ? Ending.CUT_SHORT : Ending.COMPLETE);
        }
    }

    @Test
    void whoResetsBeforeTheEndResetsIt() {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";
        for (int at = 0; at < answer.length(); at++) {
            String part = answer.substring(0, at);
            Address to =
                    serve(raw -> {
                        raw.say(part);
                        raw.pipe().reset();
                    });
            Asker asker = untilOver(ask(to));
            assertThat(asker.endings).as("after %d bytes", at).containsExactly(Ending.RESET);
            assertThat(asker.connectionEndings).containsExactly(Ending.RESET);
        }
    }

    @Test
    void aBodyWithoutAnEndEndsWithTheConnection() {
        Address to =
                serve(raw -> {
                    raw.say("HTTP/1.0 200 OK\r\n\r\nhello");
                    raw.pipe().shut();
                });
        Asker asker = untilOver(ask(to));
        assertThat(asker.endings).containsExactly(Ending.COMPLETE);
        assertThat(asker.body()).isEqualTo("hello");
        assertThat(asker.connectionEndings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void anAnswerBeforeTheEndOfTheQuestionIsHeardAlthoughTheServerHangsUp() {
        Address to =
                serve(raw -> {
                    if (raw.got().length() < 100_000) {
                        raw.say("HTTP/1.1 413 Too large\r\nContent-Length: 0\r\n\r\n");
                        raw.pipe().shut();
                    }
                    raw.pipe().pause();
                });
        List<Asker> asker = new ArrayList<>();
        stage.on(
                loop,
                () ->
                        asker.add(
                                new Asker(
                                        loop,
                                        to,
                                        opened -> {
                                            opened.ask("POST", 8 << 20);
                                            opened.exchange().write(Bytes.of(new byte[8 << 20]));
                                            opened.exchange().finish();
                                        })));
        untilOver(asker.getFirst());
        assertThat(asker.getFirst().statuses).containsExactly(413);
        assertThat(asker.getFirst().endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void whatComesAfterASwitchOfProtocolsIsTheBody() {
        Address to =
                serve(raw -> {
                    if (raw.got().endsWith("\r\n\r\n")) {
                        raw.say("HTTP/1.1 101 Switching\r\nUpgrade: echo\r\n\r\nhi ");
                    } else if (raw.got().endsWith("there")) {
                        raw.say("yourself");
                        raw.pipe().shut();
                    }
                });
        Asker asker = ask(to);
        stage.until(loop, "it greets", () -> asker.body().equals("hi "));
        stage.on(loop, () -> asker.exchange().write(Bytes.of((byte) 't', (byte) 'h')));
        stage.on(loop, () -> asker.exchange().write(Bytes.of((byte) 'e', (byte) 'r', (byte) 'e')));
        untilOver(asker);
        assertThat(asker.statuses).containsExactly(101);
        assertThat(asker.body()).isEqualTo("hi yourself");
        assertThat(asker.endings).containsExactly(Ending.COMPLETE);
    }
}

package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Whatever faults do: what goes in comes out, in order and once, and the counts add up.
class ConservationTest {

    private static final long END_MS = 60_000;

    /// A fault that keeps what it holds.
    private static Fault gentle(Draw draw) {
        return switch (draw.between(0, 3)) {
            case 0 -> new Fault.Stall();
            case 1 -> new Fault.Bandwidth(draw.between(5_000L, 1_000_000L));
            case 2 ->
                    new Fault.Latency(
                            new Fault.Delay.Drawn(new Distribution.Uniform(0, draw.share() + 0.01)),
                            new Share(draw.share()));
            default ->
                    new Fault.Latency(
                            new Fault.Delay.TimesObserved(1 + draw.between(0, 30) / 10.0),
                            Share.ALL);
        };
    }

    private static Fault any(Draw draw) {
        return switch (draw.between(0, 5)) {
            case 0 -> new Fault.Reset(new Share(draw.share()));
            case 1 -> new Fault.Blackhole();
            default -> gentle(draw);
        };
    }

    private static byte[] content(Draw draw, int most) {
        byte[] bytes = new byte[draw.between(1, most)];
        int first = draw.between(0, 255);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (first + 31 * i);
        }
        return bytes;
    }

    private static byte[] command(byte[] argument) {
        byte[] head =
                ("*2\r\n$4\r\nECHO\r\n$" + argument.length + "\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1);
        return Conversation.join(head, argument, new byte[] {'\r', '\n'});
    }

    /// One stream of the case: what was written on either side.
    private static final class Stream {
        private final Socket near;
        private final ByteArrayOutputStream up = new ByteArrayOutputStream();
        private final ByteArrayOutputStream down = new ByteArrayOutputStream();

        Stream(Socket near) {
            this.near = near;
        }
    }

    /// Writes bytes in parts at random moments.
    private static void write(
            Draw draw,
            Rig rig,
            Counted counted,
            long atMs,
            Socket socket,
            byte[] bytes,
            ByteArrayOutputStream log) {
        int from = 0;
        long at = atMs;
        while (from < bytes.length) {
            int to = from + draw.between(1, bytes.length - from);
            byte[] part = Arrays.copyOfRange(bytes, from, to);
            rig.at(
                    at,
                    () -> {
                        if (socket.isOpen()) {
                            log.writeBytes(part);
                            socket.pipe().write(counted.of(part));
                        }
                    });
            from = to;
            at += draw.between(0, 40);
        }
    }

    private static void play(Draw draw, Protocol protocol, boolean gentle) {
        var rig = new Rig(protocol);
        var counted = new Counted();
        var streams = new ArrayList<Stream>();
        for (int i = draw.between(1, 4); i > 0; i--) {
            streams.add(new Stream(rig.open()));
        }
        int faults = draw.between(0, 5);
        for (int i = 0; i < faults; i++) {
            int number = i;
            Fault fault = gentle ? gentle(draw) : any(draw);
            long forMs = draw.between(0, 3_000);
            rig.at(
                    draw.between(0, 2_000),
                    () -> rig.link.begin(number, "database", fault, forMs * Rig.MS));
            draw.note("fault " + i, fault + " for " + forMs);
        }
        for (int i = 0; i < streams.size(); i++) {
            Stream stream = streams.get(i);
            Socket far = rig.dependency.get(i);
            for (int j = draw.between(0, 6); j > 0; j--) {
                long at = draw.between(0, 2_000);
                byte[] argument = content(draw, 3_000);
                byte[] asked = protocol == Protocol.REDIS ? command(argument) : argument;
                if (protocol == Protocol.REDIS) {
                    rig.at(
                            at,
                            () -> {
                                if (stream.near.isOpen()) {
                                    stream.up.writeBytes(asked);
                                    stream.near.pipe().write(counted.of(asked));
                                }
                            });
                } else {
                    write(draw, rig, counted, at, stream.near, asked, stream.up);
                    write(draw, rig, counted, at + 7, far, content(draw, 3_000), stream.down);
                }
            }
            if (protocol == Protocol.REDIS) {
                echo(draw.between(0, 30), rig, counted, far, stream.down);
            }
        }
        check(rig, streams, counted, gentle);
    }

    /// Answers each command after a while with its argument.
    private static void echo(
            int ms, Rig rig, Counted counted, Socket far, ByteArrayOutputStream log) {
        int[] answered = {0};
        far.whenRead(text -> {
            int end = completeCommands(far.got());
            byte[] answers =
                    far.got()
                            .substring(answered[0], end)
                            .replace("*2\r\n$4\r\nECHO\r\n", "")
                            .getBytes(StandardCharsets.ISO_8859_1);
            answered[0] = end;
            rig.after(
                    ms,
                    () -> {
                        if (far.isOpen() && answers.length > 0) {
                            log.writeBytes(answers);
                            far.pipe().write(counted.of(answers));
                        }
                    });
        });
    }

    /// Where the last complete command ends.
    private static int completeCommands(String text) {
        int at = 0;
        while (true) {
            int size = text.indexOf('$', at + 14);
            int line = size < 0 ? -1 : text.indexOf("\r\n", size);
            if (line < 0) {
                return at;
            }
            int end = line + 2 + Integer.parseInt(text.substring(size + 1, line)) + 2;
            if (end > text.length()) {
                return at;
            }
            at = end;
        }
    }

    private static void check(Rig rig, List<Stream> streams, Counted counted, boolean gentle) {
        rig.until(END_MS);
        for (int i = 0; i < streams.size(); i++) {
            Stream stream = streams.get(i);
            byte[] up = rig.dependency.get(i).gotBytes();
            byte[] down = stream.near.gotBytes();
            if (gentle) {
                assertThat(up).isEqualTo(stream.up.toByteArray());
                assertThat(down).isEqualTo(stream.down.toByteArray());
            } else {
                assertThat(up).isEqualTo(Arrays.copyOf(stream.up.toByteArray(), up.length));
                assertThat(down).isEqualTo(Arrays.copyOf(stream.down.toByteArray(), down.length));
            }
        }
        checkSeconds(rig.heard.seconds, 0);
        streams.forEach(stream -> {
            if (stream.near.isOpen()) {
                stream.near.pipe().reset();
            }
        });
        rig.until(END_MS + 2_000);
        assertThat(counted.outstanding()).isZero();
        assertThat(rig.world.held()).isZero();
        assertThat(rig.heard.seconds.getLast().open()).isZero();
        assertThat(rig.heard.seconds.getLast().inFlight()).isZero();
        rig.dependency.forEach(far -> assertThat(far.endings).hasSize(1));
        checkSeconds(rig.heard.seconds, 0);
    }

    /// At every second's end: opened = closed + open, asked = completed + failed + in flight.
    private static void checkSeconds(List<DependencySecond> seconds, int first) {
        long inFlight = first;
        for (DependencySecond one : seconds) {
            inFlight += one.requests() - one.completed() - one.failed();
            assertThat(one.inFlight()).isEqualTo(inFlight).isLessThanOrEqualTo(one.peakInFlight());
            assertThat(one.open()).isBetween(0, one.peakOpen());
            assertThat(one.own().count())
                    .isEqualTo(one.seen().count())
                    .isLessThanOrEqualTo(one.completed());
        }
    }

    @Test
    void gentleFaultsLoseNothingOfUnknownStreams() {
        Forall.check(150, 1, draw -> play(draw, Protocol.TCP, true));
    }

    @Test
    void gentleFaultsLoseNothingOfStreamsThatAreReadAlong() {
        Forall.check(150, 2, draw -> play(draw, Protocol.REDIS, true));
    }

    @Test
    void roughFaultsCutStreamsButNeverGarbleThem() {
        Forall.check(150, 3, draw -> play(draw, Protocol.TCP, false));
        Forall.check(150, 4, draw -> play(draw, Protocol.REDIS, false));
    }

    @Test
    void exchangesComeOutAsTheyWentInOrNotAtAll() {
        Forall.check(200, 5, draw -> exchanges(draw, true));
        Forall.check(200, 6, draw -> exchanges(draw, false));
    }

    private static void exchanges(Draw draw, boolean gentle) {
        var rig = new HttpRig();
        var counted = new Counted();
        var calls = new ArrayList<Call>();
        var bodies = new ArrayList<byte[]>();
        int works = draw.between(0, 30);
        rig.whenReceived =
                one ->
                        rig.after(
                                works,
                                () -> {
                                    byte[] body = one.got.toByteArray();
                                    one.asked.answer(Words.answer(200), body.length);
                                    if (body.length > 0) {
                                        one.asked.write(counted.of(body));
                                        one.asked.finish();
                                    }
                                });
        for (int i = draw.between(0, 5); i > 0; i--) {
            int number = i;
            Fault fault = gentle ? gentle(draw) : any(draw);
            long forMs = draw.between(0, 3_000);
            rig.at(
                    draw.between(0, 2_000),
                    () -> rig.link.begin(number, "database", fault, forMs * Rig.MS));
            draw.note("fault " + i, fault + " for " + forMs);
        }
        for (int i = draw.between(1, 4); i > 0; i--) {
            HttpRig.Line line = rig.open();
            for (int j = draw.between(1, 5); j > 0; j--) {
                byte[] body = draw.coin() ? new byte[0] : content(draw, 3_000);
                rig.at(
                        draw.between(0, 4_000),
                        () -> {
                            if (line.connection().room() > 0) {
                                Call call = line.begin(Words.post("/"), body.length);
                                if (body.length > 0) {
                                    Bytes bytes = counted.of(body);
                                    call.exchange().write(bytes);
                                    call.exchange().finish();
                                }
                                calls.add(call);
                                bodies.add(body);
                            }
                        });
            }
        }
        rig.until(END_MS);
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            assertThat(call.endings).hasSize(1);
            if (gentle) {
                assertThat(call.endings).containsExactly(Ending.COMPLETE);
            }
            if (call.endings.getFirst() == Ending.COMPLETE) {
                assertThat(call.got.toByteArray()).isEqualTo(bodies.get(i));
            }
        }
        checkSeconds(rig.heard.seconds, 0);
        assertThat(rig.heard.seconds.getLast().inFlight()).isZero();
        assertThat(counted.outstanding()).isZero();
    }
}

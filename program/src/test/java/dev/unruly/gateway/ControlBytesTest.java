package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What runs and gateways say to each other arrives as it was said, and other bytes do no harm.
final class ControlBytesTest {

    @Test
    void whatARunSaysArrives() {
        Forall.check(
                3_000,
                1,
                draw -> {
                    FromRun said = draw.note("said", Messages.fromRun(draw));
                    assertThat(ControlBytes.fromRun(body(ControlBytes.frame(said))))
                            .isEqualTo(said);
                });
    }

    @Test
    void whatAGatewaySaysArrives() {
        Forall.check(
                3_000,
                2,
                draw -> {
                    FromGateway said = draw.note("said", Messages.fromGateway(draw));
                    byte[] frame = ControlBytes.frame(said);
                    FromGateway heard = ControlBytes.fromGateway(body(frame));
                    // Histograms are equal when their bytes are.
                    assertThat(ControlBytes.frame(heard)).isEqualTo(frame);
                    if (!(said instanceof FromGateway.Second
                            || said instanceof FromGateway.Routed)) {
                        assertThat(heard).isEqualTo(said);
                    }
                });
    }

    @Test
    void aMessageThatIsCutShortIsRefused() {
        Forall.check(
                1_000,
                3,
                draw -> {
                    byte[] body = body(any(draw));
                    byte[] cut = Arrays.copyOf(body, draw.between(0, body.length - 1));
                    assertThat(readable(cut)).isFalse();
                    assertThat(readable(Arrays.copyOf(body, body.length + 1))).isFalse();
                });
    }

    @Test
    void damagedBytesAreAMessageOrRefusedAndNothingElse() {
        Forall.check(
                20_000,
                4,
                draw -> {
                    byte[] body = body(any(draw));
                    for (int i = draw.between(1, 4); i > 0; i--) {
                        body[draw.between(0, body.length - 1)] = (byte) draw.between(0, 255);
                    }
                    // Whatever else it throws fails the property.
                    readable(body);
                });
    }

    @Test
    void noiseIsRefused() {
        Forall.check(
                20_000,
                5,
                draw -> {
                    byte[] body = new byte[draw.between(0, 40)];
                    for (int i = 0; i < body.length; i++) {
                        body[i] = (byte) draw.between(0, 255);
                    }
                    if (body.length > 1 && draw.coin()) {
                        body[0] = ControlBytes.VERSION;
                    }
                    readable(body);
                });
    }

    @Test
    void anotherVersionIsRefusedWithBothNumbers() {
        byte[] body = body(ControlBytes.frame(new FromRun.Leave()));
        body[0] = 9;
        assertThatThrownBy(() -> ControlBytes.fromRun(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this is version 9 of the control protocol; version 3 is spoken here");
    }

    @Test
    void distributionsInsideOneAnotherWithoutEndAreRefused() {
        byte[] body = new byte[100_000];
        Arrays.fill(body, (byte) 10);
        body[0] = ControlBytes.VERSION;
        // Begin fault 0 of "", latency, drawn, capped, capped, …
        byte[] head = {ControlBytes.VERSION, 4, 0, 0, 1, 1};
        System.arraycopy(head, 0, body, 0, head.length);
        assertThatThrownBy(() -> ControlBytes.fromRun(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("inside one another");
    }

    @Test
    void framesComeOutAsTheyWereHoweverTheyAreCut() {
        Forall.check(
                1_000,
                6,
                draw -> {
                    List<byte[]> frames = draw.list(10, ControlBytesTest::any);
                    byte[] stream = joined(frames);
                    var cutter = new Frames();
                    var bodies = new ArrayList<byte[]>();
                    int from = 0;
                    while (from < stream.length) {
                        int count = draw.between(1, Math.min(300, stream.length - from));
                        byte[] piece = Arrays.copyOfRange(stream, from, from + count);
                        cutter.add(piece, count);
                        from += count;
                        for (Optional<byte[]> body = cutter.next();
                                body.isPresent();
                                body = cutter.next()) {
                            bodies.add(body.get());
                        }
                    }
                    assertThat(bodies).hasSameSizeAs(frames);
                    for (int i = 0; i < bodies.size(); i++) {
                        assertThat(bodies.get(i)).isEqualTo(body(frames.get(i)));
                    }
                });
    }

    @Test
    void aLengthThatLiesEndsTheStream() {
        for (byte[] length :
                List.of(new byte[4], new byte[] {-1, 0, 0, 0}, new byte[] {1, 0, 0, 0})) {
            var frames = new Frames();
            frames.add(length, 4);
            assertThatThrownBy(frames::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("from 1 to 4194304 bytes");
        }
    }

    private static byte[] any(Draw draw) {
        return draw.coin()
                ? ControlBytes.frame(Messages.fromRun(draw))
                : ControlBytes.frame(Messages.fromGateway(draw));
    }

    private static byte[] body(byte[] frame) {
        var frames = new Frames();
        frames.add(frame, frame.length);
        return frames.next().orElseThrow();
    }

    private static byte[] joined(List<byte[]> frames) {
        int size = frames.stream().mapToInt(frame -> frame.length).sum();
        byte[] all = new byte[size];
        int at = 0;
        for (byte[] frame : frames) {
            System.arraycopy(frame, 0, all, at, frame.length);
            at += frame.length;
        }
        return all;
    }

    /// Whether either side understands it.
    private static boolean readable(byte[] body) {
        boolean run = true;
        boolean gateway = true;
        try {
            ControlBytes.fromRun(body);
        } catch (IllegalArgumentException refused) {
            run = false;
        }
        try {
            ControlBytes.fromGateway(body);
        } catch (IllegalArgumentException refused) {
            gateway = false;
        }
        return run || gateway;
    }
}

package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Forall;
import dev.unruly.model.Hit;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Lines whatever the blocks, and readers whatever the bytes.
final class BlocksTest {

    private static final int LONGEST = 20;

    private static List<String> lines(byte[] bytes, int size) {
        var lines = new ArrayList<String>();
        var blocks = new Blocks(new ByteArrayInputStream(bytes), size, LONGEST);
        try {
            while (blocks.next()) {
                int length = blocks.to() - blocks.from();
                lines.add(
                        blocks.tooLong()
                                ? "too long"
                                : new String(
                                        blocks.bytes(),
                                        blocks.from(),
                                        length,
                                        StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lines;
    }

    @Test
    void linesAreTheSameWhateverTheSizeOfBlocks() {
        Forall.check(
                300,
                4L,
                draw -> {
                    var text = new StringBuilder();
                    var expected = new ArrayList<String>();
                    int count = draw.between(1, 12);
                    for (int i = 0; i < count; i++) {
                        int length = draw.between(0, 60);
                        text.append("x".repeat(length)).append('\n');
                        expected.add(length > LONGEST ? "too long" : "x".repeat(length));
                    }
                    byte[] bytes = text.toString().getBytes(StandardCharsets.ISO_8859_1);

                    assertThat(lines(bytes, LONGEST + draw.between(2, 60))).isEqualTo(expected);
                });
    }

    @Test
    void aLineAsLongAsMayBeIsTakenAndOneLongerIsNot() {
        byte[] bytes =
                ("a".repeat(LONGEST) + "\n" + "b".repeat(LONGEST + 1) + "\r\nlast")
                        .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(lines(bytes, 64)).containsExactly("a".repeat(LONGEST), "too long", "last");
        assertThat(lines(bytes, 22)).containsExactly("a".repeat(LONGEST), "too long", "last");
    }

    @Test
    void noReaderFallsOverBytesOfAnyKind() {
        var readers = new ArrayList<LineReader>();
        KnownFormats.all().values().forEach(f -> readers.add(new LogScanner(LogFormat.of(f))));
        JsonFields.known().values().forEach(m -> readers.add(new JsonLine(m)));
        readers.add(new W3cLine());
        byte[] good =
                "10.0.0.1 - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 20 \"-\" \"a\""
                        .getBytes(StandardCharsets.ISO_8859_1);
        var hit = new Hit();
        Forall.check(
                400,
                5L,
                draw -> {
                    byte[] line = good.clone();
                    int changes = draw.between(0, 30);
                    for (int i = 0; i < changes; i++) {
                        line[draw.between(0, line.length - 1)] = (byte) draw.between(-128, 127);
                    }
                    int to = draw.between(0, line.length);
                    for (LineReader reader : readers) {
                        Flaw flaw = reader.read(line, 0, to, hit);
                        assertThat(flaw == Flaw.NONE && hit.url().isEmpty()).isFalse();
                    }
                });
    }
}

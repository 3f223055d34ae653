package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Logs that are not as logs should be.
final class HostileLogsTest {

    private static final String COMBINED =
            "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a?x=1 HTTP/1.1\" 200 20 \"-\""
                    + " \"Mozilla/5.0\"";
    private static final int MIB = 1 << 20;

    /// So many bytes of one kind, in no memory.
    private static InputStream run(char c, long count) {
        return new InputStream() {
            private long left = count;

            @Override
            public int read() {
                return left-- > 0 ? c : -1;
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                int most = (int) Math.min(left, length);
                Arrays.fill(to, offset, offset + most, (byte) c);
                left -= most;
                return most == 0 && length > 0 ? -1 : most;
            }
        };
    }

    private static InputStream text(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static InputStream joined(InputStream... parts) {
        return new SequenceInputStream(java.util.Collections.enumeration(List.of(parts)));
    }

    @Test
    void aLogThatBeginsWithTwoLinesOfAHundredMillionBytesIsReadBehindThem() throws IOException {
        for (char c : new char[] {'x', '{', '[', '"', '\0', ' '}) {
            InputStream in =
                    joined(
                            run(c, 100_000_000),
                            text("\n"),
                            run(c, 2 * MIB),
                            text("\n" + COMBINED + "\nbad\n" + COMBINED + "\n" + COMBINED));

            Read read = Read.stream("", in);

            assertThat(read.hits()).as("beginning with %x", (int) c).hasSize(3);
            assertThat(read.reading().formats()).singleElement().asString().contains("combined");
            assertThat(read.reading().count(Flaw.LONG)).isEqualTo(2);
            assertThat(read.reading().leftOut())
                    .contains("2 left out: longer than 1 MiB", "    stdin:4: bad");
        }
    }

    @Test
    void aLineOfAHundredMillionBytesIsCountedWhereverItStands() throws IOException {
        String good = COMBINED + "\n" + COMBINED + "\n";
        Read within = Read.stream("", joined(text(good), run('x', 100_000_000), text("\n" + good)));
        assertThat(within.hits()).hasSize(4);
        assertThat(within.reading().count(Flaw.LONG)).isEqualTo(1);
        assertThat(within.reading().leftOut()).contains("    stdin:3: " + "x".repeat(120) + "…");

        Read last = Read.stream("", joined(text(good), run('x', 100_000_000)));
        assertThat(last.hits()).hasSize(2);
        assertThat(last.reading().count(Flaw.LONG)).isEqualTo(1);

        Read asked = Read.stream("combined", joined(run('x', 5 * MIB), text("\n" + good)));
        assertThat(asked.hits()).hasSize(2);
        assertThat(asked.reading().count(Flaw.LONG)).isEqualTo(1);
    }

    @Test
    void aLogOfNothingButALongLineIsRefusedAndSaysWhy() {
        assertThatThrownBy(() -> Read.stream("", run('y', 3 * MIB)))
                .hasMessageContaining("stdin is mostly broken")
                .hasMessageContaining("1 left out: longer than 1 MiB")
                .hasMessageContaining("stdin:1: yyyy");
    }

    @Test
    void theFirstLineMayBeAsLongAsAnyOther() throws IOException {
        for (int length : new int[] {MIB - 1, MIB, MIB + 1}) {
            String line = COMBINED.replace("/a", "/" + "a".repeat(length - COMBINED.length() + 1));
            Read read = Read.lines("", line, COMBINED, COMBINED);
            assertThat(read.reading().taken()).as("%d", length).isEqualTo(length > MIB ? 2 : 3);
            assertThat(read.reading().count(Flaw.LONG)).isEqualTo(length > MIB ? 1 : 0);
        }
    }

    @Test
    void aFormatIsFoundBehindVeryLongLinesThatAreNone() throws IOException {
        for (int length : new int[] {1_000, 300_000, 600_000, MIB}) {
            String bad = ("z".repeat(length) + "\n").repeat(5);
            Read read = Read.stream("", text(bad + (COMBINED + "\n").repeat(6)));
            assertThat(read.hits()).as("%d", length).hasSize(6);
            assertThat(read.reading().count(Flaw.SHAPE)).isEqualTo(5);
        }
    }

    @Test
    void codesOfCharactersAndEndsOfLines() throws IOException {
        String log = (COMBINED + "\r\n").repeat(3).replace("/a?", "/ä🐒?");
        byte[] expected = log.getBytes(StandardCharsets.UTF_8);
        List<String> hits = Read.bytes("", expected).hits();
        assertThat(hits).hasSize(3).first().asString().contains("|/ä🐒?x=1|");

        for (String code : List.of("UTF-8", "UTF-16LE", "UTF-16BE")) {
            for (String mark : List.of("", "\ufeff")) {
                byte[] bytes = (mark + log).getBytes(Charset.forName(code));
                for (String format : List.of("", "combined")) {
                    Read read = Read.bytes(format, bytes);
                    assertThat(read.hits()).as(code + mark.length() + format).isEqualTo(hits);
                    assertThat(read.reading().broken()).isZero();
                }
            }
        }
        assertThat(Read.bytes("", "\ufeff".getBytes(StandardCharsets.UTF_16LE)).hits()).isEmpty();
    }

    @Test
    void halvesOfCharactersStandWhereBlocksMeet() throws IOException {
        for (int shift = 0; shift < 4; shift++) {
            String log =
                    ("x".repeat(shift) + "\n" + COMBINED.replace("/a", "/" + "🐒".repeat(9_000)));
            byte[] bytes = log.getBytes(StandardCharsets.UTF_16LE);
            Read read = Read.bytes("", bytes);
            assertThat(read.hits().getFirst()).contains("/" + "🐒".repeat(9_000) + "?x=1");
        }
    }

    @Test
    void blankLinesAreNothing() throws IOException {
        Read read = Read.lines("", "", COMBINED, "", "\r", COMBINED + "\r", "", "", "", "", "");
        assertThat(read.hits()).hasSize(2);
        assertThat(read.reading().broken()).isZero();
        assertThat(read.reading().leftOut()).isEmpty();
    }

    @Test
    void nulBytesAndBytesThatAreNoTextAreCountedOrKept() throws IOException {
        String broken = COMBINED.replace("/a?x=1", "/\0\0\u00ff\u00fe\u00c0\u00af");
        Read read = Read.lines("", COMBINED, COMBINED, broken, "\0\0\0\0", COMBINED);
        assertThat(read.hits()).hasSize(4);
        assertThat(read.hits().get(2)).contains("|/\0\0\ufffd\ufffd\ufffd\ufffd|");
        assertThat(read.reading().leftOut()).contains("    stdin:4: \\x00\\x00\\x00\\x00");
    }

    @Test
    void ofTwoFormatsTheMoreFrequentIsReadAndTheOtherCounted() throws IOException {
        String json =
                "{\"time_iso8601\":\"2026-05-17T10:05:03Z\",\"remote_addr\":\"192.0.2.7\","
                        + "\"request\":\"GET /a HTTP/1.1\",\"status\":\"200\"}";
        Read text = Read.lines("", json, COMBINED, json, COMBINED, COMBINED);
        assertThat(text.hits()).hasSize(3);
        assertThat(text.reading().formats()).first().asString().contains("combined (reads 60.0 %");
        assertThat(text.reading().count(Flaw.SHAPE)).isEqualTo(2);

        Read objects = Read.lines("", COMBINED, json, json, COMBINED, json);
        assertThat(objects.hits()).hasSize(3);
        assertThat(objects.reading().count(Flaw.JSON)).isEqualTo(2);
    }

    @Test
    void aLogThatTurnsBadIsStoppedAndSaysWhy() {
        String log = (COMBINED + "\n").repeat(1_200) + "\u001b]0;pwned\u0007 & <b>\n".repeat(1_300);
        assertThatThrownBy(() -> Read.stream("", text(log)))
                .hasMessageContaining("stdin is mostly broken")
                .hasMessageContaining("--format")
                .hasMessageContaining("1,201 left out: not of this format")
                .hasMessageContaining("stdin:1201: \\x1B]0;pwned\\x07 & <b>");
    }

    @Test
    void timesOutOfReachAreCounted() throws IOException {
        String[] lines = new String[20];
        Arrays.fill(lines, COMBINED);
        lines[3] = COMBINED.replace("2026", "2027");
        lines[4] = COMBINED.replace("2026", "1926");
        lines[5] = COMBINED.replace("2026", "9999");
        lines[6] = COMBINED.replace("2026", "0000");
        lines[7] = COMBINED.replace("17/May", "32/May");
        lines[8] = COMBINED.replace("17/May", "17/Mai");
        lines[9] = COMBINED.replace("10:05:03", "10:04:01");
        lines[10] = COMBINED.replace("10:05:03", "10:03:00");

        Reading reading = Read.lines("", lines).reading();

        assertThat(reading.count(Flaw.FUTURE)).isEqualTo(2);
        assertThat(reading.count(Flaw.TIME)).isEqualTo(4);
        assertThat(reading.taken()).isEqualTo(14);
        assertThat(reading.disordered()).isEqualTo(2);
        assertThat(reading.backwards()).isEqualTo(2);
    }

    @Test
    void nothingThatMovesTheCursorOrTurnsTheTextIsShown() throws IOException {
        String bad =
                "\u001b[2J\u009b1A\u202e\u2066\u200b\u200d\ufeff\u00ad\r\b\u0007\u2028\ud83d\udc12";
        Read read = Read.bytes("", (COMBINED + "\n" + bad).getBytes(StandardCharsets.UTF_8));
        assertThat(read.reading().leftOut())
                .last()
                .asString()
                .isEqualTo(
                        "    stdin:2: \\x1B[2J\\x9B1A\\u202E\\u2066\\u200B\\u200D\\uFEFF\\u00AD\\x0D"
                                + "\\x08\\x07\\u2028\\uD83D\\uDC12");
    }
}

package dev.unruly.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.forall.Forall;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Packed evidence that is damaged, or made to do harm.
final class HostilePackedTest {

    private static final byte[] LOG =
            "192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 20\n"
                    .repeat(30)
                    .getBytes(StandardCharsets.UTF_8);

    private static byte[] gzip(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static byte[] zstd(byte[] bytes) throws IOException {
        var packed = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    /// Lines that do not pack as well as equal ones.
    private static byte[] various(int lines) {
        var random = new SplittableRandom(1);
        var log = new StringBuilder();
        for (int i = 0; i < lines; i++) {
            log.append("192.0.2.7 - - [17/May/2026:10:05:03 +0000] \"GET /")
                    .append(random.nextLong())
                    .append(" HTTP/1.1\" 200 20\n");
        }
        return log.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] joined(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] repeated(byte[] part, int times) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < times; i++) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    /// Requests that were taken and data that were damaged; −1: the file was refused, in words.
    private static long[] read(byte[] bytes) {
        try {
            Reading reading = Read.bytes("common", bytes).reading();
            return new long[] {reading.taken(), reading.count(Flaw.CUT)};
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?s)stdin (is mostly broken|cannot be unpacked).*");
            return new long[] {-1, 1};
        }
    }

    @Test
    void whateverIsCutOffGivesWhatStandsBefore() throws IOException {
        for (byte[] whole : new byte[][] {gzip(LOG), zstd(LOG)}) {
            assertThat(read(whole)).containsExactly(30, 0);
            long before = -1;
            for (int length = 5; length < whole.length; length++) {
                long[] cut = read(Arrays.copyOf(whole, length));
                assertThat(cut[1]).as("%d of %d bytes", length, whole.length).isEqualTo(1);
                assertThat(cut[0]).isGreaterThanOrEqualTo(before);
                before = cut[0];
            }
        }
    }

    /// The reader of zstd holds back up to a mebibyte, which is lost with what follows.
    @Test
    void halfOfAPackedLogGivesHalfOfIt() throws IOException {
        for (byte[] whole : new byte[][] {gzip(various(40_000)), zstd(various(40_000))}) {
            long[] half = read(Arrays.copyOf(whole, whole.length / 2));
            assertThat(half[0]).isBetween(5_000L, 21_000L);
            assertThat(half[1]).isEqualTo(1);
        }
    }

    @Test
    void aDamagedByteIsCountedOrHarmless() throws IOException {
        byte[][] packed = {gzip(LOG), zstd(LOG), joined(gzip(LOG), gzip(LOG))};
        Forall.check(
                500,
                11L,
                draw -> {
                    byte[] bytes = packed[draw.between(0, 2)].clone();
                    int bit = draw.note("bit", draw.between(0, 8 * bytes.length - 1));
                    bytes[bit / 8] ^= (byte) (1 << bit % 8);
                    assertThatCode(() -> read(bytes)).doesNotThrowAnyException();
                });
    }

    @Test
    void membersStandBehindEachOtherAndPaddingIsNothing() throws IOException {
        byte[] one = gzip(LOG);
        assertThat(read(joined(one, one, new byte[512]))).containsExactly(60, 0);
        assertThat(read(joined(one, gzip(new byte[0]), one))).containsExactly(60, 0);
        assertThat(read(joined(one, LOG))).containsExactly(30, 1);
        assertThat(read(joined(one, new byte[] {0x1f}, one))).containsExactly(30, 1);
        assertThat(read(joined(zstd(LOG), zstd(new byte[0]), zstd(LOG)))).containsExactly(60, 0);
    }

    @Test
    void aHeadingMayHaveAllThatItCan() throws IOException {
        byte[] plain = gzip(LOG);
        byte[] heading = {0x1f, (byte) 0x8b, 8, 30, 0, 0, 0, 0, 0, 3};
        byte[] extra = {2, 0, 'A', 'p', 'n', 'a', 'm', 'e', 0, 'w', 'o', 'r', 'd', 0, 1, 2};
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);
        assertThat(read(joined(heading, extra, rest))).containsExactly(30, 0);
    }

    @Test
    void manyEmptyMembersEndNoStack() throws IOException {
        byte[] empty = gzip(new byte[0]);
        assertThat(read(joined(repeated(empty, 200_000), gzip(LOG)))).containsExactly(30, 0);
        byte[] nothing = zstd(new byte[0]);
        assertThat(read(joined(repeated(nothing, 20_000), zstd(LOG)))).containsExactly(30, 0);
    }

    @Test
    void whatOnlyClaimsToBePackedIsRefusedInWords() {
        assertThatThrownBy(() -> Read.lines("", "\u001f\u008b this is a text"))
                .hasMessageContaining("stdin cannot be unpacked: that is no gzip")
                .hasMessageContaining("unruly learn -");
        assertThatThrownBy(() -> Read.lines("", "(\u00b5/\u00fd this is a text"))
                .hasMessageContaining("stdin cannot be unpacked: ");
    }

    /// A frame whose window is 2^(10 + exponent) bytes, of blocks of one byte 128 Ki times.
    private static byte[] window(int exponent, int blocks) {
        var frame = new ByteArrayOutputStream();
        byte[] head = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0, (byte) (exponent << 3)};
        frame.writeBytes(head);
        for (int i = 1; i <= blocks; i++) {
            int block = 131_072 << 3 | 2 | (i == blocks ? 1 : 0);
            byte[] bytes = {(byte) block, (byte) (block >> 8), (byte) (block >> 16), '\n'};
            frame.writeBytes(bytes);
        }
        return frame.toByteArray();
    }

    @Test
    void aHugeWindowIsRefused() throws IOException {
        assertThat(read(joined(zstd(LOG), window(17, 3)))).containsExactly(30, 0);
        for (int exponent : new int[] {18, 20, 21, 31}) {
            assertThatThrownBy(() -> Read.bytes("", window(exponent, 3)))
                    .hasMessageContaining("a frame asks for a window of")
                    .hasMessageContaining("the most is 134,217,728");
            long[] before = read(joined(zstd(various(40_000)), window(exponent, 3)));
            assertThat(before[0]).isBetween(5_000L, 40_000L);
            assertThat(before[1]).isEqualTo(1);
        }
        byte[] skipped = {0x5f, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 1, 2, 3};
        assertThat(read(joined(zstd(LOG), skipped, zstd(LOG)))).containsExactly(60, 0);
    }

    @Test
    void whatGrowsBeyondReasonInManyMembersIsStopped() throws IOException {
        byte[][] bombs = {
            repeated(gzip(new byte[1 << 20]), 8), repeated(zstd(new byte[1 << 20]), 8)
        };
        for (byte[] bomb : bombs) {
            try (InputStream in = Unpacked.of("x", new ByteArrayInputStream(bomb), 2 << 20)) {
                assertThatThrownBy(() -> in.transferTo(OutputStream.nullOutputStream()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("x: ")
                        .hasMessageContaining("more than 500 times");
            }
        }
    }

    /// 256 MiB may come out of anything; what is more and shrinks 1,000 times is no log.
    @Test
    @Tag("nightly")
    void atTheRealLimit() throws IOException {
        byte[] member = gzip(new byte[1 << 24]);
        byte[] below = repeated(member, 16);
        assertThatThrownBy(() -> Read.bytes("common", below))
                .hasMessageContaining("1 left out: longer than 1 MiB");
        assertThatThrownBy(() -> Read.bytes("common", joined(below, member)))
                .hasMessageMatching("stdin: 2\\d\\d,.*")
                .hasMessageContaining("more than 500 times as much");
    }

    @Test
    void aFileThatCannotBeReadIsNoDamage() {
        var broken =
                new InputStream() {
                    private boolean begun;

                    @Override
                    public int read() throws IOException {
                        throw new IOException("Input/output error");
                    }

                    @Override
                    public int read(byte[] to, int offset, int length) throws IOException {
                        if (begun) {
                            throw new IOException("Input/output error");
                        }
                        begun = true;
                        to[offset] = '\n';
                        return 1;
                    }
                };
        assertThatThrownBy(() -> Read.stream("common", broken))
                .isInstanceOf(IOException.class)
                .isNotInstanceOf(UncheckedIOException.class)
                .hasMessage("stdin cannot be read: Input/output error");
    }
}

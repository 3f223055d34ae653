package dev.unruly.convert;

import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What a file holds, unpacked where it is packed (gzip, zstd; several members one behind the
/// other), as its first bytes say and not its name.
///
/// Nothing is kept, so memory is bounded whatever comes out; what grows beyond reason is stopped.
final class Unpacked {

    /// From here on the ratio counts.
    private static final long FREE_BYTES = 256L << 20;

    /// Logs shrink 5 to 50 times; repeated texts perhaps 200 times.
    private static final long MOST_RATIO = 500;

    private Unpacked() {}

    static InputStream of(String name, InputStream file) throws IOException {
        return of(name, file, FREE_BYTES);
    }

    /// @param freeBytes from where on the ratio counts
    static InputStream of(String name, InputStream file, long freeBytes) throws IOException {
        var counted = new Counted(name, file);
        var in = new BufferedInputStream(counted, 1 << 16);
        in.mark(4);
        byte[] head = in.readNBytes(4);
        in.reset();
        boolean gzip = head.length > 1 && (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b;
        boolean zstd =
                head.length == 4
                        && (head[0] & 0xff) == 0x28
                        && (head[1] & 0xff) == 0xb5
                        && head[2] == 0x2f
                        && (head[3] & 0xff) == 0xfd;
        if (gzip) {
            return new Watched(name, new GzipStream(in), counted, freeBytes);
        }
        return zstd
                ? new Watched(name, new ZstdInputStream(new ZstdFrames(in)), counted, freeBytes)
                : in;
    }

    private static final class Counted extends InputStream {
        private final String name;
        private final InputStream in;
        private long count;

        Counted(String name, InputStream in) {
            this.name = name;
            this.in = in;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            try {
                int read = in.read(to, offset, length);
                count += Math.max(0, read);
                return read;
            } catch (IOException e) {
                throw new Unreadable(name, e);
            }
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    private static final class Watched extends InputStream {
        private final String name;
        private final InputStream in;
        private final Counted packed;
        private final long freeBytes;
        private long count;
        private @Nullable Damaged damaged;

        Watched(String name, InputStream in, Counted packed, long freeBytes) {
            this.freeBytes = freeBytes;
            this.name = name;
            this.in = in;
            this.packed = packed;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (damaged != null) {
                throw damaged;
            }
            int read;
            try {
                read = in.read(to, offset, length);
            } catch (Unreadable e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                damaged = new Damaged(e);
                throw damaged;
            }
            count += Math.max(0, read);
            if (count > freeBytes && count / MOST_RATIO > packed.count) {
                throw new IOException(
                        String.format(
                                Locale.ROOT,
                                "%s: %,d bytes unpacked from %,d: more than %d times as much, which"
                                        + " no log is; unpack it yourself if it is one",
                                name,
                                count,
                                packed.count,
                                MOST_RATIO));
            }
            return read;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }

    /// A file that cannot be read, packed or not.
    private static final class Unreadable extends IOException {
        private static final long serialVersionUID = 1;

        Unreadable(String name, IOException cause) {
            super(name + " cannot be read: " + cause.getMessage(), cause);
        }
    }

    /// Packed data that end too early or are damaged.
    static final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        Damaged(Throwable cause) {
            super(String.valueOf(cause.getMessage()), cause);
        }
    }
}

package dev.unruly.convert;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The members of a gzip stream (RFC 1952, 1996), one behind the other.
///
/// The JDK's reader calls itself for each member, so that many empty ones end its stack; passes in
/// silence over what is behind a member and is none; and takes a pipe that is empty for now for the
/// end.
final class GzipStream extends InputStream {

    private static final int HEADER_CHECK = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final Inflater inflater = new Inflater(true);
    private final CRC32 check = new CRC32();
    private int at;
    private int filled;
    private boolean within;
    private boolean any;
    private boolean ended;

    GzipStream(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (!ended && length > 0) {
            if (!within && !begin()) {
                ended = true;
                inflater.end();
                break;
            }
            int count = inflate(to, offset, length);
            if (count > 0) {
                check.update(to, offset, count);
                return count;
            }
            if (inflater.finished()) {
                end();
            } else if (inflater.needsInput()) {
                if (!fill()) {
                    throw new EOFException("they end within a member");
                }
                inflater.setInput(buffer, at, filled - at);
                at = filled;
            } else {
                throw new IOException("they need a dictionary");
            }
        }
        return ended ? -1 : 0;
    }

    private int inflate(byte[] to, int offset, int length) throws IOException {
        try {
            return inflater.inflate(to, offset, length);
        } catch (DataFormatException e) {
            throw new IOException("they are damaged: " + e.getMessage(), e);
        }
    }

    /// Goes into the next member; false: there is none. Zeros behind the last are padding.
    private boolean begin() throws IOException {
        int first = one();
        while (any && first == 0) {
            first = one();
        }
        if (first < 0 && any) {
            return false;
        }
        if (first != 0x1f || one() != 0x8b || must() != 8) {
            throw new IOException(any ? "no member is behind a member" : "that is no gzip");
        }
        int flags = must();
        skip(6);
        if ((flags & EXTRA) != 0) {
            skip(must() + 256 * must());
        }
        for (int text : new int[] {NAME, COMMENT}) {
            while ((flags & text) != 0 && must() != 0) {
                // To the zero that ends it.
            }
        }
        if ((flags & HEADER_CHECK) != 0) {
            skip(2);
        }
        any = true;
        within = true;
        check.reset();
        inflater.reset();
        inflater.setInput(buffer, at, filled - at);
        at = filled;
        return true;
    }

    private void end() throws IOException {
        at = filled - inflater.getRemaining();
        long sum = number();
        long size = number();
        if (sum != check.getValue() || size != (inflater.getBytesWritten() & 0xffff_ffffL)) {
            throw new IOException("they are damaged: a member's checksum is another");
        }
        within = false;
    }

    private long number() throws IOException {
        return must() | (must() << 8) | (must() << 16) | ((long) must() << 24);
    }

    private void skip(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            must();
        }
    }

    private int must() throws IOException {
        int one = one();
        if (one < 0) {
            throw new EOFException("they end within a member");
        }
        return one;
    }

    private int one() throws IOException {
        return at < filled || fill() ? buffer[at++] & 0xff : -1;
    }

    private boolean fill() throws IOException {
        at = 0;
        filled = Math.max(0, in.read(buffer, 0, buffer.length));
        return filled > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}

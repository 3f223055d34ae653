package dev.unruly.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file as long as it was when it was opened: who reads a log while it is written would else run
/// after its end.
final class Upto extends InputStream {

    private final InputStream in;
    private long left;

    private Upto(InputStream in, long left) {
        this.in = in;
        this.left = left;
    }

    /// What a name means. Pipes and what a system makes up have no size, and are read to their end.
    static InputStream open(Path file) throws IOException {
        InputStream in = Files.newInputStream(file);
        long size = Files.isRegularFile(file) ? Files.size(file) : 0;
        return size == 0 ? in : new Upto(in, size);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        if (left == 0 && length > 0) {
            return -1;
        }
        int count = in.read(to, offset, (int) Math.min(left, length));
        left -= Math.max(0, count);
        return count;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}

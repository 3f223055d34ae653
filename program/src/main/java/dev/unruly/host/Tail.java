package dev.unruly.host;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// Reads a stream to its end and keeps the last of it.
final class Tail implements Runnable {

    private static final int MOST_BYTES = 64 * 1024;

    private final InputStream stream;
    private final byte[] ring = new byte[MOST_BYTES];
    private long written;

    Tail(InputStream stream) {
        this.stream = stream;
    }

    @Override
    public void run() {
        byte[] buffer = new byte[8192];
        try {
            for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                keep(buffer, read);
            }
        } catch (IOException closed) {
            // The process was killed; what came until then is what there is.
            return;
        }
    }

    /// What was kept so far, decoded as UTF-8.
    synchronized String text() {
        int size = (int) Math.min(written, MOST_BYTES);
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = ring[(int) ((written - size + i) % MOST_BYTES)];
        }
        return new String(text, StandardCharsets.UTF_8);
    }

    private synchronized void keep(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (written++ % MOST_BYTES)] = bytes[i];
        }
    }
}

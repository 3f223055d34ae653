package dev.unruly.convert;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Text in another code of characters, as UTF-8; without the mark at its beginning.
final class Utf8Stream extends InputStream {

    private static final char MARK = '\ufeff';

    private final Reader reader;
    private final char[] chars = new char[1 << 13];
    private int kept;
    private boolean began;
    private byte[] bytes = {};
    private int at;

    Utf8Stream(InputStream in, Charset code) {
        reader = new InputStreamReader(in, code);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        while (at == bytes.length) {
            if (!fill()) {
                return -1;
            }
        }
        int count = Math.min(length, bytes.length - at);
        System.arraycopy(bytes, at, to, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        int read = reader.read(chars, kept, chars.length - kept);
        int end = kept + Math.max(0, read);
        if (end == 0) {
            return false;
        }
        // Half of a character that needs two waits for its other half.
        kept = read > 0 && Character.isHighSurrogate(chars[end - 1]) ? 1 : 0;
        int from = !began && chars[0] == MARK ? 1 : 0;
        began = true;
        bytes = new String(chars, from, end - kept - from).getBytes(StandardCharsets.UTF_8);
        at = 0;
        chars[0] = kept == 1 ? chars[end - 1] : chars[0];
        return true;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}

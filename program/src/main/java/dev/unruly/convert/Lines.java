package dev.unruly.convert;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/// The lines of a text, one at a time; of a line that is longer than any should be, its beginning.
final class Lines {

    private static final int LONGEST = 1 << 18;

    private final Reader reader;
    private final char[] buffer = new char[1 << 16];
    private final StringBuilder line = new StringBuilder();
    private int from;
    private int to;

    Lines(Reader reader) {
        this.reader = reader;
    }

    /// The next line; null: there is none.
    @Nullable String next() throws IOException {
        line.setLength(0);
        boolean any = false;
        while (from < to || fill()) {
            any = true;
            int end = from;
            while (end < to && buffer[end] != '\n') {
                end++;
            }
            line.append(buffer, from, Math.min(end - from, LONGEST - line.length()));
            from = Math.min(to, end + 1);
            if (end < to) {
                break;
            }
        }
        int length = line.length();
        if (length > 0 && line.charAt(length - 1) == '\r') {
            line.setLength(length - 1);
        }
        return any ? line.toString() : null;
    }

    private boolean fill() throws IOException {
        from = 0;
        to = Math.max(0, reader.read(buffer, 0, buffer.length));
        return to > 0;
    }
}

package dev.unruly.run;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Lines of a log in the combined format, behind it how long the request took and the session's
/// cookie. A line's time is the end of its request, as nginx has it.
final class CombinedLines {

    /// What nginx logs for a caller who closed the connection first.
    static final int LEFT = 499;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final long originNanos;
    private final Instant startsAt;
    private final Appendable out;
    private long second = Long.MIN_VALUE;
    private String time = "";

    /// @param originNanos a moment of the loop's clock
    /// @param startsAt what date that is
    CombinedLines(long originNanos, Instant startsAt, Appendable out) {
        this.originNanos = originNanos;
        this.startsAt = startsAt;
        this.out = out;
    }

    /// What is known of a request when it is made; `-` for what is not.
    ///
    /// @param line method and target, [#plain]
    record Asked(String line, String address, String referrer, String agent, String cookie) {}

    /// Appends a line.
    void append(Asked asked, int status, long bytes, long beganNanos, long endedNanos)
            throws IOException {
        long millis = Math.max(0, Math.round((endedNanos - beganNanos) / 1e6));
        out.append(asked.address)
                .append(" - - [")
                .append(time(endedNanos))
                .append("] \"")
                .append(asked.line)
                .append(" HTTP/1.1\" ")
                .append(Integer.toString(status))
                .append(' ')
                .append(Long.toString(bytes))
                .append(" \"")
                .append(asked.referrer)
                .append("\" \"")
                .append(asked.agent)
                .append("\" ")
                .append(Long.toString(millis / 1_000))
                .append('.')
                .append(Long.toString(1_000 + millis % 1_000), 1, 4)
                .append(" \"")
                .append(asked.cookie)
                .append("\"\n");
    }

    private String time(long nanos) {
        Instant at = startsAt.plusNanos(nanos - originNanos);
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            time = TIME.format(at);
        }
        return time;
    }

    /// A session's cookie: what tells a person, in other words. FNV-1a.
    static String cookie(String person) {
        if (person.equals("-")) {
            return "-";
        }
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < person.length(); i++) {
            hash = (hash ^ person.charAt(i)) * 0x100000001b3L;
        }
        return Long.toHexString(hash);
    }

    /// One line's text: what would end it or its quotes is escaped as nginx does.
    static String plain(CharSequence text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c == 0x7f) {
                out.append("\\x%02X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }
}

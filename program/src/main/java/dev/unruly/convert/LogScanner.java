package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;

/// Takes lines of a [LogFormat] apart, in place.
///
/// This is a hot path; `bench/learn` measures it.
final class LogScanner implements LineReader {

    private static final byte[] PROTOCOL = {'H', 'T', 'T', 'P', '/'};

    private final HitFields fields;
    private final boolean escaped;
    private final byte[] before;
    private final LogFormat.Part[] parts;
    private final byte[][] afters;
    private final boolean[] quoted;

    LogScanner(LogFormat format) {
        escaped = format.escaped();
        fields = new HitFields(escaped);
        before = format.before();
        parts = format.parts().toArray(LogFormat.Part[]::new);
        afters = new byte[parts.length][];
        quoted = new boolean[parts.length];
        for (int i = 0; i < parts.length; i++) {
            afters[i] = parts[i].after();
            quoted[i] = parts[i].quoted();
        }
    }

    /// What of a line is no part of a hit.
    HitFields fields() {
        return fields;
    }

    @Override
    public Flaw read(byte[] b, int from, int to, Hit hit) {
        fields.begin(hit);
        if (to - from > 1 && b[from] == ' ' && b[from + 1] == '"') {
            return Flaw.TAIL;
        }
        if (!begins(b, from, to, before)) {
            return Flaw.SHAPE;
        }
        int at = from + before.length;
        for (int i = 0; i < parts.length; i++) {
            byte[] after = afters[i];
            int end = after.length == 0 ? to : end(i, b, at, to);
            if (end < 0) {
                return Flaw.SHAPE;
            }
            fields.take(parts[i].column(), b, at, end, hit);
            at = end + after.length;
        }
        return at == to ? fields.end(hit) : Flaw.SHAPE;
    }

    private int end(int part, byte[] b, int at, int to) {
        byte[] after = afters[part];
        if (quoted[part] && escaped) {
            int end = escaped(b, at, to, after);
            return end >= 0 ? end : plain(b, at, to, after);
        }
        int end = plain(b, at, to, after);
        if (!escaped && parts[part].column().kind() == Kind.REQUEST) {
            return request(b, at, to, after, end);
        }
        while (parts[part].list() && end > at && b[end - 1] == ',') {
            end = plain(b, end + 1, to, after);
        }
        return end;
    }

    /// A quote that is not escaped may stand in a URL: a request ends behind its protocol.
    private static int request(byte[] b, int at, int to, byte[] after, int first) {
        for (int end = first; end >= 0; end = plain(b, end + 1, to, after)) {
            int word = end;
            while (word > at && b[word - 1] != ' ') {
                word--;
            }
            if (begins(b, word, end, PROTOCOL)) {
                return end;
            }
        }
        return first;
    }

    private static int plain(byte[] b, int from, int to, byte[] text) {
        byte first = text[0];
        int last = to - text.length;
        for (int i = from; i <= last; i++) {
            if (b[i] == first && begins(b, i, to, text)) {
                return i;
            }
        }
        return -1;
    }

    /// Where the text is that has no backslash before it; a backslash guards what follows.
    private static int escaped(byte[] b, int from, int to, byte[] text) {
        int last = to - text.length;
        int i = from;
        while (i <= last) {
            byte c = b[i];
            if (c == '"' && begins(b, i, to, text)) {
                return i;
            }
            i += c == '\\' ? 2 : 1;
        }
        return -1;
    }

    private static boolean begins(byte[] b, int at, int to, byte[] text) {
        if (at + text.length > to) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (b[at + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}

package dev.unruly.gateway;

import dev.unruly.world.Fields;
import dev.unruly.world.Sink;

/// The head of a message on its way through the gateway: as it came, but for the fields that belong
/// to one connection alone (RFC 9110, section 7.6.1).
///
/// It may be rendered while the fields are on loan; [#kept] makes it last.
final class RelayedHead implements AnswerHead {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;

    private static final int LINE_BYTES = 16;
    private static final int FIELD_BYTES = 4;
    private static final int MOST_DIGITS = 9;

    private final CharSequence method;
    private final CharSequence target;
    private final int status;
    private final int route;
    private final Fields fields;
    private final CharSequence host;

    private RelayedHead(
            CharSequence method,
            CharSequence target,
            int status,
            int route,
            Fields fields,
            CharSequence host) {
        this.method = method;
        this.target = target;
        this.status = status;
        this.route = route;
        this.fields = fields;
        this.host = host;
    }

    /// A request.
    ///
    /// @param host written instead of the field that came; empty: as it came
    static RelayedHead request(
            CharSequence method, CharSequence target, int route, Fields fields, CharSequence host) {
        return new RelayedHead(method, target, 0, route, fields, host);
    }

    /// An answer.
    static RelayedHead answer(int status, Fields fields) {
        return new RelayedHead("", "", status, -1, fields, "");
    }

    /// The same with fields of its own.
    RelayedHead kept() {
        return new RelayedHead(
                method.toString(), target.toString(), status, route, KeptFields.of(fields), host);
    }

    /// Its fields, on loan unless it is [#kept].
    Fields fields() {
        return fields;
    }

    /// Its fields as nobody's loan.
    KeptFields fieldsKept() {
        return KeptFields.of(fields);
    }

    /// Those of its fields that do not belong to one connection alone.
    KeptFields travelling() {
        return new KeptFields(
                fieldsKept().list().stream().filter(field -> travels(field.name(), true)).toList());
    }

    @Override
    public int route() {
        return route;
    }

    /// The status of an answer; 0: it is a request.
    @Override
    public int status() {
        return status;
    }

    /// A moment of the calendar instead of seconds is as if nothing were said.
    @Override
    public int retryAfterSeconds() {
        int at = fields.find("Retry-After", 0);
        CharSequence value = at < 0 ? "" : fields.value(at);
        if (value.isEmpty() || value.length() > MOST_DIGITS) {
            return 0;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return 0;
            }
        }
        return Integer.parseInt(value, 0, value.length(), 10);
    }

    @Override
    public void render(Sink sink) {
        if (status == 0) {
            sink.request(method, target);
        } else {
            sink.status(status);
        }
        boolean connection = fields.find("Connection", 0) >= 0;
        for (int i = 0; i < fields.size(); i++) {
            CharSequence name = fields.name(i);
            if (!host.isEmpty() && same(name, "host")) {
                sink.field(name, host);
            } else if (travels(name, connection)) {
                sink.field(name, fields.value(i));
            }
        }
        if (connection && closes()) {
            sink.field("Connection", "close");
        }
    }

    /// About how many bytes it has on a line.
    int size() {
        int size = LINE_BYTES + method.length() + target.length();
        for (int i = 0; i < fields.size(); i++) {
            size += fields.name(i).length() + fields.value(i).length() + FIELD_BYTES;
        }
        return size;
    }

    /// The size of the body that follows; -1: not known; 0: none.
    ///
    /// @param ifUnsaid what it is when the head does not say
    long bodyBytes(long ifUnsaid) {
        if (fields.find("Transfer-Encoding", 0) >= 0) {
            return -1;
        }
        int at = fields.find("Content-Length", 0);
        return at < 0
                ? ifUnsaid
                : Long.parseLong(fields.value(at), 0, fields.value(at).length(), 10);
    }

    /// Whether the sender closes its connection after this message.
    boolean closes() {
        return listed("close");
    }

    /// @param connection whether there is a field that may list it
    private boolean travels(CharSequence name, boolean connection) {
        boolean own =
                switch (name.length()) {
                    case 2 -> same(name, "te");
                    case 7 -> same(name, "upgrade");
                    case 10 -> same(name, "connection") || same(name, "keep-alive");
                    case 14 -> same(name, "content-length");
                    case 16 -> same(name, "proxy-connection");
                    case 17 -> same(name, "transfer-encoding");
                    default -> false;
                };
        return !own && !(connection && listed(name));
    }

    /// Whether a word stands in a Connection field.
    private boolean listed(CharSequence word) {
        for (int at = fields.find("Connection", 0);
                at >= 0;
                at = fields.find("Connection", at + 1)) {
            if (lists(fields.value(at), word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean lists(CharSequence value, CharSequence word) {
        int from = 0;
        for (int i = 0; i <= value.length(); i++) {
            if (i == value.length() || value.charAt(i) == ',') {
                if (isAt(value, from, i, word)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    /// Whether a word, with white space around it or without, stands there.
    private static boolean isAt(CharSequence value, int start, int end, CharSequence word) {
        int from = start;
        int to = end;
        while (from < to && Character.isWhitespace(value.charAt(from))) {
            from++;
        }
        while (to > from && Character.isWhitespace(value.charAt(to - 1))) {
            to--;
        }
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (lower(value.charAt(from + i)) != lower(word.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /// Whether two texts are the same but for the case of ASCII letters.
    static boolean same(CharSequence one, CharSequence other) {
        if (one.length() != other.length()) {
            return false;
        }
        for (int i = 0; i < one.length(); i++) {
            if (lower(one.charAt(i)) != lower(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }

    /// Whether an answer has no body, whatever its head says (RFC 9112, section 6.3).
    static boolean neverHasBody(boolean toHead, int status) {
        return toHead || status == NO_CONTENT || status == NOT_MODIFIED;
    }
}

package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;

/// HAProxy's log of HTTP (`option httplog`), with syslog's heading before it or without (HAProxy
/// 3.0 Configuration Manual, section 8.2.3).
///
/// `client:port [date] frontend backend/server TR/Tw/Tc/Tr/Ta status bytes cookie cookie state
/// connections queues {captured} {captured} "request"`; the first letter of the state is C where
/// the client went away.
final class HaproxyLine implements LineReader {

    private static final Column ADDRESS = Column.of(Kind.ADDRESS_PORT);
    private static final Column STATUS = Column.of(Kind.STATUS);
    private static final Column BYTES = Column.of(Kind.BYTES);
    private static final Column REQUEST = Column.of(Kind.REQUEST);
    private static final Column TOOK = Column.took(1_000);
    private static final Column UPSTREAM = Column.of(Kind.UPSTREAM);
    private static final Column UPSTREAM_TOOK = Column.upstreamTook(1_000);

    /// Fields behind the date: frontend, backend/server, times, status, bytes, two cookies, state.
    private static final int FIELDS = 8;

    private static final int BACKEND = 1;
    private static final int TIMES = 2;
    private static final int STATE = 7;

    private final Column began = Column.at(Kind.BEGAN, "%d/%b/%Y:%H:%M:%S.%f");
    private final HitFields fields = new HitFields(true);
    private final int[] starts = new int[FIELDS];
    private final int[] ends = new int[FIELDS];

    @Override
    public Flaw read(byte[] b, int from, int to, Hit hit) {
        fields.begin(hit);
        int open = date(b, from, to);
        int close = find(b, open, to, ']');
        if (open < 0 || close >= to) {
            return Flaw.SHAPE;
        }
        int address = open - 1;
        while (address > from && b[address - 1] != ' ') {
            address--;
        }
        fields.take(ADDRESS, b, address, open - 1, hit);
        fields.take(began, b, open + 1, close, hit);
        if (!split(b, close + 2, to)) {
            return Flaw.SHAPE;
        }
        int times = 0;
        for (int i = starts[TIMES]; i < ends[TIMES]; i++) {
            times += b[i] == '/' ? 1 : 0;
        }
        if (times == 2) {
            return Flaw.NO_REQUEST;
        }
        if (times != 4) {
            return Flaw.SHAPE;
        }
        took(b, hit);
        if (b[starts[3]] != '-') {
            fields.take(STATUS, b, starts[3], ends[3], hit);
        }
        int bytes = starts[4] + (b[starts[4]] == '+' ? 1 : 0);
        fields.take(BYTES, b, bytes, ends[4], hit);
        int quote = find(b, ends[STATE], to, '"');
        int last = to - 1;
        while (last > quote && b[last] != '"') {
            last--;
        }
        if (last > quote) {
            fields.take(REQUEST, b, quote + 1, last, hit);
        }
        hit.leftEarly(b[starts[STATE]] == 'C');
        return fields.end(hit);
    }

    /// The bracket that begins the date: a client stands before it.
    private static int date(byte[] b, int from, int to) {
        for (int i = from + 1; i + 12 < to; i++) {
            if (b[i] == '[' && b[i - 1] == ' ' && b[i + 3] == '/' && b[i + 7] == '/') {
                return i;
            }
        }
        return -1;
    }

    private boolean split(byte[] b, int from, int to) {
        int at = from;
        for (int i = 0; i < FIELDS; i++) {
            int end = find(b, at, to, ' ');
            if (end >= to || end == at) {
                return false;
            }
            starts[i] = at;
            ends[i] = end;
            at = end + 1;
        }
        return ends[STATE] - starts[STATE] == 4;
    }

    /// The last two of the times: the server's answer began, and the whole, with a plus before it
    /// where the log was written as soon as possible.
    private void took(byte[] b, Hit hit) {
        int at = ends[TIMES];
        while (b[at - 1] != '/' && b[at - 1] != '+') {
            at--;
        }
        fields.take(TOOK, b, at, ends[TIMES], hit);
        int response = at - 1;
        int end = b[response] == '+' ? --response : response;
        while (b[response - 1] != '/') {
            response--;
        }
        fields.take(UPSTREAM_TOOK, b, response, end, hit);
        fields.take(
                UPSTREAM, b, starts[BACKEND], find(b, starts[BACKEND], ends[BACKEND], '/'), hit);
    }

    private static int find(byte[] b, int from, int to, char what) {
        int at = Math.max(0, from);
        while (at < to && b[at] != what) {
            at++;
        }
        return at;
    }
}

package dev.unruly.convert;

import dev.unruly.model.Hit;
import dev.unruly.model.Slice;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Puts the fields of one line together to a hit, in whichever order they come.
///
/// This is on the hot path of every text format; `bench/learn` measures it.
final class HitFields {

    /// A day: no request takes longer.
    private static final double LONGEST_MICROS = 86_400e6;

    private static final int LONGEST_WORD = 40;

    private final boolean escaped;
    private final Slice forwarded = new Slice();
    private final Slice query = new Slice();
    private final Slice flags = new Slice();
    private final Slice kept = new Slice();
    private byte[] scratch = new byte[1 << 12];
    private int used;
    private long began;
    private long ended;
    private long date;
    private long clock;
    private double took;
    private boolean unfinished;
    private Flaw flaw = Flaw.NONE;

    /// Of texts that are as they were sent.
    HitFields() {
        this(false);
    }

    /// @param escaped whether texts have escapes
    HitFields(boolean escaped) {
        this.escaped = escaped;
    }

    /// Begins a line.
    void begin(Hit hit) {
        hit.clear();
        forwarded.clear();
        query.clear();
        flags.clear();
        kept.clear();
        used = 0;
        began = LogTime.BAD;
        ended = LogTime.BAD;
        date = LogTime.BAD;
        clock = LogTime.BAD;
        took = -1;
        unfinished = false;
        flaw = Flaw.NONE;
    }

    /// Takes a field.
    void take(Column column, byte[] b, int from, int to, Hit hit) {
        boolean none = to == from || (to == from + 1 && b[from] == '-');
        switch (column.kind()) {
            case SKIP -> {}
            case ADDRESS -> Addresses.set(hit.address(), b, from, to);
            case ADDRESS_PORT -> Addresses.withPort(hit.address(), b, from, to);
            case FORWARDED -> Addresses.firstOf(forwarded, b, from, to);
            case AGENT -> plain(hit.agent(), b, from, to, none);
            case ACCOUNT -> {
                if (hit.account().isEmpty()) {
                    plain(hit.account(), b, from, to, none);
                }
            }
            case COOKIES -> Cookies.session(b, from, to, hit.account());
            case METHOD -> set(hit.method(), b, from, to, none || !isWord(b, from, to));
            case REQUEST -> request(b, from, to, none, hit);
            case URL -> url(b, from, to, none, hit);
            case QUERY -> plain(query, b, from, to, none);
            case HOST -> plain(hit.host(), b, from, to, none);
            case REFERRER -> plain(hit.referrer(), b, from, to, none);
            case CONTENT_TYPE -> set(hit.contentType(), b, from, to, none);
            case REGION -> set(hit.region(), b, from, to, none || !isWord(b, from, to));
            case ENDED -> ended = time(column, b, from, to, ended);
            case BEGAN -> began = time(column, b, from, to, began);
            case DATE -> date = time(column, b, from, to, date);
            case CLOCK -> clock = time(column, b, from, to, clock);
            case STATUS -> status(b, from, to, none, hit);
            case BYTES -> {
                hit.bytes(none ? -1 : Math.round(number(b, from, to)));
                if (!none && hit.bytes() < 0) {
                    flaw = Flaw.SHAPE;
                }
            }
            case TOOK -> took = duration(column, b, from, to, none);
            case TOOK_PART -> {
                double part = duration(column, b, from, to, none);
                unfinished |= part < 0;
                took = Math.max(0, took) + Math.max(0, part);
            }
            case KEPT -> set(kept, b, from, to, false);
            case TARGET_PART -> {
                double part = duration(column, b, from, to, none);
                took = part < 0 ? took : Math.max(0, took) + part;
                hit.upstreamMicros(part >= 0 && part <= LONGEST_MICROS ? Math.round(part) : -1);
            }
            case UPSTREAM -> set(hit.upstream(), b, from, to, none);
            case UPSTREAM_TOOK -> {
                double last = duration(column, b, lastOfList(b, from, to), to, none);
                hit.upstreamMicros(last <= LONGEST_MICROS ? Math.round(last) : -1);
            }
            case FLAGS -> {
                set(flags, b, from, to, none);
                if (!none && Flags.left(b, from, to)) {
                    hit.leftEarly(true);
                }
            }
        }
    }

    /// Ends the line.
    Flaw end(Hit hit) {
        if (flaw != Flaw.NONE) {
            return flaw;
        }
        if (date != LogTime.BAD && clock != LogTime.BAD) {
            ended = date + clock;
        }
        if (unfinished) {
            // A balancer that gave up says -1 for a part; the sum of the others is no time.
            took = -1;
        }
        if (took < 0 && began != LogTime.BAD && ended != LogTime.BAD && ended >= began) {
            took = (ended - began) * 1e3;
        }
        if (took >= 0 && took <= LONGEST_MICROS) {
            hit.tookMicros(Math.round(took));
        }
        if (began != LogTime.BAD) {
            hit.atMillis(began);
        } else if (ended != LogTime.BAD) {
            hit.atMillis(ended - Math.max(0, hit.tookMicros()) / 1_000);
        } else {
            return Flaw.TIME;
        }
        if (!forwarded.isEmpty()) {
            copy(hit.address(), forwarded);
        }
        if (!query.isEmpty() && !asks(hit.url())) {
            join(hit.url());
        }
        if (hit.status() == 499 || hit.status() == 460) {
            hit.leftEarly(true);
        }
        return hit.url().isEmpty() ? Flaw.NO_REQUEST : Flaw.NONE;
    }

    /// Words of a proxy, of the line before.
    Slice flags() {
        return flags;
    }

    /// What was asked for.
    Slice kept() {
        return kept;
    }

    /// Whether it is a name as methods and regions have: short, of letters, digits and what joins
    /// them.
    private static boolean isWord(byte[] b, int from, int to) {
        boolean plain = to - from <= LONGEST_WORD;
        for (int i = from; plain && i < to; i++) {
            plain = (b[i] > 0 && Character.isLetterOrDigit(b[i])) || " -_.".indexOf(b[i]) >= 0;
        }
        return plain;
    }

    private static void set(Slice to, byte[] b, int from, int end, boolean none) {
        if (!none) {
            to.set(b, from, end);
        }
    }

    private static void copy(Slice to, Slice from) {
        to.set(from.bytes(), from.from(), from.to());
    }

    /// Without the escapes of quoted texts.
    private void plain(Slice to, byte[] b, int from, int end, boolean none) {
        if (none) {
            return;
        }
        for (int i = from; escaped && i < end; i++) {
            if (b[i] == '\\') {
                unescape(to, b, from, end);
                return;
            }
        }
        to.set(b, from, end);
    }

    private void unescape(Slice to, byte[] b, int from, int end) {
        room(end - from);
        int start = used;
        used = Escapes.plain(b, from, end, scratch, start);
        to.set(scratch, start, used);
    }

    /// What was set from the scratch before keeps the old one.
    private void room(int more) {
        if (used + more > scratch.length) {
            scratch = Arrays.copyOf(scratch, 2 * (used + more));
        }
    }

    private static boolean asks(Slice url) {
        for (int i = url.from(); i < url.to(); i++) {
            if (url.bytes()[i] == '?') {
                return true;
            }
        }
        return false;
    }

    private void join(Slice url) {
        room(url.length() + query.length() + 1);
        int start = used;
        System.arraycopy(url.bytes(), url.from(), scratch, used, url.length());
        used += url.length();
        if (query.bytes()[query.from()] != '?') {
            scratch[used++] = '?';
        }
        System.arraycopy(query.bytes(), query.from(), scratch, used, query.length());
        used += query.length();
        url.set(scratch, start, used);
    }

    private void request(byte[] b, int from, int to, boolean none, Hit hit) {
        int space = from;
        while (space < to && b[space] >= 'A' && b[space] <= 'Z') {
            space++;
        }
        if (none
                || space == from
                || space - from > LONGEST_WORD
                || space >= to - 1
                || b[space] != ' ') {
            return;
        }
        int end = to;
        int last = to - 1;
        while (last > space && b[last] != ' ') {
            last--;
        }
        if (last > space && to - last > 5 && b[last + 1] == 'H' && b[last + 5] == '/') {
            end = last;
        }
        hit.method().set(b, from, space);
        url(b, space + 1, end, false, hit);
    }

    private void url(byte[] b, int from, int to, boolean none, Hit hit) {
        if (none) {
            return;
        }
        int start = from;
        if (b[from] == 'h' || b[from] == 'w') {
            int colon = from;
            while (colon < to && colon < from + 6 && b[colon] != ':') {
                colon++;
            }
            if (colon + 3 < to && b[colon] == ':' && b[colon + 1] == '/' && b[colon + 2] == '/') {
                start = colon + 3;
                while (start < to && b[start] != '/' && b[start] != '?') {
                    start++;
                }
                hit.host().set(b, colon + 3, start);
                if (start == to) {
                    room(1);
                    scratch[used++] = '/';
                    hit.url().set(scratch, used - 1, used);
                    return;
                }
            }
        }
        plain(hit.url(), b, start, to, false);
        if (b[start] != '/' && b[start] != '*' && b[start] != '?') {
            rooted(hit.url());
        }
    }

    /// Some logs leave the first slash out.
    private void rooted(Slice url) {
        room(url.length() + 1);
        int start = used;
        scratch[used++] = '/';
        System.arraycopy(url.bytes(), url.from(), scratch, used, url.length());
        used += url.length();
        url.set(scratch, start, used);
    }

    /// What cannot be read leaves what another field has said.
    private static long time(Column column, byte[] b, int from, int to, long before) {
        long millis = column.time().millis(b, from, to);
        return millis == LogTime.BAD ? before : millis;
    }

    private void status(byte[] b, int from, int to, boolean none, Hit hit) {
        if (none) {
            return;
        }
        int value = 0;
        for (int i = from; i < to; i++) {
            if (b[i] < '0' || b[i] > '9' || to - from > 3) {
                flaw = hit.status() == 0 && flaw == Flaw.NONE ? Flaw.STATUS : flaw;
                return;
            }
            value = value * 10 + b[i] - '0';
        }
        hit.status(value);
        flaw = flaw == Flaw.STATUS ? Flaw.NONE : flaw;
    }

    private static double duration(Column column, byte[] b, int from, int to, boolean none) {
        if (none) {
            return -1;
        }
        int end = to;
        while (end > from && (b[end - 1] < '0' || b[end - 1] > '9')) {
            end--;
        }
        double value = number(b, from, end);
        double micros = end == to ? column.micros() : unit(b, end, to);
        return value < 0 || micros < 0 ? -1 : value * micros;
    }

    /// Microseconds of a unit behind a number; −1: it is none.
    private static double unit(byte[] b, int from, int to) {
        return switch (new String(b, from, to - from, StandardCharsets.UTF_8).strip()) {
            case "s" -> 1e6;
            case "ms" -> 1e3;
            case "us", "µs" -> 1;
            case "ns" -> 1e-3;
            default -> -1;
        };
    }

    /// Of values with commas or colons between them, as nginx writes those of several tries.
    private static int lastOfList(byte[] b, int from, int to) {
        int at = to;
        while (at > from && b[at - 1] != ' ' && b[at - 1] != ',') {
            at--;
        }
        return at;
    }

    /// A number that is not negative; −1: it is none.
    static double number(byte[] b, int from, int to) {
        double value = 0;
        double unit = 1;
        boolean point = false;
        for (int i = from; i < to; i++) {
            if (b[i] == '.' && !point) {
                point = true;
            } else if (b[i] >= '0' && b[i] <= '9') {
                value = value * 10 + b[i] - '0';
                unit = point ? unit * 10 : unit;
            } else {
                return -1;
            }
        }
        return from == to ? -1 : value / unit;
    }
}

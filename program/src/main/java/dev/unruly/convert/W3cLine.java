package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// The W3C extended log format (W3C working draft WD-logfile-960323, 1996), as IIS and CloudFront
/// write it: a line `#Fields:` says what the columns are.
final class W3cLine implements LineReader {

    /// What CloudFront writes in real time if all fields are chosen, in the order of its
    /// documentation ("Real-time log configuration fields").
    static final String REAL_TIME =
            "#Fields: timestamp c-ip time-to-first-byte sc-status sc-bytes cs-method"
                    + " cs-protocol cs-host cs-uri-stem cs-bytes x-edge-location x-edge-request-id"
                    + " x-host-header time-taken cs-protocol-version c-ip-version cs-user-agent"
                    + " cs-referer cs-cookie cs-uri-query x-edge-response-result-type"
                    + " x-forwarded-for ssl-protocol ssl-cipher x-edge-result-type"
                    + " fle-encrypted-fields fle-status sc-content-type sc-content-len"
                    + " sc-range-start sc-range-end c-port x-edge-detailed-result-type c-country"
                    + " cs-accept-encoding cs-accept cache-behavior-path-pattern cs-headers"
                    + " cs-header-names cs-headers-count";

    private static final byte[] FIELDS = "#Fields:".getBytes(StandardCharsets.US_ASCII);

    private final HitFields fields = new HitFields();
    private Column[] columns = {};
    private boolean milliseconds;
    private boolean open;

    W3cLine() {}

    /// @param heading what the columns are, as `#Fields: date time …`; there may be more behind
    ///   them
    W3cLine(String heading) {
        heading(heading);
        open = true;
    }

    @Override
    public Flaw read(byte[] b, int from, int to, Hit hit) {
        if (from == to) {
            return Flaw.OTHER;
        }
        if (b[from] == '#') {
            heading(new String(b, from, to - from, StandardCharsets.ISO_8859_1));
            return Flaw.OTHER;
        }
        if (columns.length == 0) {
            return Flaw.SHAPE;
        }
        fields.begin(hit);
        byte separator = separator(b, from, to);
        int at = from;
        for (int i = 0; i < columns.length; i++) {
            if (at > to) {
                return Flaw.SHAPE;
            }
            boolean quoted = at < to && b[at] == '"';
            int end = quoted ? closing(b, at + 1, to) : find(b, at, to, separator);
            if (end < 0) {
                return Flaw.SHAPE;
            }
            take(columns[i], b, quoted ? at + 1 : at, end, separator, hit);
            at = end + (quoted ? 2 : 1);
        }
        return at >= to || open ? fields.end(hit) : Flaw.SHAPE;
    }

    private void take(Column column, byte[] b, int from, int to, byte separator, Hit hit) {
        byte[] plain = {};
        switch (column.kind()) {
            case AGENT, REFERRER, COOKIES, HOST -> {
                boolean agent = column.kind() == Kind.AGENT || column.kind() == Kind.COOKIES;
                if (separator == '\t' && find(b, from, to, (byte) '%') < to) {
                    plain = Percents.text(b, from, to);
                } else if (separator == ' ' && agent) {
                    plain = Percents.plus(b, from, to);
                }
            }
            case URL, QUERY -> {
                if (separator == '\t' && find(b, from, to, (byte) '%') < to) {
                    plain = Percents.sent(b, from, to);
                }
            }
            default -> {
                // As it is.
            }
        }
        if (plain.length > 0) {
            fields.take(column, plain, 0, plain.length, hit);
        } else {
            fields.take(column, b, from, to, hit);
        }
    }

    private static byte separator(byte[] b, int from, int to) {
        return (byte) (find(b, from, to, (byte) '\t') < to ? '\t' : ' ');
    }

    private static int find(byte[] b, int from, int to, byte what) {
        int at = from;
        while (at < to && b[at] != what) {
            at++;
        }
        return at;
    }

    /// The quote that ends a text, with a separator behind it; −1: there is none.
    private static int closing(byte[] b, int from, int to) {
        int at = find(b, from, to, (byte) '"');
        while (at < to && at + 1 < to && b[at + 1] != ' ' && b[at + 1] != '\t') {
            at = find(b, at + 1, to, (byte) '"');
        }
        return at < to ? at : -1;
    }

    private void heading(String line) {
        if (line.startsWith("#Software:") && line.contains("Microsoft")) {
            milliseconds = true;
        }
        if (!line.startsWith(new String(FIELDS, StandardCharsets.US_ASCII))) {
            return;
        }
        String[] names = line.substring(FIELDS.length).strip().split("[ \\t]+", -1);
        columns = new Column[names.length];
        for (int i = 0; i < names.length; i++) {
            columns[i] = column(names[i].toLowerCase(Locale.ROOT));
        }
    }

    private Column column(String name) {
        return switch (name) {
            case "date" -> Column.at(Kind.DATE, LogTime.ISO);
            case "time" -> Column.at(Kind.CLOCK, "%H:%M:%S");
            case "timestamp", "timestamp(ms)" -> Column.at(Kind.ENDED, LogTime.EPOCH);
            // IIS counts milliseconds, everybody else seconds.
            case "time-taken" -> Column.took(milliseconds ? 1e3 : 1e6);
            case "c-ip" -> Column.of(Kind.ADDRESS);
            case "x-forwarded-for" -> Column.of(Kind.FORWARDED);
            case "cs-username" -> Column.of(Kind.ACCOUNT);
            case "cs(cookie)", "cs-cookie" -> Column.of(Kind.COOKIES);
            case "cs(user-agent)", "cs-user-agent" -> Column.of(Kind.AGENT);
            case "cs(referer)", "cs-referer" -> Column.of(Kind.REFERRER);
            case "cs-method" -> Column.of(Kind.METHOD);
            case "cs-uri-stem", "cs-uri" -> Column.of(Kind.URL);
            case "cs-uri-query" -> Column.of(Kind.QUERY);
            case "cs-host", "cs(host)", "x-host-header" -> Column.of(Kind.HOST);
            case "sc-status" -> Column.of(Kind.STATUS);
            case "sc-bytes" -> Column.of(Kind.BYTES);
            case "sc-content-type" -> Column.of(Kind.CONTENT_TYPE);
            case "c-country" -> Column.of(Kind.REGION);
            case "x-edge-result-type", "x-edge-detailed-result-type" -> Column.of(Kind.FLAGS);
            default -> Column.of(Kind.SKIP);
        };
    }
}

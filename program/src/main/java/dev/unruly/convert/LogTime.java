package dev.unruly.convert;

import java.util.Arrays;

/// Reads times as logs write them, from bytes, without garbage.
///
/// A pattern is strftime's; beside it there are [#ISO], [#EPOCH] and [#ANY]. A log writes the same
/// second many times: the one before is remembered.
final class LogTime {

    /// No time.
    static final long BAD = Long.MIN_VALUE;

    /// As `2024-05-18T00:00:18.5+02:00`; without a zone it is UTC.
    static final String ISO = "iso";

    /// Since 1970, in s, ms, µs or ns by the number's size (these do not overlap from 1973 to
    /// 5138), with a fraction or without.
    static final String EPOCH = "epoch";

    /// Whatever of [#ISO], [#EPOCH] and [#COMMON] it looks like.
    static final String ANY = "any";

    /// The common log format's.
    static final String COMMON = "%d/%b/%Y:%H:%M:%S %z";

    private static final byte[] MONTHS =
            "janfebmaraprmayjunjulaugsepoctnovdec"
                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private final String pattern;
    private byte[] before = new byte[64];
    private int beforeLength = -1;
    private long beforeMillis;

    private byte[] text = {};
    private int at;
    private int end;
    private int year;
    private int month;
    private int day;
    private int hour;
    private int minute;
    private int second;
    private int milli;
    private long offsetSeconds;

    LogTime(String pattern) {
        this.pattern =
                pattern.replace("%F", "%Y-%m-%d")
                        .replace("%T", "%H:%M:%S")
                        .replace("%R", "%H:%M")
                        .replace("%D", "%m/%d/%y");
        for (int p = this.pattern.indexOf('%'); p >= 0; p = this.pattern.indexOf('%', p + 2)) {
            int i = p + 1;
            if (i == this.pattern.length()
                    || "dbhBYmyHMSzZfspe%".indexOf(this.pattern.charAt(i)) < 0) {
                throw new IllegalArgumentException(
                        "the time "
                                + pattern
                                + " has a part that cannot be read; known are %Y %y %m %b %B %d"
                                + " %e %H %M %S %f %s %z %Z %F %T %R %D");
            }
        }
    }

    /// Milliseconds since 1970 (UTC) of a text; [#BAD]: it is no such time.
    long millis(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length == beforeLength && Arrays.equals(bytes, from, to, before, 0, length)) {
            return beforeMillis;
        }
        long millis = parse(bytes, from, to);
        if (length <= before.length) {
            System.arraycopy(bytes, from, before, 0, length);
            beforeLength = length;
            beforeMillis = millis;
        }
        return millis;
    }

    private long parse(byte[] bytes, int from, int to) {
        text = bytes;
        at = from;
        end = to;
        return switch (pattern) {
            case ISO -> iso();
            case EPOCH -> epoch();
            case ANY -> any();
            default -> patterned(pattern);
        };
    }

    private long any() {
        int length = end - at;
        if (length > 4 && text[at + 4] == '-') {
            return iso();
        }
        for (int i = at; i < Math.min(end, at + 3); i++) {
            if (text[i] == '/') {
                return patterned(COMMON);
            }
        }
        return epoch();
    }

    private long epoch() {
        long whole = 0;
        int digits = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9' && digits < 19) {
            whole = whole * 10 + text[at++] - '0';
            digits++;
        }
        if (digits == 0 || (digits == 19 && whole < 0)) {
            return BAD;
        }
        long fraction = 0;
        if (at < end && text[at] == '.') {
            fraction = fraction();
        }
        if (at != end) {
            return BAD;
        }
        if (whole < 100_000_000_000L) {
            return whole * 1_000 + fraction;
        }
        return whole < 100_000_000_000_000L
                ? whole
                : whole < 100_000_000_000_000_000L ? whole / 1_000 : whole / 1_000_000;
    }

    /// The point here and what is behind it, in thousandths.
    private long fraction() {
        at++;
        long value = 0;
        int digits = 0;
        while (at < end && text[at] >= '0' && text[at] <= '9') {
            if (digits < 3) {
                value = value * 10 + text[at] - '0';
            }
            digits++;
            at++;
        }
        for (; digits < 3; digits++) {
            value *= 10;
        }
        return value;
    }

    private void reset() {
        year = 1970;
        month = 1;
        day = 1;
        hour = 0;
        minute = 0;
        second = 0;
        milli = 0;
        offsetSeconds = 0;
    }

    private long iso() {
        reset();
        year = number(4);
        boolean good = year > 0 && skip('-');
        month = number(2);
        good &= skip('-');
        day = number(2);
        if (good && at == end) {
            return moment();
        }
        good &= skip('T') || skip(' ') || skip('\t');
        hour = number(2);
        good &= skip(':');
        minute = number(2);
        if (skip(':')) {
            second = number(2);
        }
        if (at < end && (text[at] == '.' || text[at] == ',')) {
            milli = (int) fraction();
        }
        skip(' ');
        return good && zone() && at == end ? moment() : BAD;
    }

    private long patterned(String shape) {
        reset();
        long epochMillis = BAD;
        int i = 0;
        while (i < shape.length()) {
            char c = shape.charAt(i++);
            if (c != '%') {
                if (!skip(c)) {
                    return BAD;
                }
                continue;
            }
            switch (shape.charAt(i++)) {
                case 'd' -> day = number(2);
                case 'e' -> {
                    day = skip(' ') ? number(1) : number(2);
                }
                case 'b', 'h' -> month = monthName();
                case 'B' -> {
                    month = monthName();
                    while (at < end && text[at] >= 'a' && text[at] <= 'z') {
                        at++;
                    }
                }
                case 'Y' -> year = number(4);
                case 'y' -> {
                    int two = number(2);
                    year = two < 0 ? -1 : two + (two < 70 ? 2000 : 1900);
                }
                case 'm' -> month = number(2);
                case 'H' -> hour = number(2);
                case 'M' -> minute = number(2);
                case 'S' -> second = number(2);
                case 'f' -> {
                    at--;
                    milli = (int) fraction();
                }
                case 's' -> {
                    epochMillis = 0;
                    while (at < end && text[at] >= '0' && text[at] <= '9') {
                        epochMillis = epochMillis * 10 + text[at++] - '0';
                    }
                    epochMillis *= 1_000;
                }
                case 'z', 'Z' -> {
                    if (!zone()) {
                        return BAD;
                    }
                }
                default -> {
                    if (!skip('%')) {
                        return BAD;
                    }
                }
            }
        }
        if (at != end) {
            return BAD;
        }
        return epochMillis == BAD ? moment() : epochMillis + milli;
    }

    private boolean skip(char c) {
        if (at < end && text[at] == c) {
            at++;
            return true;
        }
        return false;
    }

    /// So many digits; −1: there are fewer.
    private int number(int digits) {
        int value = 0;
        for (int i = 0; i < digits; i++) {
            if (at >= end || text[at] < '0' || text[at] > '9') {
                return -1;
            }
            value = value * 10 + text[at++] - '0';
        }
        return value;
    }

    private int monthName() {
        if (at + 3 > end) {
            return -1;
        }
        for (int m = 0; m < 12; m++) {
            if ((text[at] | 0x20) == MONTHS[3 * m]
                    && (text[at + 1] | 0x20) == MONTHS[3 * m + 1]
                    && (text[at + 2] | 0x20) == MONTHS[3 * m + 2]) {
                at += 3;
                return m + 1;
            }
        }
        return -1;
    }

    /// `Z`, `UTC`, `GMT`, `+0200`, `+02:00`, or nothing at the end.
    private boolean zone() {
        if (at == end || skip('Z')) {
            return true;
        }
        if (at + 3 <= end && (text[at] == 'U' || text[at] == 'G') && text[at + 1] >= 'M') {
            at += 3;
            return true;
        }
        int sign = skip('+') ? 1 : skip('-') ? -1 : 0;
        int hours = number(2);
        skip(':');
        int minutes = at < end ? number(2) : 0;
        offsetSeconds = sign * (hours * 3_600L + minutes * 60L);
        return sign != 0 && hours >= 0 && minutes >= 0;
    }

    /// By the days of the civil calendar (Howard Hinnant, "chrono-Compatible Low-Level Date
    /// Algorithms", 2013).
    private long moment() {
        boolean good =
                year > 0
                        && month >= 1
                        && month <= 12
                        && day >= 1
                        && day <= 31
                        && hour >= 0
                        && hour <= 24
                        && minute >= 0
                        && minute <= 59
                        && second >= 0
                        && second <= 60;
        if (!good) {
            return BAD;
        }
        long y = month <= 2 ? year - 1 : year;
        long era = Math.floorDiv(y, 400L);
        long ofEra = y - era * 400;
        long ofYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
        long days = era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468;
        return ((days * 24 + hour) * 60 + minute) * 60_000
                + second * 1_000L
                + milli
                - offsetSeconds * 1_000;
    }
}

package dev.unruly.engine;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.StringTokenizer;

/// Dates as servers write them into cookies and `Date` fields, read as RFC 6265 section 5.1.1 says:
/// by their parts, in any order.
final class CookieDate {

    private static final String DELIMITERS = "\t !\"#$%&'()*+,-./;<=>?@[\\]^_`{|}~";
    private static final String MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec";

    private CookieDate() {}

    /// Seconds since 1970 began; empty when it is no date.
    static OptionalLong parse(String text) {
        String time = "";
        int day = 0;
        int month = 0;
        int year = -1;
        var tokens = new StringTokenizer(text, DELIMITERS);
        while (tokens.hasMoreTokens()) {
            String token = tokens.nextToken();
            if (time.isEmpty() && token.matches("\\d{1,2}:\\d{1,2}:\\d{1,2}")) {
                time = token;
            } else if (day == 0 && token.matches("\\d{1,2}")) {
                day = Integer.parseInt(token);
            } else if (month == 0 && month(token) > 0) {
                month = month(token);
            } else if (year < 0 && token.matches("\\d{2,4}")) {
                year = year(Integer.parseInt(token));
            }
        }
        return time.isEmpty() || day == 0 || month == 0 || year < 0
                ? OptionalLong.empty()
                : seconds(year, month, day, time.split(":"));
    }

    private static OptionalLong seconds(int year, int month, int day, String[] time) {
        try {
            LocalDateTime at =
                    LocalDateTime.of(
                            year,
                            month,
                            day,
                            Integer.parseInt(time[0]),
                            Integer.parseInt(time[1]),
                            Integer.parseInt(time[2]));
            return OptionalLong.of(at.toEpochSecond(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static int month(String token) {
        if (token.length() < 3) {
            return 0;
        }
        int at = MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
        return at >= 0 && at % 3 == 0 ? at / 3 + 1 : 0;
    }

    private static int year(int written) {
        if (written >= 100) {
            return written;
        }
        return written >= 70 ? 1900 + written : 2000 + written;
    }
}

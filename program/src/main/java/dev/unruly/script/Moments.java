package dev.unruly.script;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Recorded moments → nanoseconds since 1970: `2023-11-16 18:15:46.6805900`, with a `T` and an
/// offset as well, and plain numbers of seconds since whenever.
final class Moments {

    private static final Pattern DATED =
            Pattern.compile(
                    "(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(\\.\\d{1,12})?"
                            + "(Z|[+-]\\d\\d:?\\d\\d)?");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,12}(\\.\\d{1,12})?");
    private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE / 2);

    private Moments() {}

    static OptionalLong nanos(String text) {
        Matcher dated = DATED.matcher(text);
        if (dated.matches()) {
            return dated(dated);
        }
        return SECONDS.matcher(text).matches()
                ? inNanos(new BigDecimal(text))
                : OptionalLong.empty();
    }

    private static OptionalLong dated(Matcher parts) {
        try {
            long second =
                    LocalDateTime.parse(parts.group(1) + "T" + parts.group(2))
                            .toEpochSecond(
                                    parts.group(4) == null
                                            ? ZoneOffset.UTC
                                            : ZoneOffset.of(parts.group(4)));
            String fraction = parts.group(3) == null ? "0" : "0" + parts.group(3);
            return inNanos(BigDecimal.valueOf(second).add(new BigDecimal(fraction)));
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static OptionalLong inNanos(BigDecimal seconds) {
        BigDecimal nanos = seconds.movePointRight(9).setScale(0, RoundingMode.DOWN);
        return nanos.abs().compareTo(MOST) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(nanos.longValueExact());
    }
}

package dev.unruly.convert;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.Optional;

/// Where in a log a duration stands, and in which unit.
///
/// @param name of the field
/// @param nanos of one unit
public record LogField(String name, long nanos) {

    private static final long DAY = 86_400_000_000_000L;

    /// `rt:s`, `duration:ms`, `+1:us`.
    ///
    /// @throws IllegalArgumentException with words for people, if there is no unit
    public static LogField of(String text) {
        int colon = text.lastIndexOf(':');
        String unit = colon < 0 ? "" : text.substring(colon + 1).toLowerCase(Locale.ROOT);
        long nanos =
                switch (unit) {
                    case "s" -> 1_000_000_000L;
                    case "ms" -> 1_000_000L;
                    case "us", "µs" -> 1_000L;
                    case "ns" -> 1L;
                    default -> 0L;
                };
        if (nanos == 0 || colon == 0) {
            throw new IllegalArgumentException(
                    "--duration "
                            + text
                            + ": a number alone does not say what it counts; write FIELD:UNIT with"
                            + " s, ms, us or ns, as "
                            + (colon > 0 ? text.substring(0, colon) : text)
                            + ":s (nginx and Apache's %T log seconds, Apache's %D microseconds,"
                            + " Envoy milliseconds)");
        }
        return new LogField(text.substring(0, colon), nanos);
    }

    /// What a value of the field means; empty: it is no duration of up to a day.
    Optional<Long> read(String text) {
        if (!text.matches("\\d{1,18}(\\.\\d{1,12})?")) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(text).multiply(BigDecimal.valueOf(nanos));
        return value.compareTo(BigDecimal.valueOf(DAY)) > 0
                ? Optional.empty()
                : Optional.of(value.setScale(0, RoundingMode.HALF_EVEN).longValueExact());
    }
}

package dev.unruly.script;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Lengths of time and rates as Gatling, Artillery and JMeter write them: `5 min`, `10.minutes`,
/// `Duration.ofSeconds(30)`, `1.5h`; a plain number is in seconds.
final class Spans {

    private static final Pattern SPAN =
            Pattern.compile("(\\d{1,15}(?:\\.\\d{1,15})?)(?:[\\s.]*([a-zA-Z]+)(?:\\(\\))?)?");
    private static final Pattern OF =
            Pattern.compile("Duration\\.of(\\w+)\\(\\s*(\\d{1,15})\\s*\\)");

    private Spans() {}

    /// A length of time; empty where a text is none.
    static OptionalLong nanos(String text) {
        Matcher of = OF.matcher(text.strip());
        Matcher span = SPAN.matcher(text.strip());
        if (of.matches()) {
            return nanos(of.group(2), of.group(1));
        }
        if (!span.matches()) {
            return OptionalLong.empty();
        }
        return nanos(span.group(1), span.group(2) == null ? "s" : span.group(2));
    }

    /// The unit's length; empty where a word is none.
    static OptionalLong unit(String word) {
        return switch (word.strip().toLowerCase(Locale.ROOT)) {
            case "ms", "msec", "msecs", "milli", "millis", "millisecond", "milliseconds" ->
                    OptionalLong.of(1_000_000L);
            case "s", "sec", "secs", "second", "seconds" -> OptionalLong.of(1_000_000_000L);
            case "m", "min", "mins", "minute", "minutes" -> OptionalLong.of(60_000_000_000L);
            case "h", "hr", "hrs", "hour", "hours" -> OptionalLong.of(3_600_000_000_000L);
            case "d", "day", "days" -> OptionalLong.of(86_400_000_000_000L);
            default -> OptionalLong.empty();
        };
    }

    private static OptionalLong nanos(String number, String unit) {
        OptionalLong length = unit(unit);
        if (length.isEmpty()) {
            return OptionalLong.empty();
        }
        BigDecimal nanos = new BigDecimal(number).multiply(BigDecimal.valueOf(length.getAsLong()));
        return nanos.compareTo(BigDecimal.valueOf(Units.LONGEST_NANOS)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(nanos.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }
}

package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Share;
import java.math.BigDecimal;
import java.math.RoundingMode;

/// Words of YAML for numbers and texts, exact: what is written is read again as it was. Lengths of
/// time are whole nanoseconds in files.
final class Ink {

    private static final long SECOND = 1_000_000_000L;

    private Ink() {}

    /// A share, as a percentage.
    static String share(Share share) {
        return percent(share.value()) + "%";
    }

    /// A number.
    static String number(double value) {
        return plain(new BigDecimal(Double.toString(value)));
    }

    /// A length of time in nanoseconds.
    static String nanos(long nanos) {
        if (nanos == 0) {
            return "0s";
        }
        return nanos % 1_000_000 != 0 || nanos < SECOND
                ? plain(BigDecimal.valueOf(nanos, 6)) + "ms"
                : plain(BigDecimal.valueOf(nanos, 9)) + "s";
    }

    /// A length of time in seconds, to the nanosecond.
    static String seconds(double seconds) {
        return nanos(
                new BigDecimal(Double.toString(seconds))
                        .movePointRight(9)
                        .setScale(0, RoundingMode.HALF_UP)
                        .longValueExact());
    }

    /// A rate per second.
    static String rate(double perSecond) {
        return number(perSecond) + "/s";
    }

    /// A distribution of seconds.
    static String distribution(Distribution d) {
        return new DistributionText(Ink::seconds, Ink::number, Ink::percent).of(d);
    }

    private static String percent(double share) {
        return plain(new BigDecimal(Double.toString(share)).movePointRight(2));
    }

    /// A text in quotes: whatever it holds, it stays one line and a text.
    static String quoted(String text) {
        var out = new StringBuilder("\"");
        text.codePoints()
                .forEach(c -> {
                    switch (c) {
                        case '"' -> out.append("\\\"");
                        case '\\' -> out.append("\\\\");
                        case '\n' -> out.append("\\n");
                        case '\r' -> out.append("\\r");
                        case '\t' -> out.append("\\t");
                        default -> {
                            boolean shown =
                                    (c >= ' ' && c < 0x7f)
                                            || (c > 0x9f
                                                    && c < 0xd800
                                                    && c != 0x2028
                                                    && c != 0x2029);
                            if (shown) {
                                out.appendCodePoint(c);
                            } else {
                                out.append("\\U%08x".formatted(c));
                            }
                        }
                    }
                });
        return out.append('"').toString();
    }

    /// A comment, kept on its line.
    static String comment(String text) {
        return text.isEmpty() ? "" : "  # " + bare(text);
    }

    /// A text without what would end a line or steer a terminal.
    static String bare(String text) {
        return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]", " ");
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}

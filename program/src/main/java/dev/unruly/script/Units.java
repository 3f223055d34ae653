package dev.unruly.script;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Texts with units → numbers: `1m30s`, `30%`, `40/s`, `5Mbit/s`. Empty where a text is none.
final class Units {

    /// No length of time in a file is longer: 366 days.
    static final long LONGEST_NANOS = 366L * 24 * 3_600 * 1_000_000_000;

    private static final String NUMBER = "(\\d{1,15}(?:\\.\\d{1,15})?)";
    private static final Pattern PLAIN =
            Pattern.compile("[+-]?" + NUMBER + "(?:[eE][+-]?\\d{1,3})?");
    private static final Pattern TIME = Pattern.compile(NUMBER + "(ns|us|µs|ms|s|m|h)");
    private static final Pattern PERCENT = Pattern.compile(NUMBER + "\\s?%");
    private static final Pattern RATE = Pattern.compile(NUMBER + "\\s?/\\s?(s|m|h)");
    private static final Pattern BITS =
            Pattern.compile(NUMBER + "\\s?(bit|kbit|Mbit|Gbit|B|kB|MB|GB)/s");
    private static final Pattern FACTOR = Pattern.compile("x" + NUMBER);
    private static final Pattern QUANTILE = Pattern.compile("p(\\d{1,3}(?:\\.\\d{1,6})?)");

    private Units() {}

    /// A number without a unit.
    static OptionalDouble number(String text) {
        if (!PLAIN.matcher(text).matches()) {
            return OptionalDouble.empty();
        }
        double value = Double.parseDouble(text);
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }

    /// A whole number.
    static OptionalLong whole(String text) {
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException notOne) {
            return OptionalLong.empty();
        }
    }

    /// A length of time in nanoseconds: one or more numbers with a unit each, or a plain 0.
    static OptionalLong nanos(String text) {
        if (text.equals("0")) {
            return OptionalLong.of(0);
        }
        Matcher part = TIME.matcher(text);
        BigDecimal sum = BigDecimal.ZERO;
        int at = 0;
        while (at < text.length() && part.find(at) && part.start() == at) {
            sum = sum.add(new BigDecimal(part.group(1)).multiply(nanosIn(part.group(2))));
            at = part.end();
        }
        if (at == 0 || at < text.length() || sum.compareTo(BigDecimal.valueOf(LONGEST_NANOS)) > 0) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(sum.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    private static BigDecimal nanosIn(String unit) {
        return BigDecimal.valueOf(
                switch (unit) {
                    case "ns" -> 1L;
                    case "us", "µs" -> 1_000L;
                    case "ms" -> 1_000_000L;
                    case "s" -> 1_000_000_000L;
                    case "m" -> 60_000_000_000L;
                    case "h" -> 3_600_000_000_000L;
                    default -> throw new IllegalStateException("unit " + unit);
                });
    }

    /// A fraction, `30%` or `0.3`; not required to be in [0, 1].
    static OptionalDouble share(String text) {
        Matcher percent = PERCENT.matcher(text);
        return percent.matches()
                ? OptionalDouble.of(new BigDecimal(percent.group(1)).movePointLeft(2).doubleValue())
                : number(text);
    }

    /// Events per second: `40/s`, `2/m`, `5/h`.
    static OptionalDouble perSecond(String text) {
        Matcher rate = RATE.matcher(text);
        if (!rate.matches()) {
            return OptionalDouble.empty();
        }
        double count = Double.parseDouble(rate.group(1));
        return OptionalDouble.of(
                switch (rate.group(2)) {
                    case "s" -> count;
                    case "m" -> count / 60;
                    case "h" -> count / 3_600;
                    default -> throw new IllegalStateException("unit " + rate.group(2));
                });
    }

    /// Bits per second: `5Mbit/s`, `64kB/s`; k, M and G are powers of ten.
    static OptionalLong bitsPerSecond(String text) {
        Matcher bits = BITS.matcher(text);
        if (!bits.matches()) {
            return OptionalLong.empty();
        }
        String unit = bits.group(2);
        int power =
                switch (unit.substring(0, 1).toLowerCase(Locale.ROOT)) {
                    case "k" -> 3;
                    case "m" -> 6;
                    case "g" -> 9;
                    default -> 0;
                };
        BigDecimal value = new BigDecimal(bits.group(1)).movePointRight(power);
        BigDecimal inBits = unit.endsWith("B") ? value.multiply(BigDecimal.valueOf(8)) : value;
        return inBits.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? OptionalLong.empty()
                : OptionalLong.of(inBits.setScale(0, RoundingMode.HALF_UP).longValueExact());
    }

    /// A factor: `x2`.
    static OptionalDouble factor(String text) {
        Matcher factor = FACTOR.matcher(text);
        return factor.matches()
                ? OptionalDouble.of(Double.parseDouble(factor.group(1)))
                : OptionalDouble.empty();
    }

    /// A quantile as a share: `p99.9`, also `99.9%` and `0.999`.
    static OptionalDouble quantile(String text) {
        Matcher named = QUANTILE.matcher(text);
        return named.matches() ? share(named.group(1) + "%") : share(text);
    }

    /// A fraction as people write it: `99.99%`, with as few digits as tell it.
    static String percent(double share) {
        return plain(share * 100) + "%";
    }

    /// A number as people write it, to four places: with as few digits as tell it.
    static String plain(double number) {
        return BigDecimal.valueOf(number)
                .setScale(4, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
    }
}

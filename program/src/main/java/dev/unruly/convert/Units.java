package dev.unruly.convert;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Quantities as other products write them.
final class Units {

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private Units() {}

    /// Whole milliseconds, rounded up: a time is never exported shorter than it was derived.
    static long millis(long nanos) {
        return Math.ceilDiv(nanos, NANOS_PER_MILLI);
    }

    /// Whole seconds, rounded up.
    static long seconds(long nanos) {
        return Math.ceilDiv(nanos, NANOS_PER_SECOND);
    }

    /// `250ms`.
    static String ms(long nanos) {
        return millis(nanos) + "ms";
    }

    /// Protocol buffers' notation of a duration: `0.25s`.
    static String proto(long nanos) {
        return number(BigDecimal.valueOf(nanos, 9)) + "s";
    }

    /// The nanoseconds in which a rate lets a burst through.
    static long period(double perSecond, int burst) {
        return (long) Math.ceil(burst / perSecond * NANOS_PER_SECOND);
    }

    /// A share as a percentage, to six digits.
    static BigDecimal percent(double share) {
        return plain(BigDecimal.valueOf(share).movePointRight(2));
    }

    /// A share as a percentage that is not larger, to six digits: a budget is never exported larger
    /// than it was derived.
    static BigDecimal percentAtMost(double share) {
        BigDecimal percent = BigDecimal.valueOf(share).movePointRight(2);
        return new BigDecimal(number(percent.round(new MathContext(6, RoundingMode.DOWN))));
    }

    static BigDecimal plain(BigDecimal value) {
        BigDecimal rounded = value.round(new MathContext(6, RoundingMode.HALF_EVEN));
        return new BigDecimal(number(rounded));
    }

    private static String number(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}

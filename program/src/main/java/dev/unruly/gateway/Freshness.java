package dev.unruly.gateway;

import dev.unruly.world.Fields;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// What an answer says of being given again, to others too: a shared cache's rules of RFC 9111, and
/// the two stale directives of RFC 5861. Where they leave a choice, or what is said is not clear,
/// it is not kept.
///
/// @param goodNanos how long it is good, counted from its making; empty: it does not say
/// @param staleNanos how long after that it may be given while a new one is fetched; empty: it does
///   not say
/// @param ifErrorNanos the same if no new one can be had
/// @param ageNanos how old it was when it was sent
record Freshness(
        OptionalLong goodNanos, OptionalLong staleNanos, long ifErrorNanos, long ageNanos) {

    private static final long SECOND = 1_000_000_000L;
    private static final int NO_CONTENT = 204;

    /// Final, and understood here (RFC 9110, section 15.1).
    private static final Set<Integer> KEPT =
            Set.of(200, 203, 204, 300, 301, 308, 404, 405, 410, 414);

    /// It does something to one browser.
    private static final String[] PERSONAL = {"Set-Cookie", "Set-Cookie2", "Clear-Site-Data"};

    /// Whether more than one may have an answer of this status.
    static boolean isFinal(int status) {
        return KEPT.contains(status);
    }

    /// What an answer says; empty: it must not be kept.
    ///
    /// @param authorized whether the request had credentials in a field
    static Optional<Freshness> of(int status, Fields fields, boolean authorized) {
        Optional<Directives> read = Directives.of(fields, "Cache-Control");
        if (read.isEmpty() || !isFinal(status) || personal(fields) || !framed(status, fields)) {
            return Optional.empty();
        }
        Directives said = read.get();
        boolean forbidden =
                said.has("no-store")
                        || said.has("no-cache")
                        || said.has("private")
                        || (authorized
                                && !said.has("public")
                                && !said.has("s-maxage")
                                && !said.has("must-revalidate"));
        boolean clear =
                said.clear("max-age")
                        && said.clear("s-maxage")
                        && said.clear("stale-while-revalidate")
                        && said.clear("stale-if-error");
        OptionalLong age = age(fields);
        if (forbidden || !clear || age.isEmpty() || oldFashionedNo(fields)) {
            return Optional.empty();
        }
        Optional<OptionalLong> good = good(said, fields);
        if (good.isEmpty()) {
            return Optional.empty();
        }
        boolean never = said.has("must-revalidate") || said.has("proxy-revalidate");
        return Optional.of(
                new Freshness(
                        good.get(),
                        never ? OptionalLong.of(0) : stale(said),
                        never ? 0 : nanos(said, "stale-if-error"),
                        age.getAsLong() * SECOND));
    }

    private static boolean personal(Fields fields) {
        for (String name : PERSONAL) {
            if (fields.find(name, 0) >= 0) {
                return true;
            }
        }
        return false;
    }

    /// Whether it can be known that it is whole.
    private static boolean framed(int status, Fields fields) {
        int length = fields.find("Content-Length", 0);
        boolean coded = fields.find("Transfer-Encoding", 0) >= 0;
        boolean once = length < 0 || fields.find("Content-Length", length + 1) < 0;
        return fields.find("Content-Range", 0) < 0
                && once
                && (status == NO_CONTENT || coded != length >= 0);
    }

    /// HTTP/1.0's way of saying no-cache (RFC 9111, section 5.4).
    private static boolean oldFashionedNo(Fields fields) {
        int at = fields.find("Pragma", 0);
        return at >= 0
                && fields.find("Cache-Control", 0) < 0
                && fields.value(at).toString().toLowerCase(Locale.ROOT).contains("no-cache");
    }

    private static OptionalLong age(Fields fields) {
        int at = fields.find("Age", 0);
        if (at < 0) {
            return OptionalLong.of(0);
        }
        boolean clear = fields.find("Age", at + 1) < 0 && Directives.isNumber(fields.value(at));
        return clear ? OptionalLong.of(Directives.number(fields.value(at))) : OptionalLong.empty();
    }

    /// Section 4.2.1. Outer empty: it is good no more, or that is not clear.
    private static Optional<OptionalLong> good(Directives said, Fields fields) {
        for (String directive : new String[] {"s-maxage", "max-age"}) {
            if (said.has(directive)) {
                return positive(nanos(said, directive));
            }
        }
        int expires = fields.find("Expires", 0);
        if (expires < 0) {
            return Optional.of(OptionalLong.empty());
        }
        int date = fields.find("Date", 0);
        if (date < 0 || fields.find("Expires", expires + 1) >= 0) {
            return Optional.empty();
        }
        try {
            Duration left =
                    Duration.between(instant(fields.value(date)), instant(fields.value(expires)));
            return positive(SECOND * Math.min(left.toSeconds(), Directives.MOST_SECONDS));
        } catch (DateTimeException unclear) {
            return Optional.empty();
        }
    }

    private static Instant instant(CharSequence text) {
        return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    }

    private static Optional<OptionalLong> positive(long nanos) {
        return nanos > 0 ? Optional.of(OptionalLong.of(nanos)) : Optional.empty();
    }

    /// What says how long others may give it does not want it given after that (section 5.2.2.10),
    /// unless it says so itself.
    private static OptionalLong stale(Directives said) {
        if (said.has("stale-while-revalidate")) {
            return OptionalLong.of(nanos(said, "stale-while-revalidate"));
        }
        return said.has("s-maxage") ? OptionalLong.of(0) : OptionalLong.empty();
    }

    private static long nanos(Directives said, String directive) {
        return said.has(directive) ? SECOND * said.seconds(directive) : 0;
    }
}

package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import java.util.Locale;

/// What Apache's directives mean.
final class ApacheWords {

    private ApacheWords() {}

    /// Of `%t` and `%{…}t`: when the request came, unless it says `end:`.
    static Column time(String argument) {
        Kind kind = argument.startsWith("end:") ? Kind.ENDED : Kind.BEGAN;
        String bare = argument.replaceFirst("^(begin|end):?", "");
        return switch (bare) {
            case "" -> Column.at(kind, LogTime.COMMON);
            case "sec", "msec", "usec" -> Column.at(kind, LogTime.EPOCH);
            default -> Column.at(kind, bare);
        };
    }

    static Column column(String letter, String argument) {
        return switch (letter) {
            case "h", "a" -> Column.of(Kind.ADDRESS);
            case "u" -> Column.of(Kind.ACCOUNT);
            case "r" -> Column.of(Kind.REQUEST);
            case "m" -> Column.of(Kind.METHOD);
            case "U" -> Column.of(Kind.URL);
            case "q" -> Column.of(Kind.QUERY);
            case "s" -> Column.of(Kind.STATUS);
            case "b", "B", "O" -> Column.of(Kind.BYTES);
            case "D" -> Column.took(1);
            case "T" -> Column.took(unit(argument));
            case "v", "V" -> Column.of(Kind.HOST);
            case "X" -> Column.of(Kind.FLAGS);
            case "C" -> Column.of(Kind.ACCOUNT);
            case "i" -> Column.of(asked(argument.toLowerCase(Locale.ROOT)));
            case "o" ->
                    Column.of(
                            argument.equalsIgnoreCase("content-type")
                                    ? Kind.CONTENT_TYPE
                                    : Kind.SKIP);
            default -> Column.of(Kind.SKIP);
        };
    }

    private static double unit(String argument) {
        return switch (argument) {
            case "ms" -> 1e3;
            case "us" -> 1;
            default -> 1e6;
        };
    }

    private static Kind asked(String header) {
        return switch (header) {
            case "user-agent" -> Kind.AGENT;
            case "referer" -> Kind.REFERRER;
            case "host" -> Kind.HOST;
            case "x-forwarded-for" -> Kind.FORWARDED;
            case "cookie" -> Kind.COOKIES;
            default -> header.contains("country") ? Kind.REGION : Kind.SKIP;
        };
    }
}

package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/// Which field of a log in JSON says what: of servers that are known, or as a file says.
final class JsonFields {

    private static final String WHAT =
            "began, ended, took, status, method, url, query, request, address, address-port,"
                    + " forwarded, agent, account, cookies, host, referrer, type, bytes, region, flags,"
                    + " upstream, upstream-took";

    private JsonFields() {}

    /// By the names of `json-fields.txt`, in its order.
    static Map<String, Map<String, Column>> known() {
        var known = new LinkedHashMap<String, Map<String, Column>>();
        Map<String, Column> into = new LinkedHashMap<>();
        for (String line : shipped().lines().toList()) {
            String bare = line.replaceFirst("#.*", "").strip();
            if (bare.startsWith("[")) {
                into = new LinkedHashMap<>();
                known.put(bare.substring(1, bare.length() - 1), into);
            } else if (!bare.isEmpty()) {
                put(bare, into);
            }
        }
        return known;
    }

    private static String shipped() {
        try (var in = JsonFields.class.getResourceAsStream("json-fields.txt")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Reads a mapping: on each line `what = field`, of a duration with its unit behind it (`took =
    /// http.took:ms`).
    ///
    /// @throws IOException with words for people, all that is wrong at once
    static Map<String, Column> read(Path file) throws IOException {
        var mapping = new LinkedHashMap<String, Column>();
        var wrong = new StringBuilder();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            String bare = line.replaceFirst("#.*", "").strip();
            if (bare.isEmpty()) {
                continue;
            }
            try {
                put(bare, mapping);
            } catch (IllegalArgumentException e) {
                wrong.append(wrong.isEmpty() ? "" : "\n")
                        .append(file)
                        .append(':')
                        .append(number)
                        .append(": ")
                        .append(Shown.text(String.valueOf(e.getMessage())));
            }
        }
        if (!wrong.isEmpty()) {
            throw new IOException(wrong.toString());
        }
        return mapping;
    }

    private static void put(String line, Map<String, Column> mapping) {
        String[] sides = line.split("\\s*=\\s*", 2);
        if (sides.length < 2) {
            throw new IllegalArgumentException("write WHAT = FIELD; what is " + WHAT);
        }
        if (sides[0].equals("took") || sides[0].equals("upstream-took")) {
            LogField field = LogField.of(sides[1]);
            double micros = field.nanos() / 1e3;
            mapping.put(
                    field.name(),
                    sides[0].equals("took") ? Column.took(micros) : Column.upstreamTook(micros));
        } else {
            mapping.put(sides[1], Column.of(kind(sides[0])));
        }
    }

    private static Kind kind(String what) {
        return switch (what.toLowerCase(Locale.ROOT)) {
            case "began" -> Kind.BEGAN;
            case "ended" -> Kind.ENDED;
            case "status" -> Kind.STATUS;
            case "method" -> Kind.METHOD;
            case "url" -> Kind.URL;
            case "query" -> Kind.QUERY;
            case "request" -> Kind.REQUEST;
            case "address" -> Kind.ADDRESS;
            case "address-port" -> Kind.ADDRESS_PORT;
            case "forwarded" -> Kind.FORWARDED;
            case "agent" -> Kind.AGENT;
            case "account" -> Kind.ACCOUNT;
            case "cookies" -> Kind.COOKIES;
            case "host" -> Kind.HOST;
            case "referrer" -> Kind.REFERRER;
            case "type" -> Kind.CONTENT_TYPE;
            case "bytes" -> Kind.BYTES;
            case "region" -> Kind.REGION;
            case "upstream" -> Kind.UPSTREAM;
            case "flags" -> Kind.FLAGS;
            default ->
                    throw new IllegalArgumentException(
                            "nothing is called `" + what + "`; what is " + WHAT);
        };
    }
}

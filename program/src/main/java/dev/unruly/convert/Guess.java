package dev.unruly.convert;

import dev.unruly.model.Hit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/// Which format a file has, by its first lines: that which reads most of them.
final class Guess {

    private static final String MORE = " and more";

    /// So many lines are tried.
    private static final int LINES = 1_000;

    /// Longer lines say little of a log.
    private static final int ORDINARY = 1 << 16;

    /// Longer words behind a format are of no kind that can be told.
    private static final int LONGEST_TOLD = 1_000;

    /// So far a document is looked for.
    private static final int START = 4_000;

    private static final Pattern GOR = Pattern.compile("[123] [0-9a-zA-Z]+ \\d{10,}( -?\\d+)?");
    private static final Pattern ADDRESSES =
            Pattern.compile("-|[0-9a-fA-F]*[.:][0-9a-fA-F.:]*(, ?[0-9a-fA-F.:]+)*");
    private static final Pattern SECONDS = Pattern.compile("\\d+\\.\\d{3}");

    private Guess() {}

    /// A format and how it is to be read.
    sealed interface Format {

        /// Lines of text.
        ///
        /// @param sure the share of the lines tried that it reads
        record Text(String name, double sure, Supplier<LineReader> reader) implements Format {}

        record Har() implements Format {}

        record Spans() implements Format {}

        record Gor() implements Format {}

        record Series() implements Format {}

        /// Nothing is in it.
        record Nothing() implements Format {}
    }

    /// Finds it.
    ///
    /// @param head the beginning of a file
    /// @throws IOException with words for people, if there is none
    static Format of(String name, byte[] head) throws IOException {
        String text = new String(head, StandardCharsets.ISO_8859_1).strip();
        if (text.isEmpty()) {
            return new Format.Nothing();
        }
        String start = text.substring(0, Math.min(text.length(), START));
        Optional<Format> document = document(start);
        if (document.isPresent()) {
            return document.get();
        }
        String line = start.lines().findFirst().orElse("").strip();
        if (GOR.matcher(line).matches()) {
            return new Format.Gor();
        }
        if (line.contains("TraceID,") && line.contains("SpanID,")) {
            return new Format.Spans();
        }
        List<byte[]> lines = lines(head);
        if (lines.stream().filter(Guess::isObject).count() > lines.size() / 2) {
            return JsonGuess.of(name, lines);
        }
        Optional<Format> best = best(lines);
        if (best.isPresent()) {
            return best.get();
        }
        if (SeriesLines.looksLike(start)) {
            return new Format.Series();
        }
        throw new IOException(unknown(name, line));
    }

    private static String unknown(String name, String line) {
        byte[] shown = line.getBytes(StandardCharsets.ISO_8859_1);
        return name
                + ": no format that is known reads most of its first lines, as "
                + Shown.bytes(shown, 0, shown.length)
                + "\nWrite --format with the server's log_format (nginx) or LogFormat (Apache), or a"
                + " name: "
                + KnownFormats.names()
                + ", haproxy, w3c, cloudfront-realtime, "
                + String.join(", ", JsonFields.known().keySet())
                + "; for other JSON --map FILE. HAR, OTLP, Jaeger, Zipkin, .gor and series of"
                + " arrivals are known by what they begin with.";
    }

    /// Whether it begins a HAR or spans, which may be one line of any length.
    static boolean isDocument(byte[] head) {
        int length = Math.min(head.length, START);
        return document(new String(head, 0, length, StandardCharsets.ISO_8859_1).strip())
                .isPresent();
    }

    private static Optional<Format> document(String start) {
        if (!start.startsWith("{") && !start.startsWith("[")) {
            return Optional.empty();
        }
        if (start.contains("\"log\"")
                && (start.contains("\"creator\"") || start.contains("\"entries\""))) {
            return Optional.of(new Format.Har());
        }
        boolean otlp = start.contains("\"resourceSpans\"") || start.contains("\"resource_spans\"");
        boolean jaeger = start.contains("\"data\"") && start.contains("\"traceID\"");
        boolean zipkin = start.charAt(0) == '[' && start.contains("\"traceId\"");
        return otlp || jaeger || zipkin ? Optional.of(new Format.Spans()) : Optional.empty();
    }

    /// The whole lines of a beginning; very long ones only where there are no others.
    private static List<byte[]> lines(byte[] head) {
        boolean some = ordinary(head) > 0;
        var lines = new ArrayList<byte[]>();
        int from = 0;
        for (int end = end(head, 0); from < head.length; end = end(head, from)) {
            boolean whole = end < head.length || lines.isEmpty() || head.length < Opening.HEAD;
            if (lines.size() < LINES && whole && (end - from <= ORDINARY || !some)) {
                int bare = end > from && head[end - 1] == '\r' ? end - 1 : end;
                lines.add(Arrays.copyOfRange(head, from, bare));
            }
            from = end + 1;
        }
        return lines;
    }

    private static boolean isObject(byte[] line) {
        return line.length > 0 && line[0] == '{';
    }

    /// How many lines end in it that are not very long.
    static int ordinary(byte[] head) {
        int count = 0;
        int from = 0;
        for (int end = end(head, 0); end < head.length; end = end(head, from)) {
            count += end > from && end - from <= ORDINARY ? 1 : 0;
            from = end + 1;
        }
        return count;
    }

    private static int end(byte[] head, int from) {
        int end = from;
        while (end < head.length && head[end] != '\n') {
            end++;
        }
        return end;
    }

    private static Optional<Format> best(List<byte[]> lines) {
        Map<String, Supplier<LineReader>> candidates = new LinkedHashMap<>();
        candidates.put("w3c", W3cLine::new);
        candidates.put("cloudfront-realtime", () -> new W3cLine(W3cLine.REAL_TIME));
        candidates.put("haproxy", HaproxyLine::new);
        KnownFormats.all()
                .forEach((name, format) ->
                        candidates.put(name, () -> new LogScanner(LogFormat.of(name))));
        String found = "";
        double most = 0;
        for (Map.Entry<String, Supplier<LineReader>> one : candidates.entrySet()) {
            double share = share(lines, one.getValue().get());
            // What takes anything behind it must not win over what knows what that is.
            boolean loose = one.getKey().equals("common" + MORE);
            if (share > (loose ? Math.max(0.5, most + 0.3) : most + 0.02)) {
                most = share;
                found = one.getKey();
            }
        }
        if (most < 0.5) {
            return Optional.empty();
        }
        if (found.endsWith(MORE)) {
            return Optional.of(
                    more(found.substring(0, found.length() - MORE.length()), lines, most));
        }
        return Optional.of(
                new Format.Text(found, most, candidates.getOrDefault(found, W3cLine::new)));
    }

    private static double share(List<byte[]> lines, LineReader reader) {
        var hit = new Hit();
        int good = 0;
        int all = 0;
        for (byte[] line : lines) {
            if (line.length == 0) {
                continue;
            }
            Flaw flaw = reader.read(line, 0, line.length, hit);
            good += flaw == Flaw.NONE || flaw == Flaw.NO_REQUEST ? 1 : 0;
            all += flaw == Flaw.NONE || flaw == Flaw.NO_REQUEST || flaw.broken() ? 1 : 0;
        }
        return all == 0 ? 0 : (double) good / all;
    }

    /// A format with fields behind it that can be told by what they look like: seconds with three
    /// decimals, addresses (X-Forwarded-For), and a session's cookie.
    private static Format more(String name, List<byte[]> lines, double sure) {
        String known = KnownFormats.byName(name);
        for (byte[] line : lines) {
            String text = new String(line, StandardCharsets.ISO_8859_1);
            var tail = new StringBuilder();
            var words = new ArrayList<String>();
            int at = Tail.behind(name, text);
            if (at < 0) {
                continue;
            }
            for (String token : Tail.tokens(text.substring(at))) {
                tail.append(' ').append(field(token, words));
            }
            String format = known + tail;
            double share = share(lines, new LogScanner(LogFormat.of(format)));
            if (share > sure - 0.1 && !words.isEmpty()) {
                String said = name + ", behind it " + String.join(", ", words);
                return new Format.Text(said, share, () -> new LogScanner(LogFormat.of(format)));
            }
            break;
        }
        return new Format.Text(
                name + " and more, which has no name: --format says what it is",
                sure,
                () -> new LogScanner(LogFormat.of(KnownFormats.byName(name + MORE))));
    }

    private static String field(String token, List<String> words) {
        int equals = token.indexOf('=');
        String name = equals > 0 && token.charAt(0) != '"' ? token.substring(0, equals + 1) : "";
        String value = token.substring(name.length());
        String bare = value.replace("\"", "");
        if (bare.length() > LONGEST_TOLD) {
            return name + "$other";
        }
        String quote = value.startsWith("\"") ? "\"" : "";
        String lower = name.toLowerCase(Locale.ROOT);
        boolean named = lower.equals("rt=") || lower.equals("request_time=");
        if (SECONDS.matcher(bare).matches()
                && (name.isEmpty() || named)
                && !words.contains("seconds")) {
            words.add("seconds");
            return name + quote + "$request_time" + quote;
        }
        if (name.isEmpty() && !quote.isEmpty()) {
            if (ADDRESSES.matcher(bare).matches()) {
                words.add("X-Forwarded-For");
                return "\"$http_x_forwarded_for\"";
            }
            if (bare.matches("\\S{6,}") && !words.contains("a session")) {
                words.add("a session");
                return "\"$cookie_session\"";
            }
        }
        return name + quote + "$other" + quote;
    }
}

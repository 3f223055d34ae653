package dev.unruly.convert;

import dev.unruly.convert.Column.Kind;
import dev.unruly.model.Hit;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// A recording of GoReplay: `type id nanoseconds [latency]`, the message as it was sent, and a line
/// of three monkeys. A request waits for its answer, whose time says how long it took.
final class GorFile {

    private static final Pattern META =
            Pattern.compile("([123]) ([0-9a-zA-Z]+) (\\d{10,19})( .*)?");
    private static final byte[] END = "🐵🙈🙉".getBytes(StandardCharsets.UTF_8);

    private static final String LAST = Long.toString(Long.MAX_VALUE);

    /// Requests without an answer that are remembered; the oldest is given without one.
    private static final int MOST_WAITING = 100_000;

    private record Asked(long nanos, List<String> head) {
        Asked {
            head = List.copyOf(head);
        }
    }

    private final Map<String, Asked> waiting = new LinkedHashMap<>();
    private final HitFields fields = new HitFields();
    private final Hit hit = new Hit();
    private final HarFile.Entries to;
    private final String name;

    GorFile(String name, HarFile.Entries to) {
        this.name = name;
        this.to = to;
    }

    void read(Blocks lines) throws IOException {
        String meta = "";
        var head = new ArrayList<String>();
        boolean body = false;
        long number = 0;
        while (lines.next()) {
            number++;
            if (!meta.isEmpty() && ends(lines)) {
                record(meta, head, name + ":" + number);
                meta = "";
                continue;
            }
            if (body && !meta.isEmpty()) {
                continue;
            }
            String line =
                    new String(
                            lines.bytes(),
                            lines.from(),
                            Math.min(1 << 14, lines.to() - lines.from()),
                            StandardCharsets.UTF_8);
            if (meta.isEmpty()) {
                if (META.matcher(line).matches()) {
                    meta = line;
                    head.clear();
                    body = false;
                } else if (!line.isBlank()) {
                    hit.clear();
                    to.entry(Flaw.SHAPE, hit, name + ":" + number);
                }
            } else if (line.isEmpty() || head.size() == 200) {
                body = true;
            } else {
                head.add(line);
            }
        }
        if (!meta.isEmpty()) {
            // The last may have lost its end; what it asks for is there.
            record(meta, head, name + ":" + number);
        }
        for (Asked asked : waiting.values()) {
            give(asked, List.of(), -1, name);
        }
    }

    private static boolean ends(Blocks lines) {
        int length = lines.to() - lines.from();
        return !lines.tooLong()
                && length == END.length
                && java.util.Arrays.equals(
                        lines.bytes(), lines.from(), lines.to(), END, 0, END.length);
    }

    private void record(String meta, List<String> head, String where) {
        var parts = META.matcher(meta);
        if (!parts.matches() || head.isEmpty()) {
            hit.clear();
            to.entry(Flaw.SHAPE, hit, where);
            return;
        }
        long nanos = nanos(parts.group(3));
        String id = parts.group(2);
        switch (parts.group(1)) {
            case "1" -> {
                if (waiting.size() == MOST_WAITING) {
                    String oldest = waiting.keySet().iterator().next();
                    Asked asked = waiting.remove(oldest);
                    give(asked == null ? new Asked(0, List.of()) : asked, List.of(), -1, where);
                }
                waiting.put(id, new Asked(nanos, head));
            }
            case "2" -> {
                Asked asked = waiting.remove(id);
                if (asked != null) {
                    give(asked, head, Math.max(0, nanos - asked.nanos), where);
                }
            }
            default -> {
                hit.clear();
                to.entry(Flaw.OTHER, hit, where);
            }
        }
    }

    /// Nanoseconds have 19 digits since 2001; others, and those that no number holds, are no time.
    private static long nanos(String text) {
        return text.length() == 19 && text.compareTo(LAST) <= 0 ? Long.parseLong(text) : 0;
    }

    private void give(Asked asked, List<String> answer, long tookNanos, String where) {
        fields.begin(hit);
        take(Column.at(Kind.BEGAN, LogTime.EPOCH), Long.toString(asked.nanos / 1_000_000));
        if (tookNanos >= 0) {
            take(Column.took(1e-3), Long.toString(tookNanos));
        }
        if (!asked.head.isEmpty()) {
            take(Column.of(Kind.REQUEST), asked.head.getFirst());
        }
        for (String header : asked.head) {
            take(Column.of(kind(header)), header.substring(header.indexOf(':') + 1).strip());
        }
        if (!answer.isEmpty()) {
            String[] first = answer.getFirst().split(" ", 3);
            take(Column.of(Kind.STATUS), first.length > 1 ? first[1] : "-");
            answer.stream()
                    .filter(h -> h.toLowerCase(Locale.ROOT).startsWith("content-type:"))
                    .forEach(h -> take(Column.of(Kind.CONTENT_TYPE), h.substring(13).strip()));
        }
        to.entry(fields.end(hit), hit, where);
    }

    private static Kind kind(String header) {
        int colon = Math.max(0, header.indexOf(':'));
        return switch (header.substring(0, colon).toLowerCase(Locale.ROOT)) {
            case "user-agent" -> Kind.AGENT;
            case "referer" -> Kind.REFERRER;
            case "cookie" -> Kind.COOKIES;
            case "host" -> Kind.HOST;
            case "x-forwarded-for" -> Kind.FORWARDED;
            default -> Kind.SKIP;
        };
    }

    private void take(Column column, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        fields.take(column, bytes, 0, bytes.length, hit);
    }
}

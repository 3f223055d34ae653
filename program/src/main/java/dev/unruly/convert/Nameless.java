package dev.unruly.convert;

import dev.unruly.model.Span;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Takes out of spans' names what may name a person, a machine or an item: what is left may be
/// written down, but for the caller. Instrumentation should not put such things into names, and
/// some does.
///
/// Addresses become numbers in the order in which they are met; hosts are called by their first
/// label; of a path's segments those that look like ids become `{id}`; texts in quotes, e-mail
/// addresses and numbers within other names become `?`.
public final class Nameless {

    private static final int LONGEST = 80;
    private static final int LONGEST_SEGMENT = 40;
    private static final int MOST_MACHINES = 10_000;

    private static final Pattern ADDRESS =
            Pattern.compile("\\[?(\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-fA-F]*(:[0-9a-fA-F]*){2,7})\\]?");
    private static final Pattern PORT = Pattern.compile("^([^:]+|\\[.*\\]):\\d{1,5}$");
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9_-]+)(\\.[A-Za-z0-9_-]+)+\\.?");
    private static final Pattern SECRET =
            Pattern.compile(
                    "'[^']*'|\"[^\"]*\"|[^\\s/]+@[^\\s/]+|\\d{1,3}(\\.\\d{1,3}){3}(:\\d+)?|\\b[0-9a-fA-F]{12,}\\b"
                            + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}|\\b\\d+\\b");
    private static final Pattern TEMPLATE = Pattern.compile("[{<:(].*|\\*+|");

    private final Map<String, String> machines = new LinkedHashMap<>();

    /// The span without them; its caller stays.
    public Span of(Span span) {
        return new Span(
                span.trace(),
                span.id(),
                span.parent(),
                service(span.service()),
                name(span.name()),
                span.kind(),
                span.startNanos(),
                span.endNanos(),
                peer(span.peer()),
                name(span.route()),
                span.ending(),
                span.caller());
    }

    /// A service, which people have named: it may only be an address.
    private String service(String given) {
        return ADDRESS.matcher(given).matches() || PORT.matcher(given).matches()
                ? peer(given)
                : Shown.text(given);
    }

    /// Whoever was asked.
    private String peer(String given) {
        String text = given.strip();
        if (PORT.matcher(text).matches()) {
            text = text.substring(0, text.lastIndexOf(':'));
        }
        if (ADDRESS.matcher(text).matches()) {
            if (machines.size() >= MOST_MACHINES) {
                machines.clear();
            }
            return machines.computeIfAbsent(text, _ -> "machine-" + (machines.size() + 1));
        }
        Matcher host = HOST.matcher(text);
        return host.matches() ? host.group(1) : Shown.text(text);
    }

    /// An operation, or a method and a path.
    static String name(String text) {
        int space = text.indexOf(' ');
        boolean path = text.startsWith("/") || (space > 0 && text.startsWith("/", space + 1));
        return path ? text.substring(0, space + 1) + path(text.substring(space + 1)) : clean(text);
    }

    private static String path(String text) {
        int end = text.length();
        for (char c : new char[] {'?', '#', ';'}) {
            int at = text.indexOf(c);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        var out = new StringBuilder();
        for (String segment : text.substring(0, end).split("/", -1)) {
            out.append(out.isEmpty() && segment.isEmpty() ? "" : isId(segment) ? "{id}" : segment)
                    .append('/');
        }
        out.setLength(out.length() - 1);
        return Shown.text(out.toString());
    }

    private static boolean isId(String segment) {
        if (TEMPLATE.matcher(segment).matches()) {
            return false;
        }
        long digits = segment.chars().filter(c -> c >= '0' && c <= '9').count();
        boolean capitals = segment.matches("[A-Z0-9]{5,}") && digits > 0;
        boolean hex = segment.matches("[0-9a-fA-F-]{8,}") && digits > 0;
        return capitals
                || hex
                || 2 * digits > segment.length()
                || (segment.length() > LONGEST_SEGMENT && !segment.contains("."))
                || segment.contains("@")
                || segment.contains("%40");
    }

    private static String clean(String text) {
        String cut = text.length() > 4 * LONGEST ? text.substring(0, 4 * LONGEST) : text;
        String clean = Shown.text(SECRET.matcher(cut).replaceAll("?")).strip();
        return clean.length() > LONGEST ? clean.substring(0, LONGEST) : clean;
    }
}

package dev.unruly.learn;

import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// States by number, with names and paths that a file allows.
final class StateNames {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");

    private final List<StateName> states;
    private final List<String> names;

    StateNames(List<StateName> states) {
        this.states = List.copyOf(states);
        this.names = Names.unique(states.stream().map(StateName::name).toList());
    }

    String name(int state) {
        return names.get(state);
    }

    /// The request's method; a rare one is played as GET.
    String method(int state) {
        String method = states.get(state).method();
        return METHODS.contains(method) ? method : "GET";
    }

    /// Whether its method is one that can be played.
    boolean methodKnown(int state) {
        return METHODS.contains(states.get(state).method());
    }

    /// Whether something differs from request to request.
    boolean hasItems(int state) {
        String pattern = states.get(state).pattern();
        return pattern.indexOf('{') >= 0 || pattern.indexOf('*') >= 0;
    }

    /// Its path, places filled from a feed's column `item`.
    Template path(int state, String feed) {
        return template(states.get(state).pattern(), feed);
    }

    /// What is fetched with it.
    List<Template> with(int state) {
        return states.get(state).subresources().stream()
                .filter(path -> path.indexOf('{') < 0 && path.indexOf('*') < 0)
                .map(path -> template(path, ""))
                .toList();
    }

    /// What a visit brings, as the end of a remark.
    String brings(int state) {
        String brings = states.get(state).brings();
        return brings.isEmpty() ? "" : "; " + brings;
    }

    private static Template template(String pattern, String feed) {
        var parts = new ArrayList<Template.Part>();
        var literal = new StringBuilder(pattern.startsWith("/") ? "" : "/");
        int at = 0;
        while (at < pattern.length()) {
            int end = end(pattern, at);
            if (end >= 0 && !feed.isEmpty()) {
                if (!literal.isEmpty()) {
                    parts.add(new Template.Literal(literal.toString()));
                    literal.setLength(0);
                }
                parts.add(new Template.FeedColumn(feed, Paths.ITEM));
                at = end + 1;
            } else {
                literal.append(encoded(pattern.charAt(at)));
                at++;
            }
        }
        if (!literal.isEmpty()) {
            parts.add(new Template.Literal(literal.toString()));
        }
        return new Template(parts);
    }

    /// Where a place that begins here ends: `{sku}`, `*` or `**`; -1: none begins here.
    private static int end(String pattern, int at) {
        return switch (pattern.charAt(at)) {
            case '{' -> pattern.indexOf('}', at);
            case '*' -> pattern.startsWith("**", at) ? at + 1 : at;
            default -> -1;
        };
    }

    /// What no path may hold, or what a file would take for a place, is written in percent.
    private static String encoded(char c) {
        boolean plain = c > ' ' && c < 0x7f && "#\"\\$<>{}".indexOf(c) < 0;
        return plain ? String.valueOf(c) : c < 0x80 ? "%%%02X".formatted((int) c) : "%3F";
    }
}

package dev.unruly.script;

import dev.unruly.model.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/// What must hold of an answer, and what is remembered of it, as values of a population's file.
final class AnswerText {

    private AnswerText() {}

    /// Checks, those of a kind together.
    static String checks(List<Call.Check> checks) {
        Map<String, List<String>> byKey = new TreeMap<>();
        for (Call.Check check : checks) {
            switch (check) {
                case Call.Check.Status status ->
                        status.anyOf().forEach(one -> add(byKey, "status", one.toString()));
                case Call.Check.Contains contains ->
                        add(byKey, "body-contains", Ink.quoted(contains.text()));
                case Call.Check.Matches matches ->
                        add(byKey, "matches", Ink.quoted(matches.pattern()));
                case Call.Check.Json json -> add(byKey, "json", json(json));
                case Call.Check.Header header ->
                        add(
                                byKey,
                                "header",
                                "{ name: %s, contains: %s }"
                                        .formatted(
                                                Ink.quoted(header.name()),
                                                Ink.quoted(header.contains())));
            }
        }
        var parts = new StringJoiner(", ", "{ ", " }");
        byKey.forEach((key, all) ->
                parts.add(
                        key
                                + ": "
                                + (all.size() == 1
                                        ? all.getFirst()
                                        : "[ " + String.join(", ", all) + " ]")));
        return parts.toString();
    }

    private static void add(Map<String, List<String>> byKey, String key, String value) {
        byKey.computeIfAbsent(key, _ -> new ArrayList<>()).add(value);
    }

    private static String json(Call.Check.Json json) {
        return json.equal().isEmpty()
                ? "{ path: %s }".formatted(Ink.quoted(json.path()))
                : "{ path: %s, equals: %s }"
                        .formatted(Ink.quoted(json.path()), Ink.quoted(json.equal()));
    }

    /// Captures.
    static String captures(List<Call.Capture> captures) {
        var parts = new StringJoiner(", ", "{ ", " }");
        for (Call.Capture capture : captures) {
            String how =
                    switch (capture) {
                        case Call.Capture.Json json -> "{ json: " + Ink.quoted(json.path()) + " }";
                        case Call.Capture.Regex regex ->
                                "{ matches: %s, group: %d }"
                                        .formatted(Ink.quoted(regex.pattern()), regex.group());
                        case Call.Capture.Header header ->
                                "{ header: " + Ink.quoted(header.name()) + " }";
                        case Call.Capture.Css css ->
                                css.attribute().isEmpty()
                                        ? "{ css: " + Ink.quoted(css.selector()) + " }"
                                        : "{ css: %s, attribute: %s }"
                                                .formatted(
                                                        Ink.quoted(css.selector()),
                                                        Ink.quoted(css.attribute()));
                        case Call.Capture.Cookie cookie ->
                                "{ cookie: " + Ink.quoted(cookie.name()) + " }";
                    };
            parts.add(capture.variable() + ": " + how);
        }
        return parts.toString();
    }
}

package dev.unruly.script;

import dev.unruly.model.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.IntStream;

/// What must hold of an answer, and what is remembered of it: `check:` and `capture:`.
final class AnswerReader {

    /// Nesting in a longer one could exhaust the stack.
    private static final int LONGEST_PATTERN = 1_000;

    private static final Pattern CLASS = Pattern.compile("[1-5]xx");

    private final Places places;

    AnswerReader(Places places) {
        this.places = places;
    }

    /// All checks of one `check:`.
    List<Call.Check> checks(Value value) {
        Section section = value.section("check", "{ status: 200 }");
        var checks = new ArrayList<Call.Check>();
        section.find("status").ifPresent(v -> checks.add(new Call.Check.Status(statuses(v))));
        section.find("body-contains")
                .ifPresent(v ->
                        v.oneOrMore()
                                .forEach(t ->
                                        checks.add(new Call.Check.Contains(t.text("a text")))));
        section.find("matches")
                .ifPresent(v -> checks.add(new Call.Check.Matches(pattern(v).pattern())));
        section.find("json").ifPresent(v -> v.oneOrMore().forEach(j -> checks.add(json(j))));
        section.find("header").ifPresent(v -> v.oneOrMore().forEach(h -> checks.add(header(h))));
        section.done();
        return checks;
    }

    private static List<Integer> statuses(Value value) {
        var statuses = new ArrayList<Integer>();
        for (Value item : value.oneOrMore()) {
            String text = item.isText() ? item.text("200") : "";
            OptionalLong number = Units.whole(text);
            if (CLASS.matcher(text).matches()) {
                int first = 100 * (text.charAt(0) - '0');
                IntStream.range(first, first + 100).forEach(statuses::add);
            } else if (number.isPresent()
                    && number.getAsLong() >= 100
                    && number.getAsLong() <= 599) {
                statuses.add((int) number.getAsLong());
            } else {
                item.wrongText("is no status", "write 201, 2xx or [200, 304]");
            }
        }
        return statuses;
    }

    private static Call.Check json(Value value) {
        Section section = value.section("check-json", "{ path: $.id }");
        String path = section.need("path", "$.id").map(Extracts::jsonPath).orElse("$");
        String equal = section.find("equals").map(v -> v.text("a text")).orElse("");
        section.done();
        return new Call.Check.Json(path, equal);
    }

    private static Call.Check header(Value value) {
        Section section = value.section("check-header", "{ name: Location, contains: /home }");
        String name = section.need("name", "Location").map(v -> v.text("Location")).orElse("");
        String contains = section.find("contains").map(v -> v.text("a text")).orElse("");
        section.done();
        return new Call.Check.Header(name, contains);
    }

    /// All captures of one `capture:`.
    List<Call.Capture> captures(Value value) {
        var captures = new ArrayList<Call.Capture>();
        for (Map.Entry<Value, Value> entry :
                value.entries("{ variable: { json: $.id } }").entrySet()) {
            String variable = entry.getKey().name("a variable");
            places.sets(variable, entry.getKey().at());
            captures.add(capture(variable, entry.getValue()));
        }
        return captures;
    }

    private static Call.Capture capture(String variable, Value value) {
        Section section = value.section("capture", "{ json: $.id }");
        int group = section.find("group").map(v -> (int) v.whole(0, 99, "1")).orElse(1);
        String attribute = section.find("attribute").map(v -> v.text("href")).orElse("");
        Call.Capture capture =
                section.oneOf("{ json: $.id }", "json", "matches", "header", "css", "cookie")
                        .<Call.Capture>map(v ->
                                switch (v.label()) {
                                    case "json" ->
                                            new Call.Capture.Json(variable, Extracts.jsonPath(v));
                                    case "matches" -> matches(variable, section, v, group);
                                    case "header" ->
                                            new Call.Capture.Header(variable, v.text("ETag"));
                                    case "css" ->
                                            new Call.Capture.Css(
                                                    variable, Extracts.css(v), attribute);
                                    case "cookie" ->
                                            new Call.Capture.Cookie(variable, v.text("session"));
                                    default -> throw new IllegalStateException(v.label());
                                })
                        .orElse(new Call.Capture.Header(variable, ""));
        if (section.has("group") && !section.has("matches")) {
            section.keyOf("group").wrong("`group` goes with `matches`", "remove it");
        }
        if (section.has("attribute") && !section.has("css")) {
            section.keyOf("attribute").wrong("`attribute` goes with `css`", "remove it");
        }
        section.done();
        return capture;
    }

    private static Call.Capture matches(
            String variable, Section section, Value value, int askedGroup) {
        Pattern pattern = pattern(value);
        int groups = pattern.matcher("").groupCount();
        int group = section.has("group") ? askedGroup : Math.min(1, groups);
        if (group > groups) {
            section.keyOf("group")
                    .wrong(
                            "the expression has " + groups + " groups, not " + group,
                            "put what is wanted in ( ), or write group: 0");
        }
        return new Call.Capture.Regex(variable, pattern.pattern(), group);
    }

    private static Pattern pattern(Value value) {
        String text = value.text("a regular expression");
        if (text.length() > LONGEST_PATTERN) {
            value.wrongText("is too long", "write at most " + LONGEST_PATTERN + " characters");
            return Pattern.compile("");
        }
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            value.wrongText(
                    "is no regular expression: " + e.getDescription(),
                    "write a\\.b or name=(\\w+)");
            return Pattern.compile("");
        }
    }
}

package dev.unruly.script;

import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What templates and guards may refer to, and what they do refer to.
final class Places {

    /// Made anew for every wish and kept over its attempts: a reference that a client makes up.
    static final String INTENT = "intent";

    /// The user's number, where their account has no variable of this name.
    private static final String USER = "user";

    private record Use(String variable, Place at) {}

    private final Reading reading;
    private final Map<String, List<String>> columns = new LinkedHashMap<>();
    private final Set<String> feedsUsed = new LinkedHashSet<>();
    private final Set<String> variables = new LinkedHashSet<>(List.of(INTENT, USER));
    private final List<Use> uses = new ArrayList<>();

    Places(Reading reading) {
        this.reading = reading;
    }

    Reading reading() {
        return reading;
    }

    /// There is a feed of this name; no columns: they could not be read.
    void feed(String name, List<String> itsColumns) {
        columns.put(name, List.copyOf(itsColumns));
    }

    /// Something gives users a variable.
    void sets(String variable, Place at) {
        if (variable.equals(INTENT)) {
            reading.wrong(
                    at,
                    "`" + INTENT + "` is a variable that every wish has",
                    "give yours another name");
        }
        variables.add(variable);
    }

    /// Something reads a variable; told when nobody sets it, once all is read.
    void uses(String variable, Place at) {
        uses.add(new Use(variable, at));
    }

    /// A feed is drawn from otherwise than by a template.
    void usesFeed(String name) {
        feedsUsed.add(name);
    }

    boolean usedFeed(String name) {
        return feedsUsed.contains(name);
    }

    /// Complains of variables that nobody sets.
    void check() {
        for (Use use : uses) {
            if (!variables.contains(use.variable())) {
                reading.wrong(
                        use.at(),
                        "nobody sets the variable `" + use.variable() + "`",
                        Nearest.to(use.variable(), variables)
                                .map(name -> "did you mean `" + name + "`?")
                                .orElse("set it with `capture:` or `set:`, or write feed.column"));
            }
        }
    }

    /// A text with places to fill in; `$${` stands for `${`.
    Template template(Value value, String example) {
        return parsed(value, value.text(example));
    }

    /// A text of a value, or a piece of one, with places to fill in.
    Template parsed(Value value, String text) {
        var parts = new ArrayList<Template.Part>();
        append(parts, value, text);
        return new Template(parts);
    }

    /// Adds a text's parts to others.
    void append(List<Template.Part> parts, Value value, String text) {
        var literal = new StringBuilder();
        int at = 0;
        while (at < text.length()) {
            if (text.startsWith("$${", at)) {
                literal.append("${");
                at += 3;
                continue;
            }
            if (!text.startsWith("${", at)) {
                literal.append(text.charAt(at));
                at++;
                continue;
            }
            int end = text.indexOf('}', at);
            if (end < 0) {
                reading.wrong(
                        value.at(at), "`${` has no `}`", "write ${feed.column}, or $${ as text");
                break;
            }
            literal(parts, literal);
            parts.add(part(text.substring(at + 2, end), value.at(at)));
            at = end + 1;
        }
        literal(parts, literal);
    }

    private static void literal(List<Template.Part> parts, StringBuilder text) {
        if (!text.isEmpty()) {
            parts.add(new Template.Literal(text.toString()));
            text.setLength(0);
        }
    }

    private Template.Part part(String inside, Place at) {
        int dot = inside.indexOf('.');
        if (dot < 0) {
            Value.requireName(inside, at, reading);
            uses(inside, at);
            return new Template.Variable(inside);
        }
        String feed = inside.substring(0, dot);
        String column = inside.substring(dot + 1);
        feedsUsed.add(feed);
        List<String> known = columns.get(feed);
        if (known == null) {
            reading.wrong(
                    at,
                    "there is no feed `" + feed + "`",
                    Nearest.instead(feed, columns.keySet(), "describe it under `feeds:`"));
        } else if (!known.isEmpty() && !known.contains(column)) {
            reading.wrong(
                    at,
                    "feed `" + feed + "` has no column `" + column + "`",
                    Nearest.instead(column, known, "add the column"));
        }
        return new Template.FeedColumn(feed, column);
    }
}

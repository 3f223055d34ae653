package dev.unruly.script;

import dev.unruly.model.Call;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The keys of a state, or of signing in, that make up a request → a [Call].
final class CallReader {

    private static final String[] METHODS = {"get", "head", "post", "put", "patch", "delete"};
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    /// Fields that a client sets by itself, and that would break the exchange when set by hand.
    private static final Set<String> OWN_FIELDS =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "upgrade",
                    "expect");

    private final Places places;
    private final AnswerReader answers;

    CallReader(Places places) {
        this.places = places;
        this.answers = new AnswerReader(places);
    }

    /// The call of a section; empty, with a problem told, when it has none.
    Optional<Call> read(Section section) {
        Optional<Value> target = section.oneOf("get: /path", METHODS);
        List<Call.HeaderField> fields =
                section.find("headers").map(v -> pairs(v, true)).orElse(List.of());
        Call.Body body = body(section);
        List<Call.Check> checks = section.find("check").map(answers::checks).orElse(List.of());
        List<Call.Capture> captures =
                section.find("capture").map(answers::captures).orElse(List.of());
        if (target.isEmpty()) {
            return Optional.empty();
        }
        String method = target.get().label().toUpperCase(Locale.ROOT);
        if (!(body instanceof Call.Body.None) && isSafe(method)) {
            target.get()
                    .wrong("a " + method + " carries no body", "write post, or remove the body");
        }
        return Optional.of(new Call(method, path(target.get()), fields, body, checks, captures));
    }

    /// Whether a method asks for nothing to be changed.
    static boolean isSafe(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    /// A path on the target.
    Template path(Value value) {
        String text = value.text("/path");
        if (value.isText() && !text.startsWith("/")) {
            value.wrongText("is no path on the target", "begin with /");
        } else if (text.chars().anyMatch(c -> c <= ' ' || c == '#' || c == 0x7F)) {
            value.wrongText("has a space, a # or a control character", "write it percent-encoded");
        }
        return places.parsed(value, text);
    }

    private Call.Body body(Section section) {
        return section.atMostOneOf("form", "json", "text")
                .map(v ->
                        switch (v.label()) {
                            case "form" -> new Call.Body.Form(pairs(v, false));
                            case "json" -> new Call.Body.Json(JsonBody.of(v, places));
                            case "text" -> text(v);
                            default -> throw new IllegalStateException(v.label());
                        })
                .orElseGet(Call.Body.None::new);
    }

    private Call.Body text(Value value) {
        if (!value.isMapping()) {
            return new Call.Body.Text("text/plain; charset=utf-8", places.template(value, "hello"));
        }
        Section section = value.section("text-body", "{ type: text/xml, body: <a/> }");
        String type = section.need("type", "text/xml").map(v -> v.text("text/xml")).orElse("");
        Template body =
                section.need("body", "<a/>")
                        .map(v -> places.template(v, "<a/>"))
                        .orElse(Template.literal(""));
        section.done();
        return new Call.Body.Text(type, body);
    }

    private List<Call.HeaderField> pairs(Value value, boolean header) {
        var pairs = new ArrayList<Call.HeaderField>();
        for (Map.Entry<Value, Value> entry : value.entries("{ name: value }").entrySet()) {
            String name = entry.getKey().text("a name");
            Template text = places.template(entry.getValue(), "a text");
            if (header) {
                requireField(entry.getKey(), name, entry.getValue(), text);
            }
            pairs.add(new Call.HeaderField(name, text));
        }
        return pairs;
    }

    private static void requireField(Value key, String name, Value value, Template text) {
        if (!FIELD_NAME.matcher(name).matches()) {
            key.wrong(
                    "`" + Value.quoted(name) + "` is no name of a header field",
                    "write letters, digits and -");
        } else if (OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
            key.wrong("`" + name + "` is set by the client itself", "remove it");
        }
        if (text.toString().chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
            value.wrong("a header field holds no line break", "write it on one line");
        }
    }
}

package dev.unruly.convert;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A Postman collection of format 2.1 as requests, in its order, folders one after the other.
///
/// Source: Postman, Collection Format v2.1.0, schema.getpostman.com.
final class PostmanFile {

    private static final int MOST_DEPTH = 40;
    private static final Pattern VARIABLE = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
    private static final String BOUNDARY = "unruly-part";

    private final Asking asking = new Asking();
    private final Map<String, String> variables = new HashMap<>();
    private final String file;

    private PostmanFile(String file) {
        this.file = file;
    }

    /// What a collection asks for.
    ///
    /// @throws IllegalArgumentException when it is of another version, or nests too deeply
    static Asked read(String file, JsonNode root) {
        String schema = root.path("info").path("schema").asText();
        if (!schema.contains("/v2.1")) {
            throw new IllegalArgumentException(
                    file
                            + ": info.schema is none of a Postman collection v2.1; export it from"
                            + " Postman as \"Collection v2.1\"");
        }
        var postman = new PostmanFile(file);
        postman.variables(root);
        postman.unplayed(root, file);
        postman.items(root.path("item"), file + ": item", 0);
        return postman.asking.done();
    }

    private void variables(JsonNode root) {
        for (JsonNode one : root.path("variable")) {
            if (!one.path("disabled").asBoolean()) {
                String name = one.path("key").asText(one.path("id").asText());
                variables.put(name, one.path("value").asText());
            }
        }
    }

    /// Says what a folder or a request has that is not played.
    private void unplayed(JsonNode node, String place) {
        JsonNode auth = node.path("auth");
        if (auth.isObject() && !auth.path("type").asText().equals("noauth")) {
            asking.say(
                    place,
                    "auth "
                            + auth.path("type").asText()
                            + " is left out: it is secret; use `sign-in:` or `headers:`");
        }
        for (JsonNode event : node.path("event")) {
            if (!event.path("script").path("exec").isEmpty()) {
                asking.say(
                        place,
                        "its script ("
                                + event.path("listen").asText()
                                + ") is left out; write `check:` and `capture:` instead");
            }
        }
    }

    private void items(JsonNode items, String place, int depth) {
        if (depth > MOST_DEPTH) {
            throw new IllegalArgumentException(
                    "%s: folders are more than %d deep".formatted(place, MOST_DEPTH));
        }
        for (int i = 0; i < items.size(); i++) {
            JsonNode item = items.get(i);
            String name = item.path("name").asText();
            String at = "%s[%d]".formatted(place, i);
            String shown = name.isEmpty() ? at : at + " (" + name + ")";
            unplayed(item, shown);
            if (item.has("item")) {
                items(item.path("item"), at + ".item", depth + 1);
            } else if (item.path("request").isTextual()) {
                String url = resolved(item.path("request").asText(), at);
                asking.add(new Asking.Raw(shown, name, "GET", url, List.of(), "", ""));
            } else if (item.path("request").isObject()) {
                request(item.path("request"), name, shown);
            } else {
                asking.say(shown, "it has neither `item` nor `request`; it is left out");
            }
        }
    }

    private void request(JsonNode request, String name, String place) {
        unplayed(request, place);
        var fields = new ArrayList<Asking.Field>();
        for (JsonNode one : request.path("header")) {
            if (!one.path("disabled").asBoolean()) {
                String value = resolved(one.path("value").asText(), place);
                fields.add(new Asking.Field(one.path("key").asText(), value));
            }
        }
        JsonNode body = request.path("body");
        String mode = body.path("disabled").asBoolean() ? "" : body.path("mode").asText();
        String type = "text/plain";
        String text = "";
        switch (mode) {
            case "", "none" -> {}
            case "raw" -> {
                text = resolved(body.path("raw").asText(), place);
                if (body.path("options").path("raw").path("language").asText().equals("json")) {
                    type = "application/json";
                }
            }
            case "urlencoded" -> {
                type = "application/x-www-form-urlencoded";
                text = pairs(body.path("urlencoded"), place);
            }
            case "formdata" -> {
                type = "multipart/form-data; boundary=" + BOUNDARY;
                fields.removeIf(f -> f.name().equalsIgnoreCase("content-type"));
                text = parts(body.path("formdata"), place);
            }
            default -> {
                asking.say(place, "this request is left out: it carries a body of mode " + mode);
                return;
            }
        }
        String method = request.path("method").asText("GET");
        String url = url(request.path("url"), place);
        asking.add(new Asking.Raw(place, name, method, url, fields, type, text));
    }

    private String pairs(JsonNode pairs, String place) {
        var all = new ArrayList<String>();
        for (JsonNode one : pairs) {
            if (!one.path("disabled").asBoolean()) {
                String value = resolved(one.path("value").asText(), place);
                all.add(encoded(one.path("key").asText()) + "=" + encoded(value));
            }
        }
        return String.join("&", all);
    }

    /// Percent-encoded, but for what stands for no text.
    private static String encoded(String text) {
        String code = URLEncoder.encode(text, StandardCharsets.UTF_8);
        return code.replace("%EE%80%80", String.valueOf(Asking.MADE_UP))
                .replace("%EE%80%81", String.valueOf(Asking.UNKNOWN));
    }

    private String parts(JsonNode parts, String place) {
        var all = new StringBuilder();
        for (JsonNode one : parts) {
            String key = one.path("key").asText();
            if (one.path("type").asText().equals("file")) {
                asking.say(place, "the part " + key + " is left out: it is a file");
            } else if (!one.path("disabled").asBoolean()) {
                String value = resolved(one.path("value").asText(), place);
                all.append(Multipart.part(BOUNDARY, key, value, asking, place));
            }
        }
        return all.isEmpty() ? "" : all + "--" + BOUNDARY + "--\r\n";
    }

    /// A URL with its `:name` places filled in by the values that stand beside it.
    private String url(JsonNode url, String place) {
        String text = resolved(url.isTextual() ? url.asText() : url.path("raw").asText(), place);
        for (JsonNode one : url.path("variable")) {
            String value = encoded(resolved(one.path("value").asText(), place));
            text =
                    text.replaceAll(
                            "/:" + Pattern.quote(one.path("key").asText()) + "(?=[/?#]|$)",
                            Matcher.quoteReplacement("/" + value));
        }
        return text.matches("(?is)[a-z][a-z0-9+.-]*://.*|\uE001.*") ? text : "http://" + text;
    }

    /// A text with its variables filled in.
    private String resolved(String text, String place) {
        String now = text.replace(Asking.UNKNOWN, '\uFFFD').replace(Asking.MADE_UP, '\uFFFD');
        for (int depth = 0; VARIABLE.matcher(now).find(); depth++) {
            if (depth > 10) {
                throw new IllegalArgumentException(
                        "%s: %s: variables that stand for each other".formatted(file, place));
            }
            now =
                    VARIABLE.matcher(now)
                            .replaceAll(m -> Matcher.quoteReplacement(value(m.group(1))));
        }
        return now;
    }

    private String value(String name) {
        if (name.equals("$guid") || name.equals("$randomUUID")) {
            return String.valueOf(Asking.MADE_UP);
        }
        String known = variables.get(name);
        return known == null || known.isEmpty()
                ? Asking.UNKNOWN + "the variable " + name + Asking.UNKNOWN
                : known;
    }
}

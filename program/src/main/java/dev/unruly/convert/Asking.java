package dev.unruly.convert;

import dev.unruly.model.Call;
import dev.unruly.model.Template;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Gathers requests as another tool has them, and takes over what can be played. Two characters of
/// Unicode's private use stand for what is no text: [#MADE_UP], and a name between two [#UNKNOWN].
final class Asking {

    /// Made up anew for every request, as `{{$guid}}` is.
    static final char MADE_UP = '\uE000';

    /// Around the name of what is known elsewhere only.
    static final char UNKNOWN = '\uE001';

    private static final int MOST_REQUESTS = 500;
    private static final int MOST_NAME = 48;
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> OWN_FIELDS =
            Set.of(
                    "host",
                    "content-length",
                    "transfer-encoding",
                    "connection",
                    "upgrade",
                    "expect",
                    "accept-encoding");
    private static final Pattern FIELD_NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
    private static final Pattern URL =
            Pattern.compile("(?is)((?:https?://[^/?#]*)|(?:\uE001[^\uE001]*\uE001))([^#]*)(#.*)?");

    /// A header field or a pair of a form.
    record Field(String name, String value) {}

    /// A request as its tool has it.
    ///
    /// @param place where it stands, as people say it
    /// @param name what it is called there; empty: by its method and path
    /// @param type of the body, where no header says it
    /// @param body empty: none
    record Raw(
            String place,
            String name,
            String method,
            String url,
            List<Field> fields,
            String type,
            String body) {}

    private final List<Asked.Request> requests = new ArrayList<>();
    private final List<String> said = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private String origin = "";

    void say(String place, String what) {
        said.add(place + ": " + shown(what));
    }

    Asked done() {
        return new Asked(requests, shown(origin), said);
    }

    /// Takes a request over, or says why it is left out.
    void add(Raw raw) {
        Matcher url = URL.matcher(raw.url());
        String method = raw.method().toUpperCase(Locale.ROOT);
        if (!url.matches()) {
            say(
                    raw.place(),
                    "this request is left out: its URL begins with no http:// or https://");
            return;
        }
        String to = withoutUser(raw.place(), String.valueOf(url.group(1)));
        String path = String.valueOf(url.group(2));
        if (!origin.isEmpty() && !origin.equalsIgnoreCase(to)) {
            say(raw.place(), "this request is left out: it goes to " + to + ", not to " + origin);
        } else if (!METHODS.contains(method)) {
            say(raw.place(), "this request is left out: its method is none of " + METHODS);
        } else if (path.indexOf(UNKNOWN) >= 0 || raw.body().indexOf(UNKNOWN) >= 0) {
            String where = path.indexOf(UNKNOWN) >= 0 ? path : raw.body();
            say(raw.place(), "this request is left out: nothing here says " + unknown(where));
        } else if (requests.size() == MOST_REQUESTS) {
            say(raw.place(), "this request is left out: a journey has at most " + MOST_REQUESTS);
        } else {
            origin = to;
            take(raw, method, path);
        }
    }

    private void take(Raw raw, String method, String path) {
        var fields = new ArrayList<Call.HeaderField>();
        String type = raw.type();
        for (Field field : raw.fields()) {
            if (field.name().equalsIgnoreCase("content-type")) {
                type = field.value();
            } else if (fields.stream().anyMatch(f -> f.name().equalsIgnoreCase(field.name()))) {
                say(raw.place(), "a second header " + field.name() + " is left out");
            } else {
                header(raw.place(), field).ifPresent(fields::add);
            }
        }
        boolean safe = method.equals("GET") || method.equals("HEAD");
        Call.Body body = new Call.Body.None();
        if (safe && !raw.body().isEmpty()) {
            say(raw.place(), "the body of a " + method + " is left out");
        } else if (!raw.body().isEmpty()) {
            body = new Bodies(said, raw.place()).of(type, raw.body());
        }
        String target = target(raw.place(), path);
        String name =
                raw.name().isEmpty() ? method + "-" + target.replaceAll("\\?.*", "") : raw.name();
        requests.add(
                new Asked.Request(
                        unique(name),
                        new Call(method, template(target), fields, body, List.of(), List.of())));
        if (!safe) {
            say(
                    raw.place(),
                    "this "
                            + method
                            + " changes what the target holds, once for every visitor who comes"
                            + " there; play it where that does no harm");
        }
    }

    private String withoutUser(String place, String to) {
        int at = to.lastIndexOf('@');
        if (at < 0) {
            return to;
        }
        say(place, "user and password in the URL are left out: they are secret");
        return to.substring(0, to.indexOf("//") + 2) + to.substring(at + 1);
    }

    private Optional<Call.HeaderField> header(String place, Field field) {
        String name = field.name();
        String value = field.value();
        String why = "";
        if (!FIELD_NAME.matcher(name).matches()) {
            say(place, "a header is left out: its name is no name of a header field");
            return Optional.empty();
        }
        if (OWN_FIELDS.contains(name.toLowerCase(Locale.ROOT))) {
            why = "the client sets it itself";
        } else if (Secrets.is(name, value)) {
            why = "it is secret; write it where the file says `headers:`, or use `sign-in:`";
        } else if (value.indexOf(UNKNOWN) >= 0) {
            why = "nothing here says " + unknown(value);
        } else if (value.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
            why = "it has a control character";
        }
        if (why.isEmpty()) {
            return Optional.of(new Call.HeaderField(name, template(value)));
        }
        say(place, "header " + name + " is left out: " + why);
        return Optional.empty();
    }

    /// A path with its query, percent-encoded; what is secret in the query is left out.
    private String target(String place, String path) {
        int query = path.indexOf('?');
        String before = query < 0 ? path : path.substring(0, query);
        var kept = new ArrayList<String>();
        if (query >= 0) {
            for (String pair : path.substring(query + 1).split("&", -1)) {
                String[] parts = pair.split("=", 2);
                if (Secrets.is(parts[0], parts.length < 2 ? "" : parts[1])) {
                    say(place, "parameter " + parts[0] + " is left out: it is secret");
                } else {
                    kept.add(pair);
                }
            }
        }
        String all = kept.isEmpty() ? before : before + "?" + String.join("&", kept);
        return encoded(all.startsWith("/") ? all : "/" + all);
    }

    private static String encoded(String path) {
        var text = new StringBuilder();
        path.codePoints()
                .forEach(c -> {
                    if (c == MADE_UP || (c > ' ' && c < 0x7F && "\"<>\\^`{|}".indexOf(c) < 0)) {
                        text.appendCodePoint(c);
                    } else {
                        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
                            text.append(String.format(Locale.ROOT, "%%%02X", b));
                        }
                    }
                });
        return text.toString();
    }

    /// A text of a file, in which a place is no place any more.
    static Template template(String text) {
        return Template.literal(
                text.replace("${", "$${").replace(String.valueOf(MADE_UP), "${intent}"));
    }

    private String unique(String wish) {
        String name =
                wish.replaceAll("[^A-Za-z0-9]+", "-")
                        .replaceAll("^[-0-9]+", "")
                        .toLowerCase(Locale.ROOT);
        name = name.substring(0, Math.min(MOST_NAME, name.length())).replaceAll("-+$", "");
        if (name.isEmpty() || name.equals("leave")) {
            name = "request";
        }
        String free = name;
        for (int i = 2; !names.add(free); i++) {
            free = name + "-" + i;
        }
        return free;
    }

    /// The names in a text of what is known elsewhere only.
    private static String unknown(String text) {
        String[] parts = text.split(String.valueOf(UNKNOWN), -1);
        return parts.length > 1 ? parts[1] : text;
    }

    private static String shown(String text) {
        return text.replace(String.valueOf(UNKNOWN), "");
    }
}

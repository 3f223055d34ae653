package dev.unruly.convert;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Lines of curl commands, as browsers copy them and documents show them, as requests.
final class CurlFile {

    private static final Map<Character, String> LONG =
            Map.ofEntries(
                    Map.entry('X', "--request"),
                    Map.entry('H', "--header"),
                    Map.entry('d', "--data"),
                    Map.entry('F', "--form"),
                    Map.entry('u', "--user"),
                    Map.entry('b', "--cookie"),
                    Map.entry('k', "--insecure"),
                    Map.entry('G', "--get"),
                    Map.entry('I', "--head"),
                    Map.entry('A', "--user-agent"),
                    Map.entry('e', "--referer"),
                    Map.entry('L', "--location"),
                    Map.entry('s', "--silent"),
                    Map.entry('S', "--show-error"),
                    Map.entry('v', "--verbose"),
                    Map.entry('i', "--include"),
                    Map.entry('f', "--fail"),
                    Map.entry('o', "--output"),
                    Map.entry('w', "--write-out"),
                    Map.entry('m', "--max-time"),
                    Map.entry('x', "--proxy"),
                    Map.entry('c', "--cookie-jar"));

    private static final Set<String> WITHOUT_MEANING =
            Set.of(
                    "--insecure",
                    "--location",
                    "--silent",
                    "--show-error",
                    "--verbose",
                    "--include",
                    "--fail",
                    "--compressed",
                    "--http1.1",
                    "--http2",
                    "--globoff",
                    "--no-progress-meter");

    private static final Set<String> WITHOUT_MEANING_ONE =
            Set.of(
                    "--output",
                    "--write-out",
                    "--max-time",
                    "--connect-timeout",
                    "--proxy",
                    "--cookie-jar",
                    "--retry",
                    "--retry-delay");

    private static final Set<String> DATA =
            Set.of(
                    "--data",
                    "--data-raw",
                    "--data-binary",
                    "--data-ascii",
                    "--data-urlencode",
                    "--json");

    private static final String BOUNDARY = "unruly-part";

    private final Asking asking;
    private final String place;
    private final List<String> urls = new ArrayList<>();
    private final List<Asking.Field> fields = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();
    private final StringBuilder form = new StringBuilder();
    private String method = "";
    private String type = "application/x-www-form-urlencoded";
    private boolean inQuery;
    private String refused = "";

    private CurlFile(Asking asking, String place) {
        this.asking = asking;
        this.place = place;
    }

    /// What a file's commands ask for.
    static Asked read(String file, String text) {
        var asking = new Asking();
        for (ShellWords.Command command : ShellWords.of(file, text)) {
            String place = file + ":" + command.line();
            String program = command.words().getFirst();
            if (program.equals("curl") || program.endsWith("/curl")) {
                new CurlFile(asking, place).command(command.words());
            } else {
                asking.say(place, "this is no curl command; it is left out");
            }
        }
        return asking.done();
    }

    private void command(List<String> words) {
        for (int i = 1; i < words.size(); i++) {
            String word = words.get(i);
            if (word.startsWith("--") && word.length() > 2) {
                i += option(word, i + 1 < words.size() ? words.get(i + 1) : "");
            } else if (word.startsWith("-") && word.length() > 1) {
                i += letters(word, i + 1 < words.size() ? words.get(i + 1) : "");
            } else {
                urls.add(word);
            }
        }
        ask();
    }

    /// Letters behind one dash; the rest of the word is the value of the first that takes one.
    private int letters(String word, String following) {
        for (int i = 1; i < word.length(); i++) {
            String name = LONG.getOrDefault(word.charAt(i), "-" + word.charAt(i));
            String rest = word.substring(i + 1);
            int taken = option(name, rest.isEmpty() ? following : rest);
            if (taken == 1) {
                return rest.isEmpty() ? 1 : 0;
            }
        }
        return 0;
    }

    /// Takes an option; how many words its value is.
    private int option(String name, String value) {
        if (WITHOUT_MEANING.contains(name)) {
            asking.say(place, name + " has no meaning here; it is left out");
            return 0;
        }
        if (WITHOUT_MEANING_ONE.contains(name)) {
            asking.say(place, name + " has no meaning here; it is left out");
            return 1;
        }
        if (DATA.contains(name)) {
            data(name, value);
            return 1;
        }
        switch (name) {
            case "--get" -> inQuery = true;
            case "--head" -> method = method.isEmpty() ? "HEAD" : method;
            case "--request" -> method = value;
            case "--url" -> urls.add(value);
            case "--header" -> header(value);
            case "--form" -> part(value);
            case "--form-string" -> part(value);
            case "--user", "--oauth2-bearer" ->
                    asking.say(place, name + " is left out: it is secret; use `sign-in:`");
            case "--cookie" ->
                    asking.say(
                            place,
                            "--cookie is left out: it is secret; users keep the cookies that the"
                                    + " target sets");
            case "--user-agent" -> fields.add(new Asking.Field("User-Agent", value));
            case "--referer" -> fields.add(new Asking.Field("Referer", value));
            default -> refused = "option " + name.replaceAll("=.*", "") + " is not known here";
        }
        return name.equals("--get") || name.equals("--head") ? 0 : 1;
    }

    private void header(String line) {
        int colon = line.indexOf(':');
        if (colon <= 0) {
            asking.say(place, "a header without a value is left out");
            return;
        }
        fields.add(new Asking.Field(line.substring(0, colon), line.substring(colon + 1).strip()));
    }

    private void data(String name, String value) {
        String text = value;
        boolean file = value.startsWith("@") && !name.equals("--data-raw");
        if (name.equals("--data-urlencode")) {
            int sign = value.indexOf('=');
            file = sign < 0 && value.contains("@");
            String before = sign > 0 ? value.substring(0, sign + 1) : "";
            text = before + URLEncoder.encode(value.substring(sign + 1), StandardCharsets.UTF_8);
        }
        if (file) {
            refused = "it sends a file, which is not here";
        }
        if (name.equals("--json")) {
            type = "application/json";
            fields.add(new Asking.Field("Accept", type));
        } else if (!data.isEmpty()) {
            data.append('&');
        }
        data.append(text);
    }

    private void part(String value) {
        int sign = value.indexOf('=');
        String content = value.substring(sign + 1);
        if (sign <= 0 || content.startsWith("@") || content.startsWith("<")) {
            refused = "a part of its form is a file, which is not here";
        } else if (content.contains(";type=") || content.contains(";filename=")) {
            refused = "a part of its form has a type or a file name";
        } else {
            form.append(Multipart.part(BOUNDARY, value.substring(0, sign), content, asking, place));
        }
    }

    private void ask() {
        if (refused.isEmpty() && urls.isEmpty()) {
            refused = "it has no URL";
        }
        if (!refused.isEmpty()) {
            asking.say(place, "this request is left out: " + refused);
            return;
        }
        String body = data.toString();
        if (!form.isEmpty()) {
            type = "multipart/form-data; boundary=" + BOUNDARY;
            body = form + "--" + BOUNDARY + "--\r\n";
            fields.removeIf(f -> f.name().equalsIgnoreCase("content-type"));
        }
        String usual = body.isEmpty() || inQuery ? "GET" : "POST";
        for (String url : urls) {
            String to = url.matches("(?is)[a-z][a-z0-9+.-]*://.*|\uE001.*") ? url : "http://" + url;
            if (inQuery && !body.isEmpty()) {
                to += (to.contains("?") ? "&" : "?") + body;
            }
            String sent = inQuery ? "" : body;
            asking.add(
                    new Asking.Raw(
                            place, "", method.isEmpty() ? usual : method, to, fields, type, sent));
        }
    }
}

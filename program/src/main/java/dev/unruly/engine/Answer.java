package dev.unruly.engine;

import com.jayway.jsonpath.InvalidJsonException;
import com.jayway.jsonpath.JsonPath;
import dev.unruly.world.Bytes;
import dev.unruly.world.Fields;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/// What of one answer is kept until it is whole: the body where something asks for it, and the
/// values of fields that are to be remembered.
final class Answer {

    /// The largest body that is looked into.
    static final int MOST_BODY = 1 << 20;

    private final Checks checks;
    private final @Nullable String[] found;
    private byte[] body = {};
    private int size;
    private Charset charset = StandardCharsets.UTF_8;

    private @Nullable String text;
    private @Nullable Object json;
    private @Nullable Document document;
    private boolean parsed;

    Answer(Checks checks) {
        this.checks = checks;
        this.found = new @Nullable String[checks.captures().size()];
    }

    /// Takes what it needs of the head.
    void head(Fields fields) {
        List<Checks.Found> captures = checks.captures();
        for (int i = 0; i < found.length; i++) {
            if (captures.get(i).source() instanceof Checks.Source.Header(String name)) {
                int at = fields.find(name, 0);
                found[i] = at < 0 ? null : fields.value(at).toString();
            }
        }
        int type = fields.find("content-type", 0);
        if (type >= 0
                && fields.value(type)
                        .toString()
                        .toLowerCase(Locale.ROOT)
                        .contains("charset=iso-8859-1")) {
            charset = StandardCharsets.ISO_8859_1;
        }
    }

    /// Takes a part of the body. Returns whether all of it fits so far.
    boolean body(Bytes bytes) {
        if (!checks.needsBody()) {
            return true;
        }
        int count = bytes.size();
        if (size + count > MOST_BODY) {
            return false;
        }
        if (size + count > body.length) {
            body = Arrays.copyOf(body, Math.max(2 * body.length, size + count));
        }
        bytes.copyTo(0, body, size, count);
        size += count;
        return true;
    }

    /// Whether the body is as it must be, and all that is to be remembered was found.
    boolean right(Belongings jar) {
        for (Checks.BodyCheck check : checks.bodies()) {
            if (!holds(check)) {
                return false;
            }
        }
        for (int i = 0; i < found.length; i++) {
            String value = find(i, jar);
            if (value == null || value.length() > Belongings.LONGEST / 4) {
                return false;
            }
            found[i] = value;
        }
        return true;
    }

    /// Puts what was found into the user's variables.
    void remember(Belongings belongings) {
        for (int i = 0; i < found.length; i++) {
            String value = found[i];
            if (value != null) {
                byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                belongings.set(checks.captures().get(i).variable(), bytes, 0, bytes.length);
            }
        }
    }

    private boolean holds(Checks.BodyCheck check) {
        return switch (check) {
            case Checks.BodyCheck.Matches matches -> matches.pattern().matcher(text()).find();
            case Checks.BodyCheck.Contains contains -> text().contains(contains.text());
            case Checks.BodyCheck.Json wanted -> {
                String value = atPath(wanted.path());
                yield value != null && (wanted.equal().isEmpty() || wanted.equal().equals(value));
            }
        };
    }

    private @Nullable String find(int capture, Belongings jar) {
        return switch (checks.captures().get(capture).source()) {
            case Checks.Source.Header _ -> found[capture];
            case Checks.Source.Cookie cookie -> Cookies.value(jar, cookie.name()).orElse(null);
            case Checks.Source.Json wanted -> atPath(wanted.path());
            case Checks.Source.Regex regex -> {
                Matcher matcher = regex.pattern().matcher(text());
                yield matcher.find() ? matcher.group(regex.group()) : null;
            }
            case Checks.Source.Css css -> {
                Element element = document().selectFirst(css.selector());
                yield element == null ? null : textOf(element, css.attribute());
            }
        };
    }

    private static @Nullable String textOf(Element element, String attribute) {
        if (attribute.isEmpty()) {
            return element.text();
        }
        return element.hasAttr(attribute) ? element.attr(attribute) : null;
    }

    private @Nullable String atPath(JsonPath path) {
        if (!parsed) {
            parsed = true;
            try {
                json = Checks.JSON.jsonProvider().parse(text());
            } catch (InvalidJsonException e) {
                json = null;
            }
        }
        if (json == null) {
            return null;
        }
        Object value = path.read(json, Checks.JSON);
        if (!path.isDefinite() && value instanceof List<?> all) {
            value = all.isEmpty() ? null : all.getFirst();
        }
        return switch (value) {
            case null -> null;
            case String string -> string;
            case Number number -> number.toString();
            case Boolean truth -> truth.toString();
            default -> Checks.JSON.jsonProvider().toJson(value);
        };
    }

    private String text() {
        String known = text;
        if (known == null) {
            known = new String(body, 0, size, charset);
            text = known;
        }
        return known;
    }

    private Document document() {
        Document known = document;
        if (known == null) {
            known = Jsoup.parse(text());
            document = known;
        }
        return known;
    }
}

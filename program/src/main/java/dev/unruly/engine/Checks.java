package dev.unruly.engine;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.Option;
import com.jayway.jsonpath.spi.json.JacksonJsonProvider;
import com.jayway.jsonpath.spi.mapper.JacksonMappingProvider;
import dev.unruly.model.Call.Capture;
import dev.unruly.model.Call.Check;
import dev.unruly.world.Fields;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jsoup.select.Evaluator;
import org.jsoup.select.QueryParser;

/// What must hold of an answer, and what is remembered of it: patterns, paths and selectors
/// prepared once and shared by all users.
final class Checks {

    /// How JSON is read: a path that leads nowhere is an empty result, not an exception.
    static final Configuration JSON =
            Configuration.builder()
                    .jsonProvider(new JacksonJsonProvider())
                    .mappingProvider(new JacksonMappingProvider())
                    .options(Option.SUPPRESS_EXCEPTIONS)
                    .build();

    /// What is asked of a body.
    sealed interface BodyCheck {
        record Matches(Pattern pattern) implements BodyCheck {}

        record Contains(String text) implements BodyCheck {}

        record Json(JsonPath path, String equal) implements BodyCheck {}
    }

    /// Where a variable's value is found.
    sealed interface Source {
        record Json(JsonPath path) implements Source {}

        record Regex(Pattern pattern, int group) implements Source {}

        record Header(String name) implements Source {}

        record Css(Evaluator selector, String attribute) implements Source {}

        record Cookie(String name) implements Source {}
    }

    /// What is remembered.
    record Found(int variable, Source source) {}

    private final int[] statuses;
    private final List<Check.Header> headers = new ArrayList<>();
    private final List<BodyCheck> bodies = new ArrayList<>();
    private final List<Found> captures = new ArrayList<>();
    private final boolean needsBody;

    Checks(List<Check> checks, List<Capture> captures, Names names) {
        var anyOf = new ArrayList<Integer>();
        for (Check check : checks) {
            switch (check) {
                case Check.Status status -> anyOf.addAll(status.anyOf());
                case Check.Matches(String pattern) ->
                        bodies.add(new BodyCheck.Matches(Pattern.compile(pattern)));
                case Check.Contains(String text) -> bodies.add(new BodyCheck.Contains(text));
                case Check.Json(String path, String equal) ->
                        bodies.add(new BodyCheck.Json(JsonPath.compile(path), equal));
                case Check.Header header -> headers.add(header);
            }
        }
        for (Capture capture : captures) {
            this.captures.add(new Found(names.variable(capture.variable()), source(capture)));
        }
        this.statuses = anyOf.stream().mapToInt(Integer::intValue).sorted().toArray();
        this.needsBody =
                !bodies.isEmpty() || this.captures.stream().anyMatch(f -> fromBody(f.source()));
    }

    /// Whether a status is right; without a check of it, 2xx and 3xx are.
    boolean statusRight(int status) {
        return statuses.length == 0
                ? status >= 200 && status < 400
                : Arrays.binarySearch(statuses, status) >= 0;
    }

    /// Whether the header fields are as they must be.
    boolean headRight(Fields fields) {
        for (Check.Header header : headers) {
            if (!anyFieldHolds(fields, header)) {
                return false;
            }
        }
        return true;
    }

    /// Whether more than status and fields is of interest, so that an [Answer] must be collected.
    boolean needsAnswer() {
        return needsBody || !captures.isEmpty();
    }

    /// Whether the body must be collected.
    boolean needsBody() {
        return needsBody;
    }

    List<BodyCheck> bodies() {
        return bodies;
    }

    List<Found> captures() {
        return captures;
    }

    private static boolean anyFieldHolds(Fields fields, Check.Header header) {
        int at = fields.find(header.name(), 0);
        while (at >= 0) {
            if (fields.value(at).toString().contains(header.contains())) {
                return true;
            }
            at = fields.find(header.name(), at + 1);
        }
        return false;
    }

    private static boolean fromBody(Source source) {
        return switch (source) {
            case Source.Json _, Source.Regex _, Source.Css _ -> true;
            case Source.Header _, Source.Cookie _ -> false;
        };
    }

    private static Source source(Capture capture) {
        return switch (capture) {
            case Capture.Json json -> new Source.Json(JsonPath.compile(json.path()));
            case Capture.Regex regex ->
                    new Source.Regex(Pattern.compile(regex.pattern()), regex.group());
            case Capture.Header header -> new Source.Header(header.name());
            case Capture.Css css ->
                    new Source.Css(QueryParser.parse(css.selector()), css.attribute());
            case Capture.Cookie cookie -> new Source.Cookie(cookie.name());
        };
    }
}

package dev.unruly.script;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Resolve;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// `thresholds:`, in the words of k6: metrics, each with its tags, and what must hold of them.
final class ThresholdReader {

    static final String EXAMPLE = "http_req_duration{name:checkout}: [ 'p(99)<400' ]";

    private static final String DURATION = "http_req_duration";
    private static final String FAILED = "http_req_failed";
    private static final String COUNT = "http_reqs";
    private static final List<String> METRICS = List.of(DURATION, FAILED, COUNT);
    private static final List<String> TAGS = List.of("name", "persona", "region");
    private static final List<String> OF_DURATION = List.of("p(99)", "avg", "med", "min", "max");
    private static final Pattern KEY = Pattern.compile("\\s*([^{}\\s]*)\\s*(?:\\{(.*)})?\\s*");
    private static final Pattern CLAIM =
            Pattern.compile("\\s*([a-z]+)\\s*(?:\\(([^)]*)\\))?\\s*([<>=!]+)\\s*(\\S+)\\s*");

    private final Names names;

    ThresholdReader(Names names) {
        this.names = names;
    }

    /// A metric, whose it is, and how the file calls it.
    private record Subject(String key, String metric, Selector of) {}

    /// What must hold, in the order of the file.
    List<Expectation> read(Value value) {
        var all = new ArrayList<Expectation>();
        value.entries(EXAMPLE)
                .forEach((key, claims) ->
                        subject(key)
                                .ifPresent(subject -> {
                                    for (Value claim : claims.oneOrMore()) {
                                        threshold(subject, claim).ifPresent(all::add);
                                    }
                                }));
        return all;
    }

    private Optional<Subject> subject(Value key) {
        String text = key.text(DURATION);
        Matcher parts = KEY.matcher(text);
        if (!parts.matches()) {
            key.wrong("`" + Value.quoted(text) + "` is no metric", "write " + EXAMPLE);
            return Optional.empty();
        }
        String metric = parts.group(1);
        if (!METRICS.contains(metric)) {
            key.wrong(
                    "there is no metric `" + Value.quoted(metric) + "` here",
                    Nearest.instead(metric, METRICS, "remove it"));
            return Optional.empty();
        }
        return parts.group(2) == null
                ? Optional.of(new Subject(text, metric, Selector.ALL))
                : tagged(key, parts.group(2), parts.start(2))
                        .map(of -> new Subject(text, metric, of));
    }

    /// `name:checkout,region:tokyo`.
    ///
    /// @param at where that stands in the key
    private Optional<Selector> tagged(Value key, String tags, int at) {
        @Nullable String[] found = new @Nullable String[TAGS.size()];
        int offset = at;
        for (String tag : tags.split(",", -1)) {
            int colon = tag.indexOf(':');
            String word = (colon < 0 ? tag : tag.substring(0, colon)).strip();
            String name = colon < 0 ? "" : tag.substring(colon + 1).strip();
            Place place = key.at(offset + tag.length() - tag.stripLeading().length());
            int which = TAGS.indexOf(word);
            if (which < 0) {
                key.reading()
                        .wrong(
                                place,
                                "there is no tag `" + Value.quoted(word) + "` here",
                                Nearest.instead(word, TAGS, EXAMPLE));
                return Optional.empty();
            }
            List<String> known = known(which);
            if (name.isEmpty() || (!known.isEmpty() && !known.contains(name))) {
                key.reading()
                        .wrong(
                                place,
                                "nothing is tagged `" + word + ":" + Value.quoted(name) + "`",
                                Nearest.instead(name, known, "write a name"));
                return Optional.empty();
            }
            if (found[which] != null) {
                key.reading().wrong(place, "`" + word + "` stands here twice", "keep one of them");
                return Optional.empty();
            }
            found[which] = name;
            offset += tag.length() + 1;
        }
        return Optional.of(new Selector(said(found[0]), said(found[1]), said(found[2]), ""));
    }

    private List<String> known(int tag) {
        return List.of(names.endpoints(), names.personas(), names.regions()).get(tag);
    }

    private static String said(@Nullable String name) {
        return name == null ? "" : name;
    }

    /// `p(99)<400`, or `{ threshold: p(99)<400, abortOnFail: true, delayAbortEval: 10s }`.
    private Optional<Expectation> threshold(Subject subject, Value value) {
        if (!value.isMapping()) {
            return claim(subject, value);
        }
        Section section = value.section("threshold", "{ threshold: 'p(99)<400' }");
        Optional<Value> claim = section.need("threshold", "'p(99)<400'");
        boolean aborts = section.find("abortOnFail").map(Value::flag).orElse(false);
        Optional<Value> delay = section.find("delayAbortEval");
        long nanos = delay.map(v -> v.nanos(0, "10s")).orElse(0L);
        section.done();
        if (delay.isPresent() && !aborts) {
            value.reading()
                    .warn(
                            section.keyOf("delayAbortEval").at(),
                            "`delayAbortEval` changes nothing without `abortOnFail`",
                            "write abortOnFail: true, or remove it");
        }
        Optional<Expectation> read = claim.flatMap(v -> claim(subject, v));
        if (aborts && read.filter(ThresholdReader::mustBeReached).isPresent()) {
            section.keyOf("abortOnFail")
                    .wrong(
                            "whether a count is reached is known only at the end",
                            "remove `abortOnFail`");
        }
        return aborts ? read.map(e -> aborting(e, nanos)) : read;
    }

    private static boolean mustBeReached(Expectation e) {
        return e.metric() instanceof Metric.Requests
                && switch (e.comparison()) {
                    case AT_LEAST, MORE, EQUAL, NOT_EQUAL -> true;
                    case LESS, AT_MOST -> false;
                };
    }

    private static Expectation aborting(Expectation e, long notBeforeNanos) {
        return new Expectation(
                e.text(),
                e.metric(),
                e.of(),
                e.comparison(),
                e.bound(),
                e.scope(),
                new Resolve.Abort(notBeforeNanos));
    }

    private Optional<Expectation> claim(Subject subject, Value value) {
        if (!value.isText()) {
            value.wrong(
                    "a threshold of `" + subject.metric() + "` is no text",
                    "write one such as '" + example(subject.metric()) + "'");
            return Optional.empty();
        }
        String text = value.text(EXAMPLE);
        Matcher parts = CLAIM.matcher(text);
        try {
            if (!parts.matches()) {
                throw new Misread(
                        0,
                        "`" + Value.quoted(text) + "` is no threshold",
                        "write one such as '" + example(subject.metric()) + "'");
            }
            Metric metric = metric(subject.metric(), parts);
            return Optional.of(
                    new Expectation(
                            subject.key().strip() + ": " + text.strip(),
                            metric,
                            subject.of(),
                            comparison(metric, parts),
                            bound(subject.metric(), metric, parts),
                            Scope.ALL));
        } catch (Misread e) {
            value.reading().wrong(value.at(e.at()), e.wrong(), e.right());
            return Optional.empty();
        }
    }

    private static String example(String metric) {
        return switch (metric) {
            case FAILED -> "rate<0.01";
            case COUNT -> "count>=1000";
            default -> "p(99)<400";
        };
    }

    private static Metric metric(String of, Matcher claim) throws Misread {
        String figure = claim.group(1);
        boolean quantile = claim.group(2) != null;
        if (quantile && of.equals(DURATION) && figure.equals("p")) {
            double q = Units.share(claim.group(2).strip() + "%").orElse(-1);
            if (!(q > 0 && q < 1)) {
                throw new Misread(
                        claim.start(2),
                        "p(" + claim.group(2) + ") is out of range",
                        "write more than 0 and less than 100, such as p(99.9)");
            }
            return new Metric.Quantile(q, Latency.SERVICE);
        }
        String word = quantile ? "" : of + " " + figure;
        return switch (word) {
            case DURATION + " avg" -> new Metric.Average(Latency.SERVICE);
            case DURATION + " med" -> new Metric.Quantile(0.5, Latency.SERVICE);
            case DURATION + " min" -> new Metric.Shortest(Latency.SERVICE);
            case DURATION + " max" -> new Metric.Longest(Latency.SERVICE);
            case FAILED + " rate" -> new Metric.Errors();
            case COUNT + " count" -> new Metric.Requests();
            case COUNT + " rate" -> new Metric.RequestRate();
            default ->
                    throw new Misread(
                            claim.start(1),
                            "`" + of + "` has no `" + figure + "`",
                            Nearest.instead(figure, figures(of), example(of)));
        };
    }

    private static List<String> figures(String metric) {
        return switch (metric) {
            case FAILED -> List.of("rate");
            case COUNT -> List.of("count", "rate");
            default -> OF_DURATION;
        };
    }

    private static Comparison comparison(Metric metric, Matcher claim) throws Misread {
        String sign = claim.group(3).equals("===") ? "==" : claim.group(3);
        for (Comparison comparison : Comparison.values()) {
            boolean exact = comparison == Comparison.EQUAL || comparison == Comparison.NOT_EQUAL;
            if (comparison.sign().equals(sign)) {
                if (exact && !(metric instanceof Metric.Requests)) {
                    throw new Misread(
                            claim.start(3),
                            "a measured figure never equals one exactly",
                            "write <, <=, > or >=");
                }
                return comparison;
            }
        }
        throw new Misread(
                claim.start(3), "`" + sign + "` is no comparison", "write <, <=, > or >=");
    }

    /// Milliseconds → seconds; shares and counts as they are.
    private static double bound(String of, Metric metric, Matcher claim) throws Misread {
        String figure = claim.group(4);
        double number =
                Units.number(figure)
                        .orElseThrow(() ->
                                new Misread(
                                        claim.start(4),
                                        "`" + figure + "` is no plain number",
                                        of.equals(DURATION)
                                                ? "write milliseconds without a unit, as in p(99)<400"
                                                : "write one such as " + example(of)));
        double most =
                switch (of) {
                    case FAILED -> 1;
                    case COUNT -> 1e12;
                    default -> Units.LONGEST_NANOS / 1e6;
                };
        if (!(number >= 0 && number <= most)) {
            throw new Misread(
                    claim.start(4),
                    "`" + figure + "` is out of range",
                    "write a number from 0 to " + (long) most);
        }
        if (metric instanceof Metric.Requests && number != Math.rint(number)) {
            throw new Misread(
                    claim.start(4), "`" + figure + "` is no whole number", "write count>=1000");
        }
        return of.equals(DURATION) ? number / 1e3 : number;
    }
}

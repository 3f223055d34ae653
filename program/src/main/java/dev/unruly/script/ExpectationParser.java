package dev.unruly.script;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Guardrail;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// One line of `expect:`, `stop-if:` or `abort-if:` → its meaning, by recursive descent. The
/// grammar stands in docs/expectations.md; each method reads one of its rules.
final class ExpectationParser {

    private static final String EXAMPLE = "write one such as p(99) of pay < 400ms";
    private static final List<String> MEASURES =
            List.of(
                    "p",
                    "service",
                    "response",
                    "perceived",
                    "goodput",
                    "errors",
                    "abandonment",
                    "amplification",
                    "duplicates",
                    "connections",
                    "recovers");
    private static final long SECOND = 1_000_000_000L;
    private static final long LONGEST_STRETCH = 3_600 * SECOND;
    private static final List<String> SCOPES = List.of("baseline", "trigger", "watch");

    private final Value value;
    private final Names names;
    private final String text;
    private final Words words;
    private final Figures figures;
    private final Selectors selectors;

    private ExpectationParser(Value value, Names names) {
        this.value = value;
        this.names = names;
        this.text = value.text("p(99) of pay < 400ms");
        this.words = new Words(text);
        this.figures = new Figures(words);
        this.selectors = new Selectors(words, names);
    }

    /// What must hold; empty, with a problem told, when it cannot be understood.
    static Optional<Expectation> expectation(Value value, Names names) {
        var parser = new ExpectationParser(value, names);
        return parser.read(parser::scopedExpectation);
    }

    /// A condition that ends something when it holds for a while.
    static Optional<Guardrail> guardrail(Value value, Names names) {
        var parser = new ExpectationParser(value, names);
        return parser.read(parser::guardrail);
    }

    @FunctionalInterface
    private interface Rule<T> {
        T read() throws Misread;
    }

    private <T> Optional<T> read(Rule<T> rule) {
        if (!value.isText()) {
            return Optional.empty();
        }
        try {
            return Optional.of(rule.read());
        } catch (Misread e) {
            value.reading().wrong(value.at(e.at()), e.wrong(), e.right());
            return Optional.empty();
        }
    }

    private Expectation scopedExpectation() throws Misread {
        Expectation claim = expectation();
        Words.Word during = words.peek();
        if (during.is("during") && claim.metric() instanceof Metric.Recovers) {
            throw new Misread(
                    during.at(), "recovery counts from the last trigger's end", "remove `during`");
        }
        Scope scope = scope();
        end();
        return new Expectation(
                text, claim.metric(), claim.of(), claim.comparison(), claim.bound(), scope);
    }

    private Scope scope() throws Misread {
        if (!words.takeIf("during")) {
            return Scope.ALL;
        }
        Words.Word phase = words.take();
        return switch (phase.text()) {
            case "baseline" -> Scope.BASELINE;
            case "trigger" -> Scope.TRIGGER;
            case "watch" -> Scope.WATCH;
            default ->
                    throw new Misread(
                            phase.at(),
                            Figures.shown(phase) + " is no part of a run that can be judged",
                            Nearest.instead(phase.text(), SCOPES, EXAMPLE));
        };
    }

    private Guardrail guardrail() throws Misread {
        Words.Word first = words.peek();
        if (first.is("recovers") || first.is("duplicates")) {
            throw new Misread(
                    first.at(),
                    "`" + first.text() + "` cannot be known second by second",
                    "write errors > 0.5 for 60s");
        }
        Expectation condition = expectation();
        if (condition.metric() instanceof Metric.QuantileOverAny) {
            throw new Misread(
                    first.at(),
                    "a guardrail is looked at second by second",
                    "write `for` and a time instead of `over any`");
        }
        Words.Word next = words.peek();
        if (next.is("during")) {
            throw new Misread(next.at(), "a guardrail holds all the time", "remove `during`");
        }
        if (!words.takeIf("for")) {
            throw new Misread(
                    next.at(),
                    "a guardrail says for how long it must hold",
                    "write " + Value.quoted(text) + " for 60s");
        }
        long nanos = figures.nanos("60s");
        end();
        return new Guardrail(text, condition, nanos);
    }

    private void end() throws Misread {
        Words.Word rest = words.peek();
        if (rest.kind() != Words.Kind.END) {
            throw new Misread(
                    rest.at(),
                    "`" + rest.text() + "` was not expected here",
                    Nearest.to(rest.text(), List.of("during", "for", "over"))
                            .map(word -> "did you mean `" + word + "`?")
                            .orElse("remove it"));
        }
    }

    private Expectation expectation() throws Misread {
        Words.Word measure = words.peek();
        if (measure.kind() != Words.Kind.NAME) {
            throw new Misread(measure.at(), "this does not begin with what is measured", EXAMPLE);
        }
        return switch (measure.text()) {
            case "p", "service", "response", "perceived" -> latency();
            case "goodput" -> share(new Metric.Goodput(), false);
            case "errors" -> share(new Metric.Errors(), true);
            case "abandonment" -> share(new Metric.Abandonment(), false);
            case "amplification" -> amplification();
            case "duplicates" -> duplicates();
            case "connections" -> connections();
            case "recovers" -> recovers();
            default ->
                    throw new Misread(
                            measure.at(),
                            "`" + measure.text() + "` is nothing that is measured",
                            Units.quantile(measure.text()).isPresent()
                                    ? "write p(" + measure.text().substring(1) + ")"
                                    : Nearest.instead(measure.text(), MEASURES, EXAMPLE));
        };
    }

    private Expectation latency() throws Misread {
        Words.Word kind = words.take();
        boolean said = !kind.is("p");
        Words.Word p = said ? words.take() : kind;
        if (!p.is("p")) {
            throw new Misread(
                    p.at(), "after `" + kind.text() + "` comes a quantile", "write p(99)");
        }
        double q = figures.quantile();
        selectors.take(true);
        Comparison comparison = figures.comparison();
        double seconds = figures.nanos("400ms") / 1e9;
        selectors.take(true);
        boolean atDependency = !selectors.selector().dependency().isEmpty();
        Latency usual = atDependency ? Latency.SERVICE : Latency.PERCEIVED;
        Latency latency = said ? Latency.valueOf(kind.text().toUpperCase(Locale.ROOT)) : usual;
        if (atDependency && latency != Latency.SERVICE) {
            throw new Misread(
                    kind.at(),
                    "at a dependency only service latency is known",
                    "remove `" + kind.text() + "`");
        }
        var quantile = new Metric.Quantile(q, latency);
        return claim(words.takeIf("over") ? overAny(quantile) : quantile, comparison, seconds);
    }

    /// `any 10s`: what stands behind `over`.
    private Metric overAny(Metric.Quantile quantile) throws Misread {
        Words.Word any = words.take();
        if (!any.is("any")) {
            throw new Misread(any.at(), "over which stretch?", "write over any 10s");
        }
        Words.Word length = words.peek();
        long nanos = figures.nanos("10s");
        if (nanos % SECOND != 0 || nanos > LONGEST_STRETCH) {
            throw new Misread(
                    length.at(),
                    Figures.shown(length) + " is no stretch that can be counted",
                    "write whole seconds, at most 1h");
        }
        return new Metric.QuantileOverAny(quantile, (int) (nanos / SECOND));
    }

    private Expectation share(Metric metric, boolean atDependencies) throws Misread {
        words.take();
        selectors.take(atDependencies);
        Comparison comparison = figures.comparison();
        double share = figures.share();
        selectors.take(atDependencies);
        return claim(metric, comparison, share);
    }

    private Expectation amplification() throws Misread {
        words.take();
        selectors.take(true);
        Comparison comparison = figures.comparison();
        double factor = figures.number();
        selectors.take(true);
        return claim(new Metric.Amplification(), comparison, factor);
    }

    private Expectation duplicates() throws Misread {
        Words.Word duplicates = words.take();
        selectors.take(false);
        Comparison comparison = figures.countComparison();
        long count = figures.whole();
        selectors.take(false);
        String endpoint = selectors.selector().endpoint();
        if (!endpoint.isEmpty()
                && !names.endpoints().isEmpty()
                && !names.once().contains(endpoint)) {
            throw new Misread(
                    duplicates.at(),
                    "`" + endpoint + "` may happen more than once",
                    "mark the state `once: true`, or name one that is");
        }
        return claim(new Metric.Duplicates(), comparison, count);
    }

    private Expectation connections() throws Misread {
        Words.Word connections = words.take();
        Words.Word opened = words.take();
        if (!opened.is("opened")) {
            throw new Misread(
                    opened.at(),
                    "of connections only those opened are counted",
                    "write connections opened at database < 100/s");
        }
        selectors.take(true);
        Comparison comparison = figures.comparison();
        double rate = figures.perSecond();
        selectors.take(true);
        if (selectors.selector().dependency().isEmpty()) {
            throw new Misread(
                    connections.at(),
                    "connections are opened at a dependency",
                    "write connections opened at database < 100/s");
        }
        return claim(new Metric.ConnectionsOpened(), comparison, rate);
    }

    private Expectation recovers() throws Misread {
        words.take();
        Words.Word within = words.take();
        if (!within.is("within")) {
            throw new Misread(within.at(), "in what time?", "write recovers within 30s");
        }
        double seconds = figures.nanos("30s") / 1e9;
        return claim(new Metric.Recovers(), Comparison.AT_MOST, seconds);
    }

    private Expectation claim(Metric metric, Comparison comparison, double bound) {
        return new Expectation(text, metric, selectors.selector(), comparison, bound, Scope.ALL);
    }
}

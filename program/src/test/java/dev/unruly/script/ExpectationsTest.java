package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import dev.unruly.model.Guardrail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.Tag;

final class ExpectationsTest {

    private static final Names NAMES =
            new Names(
                    List.of("home", "shop.pay", "api.pay", "sign-in"),
                    Set.of("shop.pay"),
                    List.of("web", "app"),
                    List.of("tokyo"),
                    List.of("database"));

    private final Reading reading = new Reading();

    private Value line(String text) {
        return new Value(
                reading, "x.yaml", new ScalarNode(Tag.STR, text, ScalarStyle.PLAIN), "expect");
    }

    private String problem() {
        return reading.<Integer>result(Optional.empty()) instanceof Read.Broken<Integer> broken
                ? broken.problems().getFirst().wrong() + "; " + broken.problems().getFirst().right()
                : "";
    }

    static Stream<Arguments> right() {
        var perceived = new Metric.Quantile(0.99, Latency.PERCEIVED);
        return Stream.of(
                arguments(
                        "p(99) < 400ms", perceived, Selector.ALL, Comparison.LESS, 0.4, Scope.ALL),
                arguments(
                        "p(99) of home by web in tokyo <= 2s during watch",
                        perceived,
                        new Selector("home", "web", "tokyo", ""),
                        Comparison.AT_MOST,
                        2.0,
                        Scope.WATCH),
                arguments(
                        "p(99) of home < 2s in tokyo during trigger",
                        perceived,
                        new Selector("home", "", "tokyo", ""),
                        Comparison.LESS,
                        2.0,
                        Scope.TRIGGER),
                arguments(
                        "p(99)in tokyo>1m30s",
                        perceived,
                        new Selector("", "", "tokyo", ""),
                        Comparison.MORE,
                        90.0,
                        Scope.ALL),
                arguments(
                        "perceived p(99) of shop.pay < 1s",
                        perceived,
                        new Selector("shop.pay", "", "", ""),
                        Comparison.LESS,
                        1.0,
                        Scope.ALL),
                arguments(
                        "p(99) of home < 1s over any 10s during watch",
                        new Metric.QuantileOverAny(perceived, 10),
                        new Selector("home", "", "", ""),
                        Comparison.LESS,
                        1.0,
                        Scope.WATCH),
                arguments(
                        "response p(99.9) < 1s",
                        new Metric.Quantile(0.999, Latency.RESPONSE),
                        Selector.ALL,
                        Comparison.LESS,
                        1.0,
                        Scope.ALL),
                arguments(
                        "service p(50) of sign-in < 1s",
                        new Metric.Quantile(0.5, Latency.SERVICE),
                        new Selector("sign-in", "", "", ""),
                        Comparison.LESS,
                        1.0,
                        Scope.ALL),
                arguments(
                        "p(95) at database < 20ms during baseline",
                        new Metric.Quantile(0.95, Latency.SERVICE),
                        new Selector("", "", "", "database"),
                        Comparison.LESS,
                        0.02,
                        Scope.BASELINE),
                arguments(
                        "goodput >= 99%",
                        new Metric.Goodput(), Selector.ALL, Comparison.AT_LEAST, 0.99, Scope.ALL),
                arguments(
                        "goodput of home by app > 0.5",
                        new Metric.Goodput(),
                        new Selector("home", "app", "", ""),
                        Comparison.MORE,
                        0.5,
                        Scope.ALL),
                arguments(
                        "errors at database < 1 %",
                        new Metric.Errors(),
                        new Selector("", "", "", "database"),
                        Comparison.LESS,
                        0.01,
                        Scope.ALL),
                arguments(
                        "abandonment of home in tokyo < 5%",
                        new Metric.Abandonment(),
                        new Selector("home", "", "tokyo", ""),
                        Comparison.LESS,
                        0.05,
                        Scope.ALL),
                arguments(
                        "amplification at database < 3",
                        new Metric.Amplification(),
                        new Selector("", "", "", "database"),
                        Comparison.LESS,
                        3.0,
                        Scope.ALL),
                arguments(
                        "duplicates of shop.pay == 0",
                        new Metric.Duplicates(),
                        new Selector("shop.pay", "", "", ""),
                        Comparison.EQUAL,
                        0.0,
                        Scope.ALL),
                arguments(
                        "duplicates != 5",
                        new Metric.Duplicates(),
                        Selector.ALL,
                        Comparison.NOT_EQUAL,
                        5.0,
                        Scope.ALL),
                arguments(
                        "recovers within 30s",
                        new Metric.Recovers(),
                        Selector.ALL,
                        Comparison.AT_MOST,
                        30.0,
                        Scope.ALL),
                arguments(
                        "connections opened at database < 100/s",
                        new Metric.ConnectionsOpened(),
                        new Selector("", "", "", "database"),
                        Comparison.LESS,
                        100.0,
                        Scope.ALL));
    }

    @ParameterizedTest
    @MethodSource("right")
    void whatIsWrittenIsUnderstood(
            String text, Metric metric, Selector of, Comparison sign, double bound, Scope scope) {
        assertThat(ExpectationParser.expectation(line(text), NAMES))
                .as(this::problem)
                .hasValue(new Expectation(text, metric, of, sign, bound, scope));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|this does not begin with what is measured",
                "< 400ms|does not begin with what is measured",
                "latency < 400ms|`latency` is nothing that is measured",
                "godput > 99%|did you mean `goodput`?",
                "p99 < 400ms|write p(99)",
                "p(99 < 400ms|the ) is missing; write p(99)",
                "p() < 400ms|`)` is no quantile",
                "p(0) < 400ms|out of range",
                "p(99) 400ms|`400ms` is no comparison",
                "p(99)|a comparison is missing",
                "p(99) <|nothing is no length of time",
                "p(99) < 0|is no length of time",
                "p(99) == 400ms|a measured figure never equals one exactly",
                "p(99) = 400ms|a measured figure never equals one exactly",
                "p(99) of pay < 1s|there is no endpoint `pay`; known are `home`, `shop.pay`",
                "p(99) of < 1s|after `of` comes the name of an endpoint",
                "p(99) of home of home < 1s|`of` stands here twice",
                "p(99) of home at database < 1s|a dependency does not know what its requests are for",
                "response p(99) at database < 1s|at a dependency only service latency is known",
                "p(99) at databse < 1s|did you mean `database`?",
                "goodput at database > 99%|this is not known at a dependency",
                "goodput > 99|`99` is no share; write 99%",
                "amplification < 3x|`3x` is no number",
                "duplicates == 0.5|is no whole number",
                "duplicates of home == 0|`home` may happen more than once",
                "recovers in 30s|in what time?; write recovers within 30s",
                "recovers within 30|`30` has no unit; write 30s",
                "recovers within 30s during watch|recovery counts from the last trigger's end",
                "connections at database < 100/s|of connections only those opened are counted",
                "connections opened < 100/s|connections are opened at a dependency",
                "connections opened at database < 100|`100` is no rate; write 100/s",
                "goodput > 99% duringbaseline|`duringbaseline` was not expected here",
                "goodput > 99% during relief|is no part of a run that can be judged",
                "p(99) < 1s over 10s|over which stretch?; write over any 10s",
                "p(99) < 1s over any 10|`10` has no unit",
                "p(99) < 1s over any 1500ms|`1500ms` is no stretch that can be counted",
                "p(99) < 1s over any 3601s|write whole seconds, at most 1h",
                "goodput > 99% over any 10s|`over` was not expected here",
                "goodput > 99% ; true|`;` was not expected here; remove it",
            })
    void whatIsWrongIsSaid(String text, String problem) {
        assertThat(ExpectationParser.expectation(line(text), NAMES)).isEmpty();
        assertThat(problem()).contains(problem);
    }

    @Test
    void aGuardrailHoldsForAWhile() {
        Optional<Guardrail> guardrail =
                ExpectationParser.guardrail(line("p(99) of home > 5s for 1m"), NAMES);
        assertThat(guardrail).map(Guardrail::forNanos).hasValue(60_000_000_000L);
        assertThat(guardrail.map(g -> g.condition().bound())).hasValue(5.0);
        assertThat(guardrail).map(Guardrail::text).hasValue("p(99) of home > 5s for 1m");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "errors > 50%|a guardrail says for how long it must hold; write errors > 50% for 60s",
                "p(99) > 1s over any 10s for 60s|a guardrail is looked at second by second",
                "errors > 50% for 60|`60` has no unit",
                "errors > 50% for 0s|is no length of time",
                "errors > 50% during watch for 60s|a guardrail holds all the time",
                "duplicates > 0 for 60s|`duplicates` cannot be known second by second",
            })
    void noGuardrails(String text, String problem) {
        assertThat(ExpectationParser.guardrail(line(text), NAMES)).isEmpty();
        assertThat(problem()).contains(problem);
    }

    @Test
    void namesThatCouldNotBeReadAreNotHeldAgainstAnyone() {
        assertThat(ExpectationParser.expectation(line("p(99) of any in place < 1s"), Names.UNKNOWN))
                .isPresent();
        assertThat(ExpectationParser.expectation(line("p(99) at any < 1s"), Names.UNKNOWN))
                .isEmpty();
    }

    @Test
    void theLinesOfTheManualAreUnderstood() throws IOException {
        Names names =
                new Names(
                        List.of("home", "search", "product", "pay"),
                        Set.of("pay"),
                        List.of("shopper-on-the-phone"),
                        List.of("tokyo"),
                        List.of("database", "identity"));
        String manual = Files.readString(Path.of("../docs/expectations.md"));
        String yaml = manual.substring(manual.indexOf("expect:"), manual.indexOf("## Grammar"));
        List<String> lines = yaml.lines().filter(l -> l.startsWith("  - ")).toList();
        assertThat(lines).hasSize(15);
        for (String line : lines) {
            Value value = line(line.substring(4));
            boolean understood =
                    line.contains(" for ")
                            ? ExpectationParser.guardrail(value, names).isPresent()
                            : ExpectationParser.expectation(value, names).isPresent();
            assertThat(understood).as(line).isTrue();
        }
    }
}

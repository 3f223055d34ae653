package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.unruly.model.Comparison;
import dev.unruly.model.Expectation;
import dev.unruly.model.Expectation.Latency;
import dev.unruly.model.Expectation.Metric;
import dev.unruly.model.Expectation.Resolve;
import dev.unruly.model.Expectation.Scope;
import dev.unruly.model.Expectation.Selector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Thresholds as k6 writes them.
final class ThresholdsTest {

    private static final Names NAMES =
            new Names(
                    List.of("home", "checkout"),
                    Set.of(),
                    List.of("web"),
                    List.of("tokyo"),
                    List.of());

    @TempDir private Path folder;
    private final Reading reading = new Reading();

    private List<Expectation> read(String yaml) throws IOException {
        Path file = folder.resolve("t.yaml");
        Files.writeString(file, yaml);
        return Yaml.read(reading, file, Place.topOf("t.yaml"), "thresholds")
                .map(new ThresholdReader(NAMES)::read)
                .orElse(List.of());
    }

    private List<String> problems() {
        return reading.<Integer>result(Optional.of(0)) instanceof Read.Broken<Integer> broken
                ? broken.problems().stream()
                        .map(p -> p.line() + ":" + p.column() + ": " + p.wrong() + "; " + p.right())
                        .toList()
                : List.of();
    }

    static Stream<Arguments> right() {
        var p99 = new Metric.Quantile(0.99, Latency.SERVICE);
        var median = new Metric.Quantile(0.5, Latency.SERVICE);
        var average = new Metric.Average(Latency.SERVICE);
        Selector all = Selector.ALL;
        return Stream.of(
                arguments("http_req_duration: p(99)<400", p99, all, Comparison.LESS, 0.4),
                arguments("http_req_duration: p( 99 ) <= 1e3", p99, all, Comparison.AT_MOST, 1.0),
                arguments("http_req_duration: med<150", median, all, Comparison.LESS, 0.15),
                arguments("http_req_duration: avg<200.5", average, all, Comparison.LESS, 0.2005),
                arguments(
                        "http_req_duration: max<2000",
                        new Metric.Longest(Latency.SERVICE),
                        all,
                        Comparison.LESS,
                        2.0),
                arguments(
                        "http_req_duration: min>=1",
                        new Metric.Shortest(Latency.SERVICE),
                        all,
                        Comparison.AT_LEAST,
                        0.001),
                arguments(
                        "http_req_duration{name:checkout}: p(99)<400",
                        p99,
                        new Selector("checkout", "", "", ""),
                        Comparison.LESS,
                        0.4),
                arguments(
                        "http_req_failed{persona:web, region:tokyo,name:home}: rate<=1",
                        new Metric.Errors(),
                        new Selector("home", "web", "tokyo", ""),
                        Comparison.AT_MOST,
                        1.0),
                arguments(
                        "http_reqs: count>=1000",
                        new Metric.Requests(),
                        all,
                        Comparison.AT_LEAST,
                        1000.0),
                arguments(
                        "http_reqs: count===0", new Metric.Requests(), all, Comparison.EQUAL, 0.0),
                arguments(
                        "http_reqs: rate>10",
                        new Metric.RequestRate(),
                        all,
                        Comparison.MORE,
                        10.0));
    }

    @ParameterizedTest
    @MethodSource("right")
    void whatIsWrittenIsUnderstood(
            String text, Metric metric, Selector of, Comparison sign, double bound)
            throws IOException {
        int colon = text.indexOf(": ");
        String yaml = text.substring(0, colon) + ": [ '" + text.substring(colon + 2) + "' ]";

        List<Expectation> read = read(yaml);

        assertThat(problems()).isEmpty();
        assertThat(read).containsExactly(new Expectation(text, metric, of, sign, bound, Scope.ALL));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http_req_durations: [avg<1]|1:1: there is no metric `http_req_durations` here; did you mean `http_req_duration`?",
                "vus: [max<1]|1:1: there is no metric `vus` here; known are `http_req_duration`, `http_req_failed`, `http_reqs`",
                "http_reqs{name:home: [count<1]|1:1: `http_reqs{name:home` is no metric",
                "http_reqs{status:500}: [count<1]|1:11: there is no tag `status` here; known are `name`, `persona`, `region`",
                "http_reqs{name:home,name:home}: [count<1]|1:21: `name` stands here twice",
                "http_reqs{name:check}: [count<1]|1:11: nothing is tagged `name:check`; known are `home`, `checkout`",
                "http_reqs{name}: [count<1]|1:11: nothing is tagged `name:`",
                "http_reqs: [p(99)<1]|1:13: `http_reqs` has no `p`; known are `count`, `rate`",
                "http_req_duration: [rate<1]|1:21: `http_req_duration` has no `rate`",
                "http_req_duration: [p(100)<1]|1:23: p(100) is out of range",
                "http_req_duration: [p(x)<1]|p(x) is out of range",
                "http_req_duration: [avg]|1:21: `avg` is no threshold; write one such as 'p(99)<400'",
                "http_req_duration: [avg=1]|`=` is no comparison; write <, <=, > or >=",
                "http_req_duration: [avg==1]|1:24: a measured figure never equals one exactly",
                "http_req_duration: [avg<1s]|1:25: `1s` is no plain number; write milliseconds",
                "http_req_duration: [avg<-1]|`-1` is out of range",
                "http_req_failed: [rate<1%]|`1%` is no plain number; write one such as rate<0.01",
                "http_req_failed: [rate<1.01]|`1.01` is out of range; write a number from 0 to 1",
                "http_reqs: [count<1.5]|`1.5` is no whole number",
                "http_reqs: [[count<1]]|1:13: a threshold of `http_reqs` is no text",
                "http_reqs: [{ abortOnFail: true }]|`http_reqs` has no `threshold`",
                "http_reqs: [{ threshold: count<1, abort: true }]|`abort` is not a key",
                "http_reqs: [{ threshold: count>1, abortOnFail: true }]|1:35: whether a count is reached is known only at the end",
                "http_reqs: [{ threshold: count<1, abortOnFail: 1 }]|is neither true nor false",
            })
    void whatIsWrongIsSaid(String yaml, String problem) throws IOException {
        read(yaml);

        assertThat(problems()).singleElement().asString().contains(problem);
    }

    @Test
    void aFailureMayEndTheRun() throws IOException {
        List<Expectation> read =
                read(
                        """
                        http_req_failed:
                          - { threshold: rate<0.1, abortOnFail: true, delayAbortEval: 10s }
                          - { threshold: rate<0.2, abortOnFail: true }
                          - { threshold: rate<0.3, abortOnFail: false }
                        """);

        assertThat(problems()).isEmpty();
        assertThat(read)
                .extracting(Expectation::resolve)
                .containsExactly(
                        new Resolve.Abort(10_000_000_000L),
                        new Resolve.Abort(0),
                        new Resolve.GoOn());
    }

    @Test
    void aDelayOfNothingIsDoubted() throws IOException {
        read("http_req_failed: [{ threshold: rate<0.1, delayAbortEval: 10s }]");

        Read<Integer> result = reading.result(Optional.of(0));

        assertThat(((Read.Fine<Integer>) result).warnings())
                .singleElement()
                .asString()
                .contains("changes nothing without `abortOnFail`");
    }
}

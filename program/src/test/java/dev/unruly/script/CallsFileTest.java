package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.CallGraph;
import dev.unruly.model.CallGraph.FirstOf;
import dev.unruly.model.CallGraph.Hedged;
import dev.unruly.model.CallGraph.One;
import dev.unruly.model.CallGraph.Retried;
import dev.unruly.model.CallGraph.Sometimes;
import dev.unruly.model.Expectation;
import dev.unruly.model.Policy;
import dev.unruly.model.Requested;
import dev.unruly.model.Share;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of calls, and goals.
final class CallsFileTest {

    private static final long MS = 1_000_000;

    @TempDir private Path folder;

    private Read<List<Requested>> read(String text) throws IOException {
        Path file = folder.resolve("a.calls.yaml");
        Files.writeString(file, text);
        return Scripts.calls(file, List.of("identity", "catalog", "payments POST /pay"));
    }

    private List<String> problems(String text) throws IOException {
        return read(text) instanceof Read.Broken<List<Requested>>(List<Problem> problems)
                ? problems.stream()
                        .map(p -> p.line() + ":" + p.column() + ": " + p.wrong() + "; " + p.right())
                        .toList()
                : List.of();
    }

    @Test
    void aGraphIsRead() throws IOException {
        var read =
                read(
                        """
                        requests:
                          checkout:
                            series:
                              - identity
                              - parallel:
                                  - { call: catalog, times: 2 }
                                  - { call: catalog, hedge: { after: 40ms, chance: 60% } }
                              - first: { answers: 1, of: [ identity, catalog ] }
                              - call: payments POST /pay
                                timeout: 300ms
                                retry: { most: 2, backoff: { base: 20ms, most: 1s } }
                          page: catalog
                        """);

        assertThat(read).isInstanceOf(Read.Fine.class);
        var graphs = new HashMap<String, CallGraph>();
        ((Read.Fine<List<Requested>>) read)
                .value()
                .forEach(one -> graphs.put(one.name(), one.graph()));
        assertThat(graphs.get("page")).isEqualTo(new One("catalog"));
        assertThat(graphs.get("checkout"))
                .isEqualTo(
                        CallGraph.serial(
                                new One("identity"),
                                CallGraph.parallel(
                                        new One("catalog"),
                                        new One("catalog"),
                                        new Hedged(new One("catalog"), 40 * MS, new Share(0.6))),
                                new FirstOf(1, List.of(new One("identity"), new One("catalog"))),
                                new Retried(
                                        new One("payments POST /pay"),
                                        300 * MS,
                                        new Policy.Retry(2, 20 * MS, 1_000 * MS))));
    }

    /// Whatever a graph has in it is read again as it was written.
    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        CallGraph catalog = new One("catalog");
        var retried =
                new Retried(
                        new Hedged(catalog, 40 * MS, new Share(0.6)),
                        300 * MS,
                        new Policy.Retry(2, 20 * MS, 1_000 * MS));
        CallGraph whole =
                CallGraph.serial(
                        new One("identity"),
                        catalog,
                        catalog,
                        new Sometimes(
                                CallGraph.parallel(catalog, catalog, retried), new Share(0.25)),
                        new Sometimes(retried, new Share(0.1)),
                        new FirstOf(1, List.of(new One("identity"), catalog)));
        var written =
                List.of(
                        new Requested("checkout", "payments POST /pay", whole),
                        new Requested("page", "", catalog));

        var lines =
                CallsText.lines(
                        written,
                        List.of("By hand."),
                        Map.of("checkout", "often", "checkout\ncatalog", "twice\n# and more"));

        assertThat(((Read.Fine<List<Requested>>) read(String.join("\n", lines))).value())
                .isEqualTo(written);
        assertThat(lines)
                .contains(
                        "  checkout:  # often",
                        "      - { call: \"catalog\", times: 2 }  # twice # and more");
    }

    @Test
    void aCallMayBeMadeInAShareOfRequests() throws IOException {
        String text = "requests: { a: { call: catalog, times: 2, share: %s } }";

        assertThat(((Read.Fine<List<Requested>>) read(text.formatted("40%"))).value())
                .containsExactly(
                        new Requested(
                                "a",
                                "",
                                CallGraph.serial(
                                        new Sometimes(new One("catalog"), new Share(0.4)),
                                        new Sometimes(new One("catalog"), new Share(0.4)))));
        assertThat(((Read.Fine<List<Requested>>) read(text.formatted("100%"))).value())
                .extracting(Requested::graph)
                .containsExactly(CallGraph.serial(new One("catalog"), new One("catalog")));
        assertThat(problems(text.formatted("0%")))
                .singleElement()
                .asString()
                .contains("`share: 0%` is never made");
        assertThat(problems("requests: { a: { of: shop, call: catalog } }"))
                .singleElement()
                .asString()
                .contains("`shop` is nothing of which latencies are known");
    }

    @Test
    void allProblemsAreToldWithTheirPlaces() throws IOException {
        assertThat(
                        problems(
                                """
                                requests:
                                  checkout:
                                    series:
                                      - identty
                                      - { call: catalog, times: 0 }
                                      - { call: catalog, timeout: 1s }
                                      - { serial: [ catalog ] }
                                      - first: { answers: 3, of: [ identity, catalog ] }
                                      - parallel: []
                                """))
                .hasSize(6)
                .satisfiesExactly(
                        p ->
                                assertThat(p)
                                        .startsWith("4:9: `identty` is nothing of which latencies")
                                        .endsWith("did you mean `identity`?"),
                        p -> assertThat(p).startsWith("5:33: `times: 0` is out of range"),
                        p -> assertThat(p).startsWith("6:26: `timeout` and `retry` only go"),
                        p -> assertThat(p).startsWith("7:11: `serial` is not a key"),
                        p -> assertThat(p).startsWith("8:27: `answers: 3` is out of range"),
                        p -> assertThat(p).contains("`parallel` is empty"));
    }

    @Test
    void aHedgeHasToComeBeforeTheTimeout() throws IOException {
        String call =
                "requests: { a: { call: catalog, timeout: 40ms, retry: { most: 1 }, hedge: "
                        + "{ after: %s } } }";

        assertThat(problems(call.formatted("39ms"))).isEmpty();
        assertThat(problems(call.formatted("40ms")))
                .singleElement()
                .asString()
                .contains("40,000,000 ns");
    }

    @Test
    void aGraphHasAtMostSoManyCalls() throws IOException {
        String two =
                "requests: { a: { series: [ { call: catalog, times: %d }, { call: catalog,"
                        + " times: 1000 } ] } }";

        assertThat(problems(two.formatted(1_000))).isEmpty();
        assertThat(problems(two.formatted(1_000).replace("} ] }", "}, catalog ] }")))
                .singleElement()
                .asString()
                .contains("a request makes 2,001 calls", "at most 2,000");
    }

    @Test
    void aGoalIsAQuantileOfARequest() {
        var read = Scripts.goal("--goal", "p(99) of page < 400ms", List.of("page"));

        assertThat(read).isInstanceOf(Read.Fine.class);
        assertThat(((Read.Fine<Expectation>) read).value().bound()).isEqualTo(0.4);
        for (String wrong :
                List.of(
                        "p(99) of pag < 400ms",
                        "p(99) > 400ms",
                        "goodput of page >= 99%",
                        "p(99) of page > 400ms",
                        "p(99) < 400ms")) {
            assertThat(Scripts.goal("--goal", wrong, List.of("page")))
                    .as(wrong)
                    .isInstanceOf(Read.Broken.class);
        }
    }
}

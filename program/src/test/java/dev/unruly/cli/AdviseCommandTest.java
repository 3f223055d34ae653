package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `unruly advise` from files of production, without a run.
final class AdviseCommandTest {

    private static final Path TWENTY = Path.of("..", "examples", "twenty-services");

    @TempDir private Path folder;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int advise(Object... more) {
        var arguments = new ArrayList<String>(List.of("advise"));
        for (Object one : more) {
            arguments.add(one.toString());
        }
        return Main.run(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                arguments.toArray(String[]::new));
    }

    private int twenty(String goal) {
        return advise(
                "--latencies",
                TWENTY.resolve("twenty.latency.json"),
                "--calls",
                TWENTY.resolve("twenty.calls.yaml"),
                "--goal",
                goal);
    }

    /// The table of docs/advice.md, to 3 %.
    @ParameterizedTest
    @CsvSource({
        "even-page, 1219",
        "usual-page, 751",
        "uneven-page, 593",
        "wild-page, 726",
        "even-at-once, 133",
        "usual-at-once, 196",
        "uneven-at-once, 317",
        "wild-at-once, 562"
    })
    void twentyServicesOf100MsAreNoTwoSeconds(String page, int millis) {
        twenty("p(99) of " + page + " < 2s");

        String line =
                out.toString()
                        .lines()
                        .filter(l -> l.contains("independent  "))
                        .findFirst()
                        .orElseThrow();
        double told = Double.parseDouble(line.strip().split("\\s+", -1)[1].replace(",", ""));
        assertThat(told).isBetween(0.97 * millis, 1.03 * millis);
    }

    @Test
    void onlyTogetherTheyTakeTheSum() {
        assertThat(twenty("p(99) of usual-page < 2s")).isEqualTo(ExitCode.FAILS);
        assertThat(out.toString())
                .containsPattern("together +2,00\\d ms .* beyond")
                .contains("p99.95");
        out.getBuffer().setLength(0);
        assertThat(twenty("p(99) of usual-page < 2.1s")).isEqualTo(ExitCode.HOLDS);
    }

    @Test
    void aGoalOfNothingSaysWhereAndWhatIsKnown() {
        assertThat(twenty("p(99) of usual-pag < 2s")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString())
                .startsWith(
                        "--goal:1:10: there is no endpoint `usual-pag`; did you mean `usual-page`?");
    }

    /// A log of nginx: 4,000 requests in 400 s, of which 200 are given up after 2 s.
    private Path log() throws IOException {
        Path log = folder.resolve("access.log");
        var random = new SplittableRandom(4);
        var lines = new ArrayList<String>();
        for (int i = 0; i < 4_000; i++) {
            boolean cut = i % 20 == 7;
            lines.add(
                    String.format(
                            Locale.ROOT,
                            "10.0.0.1 - - [17/May/2015:10:%02d:%02d +0000] \"GET /items/%d"
                                    + " HTTP/1.1\" %d 20 \"-\" \"ua\" rt=%.3f",
                            i / 10 / 60,
                            i / 10 % 60,
                            i,
                            cut ? 499 : 200,
                            cut ? 2 : 0.02 + 0.03 * random.nextDouble()));
        }
        lines.add("what is this");
        return Files.write(log, lines);
    }

    @Test
    void aLogGivesSettingsOfProduction() throws IOException {
        int code =
                advise(
                        "--log",
                        log(),
                        "--dependency",
                        "catalog",
                        "--duration",
                        "rt:s",
                        "--out",
                        folder.resolve("policies.yaml"));

        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.HOLDS);
        assertThat(out.toString())
                .contains("access.log: 4,000 requests", "1 left out: no line of a log")
                .contains("  catalog\n", "  catalog GET /items/*\n", "# production")
                // More than 0.1 % were given up, so nobody knows how long they would have taken.
                .contains("200 calls were cut off among 4,000 calls")
                .contains("timeout: { after: 4980ms, probe: 0.005, full: 60s }");
        assertThat(folder.resolve("policies.yaml"))
                .content()
                .contains("catalog:", "\"GET /items/*\":", "bulkhead: { most: ");
    }

    @Test
    void whatALogDoesNotSayIsAskedFor() throws IOException {
        assertThat(advise("--log", log())).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(advise("--log", log(), "--dependency", "a")).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(advise("--log", log(), "--dependency", "a", "--duration", "rt"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(advise("--log", log(), "--dependency", "a", "--duration", "took:s"))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(advise()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString().lines().map(l -> l.replace(folder.toString(), "")))
                .satisfiesExactly(
                        l -> assertThat(l).contains("--dependency NAME has to say"),
                        l -> assertThat(l).contains("--duration FIELD:UNIT").contains("rt ("),
                        l -> assertThat(l).contains("a number alone does not say"),
                        l -> assertThat(l).contains("no field `took`; there are rt ("),
                        l -> assertThat(l).startsWith("name the folder of a run"));
    }

    /// Spans of 400 requests: a page that asks identity, and then a bank and a stock at once.
    private Path traces() throws IOException {
        Path file = folder.resolve("spans.csv");
        var random = new SplittableRandom(5);
        var lines = new ArrayList<String>();
        lines.add(
                "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration");
        for (int i = 0; i < 400; i++) {
            long t = 1_700_000_000_000_000_000L + i * 1_000_000_000L;
            long identity = 5_000_000 + random.nextLong(2_000_000);
            long bank = i % 20 == 3 ? 300_000_000 : 20_000_000 + random.nextLong(9_000_000);
            long stock = 15_000_000 + random.nextLong(1_000_000);
            long end = t + 1_000_000 + identity + bank;
            lines.add(line(i, "0", "root", "shop", "a.Shop/Page", t, end));
            lines.add(line(i, "1", "0", "shop", "a.Id/Check", t, t + identity));
            lines.add(line(i, "2", "1", "identity", "a.Id/Check", t, t + identity));
            long then = t + identity + 500_000;
            lines.add(line(i, "3", "0", "shop", "a.Bank/Pay", then, then + bank));
            lines.add(line(i, "4", "3", "bank", "a.Bank/Pay", then, then + bank));
            lines.add(line(i, "5", "0", "shop", "a.Stock/Take", then, then + stock));
            lines.add(line(i, "6", "5", "stock", "a.Stock/Take", then, then + stock));
        }
        return Files.write(file, lines);
    }

    private static String line(
            int trace, String id, String parent, String service, String name, long from, long to) {
        return "t%d,%s,%s,%s-6f7d4bbc6f-x2x5q,%s,%d,%d,0"
                .formatted(trace, id, parent, service, name, from, to);
    }

    @Test
    void tracesSayWhichCallEatsTheBudget() throws IOException {
        int code = advise("--traces", traces(), "--goal", "p(99) of shop-POST-a-Shop-Page < 200ms");

        assertThat(err.toString()).isEmpty();
        assertThat(code).isEqualTo(ExitCode.FAILS);
        assertThat(out.toString())
                .contains("400 requests were traced", "100 % of them are made as below (of 1 ways)")
                .containsPattern("traced +30\\d ms .* beyond")
                .containsPattern("spent on: 9\\d % bank POST /a.Bank/Pay")
                .containsPattern("(?s)stock POST /a.Stock/Take .* no change of it alone");
    }

    @Test
    void theNamesOfTracedRequestsAreTold() throws IOException {
        assertThat(advise("--traces", traces())).isEqualTo(ExitCode.FAILS);
        assertThat(out.toString())
                .contains("spans.csv: 2,800 spans")
                .contains("shop-POST-a-Shop-Page  (shop POST /a.Shop/Page)")
                .contains("400 answers were seen; 2,995 are needed");
    }

    @Test
    void tooFewTracesSayHowManyMore() throws IOException {
        advise("--traces", traces(), "--goal", "p(99.9) of shop-POST-a-Shop-Page < 200ms");

        assertThat(out.toString())
                .contains("400 answers were seen; 2,995 are needed", "2,595 more");
    }

    @Test
    void exportsNeedAddresses() throws IOException {
        assertThat(advise("--traces", traces(), "--export", "envoy", "--out", folder))
                .isEqualTo(ExitCode.BAD_INPUT);
        assertThat(err.toString()).startsWith("--export needs a run, or --experiment FILE");
    }
}

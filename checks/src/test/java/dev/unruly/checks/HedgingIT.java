package dev.unruly.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.advise.LatencyBudget;
import dev.unruly.model.CallGraph;
import dev.unruly.model.Share;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two instances of the identity provider, one of them slow, on the way to the till: the hedge that
/// `unruly advise` derives from one run is in force in the next, and does what was predicted of it.
@Timeout(180)
final class HedgingIT {

    /// The prediction's interval is that of one sample, at 95 %. What is compared with it is
    /// another sample of the same size, and a test has to hold at 99.9 %: √2 · 3.29 / 1.96.
    private static final double WIDER = 2.4;

    private static final Pattern PREDICTED =
            Pattern.compile(
                    "makes the 99th percentile (\\S+) (ms|s) \\((\\S+) (ms|s) to (\\S+) (ms|s)\\)"
                            + " instead of (\\S+) (ms|s), for ([0-9.]+) ?% to ([0-9.]+) ?% more");

    private static final String POPULATION =
            """
            personas:
              buyer:
                share: 100%
                journey: order
                client: { kind: browser }
                patience: 10m
                when-slow: { leave: 100% }
            sign-in:
              accounts: { feed: accounts, when-exhausted: share }
              post: /login
              form: { user: "${user}", password: "${password}" }
              check: { status: 303 }
            feeds:
              skus: { csv: skus.csv }
              accounts: { csv: accounts.csv }
            journeys:
              order:
                start: add
                think: { uniform: { from: 100ms, to: 500ms } }
                states:
                  add:
                    sign-in: true
                    post: /cart
                    json: { sku: "${skus.sku}" }
                    check: { status: 201 }
                    next: pay
                  pay:
                    sign-in: true
                    post: /checkout
                    json: { reference: "${intent}" }
                    check: { status: 201 }
                    next: { add: 95%, leave: 5% }
            """;

    private static final String EXPERIMENT =
            """
            name: hedging
            target: @target@
            population: buyers.population.yaml
            seed: 7
            dependencies:
              identity: { listen: "127.0.0.1:@port@", upstream: [ "@fast@", "@slow@" ], protocol: http }
            policies: { identity: { @policies@ } }
            arrivals:
              - poisson: { rate: 4/s }
            phases: { warm-up: 8s, baseline: 14s, watch: 1s, relief: none }
            expect:
              - p(99) of pay < 10s
            """;

    /// The states of the journey, in their order.
    private static final int PAY = 1;

    private static final int WELL_FROM = 8;
    private static final int WELL_TO = 22;

    /// Makes requests choose their instance; nothing fails here.
    private static final String BESIDES = "retry: { most: 1 }, budget: { share: 10%, least: 1/s }";

    @TempDir private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    HedgingIT() {}

    @AfterEach
    void end() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
        }
        for (Process process : processes) {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    /// Five processes that have to be warm, on a clock that is real: a minute and more.
    @Test
    @Tag("nightly")
    void thePercentileAndTheExtraLoadAreAsPredicted() throws Exception {
        int port = freePort();
        Map<String, String> words =
                Map.of(
                        "@port@", "" + port,
                        "@fast@", "127.0.0.1:" + identity("60", "0.25", "1"),
                        "@slow@", "127.0.0.1:" + identity("60", "1.2", "2"));
        feeds();
        Files.writeString(folder.resolve("buyers.population.yaml"), POPULATION);
        Path gateway = experiment("gateway", "http://127.0.0.1:" + freePort(), BESIDES, words);
        Path log = folder.resolve("gateway.log");
        processes.add(
                Jvm.start(
                        Jvm.command(
                                "dev.unruly.cli.Main",
                                List.of("gateway", gateway.toString()),
                                "-Xmx256m"),
                        log.toFile()));
        awaitListener(port);
        try (RealShop shop =
                RealShop.open(
                        folder.resolve("shop.log"),
                        "--pool=50",
                        "--payment-median=5ms",
                        "--identity=http://127.0.0.1:" + port)) {
            JsonNode before = run("before", experiment("before", shop.url(), BESIDES, words));
            Path settings = folder.resolve("settings.yaml");
            Matcher predicted = predicted(settings);
            String hedge = hedge(settings);
            JsonNode after =
                    run("after", experiment("after", shop.url(), BESIDES + ", " + hedge, words));
            compare(before, after, predicted);
            compareAtTheTill(folder.resolve("before"), folder.resolve("after"), hedge);
        }
    }

    private static void compare(JsonNode before, JsonNode after, Matcher predicted) {
        double p99 = p99(after);
        String told = predicted.group() + "; " + p99(before) + " s, and then " + p99 + " s";
        double expected = seconds(predicted, 1);
        double low = expected - WIDER * (expected - seconds(predicted, 3));
        double high = expected + WIDER * (seconds(predicted, 5) - expected);
        assertThat(p99).as(told).isBetween(low, high);
        assertThat(p99).as(told).isLessThan(seconds(predicted, 7));

        JsonNode decisions = after.path("guards").path("identity").path("decisions");
        double hedged = decisions.path("hedged").asDouble() / decisions.path("passed").asDouble();
        double fewest = Double.parseDouble(predicted.group(9)) / 100;
        double most = Double.parseDouble(predicted.group(10)) / 100;
        double middle = (fewest + most) / 2;
        assertThat(decisions.path("passed").asLong()).isGreaterThan(1_000);
        assertThat(hedged)
                .as("%s: %s", told, decisions)
                .isBetween(middle - WIDER * (middle - fewest), middle + WIDER * (most - middle));
    }

    /// The page that buyers wait for, by the arithmetic of `unruly advise --goal` over its calls.
    private static void compareAtTheTill(Path before, Path after, String hedge) throws IOException {
        Till first = Till.of(before, PAY, WELL_FROM, WELL_TO);
        Till second = Till.of(after, PAY, WELL_FROM, WELL_TO);
        assertThat(first.asked() / (double) first.pages()).as("each asks once").isBetween(0.9, 1.1);
        CallGraph.One provider = new CallGraph.One("identity");
        LatencyBudget without = first.predicted(provider);
        LatencyBudget with =
                first.predicted(new CallGraph.Hedged(provider, delayNanos(hedge), chance(hedge)));
        String told =
                "checkout, %s: predicted %.0f ms without and %.0f ms with, %d and %d pages"
                                .formatted(
                                        hedge,
                                        ms(without.nanos()),
                                        ms(with.nanos()),
                                        first.page().count(),
                                        second.page().count())
                        + ", seen %.0f and %.0f ms; bounds %s and %s"
                                .formatted(
                                        ms(first.p99()),
                                        ms(second.p99()),
                                        first.around(without, WIDER),
                                        second.around(with, WIDER));
        System.out.println(told);
        assertThat(first.page().count()).as(told).isGreaterThan(300);
        assertThat(first.around(without, WIDER).contains(first.p99())).as(told).isTrue();
        assertThat(second.around(with, WIDER).contains(second.p99())).as(told).isTrue();
        assertThat(second.p99()).as(told).isLessThan(first.p99());
    }

    private static double ms(double nanos) {
        return nanos / 1e6;
    }

    private static long delayNanos(String hedge) {
        Matcher found = Pattern.compile("([0-9.]+)(ms|s)\\b").matcher(hedge);
        assertThat(found.find()).as(hedge).isTrue();
        double figure = Double.parseDouble(found.group(1));
        return Math.round(figure * (found.group(2).equals("s") ? 1e9 : 1e6));
    }

    private static Share chance(String hedge) {
        Matcher found = Pattern.compile("chance: ([0-9.]+)(%?)").matcher(hedge);
        if (!found.find()) {
            return Share.ALL;
        }
        double figure = Double.parseDouble(found.group(1));
        return new Share(found.group(2).isEmpty() ? figure : figure / 100);
    }

    private static double p99(JsonNode run) {
        return run.path("dependencies").path("identity").path("p99").path("baseline").asDouble();
    }

    private static double seconds(Matcher predicted, int group) {
        double figure = Double.parseDouble(predicted.group(group).replace(",", ""));
        return predicted.group(group + 1).equals("s") ? figure : figure / 1e3;
    }

    /// What advice makes of the first run; writes the settings down.
    private Matcher predicted(Path settings) throws IOException, InterruptedException {
        String said =
                unruly("advise", "advise", folder.resolve("before") + "", "--out", settings + "");
        Matcher predicted = PREDICTED.matcher(said.replaceAll("\\s+", " "));
        assertThat(predicted.find()).as(said).isTrue();
        return predicted;
    }

    private static String hedge(Path settings) throws IOException {
        Matcher found = Pattern.compile("hedge: \\{[^}]*}").matcher(Files.readString(settings));
        assertThat(found.find()).isTrue();
        return found.group();
    }

    private Path experiment(String name, String target, String policies, Map<String, String> words)
            throws IOException {
        String text = EXPERIMENT.replace("@target@", target).replace("@policies@", policies);
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return Files.writeString(folder.resolve(name + ".experiment.yaml"), text);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    private int identity(String... arguments) throws IOException {
        Process process =
                new ProcessBuilder(
                                Jvm.command(
                                        "dev.unruly.checks.Identity",
                                        List.of(arguments),
                                        "-Xmx128m"))
                        .redirectError(folder.resolve("identity.log").toFile())
                        .start();
        processes.add(process);
        String line = process.inputReader().readLine();
        assertThat(line).as(Jvm.said(folder.resolve("identity.log"))).isNotNull();
        return Integer.parseInt(line);
    }

    private static void awaitListener(int port) throws IOException, InterruptedException {
        long until = System.nanoTime() + 30_000_000_000L;
        while (true) {
            try (var socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 1_000);
                return;
            } catch (IOException refused) {
                if (System.nanoTime() > until) {
                    throw refused;
                }
                Thread.sleep(50);
            }
        }
    }

    private void feeds() throws IOException, InterruptedException {
        Path log = folder.resolve("feeds.log");
        Process process =
                Jvm.start(
                        Jvm.command(
                                "dev.unruly.shop.Shop",
                                List.of("--products=200", "--accounts=5000", "--feeds=" + folder)),
                        log.toFile());
        assertThat(process.waitFor()).as(Jvm.said(log)).isZero();
    }

    private JsonNode run(String name, Path file) throws IOException, InterruptedException {
        Path out = folder.resolve(name);
        unruly(name, "run", file + "", "--out", out + "");
        return new ObjectMapper().readTree(out.resolve("run.json").toFile());
    }

    /// Runs the program; what it says.
    private String unruly(String name, String... arguments)
            throws IOException, InterruptedException {
        Path log = folder.resolve(name + ".log");
        Process process =
                Jvm.start(
                        Jvm.command("dev.unruly.cli.Main", List.of(arguments), "-Xmx512m"),
                        log.toFile());
        processes.add(process);
        assertThat(process.waitFor(90, TimeUnit.SECONDS)).as("it ends").isTrue();
        assertThat(process.exitValue()).as(Jvm.said(log)).isIn(0, 1, 3);
        return Jvm.said(log);
    }
}

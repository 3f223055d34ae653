package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each row breaks one thing in the design's experiment, and names the one problem that is told.
final class ProblemsTest {

    private final Path folder;
    private final Bench bench;

    ProblemsTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = new Bench(folder);
    }

    static Stream<Arguments> experiments() {
        return Stream.of(
                arguments(
                        "hooks:",
                        "policies: { idenity: { timeout: 1s } }\nhooks:",
                        "`policies: idenity` is no dependency; did you mean `identity`?"),
                arguments(
                        "hooks:",
                        "policies: { database: { timeout: 1s } }\nhooks:",
                        "its protocol is postgres; protect what calls it over HTTP"),
                arguments(
                        "protocol: http }\nhooks:",
                        "protocol: redis }\npolicies: { identity: { cache: { for: 1s } } }\nhooks:",
                        "its protocol is redis; protect what calls it over HTTP"),
                arguments(
                        "hooks:",
                        "policies: { identity: { timout: 1s } }\nhooks:",
                        "`timout` is not a key of `identity`; did you mean `timeout`?"),
                arguments(
                        "hooks:",
                        "policies: { identity: { timeout: 900 } }\nhooks:",
                        "`timeout: 900` has no unit; write 900s or 900ms"),
                arguments(
                        "hooks:",
                        "policies: { identity: { hedge: { after: 900ms }, timeout: 900ms } }\nhooks:",
                        "the hedge comes when the timeout has ended the try: after 900.0ms, which is not before 900.0ms; let it come sooner"),
                arguments(
                        "hooks:",
                        "policies: { identity: { budget: { share: 0% }, retry: { most: 2 } } }\nhooks:",
                        "the budget of 0 leaves nothing for `retry`"),
                arguments(
                        "hooks:",
                        "policies: { identity: { timeout: { after: 2s, probe: 1%, full: 1s } } }\nhooks:",
                        "`full: 1s` is too short; write a time of at least `after`"),
                arguments(
                        "hooks:",
                        "policies: { identity: { shed: { target: 5ms, critical: checkout } } }\nhooks:",
                        "`critical: checkout` is no route"),
                arguments(
                        "delete: http://127.0.0.1:8080/admin/cache",
                        "on: idenity",
                        "`idenity` is no dependency; did you mean `identity`?"),
                arguments(
                        "delete: http://127.0.0.1:8080/admin/cache",
                        "on: database",
                        "of `database` nothing is ever kept; name one with protocol: http"),
                arguments(
                        "delete: http://127.0.0.1:8080/admin/cache",
                        "on: identity, get: http://127.0.0.1:8080/",
                        "`get` does not go with `on`"),
                arguments(
                        "hooks:",
                        "policies: { identity: { bulkhead: { most: 0 } } }\nhooks:",
                        "`most: 0` is out of range; write a number from 1 to 1000000"),
                arguments(
                        "hooks:",
                        "policies: { identity: { breaker: { failed: 0% } } }\nhooks:",
                        "`failed: 0%` must be more than 0%; write 50%"),
                arguments(
                        "hooks:",
                        "policies: { identity: { routes: { products: { timeout: 1s } } } }\nhooks:",
                        "`routes: products` is no route; write a path such as /products/*"),
                arguments(
                        "seed: 42",
                        "sede: 42",
                        "6:1: `sede` is not a key of `the experiment`; did you mean `seed`?"),
                arguments(
                        "seed: 42",
                        "seed: 42\nseed: 43",
                        "7:1: `seed` stands here twice, first in line 6; keep one of them"),
                arguments(
                        "seed: 42", "seed: much", "6:7: `seed: much` is no whole number; write 42"),
                arguments(
                        "seed: 42",
                        "seed:",
                        "6:6: `seed` is empty, which is no whole number; write 42"),
                arguments("name: flash-sale", "name: ../x", "cannot name a run's folder"),
                arguments(
                        "name: flash-sale\n",
                        "",
                        "3:1: `the experiment` has no `name`; write name: flash-sale"),
                arguments(
                        "http://127.0.0.1:8080\npop",
                        "127.0.0.1:8080\npop",
                        "is no URL: Illegal character in scheme name; write one such as http://127.0.0.1:8080"),
                arguments(
                        "http://127.0.0.1:8080\npop",
                        "http://10.0.0.5\npop",
                        "4:9: `10.0.0.5` is not this machine and not under `allow-targets`; write allow-targets"),
                arguments(
                        "http://127.0.0.1:8080\npop",
                        "http://[2001:db8::1]/\npop",
                        "`2001:db8::1` is not this machine"),
                arguments(
                        "http://127.0.0.1:8080\npop",
                        "http://2130706433/\npop",
                        "`2130706433` is no IP address"),
                arguments(
                        "http://127.0.0.1:8080\npop",
                        "http://u:p@127.0.0.1\npop",
                        "has a user or a #fragment in it"),
                arguments(
                        "population: shop.",
                        "population: shpo.",
                        "5:13: there is no file shpo.population.yaml; write the path"),
                arguments(
                        "upstream: 127.0.0.1:5432",
                        "upstream: 192.168.0.7:5432",
                        "8:50: `192.168.0.7` is not this machine"),
                arguments(
                        "listen: 127.0.0.1:19001",
                        "listen: 127.0.0.1:15432",
                        "127.0.0.1:15432 is listened on twice, first in line 8; choose another port"),
                arguments("listen: 127.0.0.1:15432", "listen: 127.0.0.1:5432", "would call itself"),
                arguments(
                        "listen: 127.0.0.1:15432",
                        "listen: 15432",
                        "`listen: 15432` is no host:port; write 127.0.0.1:15432"),
                arguments(
                        "protocol: postgres",
                        "protocol: postgre",
                        "`protocol: postgre` is not known here; did you mean `postgres`?"),
                arguments("clean-up: { post:", "clean-up: { pots:", "`pots` is not a key of"),
                arguments("rate: 40/s", "rate: 40", "14:22: `rate: 40` has no unit; write 40/s"),
                arguments(
                        "- poisson: { rate: 40/s }",
                        "- poison: { rate: 40/s }",
                        "`poison` is not a key of `arrivals`; did you mean `poisson`?"),
                arguments(
                        "warm-up: 20s",
                        "warm-up: 20",
                        "15:20: `warm-up: 20` has no unit; write 20s or 20ms"),
                arguments(
                        "rate: 40/s",
                        "rate: 900000000/s",
                        "users would come; lower the rates, to at most 100000000 users in all"),
                arguments(
                        "warm-up: 20s",
                        "warm-up: 8000h",
                        "the run would take 8000 hours; make phases and triggers shorter"),
                arguments(
                        "at: 70s,",
                        "at: 200h,",
                        "the run would take 200 hours; make phases and triggers shorter"),
                arguments("branching: 0.6", "branching: 1", "lets the crowd grow without end"),
                arguments(
                        "on: database",
                        "on: databsae",
                        "18:36: `on: databsae` is no dependency; did you mean `database`?"),
                arguments(
                        "stall: {}",
                        "stall: {}, reset: {}",
                        "18:57: `reset` does not go with `stall`; keep one of them"),
                arguments(", stall: {}", "", "`fault` has none of `latency`, `stall`"),
                arguments(
                        "times-observed: 3",
                        "times-observed: 0.5",
                        "`times-observed: 0.5` is out of range; write a factor from 1 on, such as 3"),
                arguments("times-observed: 3", "observed: p100", "`observed: p100` is no quantile"),
                arguments(
                        "stall: {}",
                        "error: { share: 30% }",
                        "errors can only be answered over HTTP"),
                arguments(
                        "purge: { at: 70s, delete: http://127.0.0.1",
                        "purge: { at: 70s, delete: http://8.8.8.8",
                        "20:31: `8.8.8.8` is not this machine"),
                arguments(
                        "p(99) of pay",
                        "p(99) of apy",
                        "22:14: there is no endpoint `apy`; did you mean `pay`?"),
                arguments(
                        "in tokyo",
                        "in tokio",
                        "there is no region `tokio`; did you mean `tokyo`?"),
                arguments("p(99) of pay", "p(100) of pay", "22:7: p(100) is out of range"),
                arguments(
                        "p(99) of pay",
                        "p99 of pay",
                        "22:5: `p99` is nothing that is measured; write p(99)"),
                arguments(
                        "p(99) of pay",
                        "p(99) by nobody",
                        "22:14: there is no persona `nobody`; known are `shopper-on-the-web`, `shopper-on-the-phone`"),
                arguments("< 400ms", "< 400", "22:20: `400` has no unit; write 400s or 400ms"),
                arguments(
                        "during baseline\n  - p",
                        "during base\n  - p",
                        "`base` is no part of a run that can be judged"),
                arguments(
                        "duplicates of pay",
                        "duplicates of add",
                        "`add` may happen more than once; mark the state `once: true`"),
                arguments(
                        "errors > 50% for 60s",
                        "errors > 50%",
                        "29:17: a guardrail says for how long it must hold; write errors > 50% for 60s"),
                arguments(
                        "errors > 50% for 60s",
                        "recovers within 30s for 60s", "cannot be known second by second"),
                arguments(
                        "stop-if:                           # the guardrail: ends faults, starts relief\n  - ",
                        "stop-if: ",
                        "`stop-if: errors > 50% for 60s` is no list"),
                arguments(
                        "seed: 42",
                        "seed: *x",
                        "this is not YAML: found undefined alias x; write the anchor before it is used"),
                arguments(
                        "seed: 42",
                        "seed: 42: 43",
                        "this is not YAML: mapping values are not allowed here; put a text that holds `: ` in quotes"),
                arguments("seed: 42", "\tseed: 42", "this is not YAML"),
                arguments("seed: 42", "seed: 42\n---\nseed: 43", "keep one document in a file"));
    }

    @ParameterizedTest
    @MethodSource("experiments")
    void inAnExperiment(String from, String to, String problem) {
        bench.change(Bench.EXPERIMENT, from, to);
        assertThat(bench.problems())
                .singleElement()
                .asString()
                .startsWith(Bench.EXPERIMENT)
                .contains(problem);
    }

    @Test
    void allOfThemAtOnceFileByFileFromTopToBottom() {
        bench.change(Bench.EXPERIMENT, "seed: 42", "seed: x")
                .change(Bench.EXPERIMENT, "goodput >= 99%", "goodput >= 99")
                .change(Bench.POPULATION, "tries: 5", "tries: 0")
                .change(Bench.POPULATION, "weary: 1.5", "weery: 1.5")
                .lay("terms.csv", "term,more\nshoes,1\nbags\n");
        assertThat(bench.problems())
                .containsExactly(
                        "flash-sale.experiment.yaml:6:7: `seed: x` is no whole number; write 42",
                        "flash-sale.experiment.yaml:24:16: `99` is no share; write 99%",
                        "shop.population.yaml:17:12: `tries: 0` is out of range; write a number from 1 to 1000",
                        "shop.population.yaml:18:5: `weery` is not a key of `shopper-on-the-web`; did you mean `weary`?",
                        "terms.csv:3:1: this row has 1 field, not the 2 that line 1 names; complete it, or remove it");
    }

    @Test
    void aFileThatIsNotUtf8() {
        byte[] bytes = "name: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
        bench.lay(Bench.EXPERIMENT, bytes);
        assertThat(bench.problems())
                .containsExactly(
                        "flash-sale.experiment.yaml:1:10: this is not UTF-8; save the file as UTF-8");
    }

    @Test
    void anEmptyFileAFolderAndNoFileAtAll() {
        bench.lay(Bench.EXPERIMENT, "# nothing\n");
        assertThat(bench.problems()).singleElement().asString().contains("the file is empty");
        assertThat(Bench.problems(Scripts.experiment(folder), folder))
                .singleElement()
                .asString()
                .contains("is not a regular file");
        assertThat(Bench.problems(Scripts.population(folder.resolve("x.yaml")), folder))
                .containsExactly(
                        "x.yaml:1:1: there is no file x.yaml; write the path of an existing one");
    }

    @Test
    void aListWhereAMappingIsWanted() {
        bench.lay(Bench.EXPERIMENT, "- name: x\n");
        assertThat(bench.problems())
                .singleElement()
                .asString()
                .contains("flash-sale.experiment.yaml:1:1: `the experiment` is no mapping");
    }

    @Test
    void anotherTargetIsHeldToTheSameRules() {
        Path file = folder.resolve(Bench.EXPERIMENT);
        assertThat(Bench.value(Scripts.experiment(file, "http://localhost:9/x/")).target().url())
                .isEqualTo("http://localhost:9/x");
        assertThat(Bench.problems(Scripts.experiment(file, "http://10.1.2.3"), folder))
                .singleElement()
                .asString()
                .startsWith("--target:1:1: `10.1.2.3` is not this machine");
    }

    @Test
    void whatIsDoubtfulIsAWarning() {
        bench.change(Bench.POPULATION, "order: { zipf: 0.9 }", "order: random")
                .change(Bench.POPULATION, "get: \"/search?q=${terms.term}\"", "get: /search")
                .change(Bench.EXPERIMENT, "listen: 127.0.0.1:15432", "listen: 0.0.0.0:15432");
        assertThat(Bench.fine(bench.experiment()).warnings().toString())
                .contains("`hot-items` changes nothing")
                .contains("nothing draws from feed `terms`")
                .contains("this listens beyond this machine");
    }

    @Test
    void sheddingWithoutAQueueIsDoubtful() {
        bench.change(
                Bench.EXPERIMENT,
                "hooks:",
                "policies: { identity: { shed: { target: 20ms }, bulkhead: { most: 9, wait: 20ms } } }\nhooks:");
        assertThat(Bench.fine(bench.experiment()).warnings().toString())
                .contains("nothing is ever shed: nobody can wait for 20.00ms here");
        bench.change(Bench.EXPERIMENT, "wait: 20ms", "wait: 21ms");
        assertThat(Bench.fine(bench.experiment()).warnings()).isEmpty();
    }

    @Test
    void whatNeedsAnotherInstanceIsDoubtfulWhereThereIsNone() {
        bench.change(
                Bench.EXPERIMENT,
                "hooks:",
                """
                policies:
                  identity:
                    timeout: 1s
                    eject: { most: 50% }
                    routes:
                      /token: { hedge: { after: 120ms } }
                hooks:\
                """);
        assertThat(Bench.fine(bench.experiment()).warnings()).isEmpty();

        bench.change(Bench.EXPERIMENT, ", 127.0.0.1:9002", "");
        assertThat(Bench.fine(bench.experiment()).warnings().toString())
                .contains(":13:5: nothing is ever ejected: 1 upstream is there of the 2")
                .contains(":15:17: nothing is ever hedged: a hedge asks another instance, and 1");
    }

    @Test
    void ejectingLessThanOneInstanceIsDoubtful() {
        bench.change(
                Bench.EXPERIMENT,
                "hooks:",
                "policies: { identity: { eject: { most: 49% } } }\nhooks:");
        assertThat(Bench.fine(bench.experiment()).warnings())
                .singleElement()
                .asString()
                .contains(
                        ":10:25: nothing is ever ejected: at most 49% of 2 instances is 0.98, less"
                                + " than 1; write most: 50%, or more");
        bench.change(Bench.EXPERIMENT, "most: 49%", "most: 50%");
        assertThat(Bench.fine(bench.experiment()).warnings()).isEmpty();
    }

    @Test
    void thirdsAreWrittenSoThatOneInstanceIsReached() {
        bench.change(Bench.EXPERIMENT, "127.0.0.1:9002 ]", "127.0.0.1:9002, 127.0.0.1:9003 ]")
                .change(
                        Bench.EXPERIMENT,
                        "hooks:",
                        "policies: { identity: { eject: {} } }\nhooks:");
        assertThat(Bench.fine(bench.experiment()).warnings())
                .singleElement()
                .asString()
                .contains("at most 30% of 3 instances is 0.9, less than 1; write most: 34%");
        bench.change(Bench.EXPERIMENT, "eject: {}", "eject: { most: 34% }");
        assertThat(Bench.fine(bench.experiment()).warnings()).isEmpty();
    }
}

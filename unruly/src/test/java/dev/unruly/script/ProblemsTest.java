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

/// Each row breaks one thing in the design's samples, and names the one problem that is told.
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

    static Stream<Arguments> populations() {
        return Stream.of(
                arguments(
                        "share: 40%\n",
                        "share: 30%\n",
                        ":10:3: the personas' shares sum to 90%; add the missing 10%"),
                arguments(
                        "virginia:  { share: 30%",
                        "virginia:  { share: 30",
                        "`share: 30` is not between 0% and 100%; write 30% or 0.3"),
                arguments(
                        "time-zone: Asia/Tokyo",
                        "time-zone: Asia/Tokio",
                        "is no time zone; did you mean `Asia/Tokyo`?"),
                arguments(
                        "last-mile: lte",
                        "last-mile: ltd",
                        "`last-mile: ltd` is not known here; did you mean `lte`?"),
                arguments(
                        "journey: shop\n    client: { kind: browser",
                        "journey: chop\n    client: { kind: browser",
                        "`journey: chop` is no journey; did you mean `shop`?"),
                arguments(
                        "scale: 4.1s",
                        "scale: 4.1",
                        "`scale: 4.1` has no unit; write 4.1s or 4.1ms"),
                arguments(
                        "weibull: { shape: 2.2",
                        "weibul: { shape: 2.2",
                        "`weibul` is not a key of `patience`; did you mean `weibull`?"),
                arguments(
                        "when-failed: { refresh: 50%",
                        "when-failed: { wait: 10%, refresh: 40%",
                        "after a failure there is nothing to wait for; write later or leave"),
                arguments(
                        "when-slow: { refresh: 60%",
                        "when-slow: { refresh: 70%",
                        "the shares of `when-slow` sum to 110%; take away 10%"),
                arguments(
                        "tries: 5",
                        "tries: 0",
                        "`tries: 0` is out of range; write a number from 1 to 1000"),
                arguments("weary: 1.5", "weary: 0.5", "`weary: 0.5` is out of range"),
                arguments(
                        "${terms.term}",
                        "${terms.tern}",
                        ":39:34: feed `terms` has no column `tern`; did you mean `term`?"),
                arguments(
                        "${terms.term}",
                        "${trems.term}",
                        "there is no feed `trems`; did you mean `terms`?"),
                arguments(
                        "${user}",
                        "${usr}",
                        ":28:18: nobody sets the variable `usr`; did you mean `user`?"),
                arguments(
                        "get: \"/search?q=${terms.term}\"",
                        "get: \"/search?q=${terms.term\"",
                        "`${` has no `}`"),
                arguments("csv: terms.csv", "csv: term.csv", "there is no file term.csv"),
                arguments(
                        "order: random",
                        "order: zipf",
                        "`order: zipf` is no order; write { zipf: 0.9 }"),
                arguments(
                        "next: { product: 70%, leave: 30% }",
                        "next: { produkt: 70%, leave: 30% }",
                        "there is no state `produkt` in this journey; did you mean `product`?"),
                arguments(
                        "product: 60%, search: 25%, leave: 15%",
                        "product: 85%, leave: 15%",
                        "nobody ever comes to `search`; lead a way there, or remove it"),
                arguments(
                        "product: 60%, search: 25%, leave: 15%",
                        "product: 85%, search: 0%, leave: 15%", "nobody ever comes to `search`"),
                arguments(
                        "start: home",
                        "start: hoem",
                        "`start: hoem` is no state of this journey; did you mean `home`?"),
                arguments(
                        "get: /,",
                        "get: /, once: true,",
                        "a GET changes nothing that could happen twice; remove `once`, or write post"),
                arguments(
                        "get: /,",
                        "get: /, json: { a: 1 },",
                        "a GET carries no body; write post, or remove the body"),
                arguments(
                        "get: /,",
                        "get: http://127.0.0.1/,",
                        "is no path on the target; begin with /"),
                arguments("get: /,", "get: /, post: /,", "`post` does not go with `get`"),
                arguments("patience: x2", "patience: 2", "`patience: 2` is no factor; write x2"),
                arguments(
                        "check: { status: 201 }, next: { pay",
                        "check: { status: 2001 }, next: { pay",
                        "`status: 2001` is no status; write 201, 2xx or [200, 304]"),
                arguments(
                        "next: { leave: 100% }",
                        "next: { leave: { share: 100%, if: cart > 0 } }",
                        "nobody sets the variable `cart`; set it with `capture:` or `set:`"),
                arguments(
                        "feed: accounts.csv",
                        "feed: accounts.csv, when-exhausted: refuse",
                        "`accounts` has records for 5 users, and about"),
                arguments(
                        "order: random",
                        "order: unique",
                        "`terms` has records for 3 users, and about"),
                arguments(
                        "connections: 6",
                        "connections: 0",
                        "`connections: 0` is out of range; write a number from 1 to 1000"),
                arguments(
                        "jitter: none",
                        "jitter: some",
                        "`jitter: some` is not known here; known are `none`, `equal`, `full`"),
                arguments(
                        "later: { share: 10%, pause: 30s }",
                        "later: { share: 10% }", "`later` has no `pause`; write pause: 30s"),
                arguments(
                        "      home:    {",
                        "      leave:    {",
                        "`leave` has a meaning of its own"),
                arguments(
                        "form: { user: \"${user}\"",
                        "form: [ user ]\n  json: { user: \"${user}\"",
                        "`json` does not go with `form`"));
    }

    @ParameterizedTest
    @MethodSource("populations")
    void inAPopulation(String from, String to, String problem) {
        bench.change(Bench.POPULATION, from, to);
        assertThat(bench.problems()).anySatisfy(p -> assertThat(p).contains(problem));
        assertThat(bench.problems())
                .allSatisfy(p -> assertThat(p).matches("[a-z.-]+:\\d+:\\d+: .+; .+"));
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
    void aJourneyThatCannotEnd() {
        bench.change(Bench.POPULATION, "next: { leave: 100% }", "next: { home: 100% }")
                .change(Bench.POPULATION, "search: 25%, leave: 15%", "search: 40%, leave: 0%")
                .change(
                        Bench.POPULATION,
                        "next: { product: 70%, leave: 30% }",
                        "next: { product: 100% }")
                .change(Bench.POPULATION, "add: 25%, leave: 30%", "add: 55%")
                .change(Bench.POPULATION, "product: 30%, leave: 20%", "product: 50%");
        assertThat(bench.problems())
                .hasSize(5)
                .allSatisfy(p -> assertThat(p).contains("no way ever leads to leave"));
    }

    @Test
    void withoutSigningInNothingNeedsIt() {
        String population = Bench.population();
        int from = population.indexOf("sign-in:");
        int to = population.indexOf("feeds:");
        bench.lay(Bench.POPULATION, population.substring(0, from) + population.substring(to));
        assertThat(bench.problems())
                .hasSize(2)
                .anySatisfy(p -> assertThat(p).contains("nobody signs in here"))
                .anySatisfy(p -> assertThat(p).contains("nobody can sign in here"));
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
}

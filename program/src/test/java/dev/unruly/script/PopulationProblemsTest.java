package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each row breaks one thing in the design's population, and names the problem that is told.
final class PopulationProblemsTest {

    private final Bench bench;

    PopulationProblemsTest(@TempDir Path folder) {
        this.bench = new Bench(folder);
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
                arguments(
                        "check: { status: 201 }, next: { pay",
                        "check: { json: { path: \"$.items[?(@.a\" } }, next: { pay",
                        "`path: $.items[?(@.a` is no JSON path"),
                arguments(
                        "check: { status: 201 }, next: { pay",
                        "check: { json: { path: \"$[99999999999]\" } }, next: { pay",
                        "`path: $[99999999999]` is no JSON path: "),
                arguments(
                        "check: { status: 201 }, next: { pay",
                        "capture: { id: { json: id } }, next: { pay",
                        "`json: id` is no JSON path; begin with $"),
                arguments(
                        "check: { status: 201 }, next: { pay",
                        "capture: { id: { json: $. } }, next: { pay",
                        "`json: $.` is no JSON path"),
                arguments(
                        "check: { status: 201 }, next: { pay",
                        "capture: { id: { css: \"input[name\" } }, next: { pay",
                        "`css: input[name` is no CSS selector"),
                arguments(
                        "check: { status: 201 }, next: { pay",
                        "capture: { id: { css: \"a:no-such(1)\" } }, next: { pay",
                        "is no CSS selector"),
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
}

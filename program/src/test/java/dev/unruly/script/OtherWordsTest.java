package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.unruly.model.Arrival;
import dev.unruly.model.Arrival.Flash;
import dev.unruly.model.Arrival.Flash.Shape;
import dev.unruly.model.Arrival.Spacing;
import dev.unruly.model.Arrival.Stretch;
import dev.unruly.model.Arrival.Wave;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Loads in the words of k6, Gatling, Artillery and JMeter, as their documentations show them.
final class OtherWordsTest {

    private static final long SECOND = 1_000_000_000L;
    private static final long MINUTE = 60 * SECOND;

    private final Bench bench;

    OtherWordsTest(@TempDir Path folder) {
        this.bench = new Bench(folder);
    }

    private Bench with(String arrival) {
        return bench.change(Bench.EXPERIMENT, "- poisson: { rate: 40/s }", "- " + arrival);
    }

    private List<Arrival> read(String arrival) {
        return Bench.value(with(arrival).experiment()).arrivals();
    }

    private static Stretch flat(double rate, long nanos) {
        return new Stretch(rate, rate, nanos);
    }

    /// Each with how many users its documentation says, or its rates come to.
    static Stream<Arguments> waves() {
        return Stream.of(
                arguments(
                        "k6: { executor: constant-arrival-rate, duration: 30s, rate: 30, timeUnit: 1s, preAllocatedVUs: 2 }",
                        900,
                        new Wave(List.of(flat(30, 30 * SECOND)), Spacing.EVENLY)),
                arguments(
                        "k6: { executor: ramping-arrival-rate, startRate: 300, timeUnit: 1m, preAllocatedVUs: 50,"
                                + " stages: [ { target: 300, duration: 1m }, { target: 600, duration: 2m },"
                                + " { target: 600, duration: 4m }, { target: 60, duration: 2m } ] }",
                        4_260,
                        new Wave(
                                List.of(
                                        flat(5, MINUTE),
                                        new Stretch(5, 10, 2 * MINUTE),
                                        flat(10, 4 * MINUTE),
                                        new Stretch(10, 1, 2 * MINUTE)),
                                Spacing.EVENLY)),
                arguments(
                        "k6: { executor: ramping-arrival-rate, startTime: 10s,"
                                + " stages: [ { target: 20, duration: 0s }, { target: 20, duration: 5s } ] }",
                        100,
                        new Wave(
                                List.of(flat(0, 10 * SECOND), flat(20, 5 * SECOND)),
                                Spacing.EVENLY)),
                arguments(
                        "gatling: [ constantUsersPerSec(20).during(15) ]",
                        300,
                        new Wave(List.of(flat(20, 15 * SECOND)), Spacing.EVENLY)),
                arguments(
                        "gatling: [ constantUsersPerSec(20).during(15).randomized() ]",
                        300,
                        new Wave(List.of(flat(20, 15 * SECOND)), Spacing.INDEPENDENT)),
                arguments(
                        "gatling: [ rampUsersPerSec(10).to(20).during(10.minutes) ]",
                        9_000,
                        new Wave(List.of(new Stretch(10, 20, 10 * MINUTE)), Spacing.EVENLY)),
                arguments(
                        "gatling: [ rampUsersPerSec(10) to (20) during (10 minutes) randomized ]",
                        9_000,
                        new Wave(List.of(new Stretch(10, 20, 10 * MINUTE)), Spacing.INDEPENDENT)),
                arguments(
                        "gatling: [ incrementUsersPerSec(5.0).times(3).eachLevelLasting(10)"
                                + ".separatedByRampsLasting(Duration.ofSeconds(10)).startingFrom(10) ]",
                        750,
                        new Wave(
                                List.of(
                                        flat(10, 10 * SECOND),
                                        new Stretch(10, 15, 10 * SECOND),
                                        flat(15, 10 * SECOND),
                                        new Stretch(15, 20, 10 * SECOND),
                                        flat(20, 10 * SECOND)),
                                Spacing.EVENLY)),
                arguments(
                        "gatling: [ incrementUsersPerSec(5).times(2).eachLevelLasting(10) ]",
                        150,
                        new Wave(
                                List.of(flat(5, 10 * SECOND), flat(10, 10 * SECOND)),
                                Spacing.EVENLY)),
                arguments(
                        "artillery: [ { duration: 60, arrivalRate: 10, rampTo: 50, name: Ramp up }, { pause: 5 },"
                                + " { duration: 20m, arrivalRate: 50 } ]",
                        61_800,
                        new Wave(
                                List.of(
                                        new Stretch(10, 50, MINUTE),
                                        flat(0, 5 * SECOND),
                                        flat(50, 20 * MINUTE)),
                                Spacing.EVENLY)),
                arguments(
                        "jmeter: rate(10/sec) random_arrivals(5 min) pause(1 min)",
                        3_000,
                        new Wave(List.of(flat(10, 5 * MINUTE)), Spacing.COUNTED)),
                arguments(
                        "jmeter: rate(0/min) even_arrivals(5 min) rate(60/min) even_arrivals(10 min) rate(0/s)",
                        450,
                        new Wave(
                                List.of(
                                        new Stretch(0, 1, 5 * MINUTE),
                                        new Stretch(1, 0, 10 * MINUTE)),
                                Spacing.EVENLY)),
                arguments(
                        "jmeter: rate(1/s) random_arrivals(1 min) pause(3 sec) random_arrivals(1 min) rate(36000/hour)",
                        390,
                        new Wave(
                                List.of(
                                        flat(1, MINUTE),
                                        flat(0, 3 * SECOND),
                                        new Stretch(1, 10, MINUTE)),
                                Spacing.COUNTED)));
    }

    @ParameterizedTest
    @MethodSource("waves")
    void aLoadHasItsRatesAndItsNumberOfUsers(String arrival, int users, Wave wave) {
        assertThat(read(arrival)).containsExactly(wave);
        assertThat(wave.expectedUsers()).isCloseTo(users, within(1e-6));
    }

    static Stream<Arguments> flashes() {
        return Stream.of(
                arguments("gatling: [ atOnceUsers(10) ]", new Flash(0, 10, 0)),
                arguments("gatling: [ rampUsers(10).during(5) ]", new Flash(0, 10, 5 * SECOND)),
                arguments(
                        "gatling: [ nothingFor(4), stressPeakUsers(1000).during(20) ]",
                        new Flash(4 * SECOND, 1_000, 20 * SECOND, Shape.PEAK)),
                arguments(
                        "artillery: [ { pause: 1 min }, { duration: 60, arrivalCount: 20 } ]",
                        new Flash(MINUTE, 20, MINUTE)));
    }

    @ParameterizedTest
    @MethodSource("flashes")
    void usersWhoAreCountedAreAFlash(String arrival, Flash flash) {
        assertThat(read(arrival)).containsExactly(flash);
    }

    @Test
    void stepsOfSeveralKindsFollowEachOther() {
        assertThat(
                        read(
                                "gatling: [ nothingFor(4), atOnceUsers(10), rampUsers(10).during(5),"
                                        + " constantUsersPerSec(20).during(15),"
                                        + " constantUsersPerSec(20).during(15).randomized ]"))
                .containsExactly(
                        new Wave(
                                List.of(
                                        flat(0, 4 * SECOND),
                                        flat(0, 5 * SECOND),
                                        flat(20, 15 * SECOND)),
                                Spacing.EVENLY),
                        new Wave(
                                List.of(
                                        flat(0, 4 * SECOND),
                                        flat(0, 5 * SECOND),
                                        flat(0, 15 * SECOND),
                                        flat(20, 15 * SECOND)),
                                Spacing.INDEPENDENT),
                        new Flash(4 * SECOND, 10, 0),
                        new Flash(4 * SECOND, 10, 5 * SECOND));
    }

    static Stream<Arguments> wrongs() {
        return Stream.of(
                arguments(
                        "k6: { executor: constant-vus, vus: 10, duration: 30s }",
                        ":21: `executor: constant-vus` keeps a number of users, each of whom waits"
                                + " for the one before: a slow system would be asked less, as no crowd does;"
                                + " write constant-arrival-rate with rate:"),
                arguments(
                        "k6: { executor: ramping-vus, stages: [] }",
                        ":21: `executor: ramping-vus` keeps a number of users"),
                arguments(
                        "k6: { executor: per-vu-iterations, vus: 10, iterations: 20 }",
                        ":21: `executor: per-vu-iterations` shares out a number of iterations"),
                arguments(
                        "k6: { executor: shared-iterations, vus: 10, iterations: 20 }",
                        ":21: `executor: shared-iterations` shares out a number of iterations"),
                arguments(
                        "k6: { executor: constant-arrival-rate, rate: 1, duration: 1s, maxVUs: 10 }",
                        ":67: `maxVUs` would drop users once so many are busy"),
                arguments(
                        "k6: { executor: constant-arrival-rate, rate: 1, duration: 1s, stages: [] }",
                        "`stages` is not a key of `k6`"),
                arguments(
                        "k6: { executor: constant-arrival, rate: 1, duration: 1s }",
                        ":21: `executor: constant-arrival` is not known here"),
                arguments("k6: { rate: 1, duration: 1s }", "`k6` has no `executor`"),
                arguments(
                        "k6: { executor: constant-arrival-rate, rate: 1e12, duration: 1s }",
                        "users a second would come; write a lower rate"),
                arguments(
                        "k6: { executor: constant-arrival-rate, rate: 0, duration: 1s }",
                        "nobody arrives; write a rate above 0 for a while"),
                arguments(
                        "gatling: [ constantConcurrentUsers(10).during(10) ]",
                        ":16: `constantConcurrentUsers(10)` keeps a number of users"),
                arguments(
                        "gatling: [ rampConcurrentUsers(10).to(20).during(10) ]",
                        ":16: `rampConcurrentUsers(10)` keeps a number of users"),
                arguments("gatling: [ atOnceUser(10) ]", "did you mean `atOnceUsers`?"),
                arguments(
                        "gatling: [ rampUsers(10).during(5 fortnights) ]",
                        ":30: `during(5 fortnights)` is no length of time; write during(5)"),
                arguments(
                        "gatling: [ rampUsers(1.5).during(5) ]",
                        ":16: `rampUsers(1.5)` is no whole number"),
                arguments("gatling: [ rampUsers(10 ]", ":25: `(10` is not understood"),
                arguments(
                        "artillery: [ { duration: 60, arrivalRate: 10, maxVusers: 50 } ]",
                        ":51: `maxVusers` would drop users once so many are there"),
                arguments(
                        "artillery: [ { duration: 60, arrivalCount: 10, rampTo: 50 } ]",
                        "`rampTo` goes with `arrivalRate` only"),
                arguments(
                        "artillery: [ { duration: 60, pause: 10 } ]",
                        "a pause says itself how long it is; remove `duration`"),
                arguments(
                        "artillery: [ { duration: soon, arrivalRate: 10 } ]",
                        ":30: `duration: soon` is no length of time"),
                arguments(
                        "jmeter: rate(10) random_arrivals(5 min)",
                        ":13: `rate(10)` is no rate; write rate(10/sec)"),
                arguments(
                        "jmeter: rate(10/sec) random_arrival(5 min)",
                        ":26: `random_arrival(5 min)` is not known here; did you mean `random_arrivals`?"),
                arguments(
                        "jmeter: rate(100000/sec) random_arrivals(5 min)",
                        "30000000 users would come at random; write lower rates; at most 10000000"));
    }

    @ParameterizedTest
    @MethodSource("wrongs")
    void whatWouldMeanSomethingElseIsRefusedWhereItStands(String arrival, String problem) {
        assertThat(with(arrival).problems()).singleElement().asString().contains(problem);
    }

    @Test
    void aLoadThatOutlastsTheRunIsToldBeforehand() {
        String load = "jmeter: rate(1/s) even_arrivals(10 hour)";
        assertThat(Bench.fine(with(load).experiment()).warnings().toString())
                .contains("users would come for 36000s, but by plan the run ends after");
    }

    @Test
    void aLoadIsToldInTheModelsWords() {
        assertThat(
                        ArrivalWords.of(
                                read(
                                        "gatling: [ nothingFor(4), rampUsersPerSec(0).to(10).during(60),"
                                                + " stressPeakUsers(100).during(20) ]")))
                .containsExactly(
                        "evenly spaced: nobody for 4s, then from 0/s to 10/s over 60s; 300 users",
                        "from 64s on within 20s, most of them in the middle; 100 users");
    }
}

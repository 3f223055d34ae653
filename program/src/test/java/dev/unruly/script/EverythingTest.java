package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Comparison;
import dev.unruly.model.Experiment;
import dev.unruly.model.Fault;
import dev.unruly.model.Guard;
import dev.unruly.model.Hook;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Policy;
import dev.unruly.model.Population;
import dev.unruly.model.Protection;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Share;
import dev.unruly.model.Template;
import dev.unruly.model.Trigger;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the less common keys mean.
final class EverythingTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Experiment EXPERIMENT =
            Bench.value(
                    Scripts.experiment(
                            Path.of(
                                    "src/test/resources/dev/unruly/script/everything/everything.experiment.yaml")));
    private static final Population POPULATION = EXPERIMENT.population();

    private static Persona persona(int index) {
        return POPULATION.personas().get(index);
    }

    private static Journey.State state(int index) {
        return POPULATION.journeys().getFirst().states().get(index);
    }

    private static <T> List<T> triggers(Class<T> kind) {
        return EXPERIMENT.triggers().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void lossOfARegionOverridesThatOfItsLastMile() {
        assertThat(POPULATION.regions().getFirst().lastMile())
                .isEqualTo(new LastMile("4g", 9_000_000, 9_000_000, 170_000_000, 0.005, 1));
        assertThat(POPULATION.regions().getLast().lastMile())
                .isEqualTo(new LastMile("own", 20_000_000, 5_120_000, 30_000_000, 0.01, 3));
    }

    @Test
    void noneMeansNeverOrNothing() {
        Client client = persona(0).client();
        assertThat(client.keepAliveNanos()).isZero();
        assertThat(client.timeoutNanos()).isZero();
        assertThat(client.userAgent()).isEmpty();
        assertThat(client.retries()).isEqualTo(Client.Retries.NONE);
        assertThat(EXPERIMENT.phases().reliefMostNanos()).isZero();
    }

    @Test
    void kindsOfClientsHaveDefaults() {
        assertThat(persona(1).client().connections()).isEqualTo(5);
        assertThat(persona(1).client().timeoutNanos()).isEqualTo(10 * SECOND);
        assertThat(persona(1).client().persistsAfterLeaving()).isTrue();
        assertThat(persona(2).client().persistsAfterLeaving()).isFalse();
        assertThat(persona(2).whenSlow().choices())
                .containsExactly(new Reactions.Choice(new Reaction.Leave(), Share.ALL));
        assertThat(persona(1).noticeSeconds()).isEqualTo(new Distribution.Uniform(0.5, 1.5));
    }

    @Test
    void distributionsMayBeCapped() {
        assertThat(persona(0).patienceSeconds())
                .isInstanceOfSatisfying(
                        Distribution.Capped.class,
                        capped -> {
                            assertThat(capped.most()).isEqualTo(30);
                            assertThat(capped.of()).isInstanceOf(Empirical.class);
                            assertThat(capped.of().quantile(0.5)).isEqualTo(4);
                            assertThat(capped.quantile(1)).isEqualTo(30);
                        });
        assertThat(persona(2).patienceSeconds()).isEqualTo(new Distribution.Gamma(2, 1));
    }

    @Test
    void aConditionStandsAtTheWayOrAtTheState() {
        var cart = new Guard("cart", Comparison.MORE, "0");
        assertThat(state(0).next().get(1).guard()).isEqualTo(cart);
        assertThat(state(2).next().getFirst()).isEqualTo(new Journey.Edge(4, new Share(0.5), cart));
        assertThat(state(3).next())
                .containsExactly(new Journey.Edge(Journey.LEAVE, Share.ALL, Guard.ALWAYS));
    }

    @Test
    void jsonKeepsWhatIsNoTextAsItIs() {
        assertThat(state(2).call().body())
                .isInstanceOfSatisfying(
                        Call.Body.Json.class,
                        json ->
                                assertThat(json.text())
                                        .hasToString(
                                                "{\"sku\":\"${skus.sku}\",\"count\":1,\"colour\":${colours.code},"
                                                        + "\"gift\":false,\"tags\":[\"a\",\"${first}\"],\"none\":null}"));
    }

    @Test
    void variablesAreSetAndAddedTo() {
        assertThat(state(2).sets())
                .containsExactly(
                        new Journey.Assignment("cart", Template.literal("1"), true),
                        new Journey.Assignment(
                                "last",
                                new Template(List.of(new Template.FeedColumn("skus", "sku"))),
                                false));
    }

    @Test
    void answersAreCheckedAndRemembered() {
        assertThat(state(0).call().captures())
                .containsExactly(
                        new Call.Capture.Css("token", "input[name=token]", "value"),
                        new Call.Capture.Header("version", "ETag"),
                        new Call.Capture.Regex("first", "sku=(\\w+)", 1));
        assertThat(state(2).call().checks())
                .containsExactly(
                        new Call.Check.Status(List.of(201)),
                        new Call.Check.Json("$.id", "5"),
                        new Call.Check.Json("$.total", ""));
        assertThat(state(4).call().method()).isEqualTo("PUT");
        assertThat(state(4).call().fields())
                .extracting(Call.HeaderField::name)
                .containsExactly("X-CSRF", "X-Token", "If-Match", "Idempotency-Key");
    }

    @Test
    void addressesComeFromARange() {
        assertThat(POPULATION.clientAddress())
                .isEqualTo(new ClientAddress.InHeader("X-Forwarded-For", 10 << 24, 8));
    }

    @Test
    void theTargetsPathHasNoSlashAtItsEnd() {
        assertThat(EXPERIMENT.target().url()).isEqualTo("https://10.0.0.5:8443/shop");
        assertThat(EXPERIMENT.hooks().prepare())
                .containsExactly(
                        new Hook.Run("./start.sh"),
                        new Hook.Http("PUT", "http://127.0.0.1:8080/a", "{\"on\":true}"));
    }

    @Test
    void recordedTimesArePlayedFromWhereTheFileSays() {
        assertThat(EXPERIMENT.arrivals().get(8))
                .isEqualTo(new Arrival.ReplayTimes(new long[] {157_289_500, 270_938_500}));
    }

    @Test
    void recordedCountsHaveAnIntervalAndNoGaps() {
        assertThat(EXPERIMENT.arrivals().get(9))
                .isEqualTo(new Arrival.ReplayCounts(SECOND, new double[] {0.2, 0, 0.4}));
    }

    @Test
    void usersBringUsersAndTheMeanIsOfAll() {
        assertThat(EXPERIMENT.arrivals().get(7))
                .isInstanceOfSatisfying(
                        Arrival.SelfExciting.class,
                        exciting -> {
                            assertThat(exciting.meanPerSecond())
                                    .isCloseTo(1 / 3_600.0, within(1e-12));
                            assertThat(exciting.background().meanPerSecond())
                                    .isCloseTo(0.5 / 3_600, within(1e-12));
                            assertThat(exciting.background()).isInstanceOf(Arrival.Daily.class);
                        });
    }

    @Test
    void countsSayHowThoseOfAnIntervalCome() {
        assertThat(EXPERIMENT.arrivals().subList(9, 12))
                .extracting(a -> ((Arrival.ReplayCounts) a).spread())
                .containsExactly(
                        new Arrival.Spread.Counted(),
                        new Arrival.Spread.Poisson(),
                        new Arrival.Spread.Bursts(0.4, 2 * SECOND));
    }

    @Test
    void recordedCountsAreScaledToAMean() {
        assertThat(EXPERIMENT.arrivals().get(10))
                .isInstanceOfSatisfying(
                        Arrival.ReplayCounts.class,
                        replay -> {
                            assertThat(replay.intervalNanos()).isEqualTo(60 * SECOND);
                            double[] counts = replay.counts();
                            assertThat(counts[0] + counts[1] + counts[2] + counts[3]).isEqualTo(4);
                            assertThat(counts[2]).isZero();
                        });
    }

    @Test
    void aSurgeIsAWaveFromItsBeginningToItsEnd() {
        List<Trigger.Surge> surges = triggers(Trigger.Surge.class);
        assertThat(surges.get(2))
                .isEqualTo(
                        new Trigger.Surge(
                                new Arrival.Wave(
                                        List.of(
                                                new Arrival.Stretch(
                                                        1 / 60.0, 1 / 60.0, 30 * SECOND))),
                                10 * SECOND));
        assertThat(surges.get(3).arrival())
                .isInstanceOfSatisfying(
                        Arrival.Wave.class,
                        wave -> {
                            assertThat(wave.stretches()).hasSize(1);
                            assertThat(wave.expectedUsers()).isCloseTo(0.25, within(1e-9));
                        });
    }

    @Test
    void faults() {
        assertThat(triggers(Trigger.OnDependency.class))
                .extracting(Trigger.OnDependency::fault)
                .containsExactly(
                        new Fault.Stall(),
                        new Fault.Stall(),
                        new Fault.Latency(
                                new Fault.Delay.Drawn(new Distribution.Lognormal(0.08, 0.6)),
                                new Share(0.5)),
                        new Fault.Latency(new Fault.Delay.TimesObserved(3), Share.ALL),
                        new Fault.Latency(new Fault.Delay.ObservedQuantile(0.99), Share.ALL),
                        new Fault.Error(new Share(0.3), 500),
                        new Fault.Error(Share.ALL, 503),
                        new Fault.Reset(new Share(0.3)),
                        new Fault.Bandwidth(64_000),
                        new Fault.Blackhole());
        assertThat(triggers(Trigger.Forget.class))
                .containsExactly(new Trigger.Forget("identity", 71 * SECOND));
        assertThat(triggers(Trigger.Route.class))
                .containsExactly(new Trigger.Route("b", 600_000_000, 10 * SECOND, 60 * SECOND));
    }

    @Test
    void policiesAreReadWithTheirUnitsAndDefaults() {
        assertThat(EXPERIMENT.protections())
                .extracting(Protection::route)
                .containsExactly("", "GET /keys/*", "/token");
        assertThat(EXPERIMENT.protections().get(0).policies())
                .containsExactly(
                        new Policy.Timeout(900_000_000),
                        new Policy.Retry(2, 50_000_000, SECOND),
                        new Policy.Budget(new Share(0.1), 1, 10 * SECOND),
                        new Policy.Breaker(
                                new Share(0.4),
                                new Share(0.7),
                                800_000_000,
                                8 * SECOND,
                                4 * SECOND,
                                20),
                        new Policy.Bulkhead(30, 100_000_000),
                        new Policy.SingleFlight(2 * SECOND, Policy.Sharing.EVERYBODY),
                        new Policy.Hedge(120_000_000, new Share(0.6)),
                        new Policy.Concurrency(4, 20, 200),
                        new Policy.Rate(100, 20),
                        new Policy.Shed(
                                20_000_000,
                                SECOND,
                                List.of("POST /pay"),
                                List.of("/ads/*", "GET /badge")),
                        new Policy.Throttle(2, 120 * SECOND),
                        new Policy.Ejection(3, 10 * SECOND, new Share(0.3)),
                        new Policy.Cache(
                                5 * SECOND,
                                30 * SECOND,
                                new Share(0.1),
                                1,
                                Policy.Sharing.EVERYBODY));
        assertThat(EXPERIMENT.protections().get(1).policies())
                .containsExactly(
                        new Policy.Bulkhead(5, 0),
                        new Policy.SingleFlight(SECOND, Policy.Sharing.ONE_PERSON));
        assertThat(EXPERIMENT.protections().get(2).policies())
                .containsExactly(
                        new Policy.Timeout(300_000_000, new Share(0.005), 5 * SECOND),
                        new Policy.Breaker(
                                new Share(0.5),
                                Share.ALL,
                                Units.LONGEST_NANOS,
                                10 * SECOND,
                                5 * SECOND),
                        new Policy.Throttle(2, 120 * SECOND));
    }
}

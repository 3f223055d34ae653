package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.Fault;
import dev.unruly.model.Feed;
import dev.unruly.model.Hook;
import dev.unruly.model.HostPort;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Phases;
import dev.unruly.model.Population;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import dev.unruly.model.Template;
import dev.unruly.model.Trigger;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The two files of the design, word by word, and what they mean.
final class DesignSamplesTest {

    private static final long SECOND = 1_000_000_000L;

    private final Path folder;
    private final Bench bench;

    DesignSamplesTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = new Bench(folder);
    }

    @Test
    void threeOfSixRegionsAreNotAllUsers() {
        bench.lay(Bench.POPULATION, Bench.sample(Bench.POPULATION));
        assertThat(bench.problems())
                .containsExactly(
                        "shop.population.yaml:3:3: the regions' shares sum to 70%; add the missing 30%");
    }

    @Test
    void allFilesThatWereReadAreNamed() {
        Read.Fine<Experiment> fine = Bench.fine(bench.experiment());
        assertThat(fine.warnings()).isEmpty();
        assertThat(fine.files())
                .containsExactly(
                        folder.resolve(Bench.EXPERIMENT),
                        folder.resolve(Bench.POPULATION),
                        folder.resolve("terms.csv"),
                        folder.resolve("skus.csv"),
                        folder.resolve("accounts.csv"));
    }

    @Test
    void theExperiment() {
        Experiment experiment = Bench.value(bench.experiment());
        assertThat(experiment.name()).isEqualTo("flash-sale");
        assertThat(experiment.target().url()).isEqualTo("http://127.0.0.1:8080");
        assertThat(experiment.seed()).isEqualTo(42);
        assertThat(experiment.dependencies())
                .containsExactly(
                        new Dependency(
                                "database",
                                new HostPort("127.0.0.1", 15_432),
                                List.of(new HostPort("127.0.0.1", 5_432)),
                                Dependency.Protocol.POSTGRES),
                        new Dependency(
                                "identity",
                                new HostPort("127.0.0.1", 19_001),
                                List.of(
                                        new HostPort("127.0.0.1", 9_001),
                                        new HostPort("127.0.0.1", 9_002)),
                                Dependency.Protocol.HTTP));
        var reset = new Hook.Http("POST", "http://127.0.0.1:8080/admin/reset", "");
        assertThat(experiment.hooks())
                .isEqualTo(new Hook.All(List.of(), List.of(reset), List.of(reset)));
        assertThat(experiment.arrivals()).containsExactly(new Arrival.Poisson(40));
        assertThat(experiment.phases())
                .isEqualTo(new Phases(20 * SECOND, 40 * SECOND, 90 * SECOND, 60 * SECOND));
        assertThat(experiment.triggers())
                .containsExactly(
                        new Trigger.Surge(new Arrival.Viral(0, 200, 0.6, 4 * SECOND, 3), 0),
                        new Trigger.OnDependency(
                                "database", new Fault.Stall(), 15 * SECOND, 5 * SECOND),
                        new Trigger.OnDependency(
                                "identity",
                                new Fault.Latency(new Fault.Delay.TimesObserved(3), Share.ALL),
                                40 * SECOND,
                                20 * SECOND),
                        new Trigger.Purge(
                                new Hook.Http("DELETE", "http://127.0.0.1:8080/admin/cache", ""),
                                70 * SECOND));
        assertThat(experiment.allow()).isEqualTo(Share.NONE);
    }

    @Test
    void thePeople() {
        Population population = Bench.value(bench.readPopulation());
        assertThat(population.regions())
                .contains(
                        new Region(
                                "tokyo",
                                new Share(0.15),
                                ZoneId.of("Asia/Tokyo"),
                                145_000_000,
                                new LastMile("lte", 12_000_000, 12_000_000, 70_000_000, 0, 1),
                                0));
        Persona web = population.personas().getFirst();
        assertThat(web.patienceSeconds()).isEqualTo(new Distribution.Weibull(2.2, 4.1));
        assertThat(web.whenFailed())
                .isEqualTo(
                        new Reactions(
                                List.of(
                                        choice(new Reaction.Refresh(), 0.5),
                                        choice(new Reaction.SignInAgain(), 0.15),
                                        choice(
                                                new Reaction.Later(new Distribution.Constant(30)),
                                                0.1),
                                        choice(new Reaction.Leave(), 0.25))));
        assertThat(web.tries()).isEqualTo(5);
        assertThat(web.weary()).isEqualTo(1.5);
        Persona phone = population.personas().getLast();
        assertThat(phone.client().retries())
                .isEqualTo(new Client.Retries(4, 200_000_000, 2, 3 * SECOND, Client.Jitter.NONE));
        assertThat(phone.client().timeoutNanos()).isEqualTo(2 * SECOND);
        assertThat(phone.client().persistsAfterLeaving()).isTrue();
        assertThat(phone.whenFailed()).isEqualTo(phone.whenSlow());
    }

    @Test
    void whatTheyDo() {
        Population population = Bench.value(bench.readPopulation());
        Journey shop = population.journeys().getFirst();
        assertThat(shop.states())
                .extracting(Journey.State::name)
                .containsExactly("home", "search", "product", "add", "pay");
        Journey.State add = shop.states().get(3);
        assertThat(add.signedIn()).isTrue();
        assertThat(add.call().body())
                .isEqualTo(
                        new Call.Body.Json(
                                new Template(
                                        List.of(
                                                new Template.Literal("{\"sku\":\""),
                                                new Template.FeedColumn("skus", "sku"),
                                                new Template.Literal("\"}")))));
        assertThat(add.next()).extracting(Journey.Edge::to).containsExactly(4, 2, Journey.LEAVE);
        Journey.State pay = shop.states().get(4);
        assertThat(pay.once()).isTrue();
        assertThat(pay.critical()).isTrue();
        assertThat(pay.patienceFactor()).isEqualTo(2);
        assertThat(pay.thinkSeconds()).isEqualTo(new Distribution.LogLogistic(1.3, 6));
        assertThat(population.feeds().get(1).order()).isEqualTo(new Feed.Order.Zipf(0.9));
        assertThat(population.signIn())
                .isInstanceOfSatisfying(
                        SignIn.ByCall.class,
                        signIn -> {
                            assertThat(signIn.accounts().rows()).hasSize(5);
                            assertThat(signIn.whenExhausted())
                                    .isEqualTo(SignIn.WhenExhausted.SHARE);
                            assertThat(signIn.call().checks())
                                    .containsExactly(new Call.Check.Status(List.of(303)));
                        });
    }

    private static Reactions.Choice choice(Reaction reaction, double share) {
        return new Reactions.Choice(reaction, new Share(share));
    }
}

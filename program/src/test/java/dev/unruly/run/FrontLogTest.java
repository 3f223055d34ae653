package dev.unruly.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.backend.Backend;
import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Page;
import dev.unruly.backend.Station;
import dev.unruly.backend.Step;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Seed;
import dev.unruly.engine.Plan;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.ClientAddress;
import dev.unruly.model.Experiment;
import dev.unruly.model.Guard;
import dev.unruly.model.Hook;
import dev.unruly.model.HostPort;
import dev.unruly.model.Journey;
import dev.unruly.model.LastMile;
import dev.unruly.model.Persona;
import dev.unruly.model.Phases;
import dev.unruly.model.Population;
import dev.unruly.model.Quiet;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Region;
import dev.unruly.model.RunResult;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import dev.unruly.model.Target;
import dev.unruly.model.Template;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What a server in front of a simulated system would have logged.
final class FrontLogTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Pattern LINE =
            Pattern.compile(
                    "10\\.\\d+\\.\\d+\\.\\d+ - - \\[0[12]/Mar/2026:\\d\\d:\\d\\d:\\d\\d \\+0000\\]"
                            + " \"(GET /|GET /a%22b|GET /style\\.css) HTTP/1\\.1\" (200|499) \\d+"
                            + " \"-\" \"Mozilla[^\"]*\" \\d+\\.\\d{3} \"[0-9a-f]{1,16}\"");

    @Test
    void eachRequestIsALineAndWhoLeavesIsA499() {
        var log = new StringBuilder();
        RunResult result =
                new Simulation(
                                Plan.of(experiment()),
                                answering(new Distribution.Uniform(0.1, 4)),
                                new Quiet(),
                                new Simulation.Front(
                                        "X-Forwarded-For",
                                        Instant.parse("2026-03-01T23:59:30Z"),
                                        log))
                        .play(false);
        List<String> lines = log.toString().lines().toList();
        assertThat(lines).allMatch(line -> LINE.matcher(line).matches());
        long left = lines.stream().filter(line -> line.contains("\" 499 ")).count();
        long all = lines.size();
        assertThat(left).isBetween(all / 10, all / 2);
        assertThat(lines).anyMatch(line -> line.contains("[02/Mar/2026:00:00:"));
        assertThat((double) all)
                .isBetween(0.9 * result.totals().attempts(), 3.0 * result.totals().attempts());
    }

    @Test
    void aLogChangesNothingOfTheRun() {
        RunResult without =
                new Simulation(
                                Plan.of(experiment()),
                                answering(new Distribution.Constant(0.2)),
                                new Quiet())
                        .play(false);
        RunResult with =
                new Simulation(
                                Plan.of(experiment()),
                                answering(new Distribution.Constant(0.2)),
                                new Quiet(),
                                new Simulation.Front("X", Instant.EPOCH, new StringBuilder()))
                        .play(false);
        assertThat(with.totals()).isEqualTo(without.totals());
    }

    /// The users' own log beside the server's: in a network without delays they are the same, but
    /// for the cookie, and for who gave up while the head of an answer was on its way.
    @Test
    void whatUsersSayTheySentIsWhatTheServerHasSeen() throws IOException {
        var front = new StringBuilder();
        var sent = new StringBuilder();
        Instant date = Instant.parse("2026-03-01T23:59:30Z");
        Plan plan = Plan.of(experiment());
        var world = new SimWorld(2);
        var backend =
                new Backend(
                        answering(new Distribution.Uniform(0.1, 4)),
                        world.loop(1),
                        new Seed(plan.experiment().seed()));
        world.loop(1)
                .listen(
                        new Address("127.0.0.1", 80),
                        new FrontLog(backend, "X-Forwarded-For", 0, date, front));
        backend.watch(0, List.of());
        var log = new SentLog(world.loop(0), "X-Forwarded-For", 0, date);
        var stage = new Stage(plan, List.of(log.loop()));
        stage.begin(0);
        while (world.nanos() < 120 * SECOND && world.step()) {}
        var ended = stage.end(false);
        long over = world.nanos() + 10 * SECOND;
        while ((!ended.isDone() || world.nanos() < over) && world.step()) {}
        log.handOver();
        log.drainTo(sent);
        List<String> there = bare(front);
        List<String> here = bare(sent);
        assertThat(here).hasSizeGreaterThan(1_000);
        assertThat(here).containsExactlyInAnyOrderElementsOf(there);
        assertThat(
                        sent.toString()
                                .lines()
                                .map(line -> line.replaceAll(".* ", ""))
                                .distinct()
                                .count())
                .isEqualTo(
                        front.toString()
                                .lines()
                                .map(line -> line.replaceAll(" .*", ""))
                                .distinct()
                                .count());
    }

    private static List<String> bare(StringBuilder log) {
        return log.toString().lines().map(line -> line.replaceAll(" \"[^\"]*\"$", "")).toList();
    }

    private static Blueprint answering(Distribution seconds) {
        return new Blueprint(
                List.of(Station.patient("all", 1_000)),
                List.of(),
                List.of(),
                List.of(Page.all(List.of(new Step.Work(seconds)))));
    }

    private static Experiment experiment() {
        var leave = new Reactions(List.of(new Reactions.Choice(new Reaction.Leave(), Share.ALL)));
        var client =
                new Client(
                        Client.Kind.BROWSER,
                        6,
                        60 * SECOND,
                        0,
                        Client.Retries.NONE,
                        "Mozilla/5.0",
                        false);
        var persona =
                new Persona(
                        "web",
                        Share.ALL,
                        "visit",
                        client,
                        new Distribution.Weibull(2.2, 4),
                        leave,
                        leave,
                        new Distribution.Constant(1),
                        1,
                        1);
        var population =
                new Population(
                        List.of(new Region("here", Share.ALL, ZoneOffset.UTC, 0, LastMile.NONE, 0)),
                        List.of(persona),
                        List.of(
                                new Journey(
                                        "visit",
                                        List.of(
                                                new Journey.Start(0, new Share(0.75)),
                                                new Journey.Start(1, new Share(0.25))),
                                        new Distribution.Exponential(3),
                                        List.of(state("home", "/"), state("other", "/a%22b")))),
                        List.of(),
                        new SignIn.None(),
                        new ClientAddress.InHeader("X-Forwarded-For", 10 << 24, 8));
        return new Experiment(
                "log",
                new Target(new HostPort("127.0.0.1", 80), false, ""),
                List.of(),
                population,
                7,
                List.of(),
                List.of(),
                Hook.All.NONE,
                List.of(new Arrival.Poisson(5)),
                new Phases(0, 120 * SECOND, 0, 0, 120 * SECOND),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Share.NONE);
    }

    private static Journey.State state(String name, String path) {
        return new Journey.State(
                name,
                Call.get(Template.literal(path)),
                List.of(Template.literal("/style.css")),
                List.of(
                        new Journey.Edge(1, new Share(0.5), Guard.ALWAYS),
                        new Journey.Edge(Journey.LEAVE, new Share(0.5), Guard.ALWAYS)),
                new Distribution.Exponential(3),
                false,
                1,
                false,
                false,
                List.of());
    }
}

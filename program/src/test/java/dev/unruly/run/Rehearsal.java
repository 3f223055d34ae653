package dev.unruly.run;

import dev.unruly.engine.Plan;
import dev.unruly.engine.Pulse;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.HostPort;
import dev.unruly.model.Intention;
import dev.unruly.model.Mark;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.RunResult;
import dev.unruly.model.Trigger;
import dev.unruly.model.Visit;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import dev.unruly.sim.SimWorld;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A whole run in virtual time against a [SlowServer]: the same play, director and judge as against
/// real systems. The one dependency stands for the server's own workers: hurting it takes most of
/// them away.
final class Rehearsal {

    static final long SECOND = 1_000_000_000L;
    private static final long ORIGIN = SECOND;
    private static final long TICK = 25_000_000L;
    private static final int WORKERS = 10;
    private static final long SERVICE = 100_000_000L;

    final Plan plan;
    final SimWorld world;
    final SlowServer server;
    final List<Mark> marks = new ArrayList<>();
    int hurtTo = 1;
    Consumer<SlowServer> whenHurt = any -> {};
    Observer alsoTold = new Deaf();

    /// Told everything, as a journal is.
    Chronicle journal = new Told();

    /// Done after every second.
    Runnable eachSecond = () -> {};

    private final Play play;
    private long askedBefore;

    Rehearsal(Experiment experiment) {
        this.plan = Plan.of(experiment);
        this.world = new SimWorld(2);
        Loop users = world.loop(0);
        this.server = new SlowServer(world.loop(1), WORKERS, SERVICE);
        HostPort at = experiment.target().at();
        world.loop(1).listen(new Address(at.host(), at.port()), server);
        var stage = new Stage(plan, List.of(users));
        this.play = new Play(plan, stage, new Hands(stage), new Handed(), this::second, 1);
    }

    /// Reads an experiment whose population is one persona on one page.
    static Experiment experiment(Path folder, String population, String text) {
        try {
            Files.writeString(folder.resolve("it.population.yaml"), population);
            Path file = folder.resolve("it.experiment.yaml");
            Files.writeString(file, text);
            return switch (Scripts.experiment(file)) {
                case Read.Fine<Experiment> fine -> fine.value();
                case Read.Broken<Experiment> broken ->
                        throw new AssertionError(broken.problems().toString());
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Plays to the end and judges.
    RunResult play() {
        play.begin(ORIGIN);
        world.loop(0).arm(new Ticks(), ORIGIN);
        while (!play.over()) {
            if (!world.step()) {
                throw new AssertionError("nothing happens any more, and the run is not over");
            }
        }
        var ended = play.end();
        while (!ended.isDone() && world.step()) {
            // the users go away
        }
        return play.conclude(false, Instant.EPOCH, play.told(world.loop(0).nanos()));
    }

    void stopAt(long nanos, String why) {
        world.loop(0)
                .arm(
                        new Alarm() {
                            @Override
                            protected void ring(long nowNanos) {
                                play.stop(why, play.told(nowNanos));
                            }
                        },
                        ORIGIN + nanos);
    }

    private void second(int second, Pulse pulse, long nowNanos, Chronicle chronicle) {
        chronicle.generator(
                new GeneratorSecond(
                        second,
                        pulse.lateness(),
                        0.1,
                        0.1,
                        0,
                        pulse.openConnections(),
                        10,
                        10,
                        pulse.users()));
        long requests = server.asked - askedBefore;
        askedBefore = server.asked;
        if (!plan.experiment().dependencies().isEmpty()) {
            int waiting = server.waiting();
            chronicle.dependency(
                    new DependencySecond(
                            0,
                            second,
                            requests,
                            requests,
                            0,
                            0,
                            0,
                            1,
                            1,
                            waiting,
                            waiting,
                            0,
                            0,
                            new Latencies(),
                            new Latencies()));
        }
        eachSecond.run();
    }

    /// Ticks as the playing thread does.
    private final class Ticks extends Alarm {
        @Override
        protected void ring(long nowNanos) {
            play.tick(play.told(nowNanos));
            if (!play.over()) {
                world.loop(0).arm(this, nowNanos + TICK);
            }
        }
    }

    /// Pulls levers on the simulated server.
    private final class Hands implements Levers {
        private final Stage stage;

        Hands(Stage stage) {
            this.stage = stage;
        }

        @Override
        public void beginFault(int trigger, Trigger.OnDependency fault, Began began) {
            later(() -> {
                server.use(hurtTo);
                whenHurt.accept(server);
                began.inForce("most workers are away", now());
            });
        }

        @Override
        public void endFault(int trigger, Trigger.OnDependency fault, Ended ended) {
            later(() -> {
                server.useAll();
                ended.over(now());
            });
        }

        @Override
        public void purge(int trigger, Trigger.Purge purge, Began done) {
            later(() -> done.refused("there is nothing to purge", now()));
        }

        @Override
        public void route(String region, long addNanos) {
            stage.route(plan.roster().regions().indexOf(region), addNanos);
        }

        @Override
        public void hold() {
            stage.hold();
        }

        @Override
        public void restore(long atNanos) {
            stage.restore(atNanos);
        }

        private long now() {
            return play.told(world.loop(0).nanos());
        }

        private void later(Runnable task) {
            world.loop(0).post(task);
        }
    }

    /// Passes everything on to the journal of the moment.
    private final class Handed implements Chronicle {
        @Override
        public void visits(Visit visit) {
            journal.visits(visit);
        }

        @Override
        public void wishes(Intention intention) {
            journal.wishes(intention);
        }

        @Override
        public void requested(Observation observation) {
            journal.requested(observation);
        }

        @Override
        public void concluded(Conclusion conclusion) {
            journal.concluded(conclusion);
        }

        @Override
        public void dependency(DependencySecond second) {
            journal.dependency(second);
        }

        @Override
        public void generator(GeneratorSecond second) {
            journal.generator(second);
        }

        @Override
        public void mark(Mark mark) {
            journal.mark(mark);
        }
    }

    /// Notes marks, and passes on what users do.
    private final class Told implements Chronicle {
        @Override
        public void visits(Visit visit) {
            alsoTold.visits(visit);
        }

        @Override
        public void wishes(Intention intention) {
            alsoTold.wishes(intention);
        }

        @Override
        public void requested(Observation observation) {
            alsoTold.requested(observation);
        }

        @Override
        public void concluded(Conclusion conclusion) {
            alsoTold.concluded(conclusion);
        }

        @Override
        public void dependency(DependencySecond second) {}

        @Override
        public void generator(GeneratorSecond second) {}

        @Override
        public void mark(Mark mark) {
            marks.add(mark);
        }
    }

    /// Hears nothing.
    private static final class Deaf implements Observer {
        @Override
        public void visits(Visit visit) {}

        @Override
        public void wishes(Intention intention) {}

        @Override
        public void requested(Observation observation) {}

        @Override
        public void concluded(Conclusion conclusion) {}
    }
}

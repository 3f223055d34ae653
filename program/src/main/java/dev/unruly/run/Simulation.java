package dev.unruly.run;

import dev.unruly.backend.Backend;
import dev.unruly.backend.Blueprint;
import dev.unruly.chance.Seed;
import dev.unruly.engine.Plan;
import dev.unruly.engine.Pulse;
import dev.unruly.model.Chronicle;
import dev.unruly.model.Dependency;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.HostPort;
import dev.unruly.model.RunResult;
import dev.unruly.sim.SimWorld;
import dev.unruly.sim.Weather;
import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Entrance;
import dev.unruly.world.Loop;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A whole run in virtual time against a model of the backend: the same users, director and judge
/// as against real systems. The same plan and model give the same run.
public final class Simulation {

    private static final long ORIGIN = 1_000_000_000L;
    private static final long TICK = 25_000_000L;

    private final SimWorld world;
    private final Loop users;
    private final Backend backend;
    private final Chronicle journal;
    private final Stage stage;
    private final Play play;

    /// @param blueprint what the backend is like; its chance comes from the experiment's seed
    /// @param journal told everything
    public Simulation(Plan plan, Blueprint blueprint, Chronicle journal) {
        this(plan, blueprint, journal, Front.NONE);
    }

    /// A server in front that logs what passes.
    ///
    /// @param addressField the header field that tells it a user's address
    /// @param startsAt what date the run begins
    /// @param out where its lines go, as they are written; null: it logs nothing
    public record Front(String addressField, Instant startsAt, @Nullable Appendable out) {

        /// None.
        public static final Front NONE = new Front("", Instant.EPOCH, null);
    }

    /// @param blueprint what the backend is like; its chance comes from the experiment's seed
    /// @param journal told everything
    /// @param front what stands before the backend
    public Simulation(Plan plan, Blueprint blueprint, Chronicle journal, Front front) {
        this.world = new SimWorld(2);
        this.users = world.loop(0);
        this.backend =
                new Backend(
                        blueprint.withProtections(plan.experiment().protections()),
                        world.loop(1),
                        new Seed(plan.experiment().seed()));
        HostPort at = plan.experiment().target().at();
        world.loop(1).listen(new Address(at.host(), at.port()), entrance(front));
        List<String> listened =
                plan.experiment().dependencies().stream().map(Dependency::name).toList();
        backend.watch(ORIGIN, listened);
        this.journal = journal;
        this.stage = new Stage(plan, List.of(users));
        var levers =
                new SimLevers(plan.roster(), stage, backend, users, () -> users.nanos() - ORIGIN);
        this.play = new Play(plan, stage, levers, journal, this::second, 1);
    }

    private Entrance entrance(Front front) {
        Appendable out = front.out;
        return out == null
                ? backend
                : new FrontLog(backend, front.addressField, ORIGIN, front.startsAt, out);
    }

    /// The network's weather from now on.
    public void weather(Weather weather) {
        world.weather(weather);
    }

    /// The backend, to look at.
    public Backend backend() {
        return backend;
    }

    /// Ends the run early.
    ///
    /// @param atNanos when, since the run's beginning
    public void stopAt(long atNanos, String why) {
        users.arm(
                new Alarm() {
                    @Override
                    protected void ring(long nowNanos) {
                        play.stop(why, play.told(nowNanos));
                    }
                },
                ORIGIN + atNanos);
    }

    /// Plays to the end and judges.
    ///
    /// @param asVolume whether the plan is an experiment's control, for the record
    public RunResult play(boolean asVolume) {
        return play(asVolume, Instant.EPOCH);
    }

    /// Plays to the end and judges.
    ///
    /// @param asVolume whether the plan is an experiment's control, for the record
    /// @param startedAt when, for the record
    public RunResult play(boolean asVolume, Instant startedAt) {
        play.begin(ORIGIN);
        users.arm(new Ticks(), ORIGIN);
        while (!play.over()) {
            if (!world.step()) {
                throw new IllegalStateException("nothing happens any more, and it is not over");
            }
        }
        var ended = play.end();
        while (!ended.isDone()) {
            if (!world.step()) {
                throw new IllegalStateException("the users do not go away");
            }
        }
        return play.conclude(asVolume, startedAt, play.told(world.nanos()));
    }

    /// Lets people come for so long, without a director and without adding anything up: a week of
    /// it takes no more memory than an hour, but for what the journal keeps.
    ///
    /// @param nanos of the run's time
    public void onlyUsers(long nanos) {
        stage.begin(ORIGIN);
        users.arm(new Drain(), ORIGIN);
        while (world.nanos() < ORIGIN + nanos && world.step()) {
            // Each step is one event.
        }
        var ended = stage.end(false);
        while (!ended.isDone()) {
            if (!world.step()) {
                throw new IllegalStateException("the users do not go away");
            }
        }
        stage.drainTo(journal);
    }

    /// A simulated generator is never late, and costs nothing.
    private void second(int second, Pulse pulse, long nowNanos, Chronicle chronicle) {
        chronicle.generator(
                new GeneratorSecond(
                        second,
                        pulse.lateness(),
                        0,
                        0,
                        0,
                        pulse.openConnections(),
                        -1,
                        -1,
                        pulse.users()));
        backend.takeSeconds().forEach(chronicle::dependency);
        backend.takeGuarded().forEach(chronicle::guarded);
    }

    /// Passes on what users did, each second.
    private final class Drain extends Alarm {
        @Override
        protected void ring(long nowNanos) {
            stage.drainTo(journal);
            backend.takeSeconds();
            backend.takeGuarded();
            users.arm(this, nowNanos + 1_000_000_000L);
        }
    }

    /// Ticks as the thread does that leads a real run.
    private final class Ticks extends Alarm {
        @Override
        protected void ring(long nowNanos) {
            play.tick(play.told(nowNanos));
            if (!play.over()) {
                users.arm(this, nowNanos + TICK);
            }
        }
    }
}

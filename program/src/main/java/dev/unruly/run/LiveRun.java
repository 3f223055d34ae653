package dev.unruly.run;

import dev.unruly.engine.Plan;
import dev.unruly.engine.Pulse;
import dev.unruly.gateway.GatewayLink;
import dev.unruly.gateway.GatewayListener;
import dev.unruly.host.Machine;
import dev.unruly.journal.Journal;
import dev.unruly.model.Chronicle;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Glance;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Mark;
import dev.unruly.model.RouteSecond;
import dev.unruly.model.RunResult;
import dev.unruly.world.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;

/// A run against real systems: leads a [Play] on a thread of its own, in the pace of the clock.
public final class LiveRun {

    private static final long LEAD_NANOS = 100_000_000L;
    private static final long TICK_MILLIS = 25;
    private static final long GLANCE_NANOS = 500_000_000L;
    private static final long END_SECONDS = 120;

    private final Plan plan;
    private final boolean asVolume;
    private final RequestLog requests;
    private final Reach reach;
    private final Path folder;
    private final Instant startedAt;
    private final LinkedBlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> stop = new CompletableFuture<>();

    /// @param requests the loops whose threads play the users, and what is logged of them
    /// @param reach where calls may go
    /// @param folder where the journal is written
    /// @param startedAt the wall-clock time, for the record
    public LiveRun(
            Plan plan,
            boolean asVolume,
            RequestLog requests,
            Reach reach,
            Path folder,
            Instant startedAt) {
        this.plan = plan;
        this.asVolume = asVolume;
        this.requests = requests;
        this.reach = reach;
        this.folder = folder;
        this.startedAt = startedAt;
    }

    /// Asks the run to end early: faults first, then users. From any thread.
    public void stop(String why) {
        stop.complete(why);
    }

    /// Runs to the end.
    ///
    /// @param gateway makes the hold on the gateway, if the experiment has dependencies
    /// @param watcher told twice a second how it goes
    /// @throws IOException if the journal cannot be begun
    public RunResult run(
            Optional<Function<GatewayListener, GatewayLink>> gateway, Consumer<Glance> watcher)
            throws IOException, InterruptedException {
        List<Loop> loops = requests.loops();
        Loop first = loops.getFirst();
        var stage = new Stage(plan, loops);
        var calls = new WebCalls(reach);
        long origin = first.nanos() + LEAD_NANOS;
        var levers =
                new RealLevers(plan.roster(), stage, calls, inbox, () -> first.nanos() - origin);
        try (Journal journal = Journal.begin(folder);
                var vitals = new Vitals(new Machine(), -LEAD_NANOS);
                calls;
                Hold hold = new Hold(gateway.map(make -> make.apply(levers)))) {
            var play =
                    new Play(
                            plan,
                            stage,
                            levers,
                            journal,
                            (second, pulse, now, chronicle) -> {
                                second(vitals, journal, second, pulse, now, chronicle);
                                requests.second();
                            },
                            loops.size());
            levers.tell(new Told(play, () -> play.told(first.nanos())));
            hold.link.ifPresent(link -> {
                levers.use(link);
                link.watch(plan.experiment().seed(), first.nanos() - origin);
                link.protect(plan.experiment().protections());
            });
            play.begin(origin);
            lead(play, first, hold, watcher);
            hold.link.ifPresent(GatewayLink::endAll);
            await(play.end());
            hold.link.ifPresent(GatewayLink::close);
            hear();
            requests.end();
            journal.problem().ifPresent(p -> note(play, p, play.told(first.nanos())));
            requests.problem().ifPresent(p -> note(play, p, play.told(first.nanos())));
            RunResult result = play.conclude(asVolume, startedAt, play.told(first.nanos()));
            return requests.problem().map(result::saying).orElse(result);
        }
    }

    private void lead(Play play, Loop clock, Hold hold, Consumer<Glance> watcher)
            throws InterruptedException {
        long nextGlance = 0;
        while (!play.over()) {
            Runnable told = inbox.poll(TICK_MILLIS, TimeUnit.MILLISECONDS);
            if (told != null) {
                told.run();
                hear();
            }
            hold.link.ifPresent(GatewayLink::beat);
            long now = play.told(clock.nanos());
            if (stop.isDone()) {
                play.stop(stop.join(), now);
            }
            play.tick(now);
            if (now >= nextGlance) {
                nextGlance = now + GLANCE_NANOS;
                watcher.accept(play.glance(now));
            }
        }
    }

    /// Hears what others have told.
    private void hear() {
        for (Runnable told = inbox.poll(); told != null; told = inbox.poll()) {
            told.run();
        }
    }

    private static void second(
            Vitals vitals,
            Journal journal,
            int second,
            Pulse pulse,
            long now,
            Chronicle chronicle) {
        chronicle.generator(vitals.take(second, pulse, now));
        journal.flush();
    }

    private static void await(CompletableFuture<?> end) throws InterruptedException {
        try {
            var _ = end.get(END_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the users did not go away", e);
        }
    }

    private static void note(Play play, String text, long now) {
        play.chronicle().mark(new Mark.Note(text, now));
    }

    /// A hold on a gateway, let go at the end.
    private record Hold(Optional<GatewayLink> link) implements AutoCloseable {
        @Override
        public void close() {
            link.ifPresent(GatewayLink::close);
        }
    }

    /// Passes on what the gateway tells unasked.
    private record Told(Play play, LongSupplier clock) implements RealLevers.Heard {
        @Override
        public void second(DependencySecond second) {
            play.chronicle().dependency(second);
        }

        @Override
        public void guarded(GuardSecond second) {
            play.chronicle().guarded(second);
        }

        @Override
        public void routed(RouteSecond second) {
            play.chronicle().routed(second);
        }

        @Override
        public void missed(long seconds) {
            note(
                    play,
                    "the gateway could not tell "
                            + seconds
                            + " of its seconds, for this process was too slow to hear them",
                    clock.getAsLong());
        }

        @Override
        public void lost(String why) {
            play.stop("the gateway was lost: " + why, clock.getAsLong());
        }
    }
}

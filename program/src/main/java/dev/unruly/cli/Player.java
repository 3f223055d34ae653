package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.host.TimerSlack;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Experiment;
import dev.unruly.model.Glance;
import dev.unruly.model.RunResult;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.run.LiveRun;
import dev.unruly.run.Reach;
import dev.unruly.run.RequestLog;
import dev.unruly.wire.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// Plays plans on real sockets.
final class Player {

    private final int loops;
    private final Interrupts interrupts;
    private final Reach reach;
    private final Optional<HeldGateway> gateway;
    private final RequestLogging logging;

    /// Without a log of what is sent.
    Player(int loops, Interrupts interrupts, Reach reach, Optional<HeldGateway> gateway) {
        this(loops, interrupts, reach, gateway, RequestLogging.NONE);
    }

    Player(
            int loops,
            Interrupts interrupts,
            Reach reach,
            Optional<HeldGateway> gateway,
            RequestLogging logging) {
        this.logging = logging;
        this.loops = loops;
        this.interrupts = interrupts;
        this.reach = reach;
        this.gateway = gateway;
    }

    /// Plays a plan to its end, and writes beside its journal what it has shown: `run.json`,
    /// `report.html` and `junit.xml`.
    ///
    /// @param folder must not hold a run yet, save for the files as used
    /// @param repeat how to play it again; the first of its files is the experiment
    RunResult play(
            Plan plan, boolean asVolume, Path folder, Repeat repeat, Consumer<Glance> watcher)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Instant startedAt = Instant.now();
        header(plan, asVolume, repeat, startedAt).write(folder);
        RunResult result = play(plan, asVolume, folder, startedAt, watcher);
        Reports.write(folder, result, repeat);
        return result;
    }

    private RunHeader header(Plan plan, boolean asVolume, Repeat repeat, Instant startedAt) {
        Experiment experiment = plan.experiment();
        return new RunHeader(
                experiment.name(),
                experiment.seed(),
                plan.schedule().toString(),
                asVolume,
                experiment.target().url(),
                loops,
                startedAt,
                experiment.phases(),
                repeat.files(),
                repeat.command());
    }

    private RunResult play(
            Plan plan, boolean asVolume, Path folder, Instant startedAt, Consumer<Glance> watcher)
            throws IOException, InterruptedException {
        var options =
                Wire.Options.usual(Failures::stop)
                        .withLoops(loops)
                        .withLookup(reach::find)
                        .withStart(loop -> TimerSlack.set(1));
        try (Wire wire = Wire.start(options)) {
            RequestLog requests = logging.of(wire.loops(), plan.experiment().population());
            var run = new LiveRun(plan, asVolume, requests, reach, folder, startedAt);
            interrupts.pass(run::stop);
            return run.run(gateway.map(held -> held::link), watcher);
        } finally {
            interrupts.pass(why -> {});
        }
    }
}

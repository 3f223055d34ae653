package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.host.TimerSlack;
import dev.unruly.model.Glance;
import dev.unruly.model.RunResult;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.run.LiveRun;
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
    private final Optional<HeldGateway> gateway;

    Player(int loops, Interrupts interrupts, Optional<HeldGateway> gateway) {
        this.loops = loops;
        this.interrupts = interrupts;
        this.gateway = gateway;
    }

    /// Plays a plan to its end, and writes beside its journal what it has shown: `run.json`,
    /// `report.html` and `junit.xml`.
    ///
    /// @param folder must not hold a run yet
    /// @param repeat how to play it again
    RunResult play(
            Plan plan, boolean asVolume, Path folder, Repeat repeat, Consumer<Glance> watcher)
            throws IOException, InterruptedException {
        Files.createDirectories(folder);
        RunResult result = play(plan, asVolume, folder, watcher);
        Reports.write(folder, result, repeat);
        return result;
    }

    private RunResult play(Plan plan, boolean asVolume, Path folder, Consumer<Glance> watcher)
            throws IOException, InterruptedException {
        var options =
                Wire.Options.usual(Failures::stop)
                        .withLoops(loops)
                        .withStart(loop -> TimerSlack.set(1));
        try (Wire wire = Wire.start(options)) {
            var run = new LiveRun(plan, asVolume, wire.loops(), folder, Instant.now());
            interrupts.pass(run::stop);
            return run.run(gateway.map(held -> held::link), watcher);
        } finally {
            interrupts.pass(why -> {});
        }
    }
}

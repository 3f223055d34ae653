package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.RunResult;
import dev.unruly.report.Repeat;
import dev.unruly.run.HookRunner;
import dev.unruly.script.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Where a demo's parts are played, one after the other, on one shop.
final class DemoStage {

    private final Player player;
    private final HookRunner hooks;
    private final Interrupts interrupts;
    private final List<Path> files;
    private final Path folder;

    DemoStage(
            Player player, HookRunner hooks, Interrupts interrupts, List<Path> files, Path folder) {
        this.player = player;
        this.hooks = hooks;
        this.interrupts = interrupts;
        this.files = List.copyOf(files);
        this.folder = folder;
    }

    /// What a part has shown, and what could not be written beside it.
    record Played(RunResult result, List<String> notes) {}

    /// Plays a part in a folder of its own.
    Played play(Plan plan, boolean asVolume, String part, Screen screen)
            throws IOException, InterruptedException {
        Path into = Files.createDirectories(folder.resolve(part));
        Kept kept = Kept.in(into, files);
        if (!plan.experiment().protections().isEmpty()) {
            Files.write(
                    into.resolve(HardenCommand.POLICIES),
                    PolicyText.lines(plan.experiment().protections()));
        }
        String command = "./unruly demo --seed " + plan.experiment().seed();
        var repeat = new Repeat(command, Map.of(), kept.names());
        RunResult result = player.play(plan, asVolume, into, repeat, screen);
        return new Played(result, Aftermath.write(into, plan.roster(), result));
    }

    /// Puts the shop back to what it was; says what went wrong.
    Optional<String> reset(Experiment experiment) throws InterruptedException {
        return hooks.run(experiment.hooks().reset());
    }

    /// Whether somebody has asked to stop.
    boolean interrupted() {
        return interrupts.asked();
    }

    Path folder() {
        return folder;
    }
}

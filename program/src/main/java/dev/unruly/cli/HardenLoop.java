package dev.unruly.cli;

import dev.unruly.judge.OverPairs;
import dev.unruly.model.Experiment;
import dev.unruly.model.Hook;
import dev.unruly.model.PairedResult;
import dev.unruly.model.Protection;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.report.Compared;
import dev.unruly.report.Medians;
import dev.unruly.report.Reports;
import dev.unruly.report.SideBySide;
import dev.unruly.run.Derivation;
import dev.unruly.run.Evidence;
import dev.unruly.script.PolicyText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// The loop: attack, derive, enforce, attack again. With several seeds the settings are derived
/// once, from the first of them, and stay as they are; every other seed is played without and with
/// them, and which of both comes first alternates.
final class HardenLoop {

    private final HardenStage stage;
    private final String command;
    private final List<SeedsResult.Run> before = new ArrayList<>();
    private final List<SeedsResult.Run> after = new ArrayList<>();
    private final Applying applying;
    private String stopped = "";

    /// @param apply how settings get into the application, if not into the gateway
    HardenLoop(HardenStage stage, Hook.Apply apply) {
        this.stage = stage;
        this.applying = new Applying(stage, apply);
        this.command = "./unruly harden " + stage.file() + " --seed ";
    }

    /// Plays it.
    ///
    /// @param seeds experiments that differ by their seed; the first is the one to derive from
    /// @return the exit code
    int play(List<Experiment> seeds) throws IOException, InterruptedException {
        try {
            return loop(seeds);
        } finally {
            applying.undo();
        }
    }

    private int loop(List<Experiment> seeds) throws IOException, InterruptedException {
        Experiment first = seeds.getFirst();
        String folder = seeds.size() == 1 ? "" : folder(first);
        RunResult bare = part(first, folder + HardenCommand.BEFORE, "without any policy");
        if (!stopped.isEmpty()) {
            return stopped(List.of(folder + HardenCommand.BEFORE));
        }
        Derivation derivation =
                Derivation.of(
                        Evidence.of(stage.folder().resolve(folder + HardenCommand.BEFORE), first),
                        List.of(),
                        new SplittableRandom(first.seed()));
        List<Protection> settings = derivation.protections();
        tell(derivation, settings);
        if (settings.isEmpty()) {
            stage.say("", "Nothing could be derived, so there is nothing to put in force.");
            return ExitCode.UNCLEAR;
        }
        if (first.hooks().reset().isEmpty()) {
            stage.say(
                    "",
                    "note: there is no `reset` under hooks: the second run begins with the system"
                            + " as the first has left it");
        }
        reset(first);
        Optional<Experiment> enforced = applying.enforce(first, settings);
        if (enforced.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        RunResult guarded = part(enforced.get(), folder + HardenCommand.AFTER, "with the settings");
        if (!stopped.isEmpty()) {
            return stopped(List.of(folder + HardenCommand.BEFORE, folder + HardenCommand.AFTER));
        }
        List<Compared> both =
                List.of(
                        compared("before", folder + HardenCommand.BEFORE, first, bare),
                        compared("after", folder + HardenCommand.AFTER, first, guarded));
        Path page = stage.folder().resolve(Reports.FILE);
        Rejudging.Told tempers = tempers(folder + HardenCommand.BEFORE, first, settings);
        Reports.compare(page, both, DerivationText.settled(derivation), tempers.rows());
        if (seeds.size() == 1) {
            return end(both, guarded);
        }
        before.add(new SeedsResult.Run(folder + HardenCommand.BEFORE, bare));
        after.add(new SeedsResult.Run(folder + HardenCommand.AFTER, guarded));
        return others(seeds, settings);
    }

    /// Whether the settings would still help if people were not as they are written.
    private Rejudging.Told tempers(String run, Experiment experiment, List<Protection> settings)
            throws IOException {
        stage.say("", "If people were not as they are written:", "");
        Rejudging.Told told =
                new Rejudging(stage.out())
                        .play(stage.folder().resolve(run), experiment, settings, stage.folder());
        stage.voice().say(stage.out(), told.lines());
        return told;
    }

    private static String folder(Experiment experiment) {
        return "seed-" + experiment.seed() + "/";
    }

    private static Compared compared(
            String label, String folder, Experiment experiment, RunResult result) {
        return new Compared(
                label, folder + "/" + Reports.FILE, result, Compared.critical(experiment));
    }

    private RunResult part(Experiment experiment, String folder, String words)
            throws IOException, InterruptedException {
        RunResult result = stage.play(folder, words, experiment, command + experiment.seed());
        if (!result.header().complete()) {
            stopped = result.header().stopped();
        } else if (stage.interrupted()) {
            stopped = "interrupted";
        }
        return result;
    }

    private void reset(Experiment experiment) throws InterruptedException {
        Optional<String> problem = stage.reset(experiment);
        problem.ifPresent(stage.err()::println);
    }

    private void tell(Derivation derivation, List<Protection> settings) throws IOException {
        stage.say("", "What follows from it:", "");
        stage.voice()
                .say(stage.out(), DerivationText.enforced(derivation, stage.voice().columns()));
        if (!settings.isEmpty()) {
            Files.write(stage.folder().resolve(HardenCommand.POLICIES), PolicyText.lines(settings));
        }
    }

    private int end(List<Compared> both, RunResult guarded) {
        stage.say("");
        stage.voice()
                .say(
                        stage.out(),
                        SideBySide.lines(both, stage.voice().columns(), stage.voice().dress()));
        stage.say("", "This is one seed, an anecdote: --seeds 10 tells how often it is so.", "");
        files();
        return RunCommand.code(guarded.verdict());
    }

    private void files() {
        stage.say(
                "report    " + stage.folder().resolve(Reports.FILE),
                "settings  " + stage.folder().resolve(HardenCommand.POLICIES));
    }

    /// The seeds that the settings do not know.
    private int others(List<Experiment> seeds, List<Protection> settings)
            throws IOException, InterruptedException {
        stage.say(
                "",
                "The settings come from seed "
                        + seeds.getFirst().seed()
                        + " and stay as they are; now "
                        + (seeds.size() - 1)
                        + " that they do not know.");
        for (int i = 1; i < seeds.size() && stopped.isEmpty(); i++) {
            pair(seeds.get(i), settings, i % 2 == 1);
            // Written anew after each, so that there is something if we are killed.
            String soFar = i + 1 < seeds.size() && stopped.isEmpty() ? "killed" : stopped;
            Reports.write(stage.folder(), concluded(seeds, soFar));
        }
        PairedResult result = concluded(seeds, stopped);
        Reports.write(stage.folder(), result);
        stage.say("");
        PairTable.print(stage.out(), result);
        stage.say("");
        stage.voice().say(stage.out(), Medians.lines(result, stage.voice().columns()));
        stage.say("");
        files();
        stage.say("seeds     " + stage.folder().resolve(Reports.HARDENED));
        return result.after().complete()
                ? RunCommand.code(result.after().verdict())
                : ExitCode.STOPPED;
    }

    private void pair(Experiment seed, List<Protection> settings, boolean guardedFirst)
            throws IOException, InterruptedException {
        String beforeAt = folder(seed) + HardenCommand.BEFORE;
        String afterAt = folder(seed) + HardenCommand.AFTER;
        Optional<RunResult> one =
                guardedFirst ? guarded(seed, settings, afterAt) : bare(seed, beforeAt);
        if (!stopped.isEmpty() || one.isEmpty()) {
            return;
        }
        Optional<RunResult> other =
                guardedFirst ? bare(seed, beforeAt) : guarded(seed, settings, afterAt);
        other.ifPresent(result -> {
            before.add(new SeedsResult.Run(beforeAt, guardedFirst ? result : one.get()));
            after.add(new SeedsResult.Run(afterAt, guardedFirst ? one.get() : result));
        });
    }

    private Optional<RunResult> bare(Experiment seed, String folder)
            throws IOException, InterruptedException {
        applying.undo();
        reset(seed);
        return Optional.of(part(seed, folder, "without any policy"));
    }

    private Optional<RunResult> guarded(Experiment seed, List<Protection> settings, String folder)
            throws IOException, InterruptedException {
        reset(seed);
        Optional<Experiment> enforced = applying.enforce(seed, settings);
        if (enforced.isEmpty()) {
            stopped = "the settings could not be applied";
            return Optional.empty();
        }
        return Optional.of(part(enforced.get(), folder, "with the settings"));
    }

    private PairedResult concluded(List<Experiment> seeds, String why) {
        Experiment first = seeds.getFirst();
        return OverPairs.of(first.name(), first.allow(), seeds.size(), before, after, why);
    }

    private int stopped(List<String> parts) {
        stage.say("", "stopped; what was measured until then:");
        parts.forEach(
                part -> stage.say("report  " + stage.folder().resolve(part).resolve(Reports.FILE)));
        return ExitCode.STOPPED;
    }
}

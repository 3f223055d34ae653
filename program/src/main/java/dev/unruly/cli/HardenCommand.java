package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Protection;
import dev.unruly.model.RunResult;
import dev.unruly.report.Compared;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.report.RunText;
import dev.unruly.report.SideBySide;
import dev.unruly.run.Derivation;
import dev.unruly.run.Evidence;
import dev.unruly.run.HookRunner;
import dev.unruly.run.Reach;
import dev.unruly.script.PolicyText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `unruly harden FILE`: attacks, derives the settings that protect, puts them in force, and
/// attacks again with the same seed.
@Command(
        name = "harden",
        mixinStandardHelpOptions = true,
        description =
                "Plays an experiment, derives protective settings from what it saw, puts them in"
                        + " force in the gateway, and plays the same seed again.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:with the settings the verdict is holds",
            "1:with the settings the verdict is fails",
            "2:the command line or a file is wrong",
            "3:the verdict is unclear",
            "4:stopped early; what was measured is kept",
            "70:a bug of ours"
        })
final class HardenCommand implements Callable<Integer> {

    /// The folder of the run without the settings.
    static final String BEFORE = "before";

    /// The folder of the run with them.
    static final String AFTER = "after";

    /// The settings, in the words of an experiment.
    static final String POLICIES = "policies.yaml";

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Parameters(paramLabel = "FILE", description = "An experiment.")
    private Path file;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: runs/NAME-hardened).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the file's.")
    private Optional<Long> seed = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        var inputs = new Inputs(err);
        Optional<Inputs.Given> given = inputs.experiment(file);
        Optional<Experiment> wanted =
                given.map(Inputs.Given::experiment)
                        .map(e -> seed.map(e::withSeed).orElse(e))
                        .map(e -> e.withProtections(List.of()));
        Optional<List<Plan>> plans = wanted.flatMap(e -> inputs.plans(List.of(e), file, 1));
        if (given.isEmpty() || plans.isEmpty() || !protectable(wanted.get())) {
            return ExitCode.BAD_INPUT;
        }
        var reach = new Reach(wanted.get());
        if (!inputs.affordable(plans.get(), file) || !inputs.allowed(wanted.get(), reach)) {
            return ExitCode.BAD_INPUT;
        }
        try {
            return harden(wanted.get(), given.get().files(), reach);
        } catch (NoGateway none) {
            err.println(file + ": " + none.getMessage());
            return ExitCode.BAD_INPUT;
        } catch (IOException e) {
            err.println(Trouble.writing(folder(wanted.get()), e));
            return ExitCode.BAD_INPUT;
        }
    }

    private boolean protectable(Experiment experiment) {
        boolean any =
                experiment.dependencies().stream()
                        .anyMatch(d ->
                                switch (d.protocol()) {
                                    case HTTP -> true;
                                    case POSTGRES, REDIS, TCP -> false;
                                });
        if (!any) {
            spec.commandLine()
                    .getErr()
                    .println(
                            file
                                    + ": no dependency with protocol: http is there to be"
                                    + " protected; put a listener in front of the application"
                                    + " itself, and aim at it");
        }
        return any;
    }

    private Path folder(Experiment experiment) {
        return out.orElse(Path.of("runs", experiment.name() + "-hardened"));
    }

    private int harden(Experiment experiment, List<Path> files, Reach reach)
            throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        return Ground.enter(
                file,
                experiment,
                reach,
                1,
                err,
                ground -> new Loop(ground, files, Runs.fresh(folder(experiment))).play(experiment));
    }

    /// The loop: attack, derive, enforce, attack again.
    private final class Loop {

        private final Player player;
        private final HookRunner hooks;
        private final Interrupts interrupts;
        private final List<Path> files;
        private final Path folder;

        Loop(Ground ground, List<Path> files, Path folder) {
            this.player = ground.player();
            this.hooks = ground.hooks();
            this.interrupts = ground.interrupts();
            this.files = files;
            this.folder = folder;
        }

        int play(Experiment experiment) throws IOException, InterruptedException {
            RunResult before = part(BEFORE, "without any policy", experiment);
            if (!before.header().complete() || interrupts.asked()) {
                return stopped(List.of(BEFORE));
            }
            Derivation derivation =
                    Derivation.of(
                            Evidence.of(folder.resolve(BEFORE), experiment),
                            List.of(),
                            new SplittableRandom(experiment.seed()));
            List<Protection> protections = derivation.protections();
            tell(derivation, protections);
            if (protections.isEmpty()) {
                say("", "Nothing could be derived, so there is nothing to put in force.");
                return ExitCode.UNCLEAR;
            }
            if (experiment.hooks().reset().isEmpty()) {
                say(
                        "",
                        "note: there is no `reset` under hooks: the second run begins with the system as"
                                + " the first has left it");
            }
            Optional<String> problem = hooks.run(experiment.hooks().reset());
            problem.ifPresent(text -> spec.commandLine().getErr().println("hooks.reset: " + text));
            RunResult after =
                    part(AFTER, "with the settings", experiment.withProtections(protections));
            if (!after.header().complete()) {
                return stopped(List.of(BEFORE, AFTER));
            }
            temper(experiment, protections);
            return end(before, after);
        }

        private void temper(Experiment experiment, List<Protection> protections)
                throws IOException {
            say("", "If people were not as they are written:", "");
            List<String> lines =
                    new Rejudging(out())
                            .lines(folder.resolve(BEFORE), experiment, protections, folder);
            main.voice().say(out(), lines);
        }

        private RunResult part(String name, String words, Experiment experiment)
                throws IOException, InterruptedException {
            Path part = Files.createDirectories(folder.resolve(name));
            Plan plan = Plan.of(experiment);
            say("", name + ": " + words, "");
            main.voice().say(out(), Announcement.lines(plan, main.voice().columns()));
            say("");
            Kept kept = Kept.in(part, files);
            if (!experiment.protections().isEmpty()) {
                Files.write(part.resolve(POLICIES), PolicyText.lines(experiment.protections()));
            }
            var repeat =
                    new Repeat(
                            "./unruly harden " + file + " --seed " + experiment.seed(),
                            Map.of(),
                            kept.names());
            try (Screen screen =
                    Screen.of(experiment.name() + ", " + name, plan, out(), main.voice())) {
                RunResult result = player.play(plan, false, part, repeat, screen);
                List<String> notes = Aftermath.write(part, plan.roster(), result);
                screen.clear();
                notes.forEach(spec.commandLine().getErr()::println);
                say("", RunText.verdict(result, main.voice().dress()));
                main.voice().say(out(), RunText.why(result, main.voice().columns()));
                return result;
            }
        }

        private void tell(Derivation derivation, List<Protection> protections) throws IOException {
            say("", "What follows from it:", "");
            main.voice().say(out(), DerivationText.enforced(derivation, main.voice().columns()));
            if (!protections.isEmpty()) {
                Files.write(folder.resolve(POLICIES), PolicyText.lines(protections));
            }
        }

        private int end(RunResult before, RunResult after) throws IOException {
            List<Compared> both =
                    List.of(
                            new Compared("before", BEFORE + "/" + Reports.FILE, before),
                            new Compared("after", AFTER + "/" + Reports.FILE, after));
            Path page = folder.resolve(Reports.FILE);
            Reports.compare(page, both);
            say("");
            main.voice()
                    .say(
                            out(),
                            SideBySide.lines(both, main.voice().columns(), main.voice().dress()));
            say(
                    "",
                    "This is one seed, an anecdote.",
                    "",
                    "report    " + page,
                    "settings  " + folder.resolve(POLICIES));
            return RunCommand.code(after.verdict());
        }

        private int stopped(List<String> parts) {
            say("", "stopped; what was measured until then:");
            parts.forEach(part -> say("report  " + folder.resolve(part).resolve(Reports.FILE)));
            return ExitCode.STOPPED;
        }
    }

    private PrintWriter out() {
        return spec.commandLine().getOut();
    }

    private void say(String... lines) {
        main.voice().say(out(), List.of(lines));
    }
}

package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Hook;
import dev.unruly.model.Protection;
import dev.unruly.run.Reach;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
            description =
                    "Where to write (default: runs/NAME-hardened, with --check runs/NAME-checked).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the file's.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Play N seeds without and with the settings: the file's (or --seed), from which"
                            + " they are derived, and those that follow by counting.")
    private int seeds = 1;

    @Option(
            names = "--check",
            description =
                    "Derive nothing: play with the settings in force, and fail where it does not"
                            + " hold any more or a setting contradicts what was seen.")
    private boolean check;

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description =
                    "With --check: the settings of an earlier harden (policies.yaml) instead of the"
                            + " experiment's own.")
    private Optional<Path> policies = Optional.empty();

    /// Why the options cannot be meant together.
    private Optional<String> misused() {
        if (seeds < 1 || seeds > Seeds.MOST) {
            return Optional.of("--seeds must be in [1, " + Seeds.MOST + "], got " + seeds);
        }
        if (check && seeds > 1) {
            return Optional.of("--check plays one seed, got --seeds " + seeds);
        }
        if (!check && policies.isPresent()) {
            return Optional.of("--policies is for --check: without it settings are derived");
        }
        return Optional.empty();
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Optional<String> misused = misused();
        if (misused.isPresent()) {
            err.println(misused.get());
            return ExitCode.BAD_INPUT;
        }
        var inputs = new Inputs(err);
        Optional<Inputs.Given> given = inputs.experiment(file);
        Optional<Experiment> wanted =
                given.map(Inputs.Given::experiment)
                        .map(e -> seed.map(e::withSeed).orElse(e))
                        .map(e -> e.withProtections(List.of()));
        Optional<List<Plan>> plans = wanted.flatMap(e -> inputs.plans(Seeds.of(e, seeds), file, 1));
        if (given.isEmpty() || plans.isEmpty() || !protectable(wanted.get())) {
            return ExitCode.BAD_INPUT;
        }
        Hook.Apply apply = wanted.get().hooks().apply();
        if (apply.asked() && seeds > 1 && apply.undo().isEmpty()) {
            err.println(
                    file
                            + ": --seeds needs `undo:` under `apply:`, for every further seed is"
                            + " played without the settings too");
            return ExitCode.BAD_INPUT;
        }
        Optional<List<Protection>> inForce =
                check ? inForce(given.get().experiment()) : Optional.of(List.of());
        if (inForce.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        var reach = new Reach(wanted.get());
        if (!inputs.affordable(plans.get(), file) || !inputs.allowed(wanted.get(), reach)) {
            return ExitCode.BAD_INPUT;
        }
        try {
            return harden(Seeds.of(wanted.get(), seeds), inForce.get(), given.get().files(), reach);
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
        String suffix = check ? "-checked" : "-hardened";
        return out.orElse(Path.of("runs", experiment.name() + suffix));
    }

    /// The settings that a check holds; empty after saying what is wrong.
    private Optional<List<Protection>> inForce(Experiment written) {
        PrintWriter err = spec.commandLine().getErr();
        if (policies.isEmpty()) {
            if (written.protections().isEmpty()) {
                err.println(
                        file
                                + ": --check needs settings in force: write `policies:`, or name"
                                + " those of an earlier harden with --policies");
                return Optional.empty();
            }
            return Optional.of(written.protections());
        }
        return switch (Scripts.policies(policies.get(), written.dependencies())) {
            case Read.Fine<List<Protection>> fine -> Optional.of(fine.value());
            case Read.Broken<List<Protection>> broken -> {
                broken.problems().forEach(err::println);
                yield Optional.empty();
            }
        };
    }

    private int harden(
            List<Experiment> experiments, List<Protection> inForce, List<Path> files, Reach reach)
            throws IOException, InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        PrintWriter out = spec.commandLine().getOut();
        Experiment first = experiments.getFirst();
        return Ground.enter(
                file,
                first,
                reach,
                1,
                err,
                ground -> {
                    Path folder = Runs.fresh(folder(first));
                    var stage =
                            new HardenStage(ground, file, files, folder, out, err, main.voice());
                    return check
                            ? new HardenCheck(stage).play(first, inForce)
                            : new HardenLoop(stage, first.hooks().apply()).play(experiments);
                });
    }
}

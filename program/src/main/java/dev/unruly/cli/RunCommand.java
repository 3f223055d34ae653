package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.run.AsVolume;
import dev.unruly.run.HookRunner;
import dev.unruly.run.Reach;
import dev.unruly.run.WebCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `unruly run FILE`: plays an experiment against a real system.
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Plays an experiment against your system and judges whether it comes back.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the verdict is holds",
            "1:the verdict is fails",
            "2:the command line or a file is wrong",
            "3:the verdict is unclear",
            "4:stopped early; what was measured is kept"
        })
final class RunCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", description = "An experiment.")
    private Path file;

    @Option(
            names = "--as-volume",
            description = "Play it as a conventional load test would: the control.")
    private boolean asVolume;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: runs/NAME).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the file's.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "Event loops that play the users (default: ${DEFAULT-VALUE}).")
    private int loops = 1;

    @Option(names = "--quiet", description = "Say only the verdict.")
    private boolean quiet;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter say = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        var inputs = new Inputs(err);
        if (loops < 1 || loops > 64) {
            err.println("--loops must be in [1, 64], got " + loops);
            return ExitCode.BAD_INPUT;
        }
        Optional<Inputs.Given> given = inputs.experiment(file);
        if (given.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        Experiment experiment =
                seed.map(given.get().experiment()::withSeed).orElse(given.get().experiment());
        if (asVolume) {
            experiment = AsVolume.of(experiment);
        }
        Optional<Plan> plan = inputs.plan(experiment, file);
        if (plan.isEmpty() || !inputs.reachable(experiment)) {
            return ExitCode.BAD_INPUT;
        }
        try {
            return play(say, err, plan.get(), given.get().files());
        } catch (NoGateway none) {
            err.println(file + ": " + none.getMessage());
            return ExitCode.BAD_INPUT;
        }
    }

    private int play(PrintWriter say, PrintWriter err, Plan plan, List<Path> files)
            throws IOException, InterruptedException {
        Experiment experiment = plan.experiment();
        try (Interrupts interrupts = new Interrupts();
                Listeners listeners = Listeners.of(experiment);
                WebCalls calls = new WebCalls(new Reach(experiment))) {
            Path folder = Runs.fresh(out.orElse(Path.of("runs", experiment.name())));
            copy(files, folder);
            if (!quiet) {
                say.println(Announcement.of(plan));
                listeners.gateway().ifPresent(held -> say.println(held.words()));
                say.flush();
            }
            var hooks = new HookRunner(folderOf(file), calls);
            Optional<String> problem = hooks.run(experiment.hooks().prepare());
            if (problem.isPresent()) {
                err.println("hooks.prepare: " + problem.get());
                return ExitCode.BAD_INPUT;
            }
            try {
                var player = new Player(loops, interrupts, listeners.gateway());
                RunResult result =
                        player.play(
                                plan,
                                asVolume,
                                folder,
                                repeat(plan, files),
                                quiet ? glance -> {} : new Ticker(say));
                say.println(result.verdict().word() + ", " + result.recovery().word());
                say.println(result.why());
                say.println("report: " + folder.resolve(Reports.FILE));
                return code(result);
            } finally {
                hooks.run(experiment.hooks().cleanUp())
                        .ifPresent(text -> err.println("hooks.clean-up: " + text));
            }
        }
    }

    private Repeat repeat(Plan plan, List<Path> files) {
        String command =
                "./unruly run "
                        + file
                        + (asVolume ? " --as-volume" : "")
                        + " --seed "
                        + plan.experiment().seed();
        return new Repeat(
                command,
                Map.of(),
                files.stream().map(used -> "input/" + used.getFileName()).toList());
    }

    private static Path folderOf(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? Path.of("") : parent;
    }

    private static int code(RunResult result) {
        if (!result.header().complete()) {
            return ExitCode.STOPPED;
        }
        return code(result.verdict());
    }

    static int code(Verdict verdict) {
        return switch (verdict) {
            case HOLDS -> ExitCode.HOLDS;
            case FAILS -> ExitCode.FAILS;
            case UNCLEAR -> ExitCode.UNCLEAR;
        };
    }

    /// Keeps the files as they were used.
    private static void copy(List<Path> files, Path folder) throws IOException {
        Path input = Files.createDirectory(folder.resolve("input"));
        var names = new ArrayList<String>();
        for (Path used : files) {
            String name = used.getFileName().toString();
            String free = name;
            for (int i = 2; names.contains(free); i++) {
                free = i + "-" + name;
            }
            names.add(free);
            Files.copy(used, input.resolve(free), StandardCopyOption.REPLACE_EXISTING);
        }
    }
}

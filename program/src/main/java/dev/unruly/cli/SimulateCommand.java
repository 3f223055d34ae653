package dev.unruly.cli;

import dev.unruly.backend.Assembly;
import dev.unruly.backend.Blueprint;
import dev.unruly.engine.Plan;
import dev.unruly.judge.OverSeeds;
import dev.unruly.model.Experiment;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.SystemModel;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.report.RunJson;
import dev.unruly.report.RunText;
import dev.unruly.report.SeedsJson;
import dev.unruly.run.Scale;
import dev.unruly.script.SystemText;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `unruly simulate FILE`: plays an experiment in virtual time against a model of the system.
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Plays an experiment in virtual time against a queueing model of the system that is"
                        + " fitted from a run, or written by hand. Nothing is sent.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the verdict is holds; with --find, a length was found or it always holds",
            "1:the verdict is fails",
            "2:the command line or a file is wrong",
            "3:the verdict is unclear",
            "70:a bug of ours"
        })
final class SimulateCommand implements Callable<Integer> {

    /// The name of the model in a folder.
    static final String SYSTEM = "system.yaml";

    private static final long MOST_USERS = 100_000_000;

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Parameters(paramLabel = "FILE", description = "An experiment.")
    private Path file;

    @Option(
            names = "--from",
            paramLabel = "RUN",
            description = "The folder of a real run: the model is fitted to what it saw.")
    private Optional<Path> from = Optional.empty();

    @Option(
            names = "--system",
            paramLabel = "FILE",
            description =
                    "A model as an earlier simulation wrote it (system.yaml), corrected or not.")
    private Optional<Path> system = Optional.empty();

    @Option(
            names = "--latencies",
            paramLabel = "FILE",
            description =
                    "What pages and dependencies took in production (*.latency.json): a model of a"
                            + " system that nobody has loaded.")
    private Optional<Path> latencies = Optional.empty();

    @Option(
            names = "--calls",
            paramLabel = "FILE",
            description = "With --latencies: what pages ask of dependencies (*.calls.yaml).")
    private Optional<Path> calls = Optional.empty();

    @Option(
            names = "--policies",
            paramLabel = "FILE",
            description = "Settings to play it with (policies.yaml), instead of the experiment's.")
    private Optional<Path> policies = Optional.empty();

    @Option(
            names = "--find",
            description = "Find how long a trigger must last until the system does not come back.")
    private boolean find;

    @Option(
            names = "--trigger",
            paramLabel = "N",
            description = "With --find: which one is varied, from 1 on (default: the only one).")
    private Optional<Integer> trigger = Optional.empty();

    @Option(
            names = "--sizes",
            paramLabel = "LIST",
            split = ",",
            description =
                    "With --find: sizes of the trigger besides, as multiples of what is written"
                            + " (default: ${DEFAULT-VALUE}).")
    private List<Double> sizes = List.of(1.0);

    @Option(
            names = "--users",
            paramLabel = "N",
            description =
                    "So many users instead, and a system that is as many times as large as the"
                            + " users are more.")
    private Optional<Long> users = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the file's.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Play N seeds, from the first on (default: 1; with --find 10 for each length).")
    private Optional<Integer> seeds = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: runs/NAME-simulated).")
    private Optional<Path> out = Optional.empty();

    @Mixin private AccessLog log = new AccessLog();

    @Option(names = "--quiet", description = "Say only the verdict.")
    private boolean quiet;

    @Option(
            names = "--json",
            description =
                    "Print run.json (with --seeds, seeds.json) to standard output, and all else to"
                            + " standard error.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        Optional<String> wrong = wrong();
        if (wrong.isPresent()) {
            err.println(wrong.get());
            return ExitCode.BAD_INPUT;
        }
        var inputs = new Inputs(err);
        Optional<Inputs.Given> given = inputs.experiment(file);
        if (given.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        Experiment experiment =
                seed.map(given.get().experiment()::withSeed).orElse(given.get().experiment());
        try {
            var model = new SimModel(err);
            Optional<SimModel.Source> source =
                    latencies.isPresent()
                            ? model.drafted(latencies.get(), calls, experiment)
                            : model.source(from, system, experiment);
            Optional<Experiment> guarded = model.guarded(experiment, policies);
            if (source.isEmpty() || guarded.isEmpty()) {
                return ExitCode.BAD_INPUT;
            }
            return simulate(log.told(guarded.get()), given.get().files(), source.get());
        } catch (IOException e) {
            err.println(Trouble.words(e));
            return ExitCode.BAD_INPUT;
        } catch (OutOfMemoryError e) {
            err.println(
                    "the heap of this process is too small for so many users; set"
                            + " UNRULY_JAVA_OPTIONS=-Xmx4g or more, or ask for fewer with --users");
            return ExitCode.BAD_INPUT;
        }
    }

    private Optional<String> wrong() {
        if (from.isEmpty() && system.isEmpty() && latencies.isEmpty()) {
            return Optional.of(
                    "say what to play it against: --from RUN, the folder of a real run, --system"
                            + " FILE, a model, or --latencies FILE of production");
        }
        if (latencies.isPresent() && (from.isPresent() || system.isPresent())) {
            return Optional.of("--latencies is a model by itself: leave out --from and --system");
        }
        if (calls.isPresent() && latencies.isEmpty()) {
            return Optional.of("--calls needs --latencies FILE: how long do they take?");
        }
        if (log.wanted() && (find || seeds() > 1)) {
            return Optional.of("--access-log is of one run: leave out --find and --seeds");
        }
        if (log.wrong().isPresent()) {
            return log.wrong();
        }
        int count = seeds();
        if (count < 1 || count > Seeds.MOST) {
            return Optional.of("--seeds must be in [1, " + Seeds.MOST + "], got " + count);
        }
        if (users.isPresent() && (users.get() < 1 || users.get() > MOST_USERS)) {
            return Optional.of("--users must be in [1, " + MOST_USERS + "], got " + users.get());
        }
        for (double size : sizes) {
            if (!(size > 0 && size <= 1_000)) {
                return Optional.of("--sizes must be in (0, 1000], got " + size);
            }
        }
        return Optional.empty();
    }

    private int seeds() {
        return seeds.orElse(find ? 10 : 1);
    }

    private int simulate(Experiment written, List<Path> files, SimModel.Source source)
            throws IOException {
        Path folder = Runs.fresh(out.orElse(Path.of("runs", written.name() + "-simulated")));
        Experiment experiment = written;
        SystemModel played = source.system();
        Files.write(folder.resolve(SYSTEM), SystemText.lines(played));
        if (users.isPresent()) {
            double now = Math.max(1, SimPlayer.plan(written).forecast().users());
            var scale = new Scale(users.get() / now);
            experiment = scale.of(written);
            played = scale.of(played);
        }
        PrintWriter say = progress();
        Blueprint blueprint = Assembly.of(played);
        say.println("The model:");
        SystemTable.lines(source.system()).forEach(say::println);
        say.println();
        blueprint
                .unenforced(experiment.protections())
                .forEach(spec.commandLine().getErr()::println);
        source.compare(say);
        say.flush();
        if (find) {
            var finding = new SimFinding(experiment, blueprint, say, main.voice());
            return finding.find(trigger, sizes, seeds(), folder, spec.commandLine().getErr());
        }
        return play(experiment, blueprint, files, folder);
    }

    private int play(Experiment experiment, Blueprint blueprint, List<Path> files, Path folder)
            throws IOException {
        var player = new SimPlayer(blueprint);
        var runs = new ArrayList<SeedsResult.Run>();
        List<Experiment> all = Seeds.of(experiment, seeds());
        for (Experiment one : all) {
            String name = all.size() == 1 ? "" : "seed-" + one.seed();
            Path into = all.size() == 1 ? folder : Files.createDirectories(folder.resolve(name));
            Plan plan = SimPlayer.plan(one);
            Kept kept = Kept.in(into, files);
            long began = System.nanoTime();
            var repeat = new Repeat(command(one), Map.of(), kept.names());
            RunResult result = log.during(one, front -> player.play(plan, into, repeat, front));
            runs.add(new SeedsResult.Run(name, result));
            progress()
                    .println(
                            String.format(
                                    Locale.ROOT,
                                    "seed %d: %s, %s; %,d users, %,d requests, %.0f s in %.1f s",
                                    one.seed(),
                                    result.verdict().word(),
                                    result.recovery().word(),
                                    plan.forecast().users(),
                                    result.totals().attempts(),
                                    result.header().seconds(),
                                    (System.nanoTime() - began) / 1e9));
            progress().flush();
        }
        return all.size() == 1
                ? single(runs.getFirst().result(), folder)
                : several(experiment, runs, folder);
    }

    private int single(RunResult result, Path folder) {
        PrintWriter say = say();
        if (quiet) {
            voice().say(say, RunText.verdict(result, voice().dress()));
        } else {
            voice().say(say, "");
            voice().say(say, RunText.lines(result, voice().columns(), voice().dress()));
            voice().say(say, "");
        }
        voice().say(say, "report  " + folder.resolve(Reports.FILE));
        voice().say(say, "model   " + folder.resolve(SYSTEM));
        print(RunJson.text(result));
        return RunCommand.code(result.verdict());
    }

    private int several(Experiment experiment, List<SeedsResult.Run> runs, Path folder)
            throws IOException {
        SeedsResult result =
                OverSeeds.of(
                        experiment.name() + SimPlayer.SIMULATED,
                        experiment.allow(),
                        runs.size(),
                        runs,
                        "");
        Reports.write(folder, result);
        PrintWriter say = say();
        if (!quiet) {
            say.println();
            SeedTable.print(say, result);
        }
        say.println(result.verdict().word() + ": " + result.why());
        say.println("files   " + folder.resolve(SeedsJson.FILE));
        print(SeedsJson.text(result));
        return RunCommand.code(result.verdict());
    }

    private String command(Experiment one) {
        return "./unruly simulate "
                + file
                + from.map(run -> " --from " + run).orElse("")
                + system.map(model -> " --system " + model).orElse("")
                + latencies.map(file -> " --latencies " + file).orElse("")
                + calls.map(file -> " --calls " + file).orElse("")
                + policies.map(settings -> " --policies " + settings).orElse("")
                + (users.isPresent() ? " --users " + users.get() : "")
                + " --seed "
                + one.seed();
    }

    private PrintWriter say() {
        return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    private PrintWriter progress() {
        return quiet ? new PrintWriter(Writer.nullWriter()) : say();
    }

    private Voice voice() {
        return json ? Voice.plain(StandardCharsets.UTF_8) : main.voice();
    }

    private void print(String document) {
        if (json) {
            PrintWriter to = spec.commandLine().getOut();
            to.print(document);
            to.flush();
        }
    }
}

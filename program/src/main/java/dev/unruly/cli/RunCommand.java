package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.Verdict;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.report.RunJson;
import dev.unruly.report.RunText;
import dev.unruly.report.SeedsJson;
import dev.unruly.run.AsVolume;
import dev.unruly.run.Reach;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
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
            "4:stopped early; what was measured is kept",
            "70:a bug of ours"
        })
final class RunCommand implements Callable<Integer> {

    private static final int MOST_LOOPS = 64;

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

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
            names = "--seeds",
            paramLabel = "N",
            description =
                    "Play N seeds: the file's (or --seed), and those that follow by counting;"
                            + " `reset` runs between them.")
    private int seeds = 1;

    @Option(names = "--target", paramLabel = "URL", description = "Another target than the file's.")
    private String target = "";

    @Option(
            names = "--quick",
            description =
                    "At most three minutes: a shorter warm-up, baseline and watch. May say that it"
                            + " fails, but not that it recovered unless it had the time to see it.")
    private boolean quick;

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "Event loops that play the users (default: ${DEFAULT-VALUE}).")
    private int loops = 1;

    @Option(names = "--quiet", description = "Say only the verdict.")
    private boolean quiet;

    @Option(
            names = "--json",
            description =
                    "Print run.json (with --seeds, seeds.json) to standard output, and all else to"
                            + " standard error.")
    private boolean json;

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Opens the admin API of the gateway there, while the run lasts: the state of"
                            + " listeners and policies, overrides. As for `unruly gateway`.")
    private Optional<String> admin = Optional.empty();

    @Option(
            names = "--access-log",
            paramLabel = "FILE",
            description =
                    "Write what is sent, as users see it: the combined format, behind it the"
                            + " seconds each request took and a word for the user; 499 for those who"
                            + " left, 502 where the connection failed. `unruly learn` reads it.")
    private Optional<Path> accessLog = Optional.empty();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        if (loops < 1 || loops > MOST_LOOPS) {
            err.println("--loops must be in [1, " + MOST_LOOPS + "], got " + loops);
            return ExitCode.BAD_INPUT;
        }
        if (seeds < 1 || seeds > Seeds.MOST) {
            err.println("--seeds must be in [1, " + Seeds.MOST + "], got " + seeds);
            return ExitCode.BAD_INPUT;
        }
        if (accessLog.isPresent() && seeds > 1) {
            err.println("--access-log is of one run; leave --seeds out");
            return ExitCode.BAD_INPUT;
        }
        if (admin.isPresent() && AdminDoor.address(admin.get()).isEmpty()) {
            err.println(AdminAsked.wrong(admin.get()));
            return ExitCode.BAD_INPUT;
        }
        var inputs = new Inputs(err);
        Optional<Inputs.Given> given = inputs.experiment(file, target);
        Optional<List<Plan>> plans =
                given.flatMap(g -> asAsked(inputs, g.experiment()))
                        .flatMap(e -> inputs.plans(Seeds.of(e, seeds), file, loops));
        if (given.isEmpty() || plans.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        Experiment experiment = plans.get().getFirst().experiment();
        var reach = new Reach(experiment);
        if (!inputs.affordable(plans.get(), file) || !inputs.allowed(experiment, reach)) {
            return ExitCode.BAD_INPUT;
        }
        try (RequestLogging logging = RequestLogging.to(accessLog)) {
            return logged(logging, plans.get(), given.get().files(), reach);
        } catch (IOException e) {
            err.println("cannot write the access log: " + Trouble.words(e));
            return ExitCode.BAD_INPUT;
        }
    }

    private int logged(RequestLogging logging, List<Plan> plans, List<Path> files, Reach reach)
            throws InterruptedException {
        PrintWriter err = spec.commandLine().getErr();
        Experiment experiment = plans.getFirst().experiment();
        try {
            return play(logging, plans, files, reach);
        } catch (NoGateway none) {
            err.println(file + ": " + none.getMessage());
            return ExitCode.BAD_INPUT;
        } catch (IOException e) {
            err.println(Trouble.writing(wanted(experiment), e));
            return ExitCode.BAD_INPUT;
        }
    }

    private Optional<Experiment> asAsked(Inputs inputs, Experiment experiment) {
        Experiment seeded = seed.map(experiment::withSeed).orElse(experiment);
        Experiment played = asVolume ? AsVolume.of(seeded) : seeded;
        return quick ? inputs.quick(played, file) : Optional.of(played);
    }

    private Path wanted(Experiment experiment) {
        return out.orElse(Path.of("runs", experiment.name()));
    }

    private int play(RequestLogging logging, List<Plan> plans, List<Path> files, Reach reach)
            throws IOException, InterruptedException {
        Experiment experiment = plans.getFirst().experiment();
        PrintWriter err = spec.commandLine().getErr();
        Optional<AdminAsked> asked =
                admin.flatMap(AdminDoor::address)
                        .map(at -> new AdminAsked(at, file, experiment.seed()));
        return Ground.enter(
                file,
                experiment,
                reach,
                loops,
                asked,
                err,
                ground -> play(ground, ground.player(logging), plans, files));
    }

    private int play(Ground ground, Player player, List<Plan> plans, List<Path> files)
            throws IOException, InterruptedException {
        announce(plans.getFirst(), ground.listeners());
        Seeds.One one = (plan, folder) -> play(player, plan, folder, files);
        Path folder = Runs.fresh(wanted(plans.getFirst().experiment()));
        if (plans.size() == 1) {
            return single(one.play(plans.getFirst(), folder), folder);
        }
        var seeds = new Seeds(ground.hooks(), ground.interrupts(), progress());
        return several(seeds.play(plans, folder, one), folder);
    }

    /// Where people are spoken to: not where a program reads JSON.
    private PrintWriter say() {
        return json ? spec.commandLine().getErr() : spec.commandLine().getOut();
    }

    /// Where they are told how it goes, if they want to know.
    private PrintWriter progress() {
        return quiet ? new PrintWriter(Writer.nullWriter()) : say();
    }

    /// How they are spoken to. Where a program reads JSON, nobody knows whether errors go to a
    /// terminal.
    private Voice voice() {
        return json ? Voice.plain(StandardCharsets.UTF_8) : main.voice();
    }

    private void announce(Plan plan, Listeners listeners) {
        PrintWriter progress = progress();
        Voice voice = voice();
        voice.say(progress, Announcement.lines(plan, voice.columns()));
        listeners.gateway().ifPresent(held -> voice.say(progress, held.words()));
        voice.say(progress, "");
    }

    private RunResult play(Player player, Plan plan, Path folder, List<Path> files)
            throws IOException, InterruptedException {
        Kept kept = Kept.in(folder, files);
        String title = plan.experiment().name() + (asVolume ? ", control" : "");
        try (Screen screen = Screen.of(title, plan, say(), voice())) {
            RunResult result =
                    player.play(
                            plan,
                            asVolume,
                            folder,
                            repeat(plan, kept),
                            quiet ? glance -> {} : screen);
            List<String> notes = Aftermath.write(folder, plan.roster(), result);
            screen.clear();
            notes.forEach(spec.commandLine().getErr()::println);
            return result;
        }
    }

    private int single(RunResult result, Path folder) {
        PrintWriter say = say();
        Voice voice = voice();
        if (quiet) {
            voice.say(say, RunText.verdict(result, voice.dress()));
        } else {
            voice.say(say, "");
            voice.say(say, RunText.lines(result, voice.columns(), voice.dress()));
            voice.say(
                    say,
                    List.of(
                            "",
                            "This is one seed, an anecdote: --seeds 10 tells how often it is so.",
                            ""));
        }
        voice.say(say, "report  " + folder.resolve(Reports.FILE));
        print(RunJson.text(result));
        return code(result);
    }

    private int several(SeedsResult result, Path folder) {
        PrintWriter say = say();
        if (!quiet) {
            say.println();
            SeedTable.print(say, result);
        }
        say.println(result.verdict().word() + ": " + result.why());
        say.println("files   " + folder.resolve(SeedsJson.FILE));
        print(SeedsJson.text(result));
        return result.complete() ? code(result.verdict()) : ExitCode.STOPPED;
    }

    private void print(String document) {
        if (json) {
            PrintWriter to = spec.commandLine().getOut();
            to.print(document);
            to.flush();
        }
    }

    private Repeat repeat(Plan plan, Kept kept) {
        String command =
                "./unruly run "
                        + file
                        + (asVolume ? " --as-volume" : "")
                        + (quick ? " --quick" : "")
                        + (target.isEmpty() ? "" : " --target " + target)
                        + " --seed "
                        + plan.experiment().seed();
        return new Repeat(command, Map.of(), kept.names());
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
}

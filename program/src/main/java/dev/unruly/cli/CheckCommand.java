package dev.unruly.cli;

import dev.unruly.advise.Contradictions;
import dev.unruly.advise.Known;
import dev.unruly.chance.UserNumber;
import dev.unruly.engine.Forecast;
import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.script.ArrivalWords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `unruly check FILE`: says what is wrong with a file, or what it would do. Sends nothing.
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = "Validates an experiment and tells what it would offer. Sends nothing.")
final class CheckCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Parameters(paramLabel = "FILE", description = "An experiment.")
    private Path file;

    @Option(names = "--seed", paramLabel = "N", description = "Another seed than the file's.")
    private Optional<Long> seed = Optional.empty();

    @Option(
            names = "--loops",
            paramLabel = "N",
            description = "Event loops that would play the users (default: ${DEFAULT-VALUE}).")
    private int loops = 1;

    @Option(names = "--target", paramLabel = "URL", description = "Another target than the file's.")
    private String target = "";

    @Option(names = "--quick", description = "As `run --quick` would play it.")
    private boolean quick;

    @Option(
            names = "--latencies",
            paramLabel = "FILE",
            description =
                    "What dependencies took in production: the file's `policies:` are held against"
                            + " it; exit code 1 where they contradict it.")
    private Optional<Path> latencies = Optional.empty();

    @Option(names = "--json", description = "Print schedule, users and intents as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        PrintWriter say = spec.commandLine().getOut();
        var inputs = new Inputs(spec.commandLine().getErr());
        if (loops < 1 || loops > UserNumber.SHARDS) {
            spec.commandLine().getErr().println("--loops must be in [1, 1024], got " + loops);
            return ExitCode.BAD_INPUT;
        }
        Optional<Plan> plan =
                inputs.experiment(file, target)
                        .map(Inputs.Given::experiment)
                        .map(e -> seed.map(e::withSeed).orElse(e))
                        .flatMap(e -> quick ? inputs.quick(e, file) : Optional.of(e))
                        .flatMap(e -> inputs.plans(List.of(e), file, loops))
                        .map(List::getFirst);
        if (plan.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        Optional<List<String>> contradictions =
                latencies.isEmpty()
                        ? Optional.of(List.of())
                        : inputs.latencies(latencies.get())
                                .map(seen -> contradictions(plan.get().experiment(), seen));
        if (contradictions.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        contradictions.get().forEach(spec.commandLine().getErr()::println);
        int code = contradictions.get().isEmpty() ? ExitCode.HOLDS : ExitCode.FAILS;
        Forecast forecast = plan.get().forecast();
        if (json) {
            say.printf(
                    Locale.ROOT,
                    "{\"schedule\":\"%s\",\"users\":%d,\"intents\":%d,\"requests\":%d}%n",
                    plan.get().schedule(loops),
                    forecast.users(),
                    forecast.intents(),
                    forecast.requests());
            return code;
        }
        Voice voice = main.voice();
        voice.say(say, Announcement.lines(plan.get(), voice.columns()));
        ArrivalWords.of(plan.get().experiment().arrivals())
                .forEach(words -> say.println("users come " + words));
        table(say, forecast, plan.get().roster().regions());
        return code;
    }

    /// What the policies contradict that was seen.
    private static List<String> contradictions(Experiment experiment, List<ObservedLatency> seen) {
        List<String> among = Contradictions.of(experiment.protections(), List.of());
        List<Known> known = seen.stream().map(Known::ofProduction).toList();
        return Contradictions.of(experiment.protections(), known).stream()
                .filter(text -> !among.contains(text))
                .toList();
    }

    private static void table(PrintWriter say, Forecast forecast, List<String> regions) {
        say.println();
        say.printf(
                Locale.ROOT,
                "%6s  %-20s %10s %10s %10s%n",
                "minute",
                "region",
                "users",
                "intents",
                "requests");
        for (Forecast.Minute minute : forecast.minutes()) {
            say.printf(
                    Locale.ROOT,
                    "%6d  %-20s %10d %10d %10d%n",
                    minute.minute(),
                    regions.get(minute.region()),
                    minute.users(),
                    minute.intents(),
                    minute.requests());
        }
    }
}

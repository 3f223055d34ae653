package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.run.AsVolume;
import dev.unruly.run.HookRunner;
import dev.unruly.run.Reach;
import dev.unruly.run.WebCalls;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `unruly demo`: the shipped shop passes its load test, then meets people.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts the shop, loads it as a load test would, then lets people in: the same load,"
                        + " the same troubles, and it does not come back.")
final class DemoCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("unruly-demo");

    @Option(
            names = "--seed",
            description = "What all chance is drawn from (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(names = "--rate", hidden = true)
    private double rate = 20;

    @Option(names = "--only", hidden = true)
    private String only = "";

    @Option(names = "--shop", hidden = true, split = " ")
    private List<String> shopOptions = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter say = spec.commandLine().getOut();
        Path folder = Runs.fresh(out);
        List<Integer> ports = ShopProcess.freePorts(10);
        Path file = write(folder, ports);
        Optional<Inputs.Given> given = new Inputs(spec.commandLine().getErr()).experiment(file);
        if (given.isEmpty()) {
            return ExitCode.BUG;
        }
        Experiment experiment = given.get().experiment();
        try {
            return demonstrate(say, folder, ports, experiment);
        } catch (NoGateway none) {
            spec.commandLine().getErr().println(none.getMessage());
            return ExitCode.BAD_INPUT;
        }
    }

    private int demonstrate(
            PrintWriter say, Path folder, List<Integer> ports, Experiment experiment)
            throws IOException, InterruptedException {
        try (Interrupts interrupts = new Interrupts();
                HeldGateway gateway = HeldGateway.open(experiment.dependencies())) {
            say.println("opening the shop: PostgreSQL, Redis, an identity and a payment provider");
            try (ShopProcess _ = ShopProcess.open(arguments(ports), folder.resolve("shop.log"));
                    WebCalls calls = new WebCalls(new Reach(experiment))) {
                var hooks = new HookRunner(folder, calls);
                var player = new Player(1, interrupts, Optional.of(gateway));
                RunResult control = null;
                if (!only.equals("people")) {
                    control =
                            play(
                                    say,
                                    player,
                                    AsVolume.of(experiment),
                                    true,
                                    folder.resolve("control"));
                    hooks.run(experiment.hooks().reset()).ifPresent(say::println);
                }
                RunResult people = null;
                if (!interrupts.asked() && !early(control) && !only.equals("control")) {
                    people = play(say, player, experiment, false, folder.resolve("people"));
                }
                boolean stopped = interrupts.asked() || early(control) || early(people);
                return stopped ? ExitCode.STOPPED : shown(say, control, people);
            }
        }
    }

    private RunResult play(
            PrintWriter say, Player player, Experiment experiment, boolean asVolume, Path folder)
            throws IOException, InterruptedException {
        Plan plan = Plan.of(experiment);
        say.println();
        say.println(asVolume ? "the load test" : "people");
        var repeat = new Repeat("./unruly demo --seed " + seed, Map.of(), List.of());
        RunResult result = player.play(plan, asVolume, folder, repeat, new Ticker(say));
        say.println(result.verdict().word() + ", " + result.recovery().word());
        say.println(result.why());
        say.println("report: " + folder.resolve(Reports.FILE));
        return result;
    }

    private static boolean early(@Nullable RunResult result) {
        return result != null && !result.header().complete();
    }

    private static int shown(
            PrintWriter say, @Nullable RunResult control, @Nullable RunResult people) {
        boolean passed = control != null && control.recovery() == Recovery.RECOVERED;
        boolean stuck =
                people != null
                        && (people.recovery() == Recovery.METASTABLE
                                || people.recovery() == Recovery.NOT_RECOVERED);
        say.println();
        say.println("the load test passed: " + passed + "; people broke it for good: " + stuck);
        return passed && stuck ? ExitCode.HOLDS : ExitCode.FAILS;
    }

    private List<String> arguments(List<Integer> ports) {
        var all =
                new ArrayList<>(
                        List.of(
                                "--port=" + ports.get(0),
                                "--admin-port=" + ports.get(1),
                                "--database-port=" + ports.get(2),
                                "--redis-port=" + ports.get(3),
                                "--identity-port=" + ports.get(4),
                                "--payment-port=" + ports.get(5),
                                "--database=127.0.0.1:" + ports.get(6),
                                "--redis=127.0.0.1:" + ports.get(7),
                                "--identity=http://127.0.0.1:" + ports.get(8),
                                "--payment=http://127.0.0.1:" + ports.get(9),
                                "--seed=" + seed));
        all.addAll(shopOptions);
        return all;
    }

    private Path write(Path folder, List<Integer> ports) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("shop.population.yaml"), resource("shop.population.yaml"));
        var names = new LinkedHashMap<String, String>();
        List<String> keys =
                List.of(
                        "storefront",
                        "admin",
                        "database",
                        "redis",
                        "identity",
                        "payment",
                        "database-listen",
                        "redis-listen",
                        "identity-listen",
                        "payment-listen");
        for (int i = 0; i < keys.size(); i++) {
            names.put(keys.get(i), ports.get(i).toString());
        }
        names.put("seed", Long.toString(seed));
        names.put("rate", Double.toString(rate));
        String text = resource("demo.experiment.yaml");
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("@" + name.getKey() + "@", name.getValue());
        }
        Path file = folder.resolve("demo.experiment.yaml");
        Files.writeString(file, text);
        Process feeds =
                new ProcessBuilder(ShopProcess.command(List.of("--feeds=" + folder)))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(folder.resolve("shop.log").toFile())
                        .start();
        if (feeds.waitFor() != 0) {
            throw new IOException(
                    "the shop could not write its feeds: see " + folder + "/shop.log");
        }
        return file;
    }

    private static String resource(String name) throws IOException {
        try (InputStream in = DemoCommand.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is not in the jar");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}

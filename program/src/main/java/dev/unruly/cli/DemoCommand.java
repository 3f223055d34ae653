package dev.unruly.cli;

import dev.unruly.model.Experiment;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `unruly demo`: the shipped shop passes its load test, then meets people.
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts the shop, loads it as a load test would, then lets people in: the same load,"
                        + " the same troubles, and it does not come back. Derives settings from"
                        + " what it saw, puts them in force, and lets the same people in again.")
final class DemoCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;
    @ParentCommand private Main main;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write (default: ${DEFAULT-VALUE}).")
    private Path out = Path.of("unruly-demo");

    @Option(
            names = "--seed",
            description = "What all chance is drawn from (default: ${DEFAULT-VALUE}).")
    private long seed = 42;

    @Option(
            names = "--settings",
            paramLabel = "FILE",
            description =
                    "Settings of an earlier demo (policies.yaml) instead of deriving them: only the"
                            + " people are played, without and with them, in an order that follows"
                            + " from the seed.")
    private Optional<Path> settings = Optional.empty();

    @Option(names = "--rate", hidden = true)
    private double rate = 19;

    @Option(names = "--only", hidden = true)
    private String only = "";

    @Option(names = "--shop", hidden = true, split = " ")
    private List<String> shopOptions = List.of();

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter say = spec.commandLine().getOut();
        var story = new DemoStory(say, main.voice());
        if (settings.isPresent() && !Files.isReadable(settings.get())) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "--settings: there is no file " + settings.get() + " that can be read");
            return ExitCode.BAD_INPUT;
        }
        Path folder = Runs.fresh(out);
        story.begin(folder, settings.isPresent());
        List<Integer> ports = ShopProcess.freePorts(11);
        Path file = write(folder, ports);
        Optional<Inputs.Given> given = new Inputs(spec.commandLine().getErr()).experiment(file);
        if (given.isEmpty()) {
            return settings.isPresent() ? ExitCode.BAD_INPUT : ExitCode.BUG;
        }
        try {
            return demonstrate(story, folder, ports, given.get());
        } catch (NoGateway none) {
            spec.commandLine().getErr().println(none.getMessage());
            return ExitCode.BAD_INPUT;
        }
    }

    private int demonstrate(DemoStory story, Path folder, List<Integer> ports, Inputs.Given given)
            throws IOException, InterruptedException {
        Experiment experiment = given.experiment();
        var reach = new Reach(experiment);
        try (Interrupts interrupts = new Interrupts();
                HeldGateway gateway = HeldGateway.open(experiment.dependencies())) {
            try (ShopProcess _ = story.opening(() -> open(folder, ports));
                    WebCalls calls = new WebCalls(reach)) {
                var player = new Player(1, interrupts, reach, Optional.of(gateway));
                var hooks = new HookRunner(folder, calls);
                var stage = new DemoStage(player, hooks, interrupts, given.files(), folder);
                var parts = new DemoParts(story, stage, spec.commandLine().getErr());
                boolean frozen = settings.isPresent();
                return parts.play(experiment, only, frozen);
            }
        }
    }

    private ShopProcess open(Path folder, List<Integer> ports) throws IOException {
        return ShopProcess.open(arguments(ports), folder.resolve("shop.log"));
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
                        "payment-listen",
                        "edge");
        for (int i = 0; i < keys.size(); i++) {
            names.put(keys.get(i), ports.get(i).toString());
        }
        names.put("seed", Long.toString(seed));
        names.put("rate", Double.toString(rate));
        String text = resource("demo.experiment.yaml");
        for (Map.Entry<String, String> name : names.entrySet()) {
            text = text.replace("@" + name.getKey() + "@", name.getValue());
        }
        if (settings.isPresent()) {
            text += Files.readString(settings.get());
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

package dev.unruly.cli;

import dev.unruly.admin.Admin;
import dev.unruly.gateway.ControlBytes;
import dev.unruly.gateway.Frames;
import dev.unruly.gateway.FromRun;
import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.HostPort;
import dev.unruly.run.Reach;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `unruly gateway FILE`: stands in front of an experiment's dependencies, for one run after the
/// other.
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description =
                "Stands in front of an experiment's dependencies until Ctrl-C, so that the"
                        + " application keeps them between runs. `unruly run` finds it by itself.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:ended by Ctrl-C or SIGTERM", "2:the command line or a file is wrong"})
final class GatewayCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "An experiment.")
    private Optional<Path> file = Optional.empty();

    @Option(
            names = "--admin",
            paramLabel = "HOST:PORT",
            description =
                    "Opens the admin API there: the state of listeners and policies, overrides,"
                            + " reload. Elsewhere than on a loopback address it needs a token, that"
                            + " of UNRULY_ADMIN_TOKEN or one that is made and printed.")
    private Optional<String> admin = Optional.empty();

    /// Started by a run: what to listen for comes through standard input, and one line goes back.
    @Option(names = GatewayChild.FOR_A_RUN, hidden = true)
    private boolean forARun;

    @Option(names = "--seed", hidden = true, description = "Of the run's policies.")
    private long seed;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter say = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        if (forARun) {
            return serveRun(say, err);
        }
        if (file.isEmpty()) {
            err.println(
                    "name an experiment: its dependencies say where to listen and what is behind");
            return ExitCode.BAD_INPUT;
        }
        Optional<Inputs.Given> given = new Inputs(err).experiment(file.get());
        if (given.isEmpty()) {
            return ExitCode.BAD_INPUT;
        }
        List<Dependency> dependencies = given.get().experiment().dependencies();
        if (dependencies.isEmpty()) {
            err.println(
                    file.get()
                            + ": there is nothing to stand in front of; write `dependencies: {"
                            + " database: { listen: 127.0.0.1:15432, upstream: 127.0.0.1:5432,"
                            + " protocol: postgres } }`");
            return ExitCode.BAD_INPUT;
        }
        List<String> refusals = new Reach(given.get().experiment()).refusals(dependencies);
        if (!refusals.isEmpty()) {
            refusals.forEach(why -> err.println(file.get() + ": " + why));
            return ExitCode.BAD_INPUT;
        }
        Optional<HostPort> at = admin.flatMap(AdminDoor::address);
        if (admin.isPresent() && at.isEmpty()) {
            err.println(AdminAsked.wrong(admin.get()));
            return ExitCode.BAD_INPUT;
        }
        return serve(given.get().experiment(), at, say, err);
    }

    private int serve(
            Experiment experiment, Optional<HostPort> at, PrintWriter say, PrintWriter err)
            throws InterruptedException {
        Path from = file.orElseThrow();
        Consumer<String> tell =
                what -> {
                    say.println(what);
                    say.flush();
                };
        try (Interrupts interrupts = new Interrupts(ExitCode.HOLDS);
                GatewayProcess gateway =
                        GatewayProcess.open(experiment.dependencies(), true, tell)) {
            interrupts.pass(why -> gateway.end());
            gateway.stand(experiment.protections(), experiment.seed());
            var configuration =
                    new FileConfiguration(from, gateway.gateway(), experiment.seed(), tell);
            try (Opened opened = open(gateway, configuration, at)) {
                say.print(table(gateway.dependencies()));
                opened.lines().forEach(say::println);
                say.println("control socket " + gateway.socket() + "; Ctrl-C ends the gateway");
                say.flush();
                gateway.await();
            }
            return ExitCode.HOLDS;
        } catch (NoGateway e) {
            err.println(from + ": " + e.getMessage());
            return ExitCode.BAD_INPUT;
        }
    }

    /// The admin API, if it was asked for, and what is said of it.
    private record Opened(Optional<Admin> admin, List<String> lines) implements AutoCloseable {
        @Override
        public void close() {
            admin.ifPresent(Admin::close);
        }
    }

    private static Opened open(
            GatewayProcess gateway, FileConfiguration configuration, Optional<HostPort> at) {
        if (at.isEmpty()) {
            return new Opened(Optional.empty(), List.of());
        }
        String given = Objects.requireNonNullElse(System.getenv(AdminDoor.TOKEN), "");
        AdminDoor door = AdminDoor.at(at.get(), given);
        Admin admin = door.open(gateway.gateway(), configuration);
        var lines = new ArrayList<String>();
        lines.add(GatewayChild.ADMIN + admin.url());
        if (door.made()) {
            lines.add(GatewayChild.TOKEN + door.token());
        }
        return new Opened(Optional.of(admin), lines);
    }

    /// Each listener in a line.
    static String table(List<Dependency> dependencies) {
        var text = new StringBuilder();
        int names = dependencies.stream().mapToInt(one -> one.name().length()).max().orElse(1);
        for (Dependency one : dependencies) {
            List<String> upstreams = one.upstreams().stream().map(HostPort::toString).toList();
            text.append(
                    String.format(
                            Locale.ROOT,
                            "%-" + names + "s  %s -> %s  %s%n",
                            one.name(),
                            one.listen(),
                            String.join(", ", upstreams),
                            one.protocol().name().toLowerCase(Locale.ROOT)));
        }
        return text.toString();
    }

    /// What the run is told goes to standard output, and what people are, to standard error.
    private int serveRun(PrintWriter say, PrintWriter err)
            throws IOException, InterruptedException {
        List<Dependency> dependencies = asked(System.in);
        Optional<HostPort> at = admin.flatMap(AdminDoor::address);
        Consumer<String> tell =
                what -> {
                    err.println(what);
                    err.flush();
                };
        try (Interrupts interrupts = new Interrupts(ExitCode.HOLDS);
                GatewayProcess gateway = GatewayProcess.open(dependencies, false, what -> {})) {
            // Somebody may end a whole group of processes: then the run lets go first.
            interrupts.pass(why -> gateway.endWhenFree());
            gateway.gateway()
                    .ask(g -> {
                        g.tell(tell);
                        return true;
                    })
                    .join();
            Path from = file.orElse(Path.of(""));
            var configuration = new FileConfiguration(from, gateway.gateway(), seed, tell);
            try (Opened opened = open(gateway, configuration, at)) {
                opened.lines().forEach(say::println);
                say.println(GatewayChild.OPEN + gateway.socket());
                say.flush();
                gateway.await();
            }
            return ExitCode.HOLDS;
        } catch (NoGateway e) {
            say.println(e.getMessage());
            say.flush();
            return ExitCode.BAD_INPUT;
        }
    }

    private static List<Dependency> asked(InputStream in) throws IOException {
        var frames = new Frames();
        byte[] bytes = in.readAllBytes();
        frames.add(bytes, bytes.length);
        byte[] body = frames.next().orElseThrow(() -> new IOException("nothing was asked"));
        if (ControlBytes.fromRun(body) instanceof FromRun.Open open) {
            return open.dependencies();
        }
        throw new IOException("something else was asked than to open");
    }
}

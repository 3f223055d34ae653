package dev.unruly.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.Security;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program `unruly`: reads the command line and hands over to the command that it names.
@Command(
        name = "unruly",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {
            DemoCommand.class,
            RunCommand.class,
            HardenCommand.class,
            SimulateCommand.class,
            AdviseCommand.class,
            LearnCommand.class,
            InitCommand.class,
            AlikeCommand.class,
            CheckCommand.class,
            ReportCommand.class,
            GatewayCommand.class,
            ShopCommand.class,
            SchemaCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows how a backend fails when people behave like people.")
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    private final Voice voice;

    private Main(Voice voice) {
        this.voice = voice;
    }

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        // A name stands for the same address as long as we run: what was checked is what is
        // connected to. Must be said before the first name is looked up.
        Security.setProperty("networkaddress.cache.ttl", "-1");
        Voice voice = Voice.standard(System.out.charset(), System.getenv());
        System.exit(run(out, err, voice, arguments));
    }

    /// How commands speak.
    Voice voice() {
        return voice;
    }

    /// The exit code of a command that writes to the given places.
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return run(out, err, Voice.plain(StandardCharsets.UTF_8), arguments);
    }

    private static int run(PrintWriter out, PrintWriter err, Voice voice, String... arguments) {
        try {
            return commandLine(voice)
                    .setOut(out)
                    .setErr(err)
                    .setExecutionExceptionHandler(
                            (thrown, command, parsed) -> Bug.tell(err, thrown))
                    .execute(arguments);
        } catch (Error thrown) {
            // The JVM would end with 1, which says that the verdict is `fails`.
            return Bug.tell(err, thrown);
        }
    }

    /// The command line, on which all options of `unruly shop` are the shop's own, in their order.
    static CommandLine commandLine(Voice voice) {
        var unruly = new CommandLine(new Main(voice));
        CommandLine shop = Objects.requireNonNull(unruly.getSubcommands().get("shop"));
        shop.setUnmatchedOptionsArePositionalParams(true);
        return unruly;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command to run");
    }
}

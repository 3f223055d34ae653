package dev.unruly.cli;

import java.io.PrintWriter;
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
            CheckCommand.class,
            GatewayCommand.class,
            ShopCommand.class,
            SchemaCommand.class
        },
        synopsisSubcommandLabel = "COMMAND",
        description = "Shows how a backend fails when people behave like people.")
public final class Main implements Runnable {
    @Spec private CommandSpec spec;

    /// Runs the command and ends the process with its exit code.
    public static void main(String[] arguments) {
        var out = new PrintWriter(System.out, true, System.out.charset());
        var err = new PrintWriter(System.err, true, System.err.charset());
        System.exit(run(out, err, arguments));
    }

    /// The exit code of a command that writes to the given places.
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        return commandLine()
                .setOut(out)
                .setErr(err)
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    thrown.printStackTrace(command.getErr());
                    return ExitCode.BUG;
                })
                .execute(arguments);
    }

    /// The command line, on which all options of `unruly shop` are the shop's own, in their order.
    static CommandLine commandLine() {
        var unruly = new CommandLine(new Main());
        CommandLine shop = Objects.requireNonNull(unruly.getSubcommands().get("shop"));
        shop.setUnmatchedOptionsArePositionalParams(true);
        return unruly;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which command to run");
    }
}

package dev.unruly.cli;

import dev.unruly.script.Schemas;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `unruly schema NAME`: prints a JSON Schema.
@Command(
        name = "schema",
        mixinStandardHelpOptions = true,
        description = "Prints a JSON Schema, for completion in editors.")
final class SchemaCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "Which one; without a name, the names are printed.")
    private Optional<String> name = Optional.empty();

    @Override
    public Integer call() {
        if (name.isEmpty()) {
            Schemas.names().forEach(spec.commandLine().getOut()::println);
            return ExitCode.HOLDS;
        }
        Optional<String> text = Schemas.text(name.get());
        if (text.isEmpty()) {
            spec.commandLine()
                    .getErr()
                    .println(
                            "there is no schema "
                                    + name.get()
                                    + "; there are "
                                    + String.join(", ", Schemas.names()));
            return ExitCode.BAD_INPUT;
        }
        spec.commandLine().getOut().println(text.get());
        return ExitCode.HOLDS;
    }
}

package dev.unruly.cli;

import dev.unruly.convert.Asked;
import dev.unruly.convert.AskedFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `unruly init SOURCE -o NAME`: turns requests that another tool has into a population and a first
/// experiment.
@Command(
        name = "init",
        mixinStandardHelpOptions = true,
        description =
                "Turns a Postman collection (v2.1) or a file of curl commands into a population and"
                        + " an experiment. Sends nothing. No password, token or cookie gets into"
                        + " what is written where a header, a parameter or a field says that it is"
                        + " one.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written; what was left out is said, here and in the file",
            "2:the command line or the source is wrong",
            "70:a bug of ours"
        })
final class InitCommand implements Callable<Integer> {

    private static final String USUAL = "http://127.0.0.1:8080";
    private static final Pattern HERE =
            Pattern.compile("http://(localhost|127\\.\\d+\\.\\d+\\.\\d+)(:\\d+)?");

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "SOURCE", description = "A Postman collection, or curl commands.")
    private Path source = Path.of("requests");

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "NAME",
            description = "Writes NAME.population.yaml and NAME.experiment.yaml.")
    private Path out = Path.of("visit");

    @Option(
            names = "--target",
            paramLabel = "URL",
            description =
                    "Where the experiment is to be played (default: where the requests go if that is"
                            + " this machine, else "
                            + USUAL
                            + ").")
    private Optional<String> target = Optional.empty();

    @Option(names = "--force", description = "Overwrite files that are there.")
    private boolean force;

    @Override
    public Integer call() {
        PrintWriter err = spec.commandLine().getErr();
        try {
            return write(AskedFile.read(source));
        } catch (IOException e) {
            err.println(Trouble.words(e));
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
        }
        return ExitCode.BAD_INPUT;
    }

    private int write(Asked asked) throws IOException {
        boolean here = HERE.matcher(asked.origin()).matches();
        String where = target.orElse(here ? asked.origin() : USUAL);
        var outputs = new LearnOutputs(out);
        new InitFiles(outputs, asked).ready(String.valueOf(source.getFileName()), where);
        Optional<Path> taken = force ? Optional.empty() : outputs.taken();
        if (taken.isPresent()) {
            throw new IllegalArgumentException(
                    taken.get() + " is there already; --force overwrites it");
        }
        PrintWriter say = spec.commandLine().getOut();
        asked.said().forEach(say::println);
        if (!here && target.isEmpty()) {
            say.println(
                    "the requests were for "
                            + asked.origin()
                            + "; the experiment's target is "
                            + where
                            + " until you write another, with `allow-targets:` if it is not this"
                            + " machine");
        }
        outputs.write().forEach(file -> say.println("wrote " + file));
        Path experiment = outputs.file(".experiment.yaml");
        say.println("unruly check " + experiment);
        say.println("unruly gateway " + experiment);
        say.println("unruly run " + experiment);
        return ExitCode.HOLDS;
    }
}

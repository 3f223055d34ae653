package dev.unruly.run;

import dev.unruly.host.Command;
import dev.unruly.host.Ran;
import dev.unruly.model.Hook;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;

/// Runs an experiment's hooks, one after the other.
public final class HookRunner {

    private static final Duration MOST = Duration.ofMinutes(5);

    private final Path folder;
    private final WebCalls calls;

    /// @param folder where commands run: the experiment file's
    public HookRunner(Path folder, WebCalls calls) {
        this.folder = folder;
        this.calls = calls;
    }

    /// Runs hooks until one fails; what went wrong, or empty.
    public Optional<String> run(List<Hook> hooks) throws InterruptedException {
        for (Hook hook : hooks) {
            Optional<String> problem =
                    switch (hook) {
                        case Hook.Run run -> run(run);
                        case Hook.Http call -> call(call);
                    };
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private Optional<String> run(Hook.Run hook) throws InterruptedException {
        return switch (Ran.run(Command.shell(hook.command()).in(folder), MOST)) {
            case Ran.Finished finished when finished.ok() -> Optional.empty();
            case Ran.Finished finished ->
                    Optional.of(
                            "`"
                                    + hook.command()
                                    + "` ended with exit code "
                                    + finished.exitCode()
                                    + lastLine(finished.output()));
            case Ran.TimedOut timedOut ->
                    Optional.of(
                            "`"
                                    + hook.command()
                                    + "` did not end within "
                                    + MOST.toSeconds()
                                    + " s"
                                    + lastLine(timedOut.output()));
            case Ran.NotStarted notStarted ->
                    Optional.of("`" + hook.command() + "` did not start: " + notStarted.why());
        };
    }

    private static String lastLine(String output) {
        String text = output.strip();
        return text.isEmpty() ? "" : ": " + text.substring(text.lastIndexOf('\n') + 1);
    }

    private Optional<String> call(Hook.Http hook) {
        try {
            calls.make(hook).join();
            return Optional.empty();
        } catch (CompletionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof WebCalls.CallFailed failed) {
                return Optional.of(String.valueOf(failed.getMessage()));
            }
            throw e;
        }
    }
}

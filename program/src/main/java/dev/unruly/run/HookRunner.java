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

    /// The variable of a command's environment that says where settings are.
    public static final String SETTINGS = "UNRULY_SETTINGS";

    private static final int LAST_LINES = 10;

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

    /// Puts settings into the application.
    ///
    /// @param settings the folder that they are in: the command's last argument, and what
    ///   [#SETTINGS] is in its environment
    /// @return what went wrong, or empty
    public Optional<String> apply(Hook.Apply apply, Path settings) throws InterruptedException {
        String where = settings.toAbsolutePath().toString();
        String line = apply.command() + " '" + where.replace("'", "'\\''") + "'";
        Command command = Command.shell(line).in(folder).with(SETTINGS, where);
        return ran(command, apply.command(), LAST_LINES);
    }

    /// Takes settings out of the application again; what went wrong, or empty.
    public Optional<String> undo(Hook.Apply apply) throws InterruptedException {
        return apply.undo().isEmpty() ? Optional.empty() : run(new Hook.Run(apply.undo()));
    }

    /// Asks an application once whether it is ready: empty, or what it answered instead of 2xx.
    public Optional<String> ready(Hook.Apply apply) {
        try {
            int status = calls.status(new Hook.Http("GET", apply.ready(), "")).join();
            return status / 100 == 2 ? Optional.empty() : Optional.of("it answered " + status);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebCalls.CallFailed failed) {
                return Optional.of(String.valueOf(failed.getMessage()));
            }
            throw e;
        }
    }

    private Optional<String> run(Hook.Run hook) throws InterruptedException {
        return ran(Command.shell(hook.command()).in(folder), hook.command(), 1);
    }

    private static Optional<String> ran(Command command, String words, int lines)
            throws InterruptedException {
        return switch (Ran.run(command, MOST)) {
            case Ran.Finished finished when finished.ok() -> Optional.empty();
            case Ran.Finished finished ->
                    Optional.of(
                            "`"
                                    + words
                                    + "` ended with exit code "
                                    + finished.exitCode()
                                    + last(finished.output(), lines));
            case Ran.TimedOut timedOut ->
                    Optional.of(
                            "`"
                                    + words
                                    + "` did not end within "
                                    + MOST.toSeconds()
                                    + " s"
                                    + last(timedOut.output(), lines));
            case Ran.NotStarted notStarted ->
                    Optional.of("`" + words + "` did not start: " + notStarted.why());
        };
    }

    private static String last(String output, int count) {
        List<String> lines = output.strip().lines().toList();
        List<String> last = lines.subList(Math.max(0, lines.size() - count), lines.size());
        return output.isBlank() ? "" : ": " + String.join("\n  ", last);
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

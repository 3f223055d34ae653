package dev.unruly.cli;

import dev.unruly.model.Experiment;
import dev.unruly.run.HookRunner;
import dev.unruly.run.Reach;
import dev.unruly.run.WebCalls;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;

/// Where an experiment is played against a real system: its listeners are open, `prepare` has run,
/// the target answers. Whatever becomes of it, `clean-up` runs and the gateway is let go.
///
/// @param loops event loops that play the users
record Ground(
        Reach reach, int loops, Interrupts interrupts, Listeners listeners, HookRunner hooks) {

    /// What is done there.
    interface Doing {
        /// Does it. Returns the exit code.
        int on(Ground ground) throws IOException, InterruptedException;
    }

    /// Prepares it, does something there, and cleans up.
    ///
    /// @param file the experiment's, beside which its hooks run
    /// @return the exit code
    static int enter(
            Path file, Experiment experiment, Reach reach, int loops, PrintWriter err, Doing doing)
            throws IOException, InterruptedException {
        return enter(file, experiment, reach, loops, Optional.empty(), err, doing);
    }

    /// The same with an admin API.
    ///
    /// @param admin empty: none
    static int enter(
            Path file,
            Experiment experiment,
            Reach reach,
            int loops,
            Optional<AdminAsked> admin,
            PrintWriter err,
            Doing doing)
            throws IOException, InterruptedException {
        Path parent = file.toAbsolutePath().getParent();
        try (Interrupts interrupts = new Interrupts();
                Listeners listeners = Listeners.of(experiment, admin);
                WebCalls calls = new WebCalls(reach)) {
            var hooks = new HookRunner(parent == null ? Path.of("") : parent, calls);
            try {
                Optional<String> problem = hooks.run(experiment.hooks().prepare());
                if (problem.isPresent()) {
                    err.println("hooks.prepare: " + problem.get());
                    return ExitCode.BAD_INPUT;
                }
                boolean there = new Inputs(err).answers(experiment, reach, interrupts::asked);
                if (interrupts.asked()) {
                    return ExitCode.STOPPED;
                }
                if (!there) {
                    return ExitCode.BAD_INPUT;
                }
                return doing.on(new Ground(reach, loops, interrupts, listeners, hooks));
            } finally {
                hooks.run(experiment.hooks().cleanUp())
                        .ifPresent(text -> err.println("hooks.clean-up: " + text));
            }
        }
    }

    /// Plays plans there.
    Player player() {
        return player(RequestLogging.NONE);
    }

    /// Plays plans there, and logs what is sent.
    Player player(RequestLogging logging) {
        return new Player(loops, interrupts, reach, listeners.gateway(), logging);
    }
}

package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.HostPort;
import dev.unruly.run.Reach;
import dev.unruly.script.Problem;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Reads what the user has written, and says all that is wrong with it.
final class Inputs {

    private static final int CONNECT_MILLIS = 3_000;

    private final PrintWriter err;

    Inputs(PrintWriter err) {
        this.err = err;
    }

    /// An experiment that was read, and the files it came from.
    record Given(Experiment experiment, List<Path> files) {
        Given {
            files = List.copyOf(files);
        }
    }

    /// Reads an experiment; empty after saying what is wrong.
    Optional<Given> experiment(Path file) {
        return switch (Scripts.experiment(file)) {
            case Read.Fine<Experiment> fine -> {
                fine.warnings().forEach(this::warn);
                yield Optional.of(new Given(fine.value(), fine.files()));
            }
            case Read.Broken<Experiment> broken -> {
                broken.problems().forEach(problem -> err.println(problem));
                yield Optional.empty();
            }
        };
    }

    private void warn(Problem problem) {
        err.println("warning: " + problem);
    }

    /// Makes a plan; empty after saying why it cannot be played.
    Optional<Plan> plan(Experiment experiment, Path file) {
        try {
            return Optional.of(Plan.of(experiment));
        } catch (IllegalArgumentException e) {
            err.println(file + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Whether the target may be sent to and somebody listens there; says it where not.
    boolean reachable(Experiment experiment) {
        HostPort at = experiment.target().at();
        Optional<String> refusal = new Reach(experiment).refusal(at);
        if (refusal.isPresent()) {
            err.println("target: " + refusal.get());
            return false;
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(at.host(), at.port()), CONNECT_MILLIS);
            return true;
        } catch (IOException e) {
            err.println(
                    "target: nothing answers at "
                            + at
                            + " ("
                            + e.getMessage()
                            + "); start the system, or name another with --target");
            return false;
        }
    }
}

package dev.unruly.cli;

import dev.unruly.advise.Contradictions;
import dev.unruly.engine.Plan;
import dev.unruly.host.Machine;
import dev.unruly.model.Experiment;
import dev.unruly.model.HostPort;
import dev.unruly.model.ObservedLatency;
import dev.unruly.run.Quick;
import dev.unruly.run.Reach;
import dev.unruly.script.Problem;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/// Reads what the user has written, and says all that is wrong with it.
final class Inputs {

    private static final int CONNECT_MILLIS = 3_000;
    private static final int PAUSE_MILLIS = 500;
    private static final int START_MILLIS = 120_000;

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
        return experiment(file, "");
    }

    /// Reads an experiment and aims it at another target; empty after saying what is wrong.
    ///
    /// @param target a URL; empty: the experiment's own
    Optional<Given> experiment(Path file, String target) {
        return switch (Scripts.experiment(file, target)) {
            case Read.Fine<Experiment> fine -> {
                fine.warnings().forEach(this::warn);
                Contradictions.of(fine.value().protections(), List.of())
                        .forEach(text -> err.println("warning: " + file + ": " + text));
                yield Optional.of(new Given(fine.value(), fine.files()));
            }
            case Read.Broken<Experiment> broken -> {
                broken.problems().forEach(problem -> err.println(problem));
                yield Optional.empty();
            }
        };
    }

    /// Reads a latency file; empty after saying what is wrong.
    Optional<List<ObservedLatency>> latencies(Path file) {
        return switch (Scripts.latencies(file)) {
            case Read.Fine<List<ObservedLatency>> fine -> Optional.of(fine.value());
            case Read.Broken<List<ObservedLatency>> broken -> {
                broken.problems().forEach(err::println);
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

    /// The short form of an experiment; empty after saying why there is none.
    Optional<Experiment> quick(Experiment experiment, Path file) {
        try {
            return Optional.of(Quick.of(experiment));
        } catch (IllegalArgumentException e) {
            err.println(file + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    /// Makes the plan of each experiment and sees whether it can be played within the bounds that
    /// it sets; empty after saying why not.
    Optional<List<Plan>> plans(List<Experiment> experiments, Path file, int loops) {
        var plans = new ArrayList<Plan>();
        for (Experiment experiment : experiments) {
            Optional<Plan> plan = plan(experiment, file);
            if (plan.isEmpty()) {
                return Optional.empty();
            }
            List<String> beyond = beyond(plan.get(), loops);
            if (!beyond.isEmpty()) {
                beyond.forEach(text -> err.println(file + ": " + text));
                return Optional.empty();
            }
            plans.add(plan.get());
        }
        return Optional.of(plans);
    }

    private static List<String> beyond(Plan plan, int loops) {
        try {
            return Beforehand.beyondBound(plan, plan.forecast(), loops);
        } catch (IllegalArgumentException e) {
            return List.of(String.valueOf(e.getMessage()));
        }
    }

    /// Whether this machine can hold open what the plans need; says it where not.
    boolean affordable(List<Plan> plans, Path file) {
        var machine = new Machine();
        for (Plan plan : plans) {
            Optional<String> beyond =
                    Beforehand.beyondDescriptors(
                            plan.forecast(),
                            machine.descriptorLimit(),
                            machine.openDescriptors().orElse(0));
            if (beyond.isPresent()) {
                err.println(file + ": " + beyond.get());
                return false;
            }
        }
        return true;
    }

    /// Whether everything may be sent to that an experiment would send to; says it where not.
    boolean allowed(Experiment experiment, Reach reach) {
        List<String> refusals = reach.refusals(experiment);
        refusals.forEach(err::println);
        return refusals.isEmpty();
    }

    /// Whether somebody listens at the target; says it where not.
    ///
    /// A system whose dependencies are behind our listeners can begin only after these have, so it
    /// is waited for; any other must be there already.
    ///
    /// @param enough asked now and then whether to stop waiting
    boolean answers(Experiment experiment, Reach reach, BooleanSupplier enough)
            throws InterruptedException {
        HostPort at = behindListener(experiment);
        int tries = experiment.dependencies().isEmpty() ? 1 : START_MILLIS / PAUSE_MILLIS;
        String problem = "";
        for (int i = 0; i < tries && !enough.getAsBoolean(); i++) {
            if (i == 1) {
                err.println(
                        "waiting for the target to listen at "
                                + at
                                + "; start it now, its dependencies are at "
                                + listeners(experiment));
            }
            if (i > 0) {
                Thread.sleep(PAUSE_MILLIS);
            }
            try (Socket socket = new Socket()) {
                var address = new InetSocketAddress(reach.find(at.host()), at.port());
                socket.connect(address, CONNECT_MILLIS);
                return true;
            } catch (IOException e) {
                problem = String.valueOf(e.getMessage());
            }
        }
        err.println(
                "target: nothing answers at "
                        + at
                        + " ("
                        + problem
                        + "); start the system, or name another with --target");
        return false;
    }

    /// Where the system itself is: behind our own listener, if that is the target, for the listener
    /// is there before it.
    private static HostPort behindListener(Experiment experiment) {
        HostPort target = experiment.target().at();
        return experiment.dependencies().stream()
                .filter(dependency -> dependency.listen().equals(target))
                .map(dependency -> dependency.upstreams().getFirst())
                .findFirst()
                .orElse(target);
    }

    private static String listeners(Experiment experiment) {
        return experiment.dependencies().stream()
                .map(dependency -> dependency.name() + " " + dependency.listen())
                .collect(Collectors.joining(", "));
    }
}

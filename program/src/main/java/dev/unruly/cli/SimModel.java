package dev.unruly.cli;

import dev.unruly.backend.Assembly;
import dev.unruly.engine.Plan;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Experiment;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.Protection;
import dev.unruly.model.Quiet;
import dev.unruly.model.Requested;
import dev.unruly.model.RunResult;
import dev.unruly.model.SystemModel;
import dev.unruly.run.Drafted;
import dev.unruly.run.Fitted;
import dev.unruly.run.Hindsight;
import dev.unruly.run.Prediction;
import dev.unruly.run.Simulation;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Where the model for a simulation is from.
final class SimModel {

    private final PrintWriter err;

    SimModel(PrintWriter err) {
        this.err = err;
    }

    /// A model, and the run that it can be compared with.
    ///
    /// @param real what was measured, and the plan that was played; empty: nobody has measured it
    record Source(SystemModel system, Optional<Real> real) {

        /// Plays the run's own plan against the model, and tells its errors.
        void compare(PrintWriter say) {
            real.ifPresent(measured -> {
                RunResult predicted =
                        new Simulation(measured.plan, Assembly.of(system), new Quiet()).play(false);
                say.println(
                        "The run it was fitted from ("
                                + measured.folder
                                + "), played against the model:");
                Prediction.of(measured.result, predicted)
                        .lines()
                        .forEach(line -> say.println("  " + line));
                say.println();
            });
        }
    }

    /// A real run.
    record Real(Path folder, Plan plan, RunResult result) {}

    /// Finds it; empty after saying what is wrong.
    ///
    /// @param experiment that will be played
    Optional<Source> source(Optional<Path> from, Optional<Path> file, Experiment experiment)
            throws IOException {
        Optional<Real> real = Optional.empty();
        Optional<SystemModel> fitted = Optional.empty();
        if (from.isPresent()) {
            Path folder = from.get();
            RunHeader header = RunHeader.read(folder);
            Plan plan = RunFiles.plan(folder, header);
            Experiment played = plan.experiment();
            Path settings = folder.resolve(HardenCommand.POLICIES);
            if (played.protections().isEmpty() && Files.exists(settings)) {
                Optional<Experiment> guarded = guarded(played, Optional.of(settings));
                if (guarded.isEmpty()) {
                    return Optional.empty();
                }
                plan = Plan.of(guarded.get());
            }
            RunResult result = Hindsight.judge(folder, plan, header).result();
            real = Optional.of(new Real(folder, plan, result));
            switch (Fitted.of(folder, plan.experiment())) {
                case Fitted.Model model -> fitted = Optional.of(model.system());
                case Fitted.Refused refused -> {
                    refused.reasons().forEach(why -> err.println(folder + ": " + why));
                    return Optional.empty();
                }
            }
        }
        if (file.isPresent()) {
            fitted = written(file.get());
        }
        Optional<Real> measured = real;
        return fitted.filter(system -> names(system, experiment))
                .map(system -> new Source(system, measured));
    }

    /// A model of what latency files and a file of calls say; empty after saying what is wrong.
    Optional<Source> drafted(Path latencies, Optional<Path> calls, Experiment experiment) {
        Optional<List<ObservedLatency>> seen = new Inputs(err).latencies(latencies);
        if (seen.isEmpty()) {
            return Optional.empty();
        }
        List<Requested> requests = List.of();
        if (calls.isPresent()) {
            List<String> known = seen.get().stream().map(ObservedLatency::name).toList();
            switch (Scripts.calls(calls.get(), known)) {
                case Read.Fine<List<Requested>> fine -> requests = fine.value();
                case Read.Broken<List<Requested>> broken -> {
                    broken.problems().forEach(err::println);
                    return Optional.empty();
                }
            }
        }
        try {
            Drafted.Draft draft = Drafted.of(seen.get(), requests, experiment);
            draft.notes().forEach(note -> err.println("note: " + note));
            return Optional.of(draft.system())
                    .filter(system -> names(system, experiment))
                    .map(system -> new Source(system, Optional.empty()));
        } catch (IllegalArgumentException e) {
            err.println(latencies + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<SystemModel> written(Path file) {
        return switch (Scripts.system(file)) {
            case Read.Fine<SystemModel> fine -> Optional.of(fine.value());
            case Read.Broken<SystemModel> broken -> {
                broken.problems().forEach(err::println);
                yield Optional.empty();
            }
        };
    }

    /// Whether the model has what the experiment names; says what it has not.
    private boolean names(SystemModel system, Experiment experiment) {
        List<String> missing =
                experiment.dependencies().stream()
                        .map(d -> d.name())
                        .filter(name -> !name.equals(system.edge()))
                        .filter(name ->
                                system.callees().stream().noneMatch(c -> c.name().equals(name)))
                        .toList();
        missing.forEach(
                name -> err.println("the model of the system has no dependency called " + name));
        return missing.isEmpty();
    }

    /// The experiment with other settings; empty after saying what is wrong.
    Optional<Experiment> guarded(Experiment experiment, Optional<Path> policies) {
        if (policies.isEmpty()) {
            return Optional.of(experiment);
        }
        return switch (Scripts.policies(policies.get(), experiment.dependencies())) {
            case Read.Fine<List<Protection>> fine ->
                    Optional.of(experiment.withProtections(fine.value()));
            case Read.Broken<List<Protection>> broken -> {
                broken.problems().forEach(err::println);
                yield Optional.empty();
            }
        };
    }
}

package dev.unruly.cli;

import dev.unruly.backend.Blueprint;
import dev.unruly.engine.Plan;
import dev.unruly.journal.Journal;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Experiment;
import dev.unruly.model.Quiet;
import dev.unruly.model.RunResult;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.run.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/// Plays plans in virtual time. What it writes is what a run writes, under a name that says that it
/// is simulated.
final class SimPlayer {

    /// Behind the name of an experiment.
    static final String SIMULATED = ", simulated";

    /// More users than this are not written down one by one: a journal would need gigabytes.
    private static final long MOST_WRITTEN = 1_000_000;

    private final Blueprint blueprint;

    SimPlayer(Blueprint blueprint) {
        this.blueprint = blueprint;
    }

    /// The plan of an experiment, under its simulated name.
    static Plan plan(Experiment experiment) {
        return Plan.of(experiment.withName(experiment.name() + SIMULATED));
    }

    /// Plays a plan to its end, and writes what it has shown into a folder.
    ///
    /// @param front what stands before the backend
    RunResult play(Plan plan, Path folder, Repeat repeat, Simulation.Front front)
            throws IOException {
        Files.createDirectories(folder);
        Instant startedAt = Instant.now();
        Experiment experiment = plan.experiment();
        new RunHeader(
                        experiment.name(),
                        experiment.seed(),
                        plan.schedule().toString(),
                        false,
                        experiment.target().url(),
                        1,
                        startedAt,
                        experiment.phases(),
                        repeat.files(),
                        repeat.command())
                .write(folder);
        RunResult result;
        if (plan.forecast().users() > MOST_WRITTEN) {
            result = new Simulation(plan, blueprint, new Quiet(), front).play(false, startedAt);
        } else {
            try (Journal journal = Journal.begin(folder)) {
                result = new Simulation(plan, blueprint, journal, front).play(false, startedAt);
            }
        }
        Reports.write(folder, result, repeat);
        return result;
    }
}

package dev.unruly.cli;

import dev.unruly.engine.Plan;
import dev.unruly.journal.RunHeader;
import dev.unruly.model.Experiment;
import dev.unruly.run.Hindsight;
import dev.unruly.script.Problem;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The files of a run, as they were used.
final class RunFiles {

    private RunFiles() {}

    /// What was played, read from the files as they were used.
    static Plan plan(Path folder, RunHeader header) throws IOException {
        Path file = folder.resolve(header.files().getFirst());
        Experiment written =
                switch (Scripts.experiment(file, header.target())) {
                    case Read.Fine<Experiment> fine -> fine.value();
                    case Read.Broken<Experiment> broken ->
                            throw new IOException(
                                    "the files as used cannot be read any more: "
                                            + String.join("; ", problems(broken)));
                };
        Plan plan;
        try {
            plan = Plan.of(Hindsight.played(written, header));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": " + e.getMessage(), e);
        }
        if (!plan.schedule().toString().equals(header.schedule())) {
            throw new IOException(
                    file
                            + " is not what was played: its schedule is "
                            + plan.schedule()
                            + ", the run's "
                            + header.schedule());
        }
        return plan;
    }

    private static List<String> problems(Read.Broken<Experiment> broken) {
        return broken.problems().stream().map(Problem::toString).toList();
    }
}

package dev.unruly.run;

import dev.unruly.backend.Fit;
import dev.unruly.backend.Sightings;
import dev.unruly.model.Experiment;
import dev.unruly.model.SystemModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A model of the system that a run was played against, or why there is none.
public sealed interface Fitted {

    /// The model.
    record Model(SystemModel system) implements Fitted {}

    /// There is none.
    ///
    /// @param reasons a line each
    record Refused(List<String> reasons) implements Fitted {
        public Refused {
            reasons = List.copyOf(reasons);
        }
    }

    /// Fits one to what a run's folder holds.
    ///
    /// @param experiment as it was played
    /// @throws IOException if there is no journal, or it is of another experiment
    static Fitted of(Path folder, Experiment experiment) throws IOException {
        var reasons = new ArrayList<>(Sighted.unplayable(experiment));
        Sightings seen = Sighted.of(folder, experiment);
        reasons.addAll(Fit.refusals(seen));
        return reasons.isEmpty() ? new Model(Fit.of(seen)) : new Refused(reasons);
    }
}

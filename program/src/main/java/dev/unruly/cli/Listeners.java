package dev.unruly.cli;

import dev.unruly.model.Experiment;
import java.util.Optional;

/// The gateway of an experiment, if it has dependencies.
record Listeners(Optional<OpenGateway> gateway) implements AutoCloseable {

    static Listeners of(Experiment experiment) {
        return new Listeners(
                experiment.dependencies().isEmpty()
                        ? Optional.empty()
                        : Optional.of(OpenGateway.open(experiment.dependencies())));
    }

    @Override
    public void close() {
        gateway.ifPresent(OpenGateway::close);
    }
}

package dev.unruly.cli;

import dev.unruly.model.Experiment;
import java.util.Optional;

/// The gateway that an experiment holds, if it has dependencies.
record Listeners(Optional<HeldGateway> gateway) implements AutoCloseable {

    /// @throws NoGateway when there is none to be had
    static Listeners of(Experiment experiment) throws InterruptedException {
        return new Listeners(
                experiment.dependencies().isEmpty()
                        ? Optional.empty()
                        : Optional.of(HeldGateway.open(experiment.dependencies())));
    }

    @Override
    public void close() {
        gateway.ifPresent(HeldGateway::close);
    }
}

package dev.unruly.cli;

import dev.unruly.model.Experiment;
import java.util.Optional;

/// The gateway that an experiment holds, if it has dependencies.
record Listeners(Optional<HeldGateway> gateway) implements AutoCloseable {

    /// @param admin the admin API that it shall have; empty: none
    /// @throws NoGateway when there is none to be had
    static Listeners of(Experiment experiment, Optional<AdminAsked> admin)
            throws InterruptedException {
        if (admin.isPresent() && experiment.dependencies().isEmpty()) {
            throw new NoGateway(
                    "--admin is for a gateway, and there is none where there are no dependencies");
        }
        return new Listeners(
                experiment.dependencies().isEmpty()
                        ? Optional.empty()
                        : Optional.of(HeldGateway.open(experiment.dependencies(), admin)));
    }

    @Override
    public void close() {
        gateway.ifPresent(HeldGateway::close);
    }
}

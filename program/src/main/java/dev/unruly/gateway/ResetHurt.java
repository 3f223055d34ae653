package dev.unruly.gateway;

import dev.unruly.model.Fault;

/// Connections are reset, a share of those open at its beginning and of those opened during it.
final class ResetHurt implements Hurt {

    private final Fault.Reset fault;
    private final FaultDraws draws;

    ResetHurt(Fault.Reset fault, FaultDraws draws) {
        this.fault = fault;
        this.draws = draws;
    }

    @Override
    public String detail() {
        return "resets " + fault.share() + " of all connections";
    }

    @Override
    public boolean resets(long connection) {
        return draws.picks(fault.share(), connection);
    }
}

package dev.unruly.gateway;

import dev.unruly.model.Fault;

/// A share of the requests is answered with an error and never reaches the dependency.
final class ErrorHurt implements Hurt {

    private final Fault.Error fault;
    private final FaultDraws draws;

    ErrorHurt(Fault.Error fault, FaultDraws draws) {
        this.fault = fault;
        this.draws = draws;
    }

    @Override
    public String detail() {
        return "answers " + fault.share() + " of all requests with " + fault.status();
    }

    @Override
    public int errorFor(long connection, int request) {
        return draws.picks(fault.share(), connection, request) ? fault.status() : 0;
    }
}

package dev.unruly.engine;

import dev.unruly.model.Outcome;
import dev.unruly.world.Ending;

/// How a request's outcome follows from how its exchange ended.
final class Endings {

    private Endings() {}

    static Outcome outcome(Ending ending) {
        return switch (ending) {
            case COMPLETE -> Outcome.OK;
            case CANCELLED -> Outcome.CANCELLED;
            case NO_NAME -> Outcome.NO_NAME;
            case REFUSED, TURNED_AWAY -> Outcome.REFUSED;
            case UNREACHABLE -> Outcome.UNREACHABLE;
            case UNTRUSTED -> Outcome.UNTRUSTED;
            case RESET -> Outcome.RESET;
            case CUT_SHORT -> Outcome.CUT_SHORT;
            case MALFORMED -> Outcome.MALFORMED;
            case LIMIT -> Outcome.LIMIT;
            case NO_PORTS -> Outcome.NO_PORTS;
            case NO_DESCRIPTORS -> Outcome.NO_DESCRIPTORS;
            case NO_MEMORY -> Outcome.NO_MEMORY;
        };
    }
}

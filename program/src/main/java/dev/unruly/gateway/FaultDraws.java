package dev.unruly.gateway;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.model.Share;

/// The chance of one fault: the same question always has the same answer, whatever came between.
///
/// @param draws of the dependency
/// @param fault its number in the run
record FaultDraws(Draws draws, int fault) {

    private static final int QUESTIONS = 4;
    private static final int WHETHER = 0;
    private static final int HOW_MUCH = 1;
    private static final int CONNECTION = 2;

    /// Whether this request belongs to a share of all.
    boolean picks(Share share, long connection, int request) {
        return share.value() >= 1 || uniform(WHETHER, connection, request) < share.value();
    }

    /// Whether this connection belongs to a share of all.
    boolean picks(Share share, long connection) {
        return share.value() >= 1 || uniform(CONNECTION, connection, 0) < share.value();
    }

    /// A uniform number for this request, in (0, 1).
    double howMuch(long connection, int request) {
        return uniform(HOW_MUCH, connection, request);
    }

    private double uniform(int question, long connection, int request) {
        int index = (fault * QUESTIONS + question) & Draws.LAST_INDEX;
        return draws.uniform(connection, request, Purpose.FAULT, index);
    }
}

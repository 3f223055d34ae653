package dev.unruly.policy;

import dev.unruly.guard.Criticality;

/// How much a request matters, and whose it is.
///
/// @param user as of [dev.unruly.guard.Shedder#admits]
public record Rank(Criticality criticality, int user) {

    /// Nobody waits for it.
    public static final Rank LEAST = new Rank(Criticality.SHEDDABLE, 0);

    /// Where nothing is shed.
    public static final Rank ANY = new Rank(Criticality.NORMAL, 0);
}

package dev.unruly.world;

/// On whose behalf a connection is opened: the user's number, by which twins keep what belongs to
/// one user (name look-ups, later TLS sessions) apart.
public record Ticket(long user) {

    /// Nobody's: for connections of the program itself.
    public static final Ticket NOBODY = new Ticket(-1);
}

package dev.unruly.world;

/// The serving side's hold on a connection that it accepted.
public interface Visit {

    /// The number that [Entrance#accepted] was told.
    long id();

    /// Closes in good order (FIN); a running exchange ends [Ending#CANCELLED] here and
    /// [Ending#CUT_SHORT] there.
    void close();

    /// Closes at once, with a reset where the network knows one.
    void abort();
}

package dev.unruly.world;

/// The serving side of a listening address.
public interface Entrance {

    /// A connection was accepted.
    ///
    /// @param id a number unique in this run
    /// @param from the other side's address
    Guest accepted(long id, Address from, long nowNanos);

    /// Whether its guests look at what is asked: method, target and fields. One that goes by
    /// [Asked#route] alone says no, and a simulated world spares the rendering; its guests are then
    /// shown an empty method and target and no fields.
    default boolean readsHeads() {
        return true;
    }

    /// Whether its guests are the connections' own: they end them, or count them. One whose guests
    /// only answer says no, and a simulated world puts idle connections away: it may ask for a
    /// guest more than once for one connection, and not tell it of the end.
    default boolean holdsConnections() {
        return true;
    }
}

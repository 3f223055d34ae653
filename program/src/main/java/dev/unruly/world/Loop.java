package dev.unruly.world;

/// One core's event loop: its clock, its timers, its connections.
///
/// Everything got from a loop is used on the loop's own thread; only [#post] may be called from any
/// thread. Nothing calls back before the call that caused it has returned.
public interface Loop {

    /// The loop's number, from 0.
    int index();

    /// Nanoseconds since the world began. Never decreases.
    long nanos();

    /// Sets an alarm; alarms of the same instant ring in the order they were armed. An alarm that
    /// was armed already is moved. A time that has passed rings as soon as the caller has returned.
    void arm(Alarm alarm, long atNanos);

    /// Sets an alarm that takes the [Alarm#turn] of another, which was set for the same moment and
    /// then taken back.
    void arm(Alarm alarm, long atNanos, long turn);

    /// Takes an alarm back; does nothing when it is not armed.
    void disarm(Alarm alarm);

    /// Runs a task on this loop's thread, after what is queued there. The one method for all
    /// threads.
    void post(Runnable task);

    /// Opens a connection that carries exchanges. There is no pool: the user owns it.
    Connection connect(Peer peer, Lane lane, Ticket ticket, ConnectionListener listener);

    /// The connection that was put away under a number, see [Connection#putAway]; the number is no
    /// longer good.
    default Connection takeOut(int number, Lane lane, ConnectionListener listener) {
        throw new IllegalArgumentException("no connection is put away as " + number);
    }

    /// Reads ahead what [#takeOut] will need, see [ReadAhead].
    default int readAhead(int number) {
        return 0;
    }

    /// Lets go of a connection that was put away: it is closed, and nobody hears of it any more.
    default void forget(int number) {
        throw new IllegalArgumentException("no connection is put away as " + number);
    }

    /// Opens a byte stream, for what speaks no HTTP.
    Pipe dial(Peer peer, Lane lane, PipeListener listener);

    /// Serves exchanges at an address.
    ///
    /// @throws AddressTaken when the address cannot be bound
    Door listen(Address address, Entrance entrance);

    /// Serves byte streams at an address.
    ///
    /// @throws AddressTaken when the address cannot be bound
    Door listenPipes(Address address, PipeEntrance entrance);
}

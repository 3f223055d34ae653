package dev.unruly.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A connection of the asking side, and what it is told.
final class Line implements ConnectionListener {

    private final Turns turns;
    private final String name;
    private @Nullable Connection connection;

    final List<Told> exchanges = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    final List<Ending> endings = new ArrayList<>();
    int openings;
    int frees;
    long askedNanos = -1;
    long openedNanos = -1;
    long endedNanos = -1;

    Runnable whenOpened = () -> {};
    Runnable whenFree = () -> {};

    Line(Turns turns, String name) {
        this.turns = turns;
        this.name = name;
    }

    /// On the loop's thread: opens it.
    void connect(Loop loop, Address address, Lane lane) {
        askedNanos = loop.nanos();
        connection = loop.connect(Peer.at(address), lane, new Ticket(7), this);
    }

    Connection connection() {
        if (connection == null) {
            throw new IllegalStateException(name + " was not connected");
        }
        return connection;
    }

    /// On the loop's thread: starts an exchange.
    Call ask(Head head, long bodyBytes) {
        Told told = new Told(turns, name + ".exchange" + exchanges.size());
        exchanges.add(told);
        var call = new Call(connection().start(head, bodyBytes, told), told);
        calls.add(call);
        return call;
    }

    /// An exchange of the asking side.
    record Call(Exchange exchange, Told told) {}

    boolean over() {
        return !endings.isEmpty();
    }

    @Override
    public void opened(long nowNanos) {
        openings++;
        if (over() || openings > 1) {
            turns.problem(name + " opened late or twice");
        }
        turns.take(
                name + ".opened",
                () -> {
                    openedNanos = nowNanos;
                    whenOpened.run();
                });
    }

    @Override
    public void free(long nowNanos) {
        frees++;
        if (over()) {
            turns.problem(name + " was free after it had ended");
        }
        if (connection().room() == 0) {
            turns.problem(name + " said that it was free and had no room");
        }
        turns.take(name + ".free", whenFree);
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        if (over()) {
            turns.problem(name + " ended twice");
        }
        if (!exchanges.stream().allMatch(Told::over)) {
            turns.problem(name + " ended before its exchanges");
        }
        turns.take(
                name + ".ended",
                () -> {
                    endings.add(ending);
                    endedNanos = nowNanos;
                });
    }
}

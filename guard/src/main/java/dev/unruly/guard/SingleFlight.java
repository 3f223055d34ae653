package dev.unruly.guard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Who asks for what is being asked for already waits for that answer.
///
/// **Theory.** When a popular entry leaves a cache, everybody asks its origin until the first
/// answer is back: about λ·Δ calls where λ is the key's rate and Δ the origin's time, ten a second
/// and three seconds being thirty times the same work; and the more they are the longer Δ becomes
/// (Vattani, Chierichetti & Lowenstein, "Optimal probabilistic cache stampede prevention", VLDB
/// 2015). One loader per key makes that one.
///
/// A **flight** begins with a leader, who asks. Whoever comes while it is under way waits, each
/// with a wait of its own, and asks by itself after that. The answer goes to all who wait, and so
/// does the dependency's failure; neither is kept: who comes later begins a new flight. If the
/// leader dies (it was cancelled, ran out of time, or a policy refused it), the first who waits
/// leads on.
///
/// After one has waited in vain the flight takes on nobody more, so that a leader that never comes
/// back blocks its key for one wait at most.
///
/// **Values.** `wait` about the high quantile of the loader's time. **Limits.** Only for what is
/// the same for all: the key must hold everything that the answer depends on, the user too where it
/// does. It knows one process. Those whose wait is over at the same moment all ask at that moment.
///
/// Any thread, no locks. A flight costs one object for each who takes part.
///
/// @param <K> by its `equals`
/// @param <V> the answer, shared: it must not change
public final class SingleFlight<K, V> {

    private static final int LED = 0;
    private static final int JOINED = 1;
    private static final int SHARED = 2;
    private static final int SHARED_FAILURE = 3;
    private static final int LEFT = 4;
    private static final int TOOK_OVER = 5;

    private final Settings settings;
    private final ConcurrentHashMap<K, Flight<K, V>> flights = new ConcurrentHashMap<>();
    private final Tally tally = new Tally(6);

    /// How long it is waited for.
    ///
    /// @param waitNanos for how long one waits before one asks oneself
    public record Settings(long waitNanos) implements Setting {
        public Settings {
            Check.positive("the wait", waitNanos);
        }
    }

    /// Where it stands, and decisions so far.
    ///
    /// @param flights under way
    /// @param led who asked
    /// @param joined who waited
    /// @param shared who got somebody else's answer
    /// @param sharedFailures who got somebody else's failure
    /// @param left who had waited for long enough
    /// @param tookOver who waited and then led
    public record Snapshot(
            int flights,
            long led,
            long joined,
            long shared,
            long sharedFailures,
            long left,
            long tookOver) {}

    public SingleFlight(Settings settings) {
        this.settings = settings;
    }

    public Settings settings() {
        return settings;
    }

    public Snapshot snapshot() {
        return new Snapshot(
                flights.size(),
                tally.sum(LED),
                tally.sum(JOINED),
                tally.sum(SHARED),
                tally.sum(SHARED_FAILURE),
                tally.sum(LEFT),
                tally.sum(TOOK_OVER));
    }

    /// One who takes part in one flight.
    public abstract static class Passenger<K, V> {

        private static final VarHandle STATE;

        static {
            try {
                STATE = MethodHandles.lookup().findVarHandle(Passenger.class, "state", int.class);
            } catch (ReflectiveOperationException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        private static final int WAITING = 0;
        private static final int DONE = 1;

        @SuppressWarnings("UnusedVariable")
        private volatile int state;

        private @Nullable Flight<K, V> flight;
        private @Nullable Passenger<K, V> next;

        /// Somebody else's answer. Of this and the next two one is called, once, by the thread of
        /// whoever led: short, and without waiting for anything.
        protected abstract void answered(V answer);

        /// Somebody else's failure.
        protected abstract void failed(Throwable failure);

        /// The leader is gone: ask, and tell the [SingleFlight] what came of it.
        protected abstract void lead();

        private boolean done() {
            return STATE.compareAndSet(this, WAITING, DONE);
        }
    }

    /// The leader's and the passengers' common thing. Passengers form a stack; a closed one is
    /// marked by its flight's own last passenger.
    private static final class Flight<K, V> {

        private static final VarHandle TOP;

        static {
            try {
                TOP = MethodHandles.lookup().findVarHandle(Flight.class, "top", Passenger.class);
            } catch (ReflectiveOperationException impossible) {
                throw new ExceptionInInitializerError(impossible);
            }
        }

        private final K key;
        private final Passenger<K, V> closed = new Nobody<>();

        @SuppressWarnings("UnusedVariable")
        private volatile @Nullable Passenger<K, V> top;

        Flight(K key) {
            this.key = key;
        }

        /// False: the flight is over.
        boolean board(Passenger<K, V> passenger) {
            while (true) {
                Passenger<K, V> seen = top;
                if (seen instanceof Nobody) {
                    return false;
                }
                passenger.next = seen;
                if (TOP.compareAndSet(this, seen, passenger)) {
                    return true;
                }
            }
        }

        /// Takes all who wait, first come first; nobody can board any more if it is closed.
        @SuppressWarnings("unchecked")
        @Nullable Passenger<K, V> takeAll(boolean close) {
            var taken = (@Nullable Passenger<K, V>) TOP.getAndSet(this, close ? closed : null);
            Passenger<K, V> first = null;
            while (taken != null && !(taken instanceof Nobody)) {
                Passenger<K, V> after = taken.next;
                taken.next = first;
                first = taken;
                taken = after;
            }
            return first;
        }

        /// Closes if nobody waits.
        boolean closeIfEmpty() {
            return TOP.compareAndSet(this, null, closed);
        }
    }

    private static final class Nobody<K, V> extends Passenger<K, V> {
        @Override
        protected void answered(V answer) {}

        @Override
        protected void failed(Throwable failure) {}

        @Override
        protected void lead() {}
    }

    /// Takes part. True: the passenger leads, and must call one of [#landed], [#failed] and
    /// [#died]. False: it waits, and is called; whoever keeps time calls [#leave] after the wait.
    public boolean join(K key, Passenger<K, V> passenger) {
        var own = new Flight<K, V>(key);
        while (true) {
            passenger.flight = own;
            Flight<K, V> flight = flights.putIfAbsent(key, own);
            if (flight == null) {
                tally.add(LED);
                return true;
            }
            passenger.flight = flight;
            if (flight.board(passenger)) {
                tally.add(JOINED);
                return false;
            }
            flights.remove(key, flight);
        }
    }

    /// The answer begins to come. True: nobody waits for it, and the flight is over; who asks from
    /// now on begins another, and the leader need not keep what it gets for anybody.
    public boolean endsAlone(Passenger<K, V> leader) {
        Flight<K, V> flight = flightOf(leader);
        boolean alone = flight.closeIfEmpty();
        if (alone) {
            flights.remove(flight.key, flight);
        }
        return alone;
    }

    /// The answer has come.
    public void landed(Passenger<K, V> leader, V answer) {
        Passenger<K, V> next = end(leader);
        while (next != null) {
            Passenger<K, V> after = next.next;
            if (next.done()) {
                tally.add(SHARED);
                next.answered(answer);
            }
            next = after;
        }
    }

    /// The dependency has failed.
    public void failed(Passenger<K, V> leader, Throwable failure) {
        Passenger<K, V> next = end(leader);
        while (next != null) {
            Passenger<K, V> after = next.next;
            if (next.done()) {
                tally.add(SHARED_FAILURE);
                next.failed(failure);
            }
            next = after;
        }
    }

    /// The leader asks no more, for reasons of its own.
    public void died(Passenger<K, V> leader) {
        Flight<K, V> flight = flightOf(leader);
        while (true) {
            Passenger<K, V> next = flight.takeAll(false);
            while (next != null && !next.done()) {
                next = next.next;
            }
            if (next != null) {
                Passenger<K, V> after = next.next;
                while (after != null) {
                    Passenger<K, V> one = after;
                    after = one.next;
                    flight.board(one);
                }
                tally.add(TOOK_OVER);
                next.lead();
                return;
            }
            if (flight.closeIfEmpty()) {
                flights.remove(flight.key, flight);
                return;
            }
        }
    }

    /// A passenger has waited for long enough, and asks by itself. False: it is too late, it has
    /// been called or is being called.
    public boolean leave(Passenger<K, V> passenger) {
        if (!passenger.done()) {
            return false;
        }
        tally.add(LEFT);
        Flight<K, V> flight = flightOf(passenger);
        flights.remove(flight.key, flight);
        return true;
    }

    private @Nullable Passenger<K, V> end(Passenger<K, V> leader) {
        Flight<K, V> flight = flightOf(leader);
        flights.remove(flight.key, flight);
        return flight.takeAll(true);
    }

    private static <K, V> Flight<K, V> flightOf(Passenger<K, V> passenger) {
        Flight<K, V> flight = passenger.flight;
        if (flight == null) {
            throw new IllegalStateException("the passenger takes part in no flight");
        }
        return flight;
    }
}

package dev.unruly.engine;

import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Door;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Head;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeEntrance;
import dev.unruly.world.PipeListener;
import dev.unruly.world.Ticket;
import java.util.ArrayList;
import java.util.List;

/// A loop that counts what is begun on it and what is left.
final class Watched implements Loop {

    int sent;
    int running;
    int openConnections;
    int takenOut;

    private final Loop loop;
    private final List<Alarm> alarms = new ArrayList<>();

    Watched(Loop loop) {
        this.loop = loop;
    }

    /// Alarms that are still armed.
    long armed() {
        return alarms.stream().distinct().filter(Alarm::armed).count();
    }

    @Override
    public int index() {
        return loop.index();
    }

    @Override
    public long nanos() {
        return loop.nanos();
    }

    @Override
    public void arm(Alarm alarm, long atNanos) {
        alarms.add(alarm);
        loop.arm(alarm, atNanos);
    }

    @Override
    public void arm(Alarm alarm, long atNanos, long turn) {
        alarms.add(alarm);
        loop.arm(alarm, atNanos, turn);
    }

    @Override
    public void disarm(Alarm alarm) {
        loop.disarm(alarm);
    }

    @Override
    public void post(Runnable task) {
        loop.post(task);
    }

    @Override
    public Connection connect(Peer peer, Lane lane, Ticket ticket, ConnectionListener listener) {
        openConnections++;
        return new Counted(loop.connect(peer, lane, ticket, new Listener(listener)));
    }

    @Override
    public Connection takeOut(int number, Lane lane, ConnectionListener listener) {
        openConnections++;
        takenOut++;
        return new Counted(loop.takeOut(number, lane, new Listener(listener)));
    }

    @Override
    public void forget(int number) {
        loop.forget(number);
    }

    @Override
    public Pipe dial(Peer peer, Lane lane, PipeListener listener) {
        return loop.dial(peer, lane, listener);
    }

    @Override
    public Door listen(Address address, Entrance entrance) {
        return loop.listen(address, entrance);
    }

    @Override
    public Door listenPipes(Address address, PipeEntrance entrance) {
        return loop.listenPipes(address, entrance);
    }

    private final class Counted implements Connection {

        private final Connection connection;

        Counted(Connection connection) {
            this.connection = connection;
        }

        @Override
        public long id() {
            return connection.id();
        }

        @Override
        public int room() {
            return connection.room();
        }

        @Override
        public Exchange start(Head head, long bodyBytes, ExchangeListener listener) {
            running++;
            return connection.start(head, bodyBytes, new Told(listener));
        }

        @Override
        public boolean restful() {
            return connection.restful();
        }

        @Override
        public int putAway() {
            openConnections--;
            return connection.putAway();
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public void abort() {
            connection.abort();
        }
    }

    private final class Told implements ExchangeListener {

        private final ExchangeListener listener;

        Told(ExchangeListener listener) {
            this.listener = listener;
        }

        @Override
        public void sent(long nowNanos) {
            sent++;
            listener.sent(nowNanos);
        }

        @Override
        public void head(int status, Fields fields, long nowNanos) {
            listener.head(status, fields, nowNanos);
        }

        @Override
        public void body(Bytes bytes, long nowNanos) {
            listener.body(bytes, nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            running--;
            listener.ended(ending, nowNanos);
        }
    }

    private final class Listener implements ConnectionListener {

        private final ConnectionListener listener;

        Listener(ConnectionListener listener) {
            this.listener = listener;
        }

        @Override
        public void opened(long nowNanos) {
            listener.opened(nowNanos);
        }

        @Override
        public void free(long nowNanos) {
            listener.free(nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            openConnections--;
            listener.ended(ending, nowNanos);
        }
    }
}

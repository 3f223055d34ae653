package dev.unruly.wire;

import dev.unruly.world.Address;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Ending;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Head;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Sink;
import dev.unruly.world.Ticket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A connection and its exchanges, and what they are told.
final class Asker implements ConnectionListener, ExchangeListener {

    private final Connection connection;
    private final Consumer<Asker> whenOpened;
    private final StringBuilder body = new StringBuilder();
    private @Nullable Exchange exchange;
    final List<Ending> connectionEndings = new ArrayList<>();
    final List<Ending> endings = new ArrayList<>();
    final List<Integer> statuses = new ArrayList<>();
    boolean opened;

    /// On the loop's thread: connects.
    Asker(Loop loop, Address to, Consumer<Asker> whenOpened) {
        this.whenOpened = whenOpened;
        this.connection = loop.connect(Peer.at(to), Lane.direct(), Ticket.NOBODY, this);
    }

    /// Starts an exchange.
    void ask(String method, long bodyBytes) {
        exchange = connection.start(new Line(method), bodyBytes, this);
    }

    private record Line(String method) implements Head {

        @Override
        public int route() {
            return -1;
        }

        @Override
        public void render(Sink sink) {
            sink.request(method, "/");
            sink.field("Host", "here");
        }
    }

    Connection connection() {
        return connection;
    }

    Exchange exchange() {
        if (exchange == null) {
            throw new IllegalStateException("nothing was asked");
        }
        return exchange;
    }

    boolean over() {
        return !connectionEndings.isEmpty();
    }

    String body() {
        return body.toString();
    }

    @Override
    public void opened(long nowNanos) {
        opened = true;
        whenOpened.accept(this);
    }

    @Override
    public void interim(int status, Fields fields, long nowNanos) {
        statuses.add(status);
    }

    @Override
    public void head(int status, Fields fields, long nowNanos) {
        statuses.add(status);
    }

    @Override
    public void body(Bytes bytes, long nowNanos) {
        byte[] copy = new byte[bytes.size()];
        bytes.copyTo(0, copy, 0, copy.length);
        body.append(new String(copy, StandardCharsets.ISO_8859_1));
    }

    /// Of an exchange while there is one, else of the connection.
    @Override
    public void ended(Ending ending, long nowNanos) {
        if (exchange == null) {
            connectionEndings.add(ending);
        } else {
            exchange = null;
            endings.add(ending);
        }
    }
}

package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.Fault;
import dev.unruly.model.HostPort;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Asked;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Door;
import dev.unruly.world.Ending;
import dev.unruly.world.Exchange;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Head;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Sink;
import dev.unruly.world.Ticket;
import dev.unruly.world.Visit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A gateway in virtual time, between an application and a dependency that the test plays with
/// exchanges.
final class HttpRig {

    static final long MS = Rig.MS;

    final SimWorld world = new SimWorld(1);
    final Loop loop = world.loop(0);
    final Heard heard = new Heard();

    /// The dependency's connections, in the order in which they were opened.
    final List<Visitor> visitors = new ArrayList<>();

    /// What the dependency was asked.
    final List<Served> served = new ArrayList<>();

    Consumer<Served> whenAsked = one -> {};
    Consumer<Served> whenReceived = one -> one.answer(200, "ok");

    /// One for each instance.
    final List<Door> doors = new ArrayList<>();

    final Door door;
    final Gateway gateway;
    final GatewayLink link;

    HttpRig() {
        this(1);
    }

    /// A dependency of several instances.
    HttpRig(int instances) {
        for (int i = 0; i < instances; i++) {
            doors.add(opened(i));
        }
        this.door = doors.getFirst();
        List<HostPort> upstreams =
                doors.stream()
                        .map(one -> new HostPort(one.address().host(), one.address().port()))
                        .toList();
        this.gateway =
                Gateway.open(
                        loop,
                        List.of(
                                new Dependency(
                                        "database",
                                        new HostPort("10.0.0.2", 0),
                                        upstreams,
                                        Protocol.HTTP)));
        this.link = gateway.link(heard);
        link.watch(42, 0);
    }

    /// Opens the door of an instance, again if it was closed.
    Door opened(int instance) {
        return loop.listen(
                new Address("10.0.0.1", 9001 + instance), (id, from, now) -> new Visitor(instance));
    }

    Address gatewayAddress() {
        HostPort at = gateway.dependencies().getFirst().listen();
        return new Address(at.host(), at.port());
    }

    void begin(int fault, Fault what, long forMs) {
        link.begin(fault, "database", what, forMs * MS);
        settle();
    }

    void settle() {
        world.runUntil(world.nanos());
    }

    void until(long ms) {
        world.runUntil(ms * MS);
    }

    void at(long ms, Runnable what) {
        after(ms - world.nanos() / MS, what);
    }

    void after(long ms, Runnable what) {
        afterNanos(ms * MS, what);
    }

    void afterNanos(long nanos, Runnable what) {
        loop.arm(
                new Alarm() {
                    @Override
                    protected void ring(long nowNanos) {
                        what.run();
                    }
                },
                loop.nanos() + nanos);
    }

    /// A connection of the application, open.
    Line open() {
        var line = new Line();
        line.connection =
                loop.connect(Peer.at(gatewayAddress()), Lane.direct(), Ticket.NOBODY, line);
        settle();
        return line;
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// A head as a value.
    record Words(String method, String target, int status, List<Block.Field> fields)
            implements Head {

        static Words get(String target, String... fields) {
            return new Words("GET", target, 0, list("Host", "shop", fields));
        }

        static Words post(String target, String... fields) {
            return new Words("POST", target, 0, list("Host", "shop", fields));
        }

        static Words answer(int status, String... fields) {
            return new Words("", "", status, list("Server", "test", fields));
        }

        private static List<Block.Field> list(String name, String value, String... fields) {
            var list = new ArrayList<Block.Field>();
            boolean named = List.of(fields).contains(name);
            if (!named) {
                list.add(new Block.Field(name, value));
            }
            for (int i = 0; i < fields.length; i += 2) {
                list.add(new Block.Field(fields[i], fields[i + 1]));
            }
            return list;
        }

        @Override
        public int route() {
            return 7;
        }

        @Override
        public void render(Sink sink) {
            if (status > 0) {
                sink.status(status);
            } else {
                sink.request(method, target);
            }
            fields.forEach(field -> sink.field(field.name(), field.value()));
        }
    }

    /// What an exchange was told.
    abstract static class Told implements ExchangeListener {
        final ByteArrayOutputStream got = new ByteArrayOutputStream();
        final List<String> fields = new ArrayList<>();
        final List<Integer> interims = new ArrayList<>();
        final List<Ending> endings = new ArrayList<>();
        int status;
        long headNanos = -1;
        long receivedNanos = -1;
        long endedNanos = -1;
        int draineds;
        Runnable whenDrained = () -> {};

        String body() {
            return got.toString(StandardCharsets.ISO_8859_1);
        }

        void note(Fields told) {
            for (int i = 0; i < told.size(); i++) {
                fields.add(told.name(i) + ": " + told.value(i));
            }
        }

        @Override
        public void interim(int code, Fields told, long nowNanos) {
            interims.add(code);
        }

        @Override
        public void head(int code, Fields told, long nowNanos) {
            status = code;
            headNanos = nowNanos;
            note(told);
        }

        @Override
        public void body(Bytes bytes, long nowNanos) {
            byte[] copy = new byte[bytes.size()];
            bytes.copyTo(0, copy, 0, copy.length);
            got.writeBytes(copy);
        }

        @Override
        public void received(long nowNanos) {
            receivedNanos = nowNanos;
        }

        @Override
        public void drained(long nowNanos) {
            draineds++;
            whenDrained.run();
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            endings.add(ending);
            endedNanos = nowNanos;
        }
    }

    /// A request of the application.
    static final class Call extends Told {
        @Nullable Exchange exchange;

        Exchange exchange() {
            if (exchange == null) {
                throw new IllegalStateException("not started");
            }
            return exchange;
        }
    }

    /// A connection of the application.
    static final class Line implements ConnectionListener {
        @Nullable Connection connection;
        final List<Ending> endings = new ArrayList<>();
        int frees;

        Connection connection() {
            if (connection == null) {
                throw new IllegalStateException("not asked for");
            }
            return connection;
        }

        Call ask(Words head) {
            return ask(head, "");
        }

        Call ask(Words head, String body) {
            Call call = begin(head, body.length());
            if (!body.isEmpty()) {
                call.exchange().write(Bytes.of(bytes(body)));
                call.exchange().finish();
            }
            return call;
        }

        Call begin(Words head, long bodyBytes) {
            var call = new Call();
            call.exchange = connection().start(head, bodyBytes, call);
            return call;
        }

        @Override
        public void opened(long nowNanos) {}

        @Override
        public void free(long nowNanos) {
            frees++;
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            endings.add(ending);
        }
    }

    /// A request as the dependency sees it.
    final class Served extends Told {
        final Asked asked;
        final String line;
        final long askedNanos;

        /// Which instance it is.
        final int instance;

        /// The connection on which it came.
        final Visitor on;

        Served(Visitor on, Asked asked, String line, long nowNanos) {
            this.on = on;
            this.instance = on.instance;
            this.asked = asked;
            this.line = line;
            this.askedNanos = nowNanos;
        }

        void answer(int code, String body, String... more) {
            asked.answer(Words.answer(code, more), body.length());
            if (!body.isEmpty()) {
                asked.write(Bytes.of(bytes(body)));
                asked.finish();
            }
        }

        @Override
        public void received(long nowNanos) {
            super.received(nowNanos);
            whenReceived.accept(this);
        }
    }

    /// A connection as the dependency sees it.
    final class Visitor implements Guest {
        final List<Ending> endings = new ArrayList<>();
        final int instance;
        @Nullable Visit visit;

        Visitor(int instance) {
            this.instance = instance;
            visitors.add(this);
        }

        Visit visit() {
            if (visit == null) {
                throw new IllegalStateException("not entered");
            }
            return visit;
        }

        @Override
        public void entered(Visit hold, long nowNanos) {
            visit = hold;
        }

        @Override
        public ExchangeListener asked(
                Asked asked,
                CharSequence method,
                CharSequence target,
                Fields fields,
                long nowNanos) {
            var one = new Served(this, asked, method + " " + target, nowNanos);
            one.note(fields);
            served.add(one);
            whenAsked.accept(one);
            return one;
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            endings.add(ending);
        }
    }
}

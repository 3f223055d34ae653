package dev.unruly.run;

import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Block;
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
import dev.unruly.world.Sink;
import dev.unruly.world.Ticket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// One loop's share of a log of what was sent, as the users saw it: the lines that [FrontLog] has.
///
/// Whoever plays on [#loop] plays on the loop that it stands for; each exchange becomes a line when
/// it is over. Who gave up before the head of an answer is a 499, as at a server; whose connection
/// failed is a 502, as at a proxy that stood here. The time taken runs from the moment at which a
/// request goes to its connection.
///
/// Who asks is known by the field that tells users' addresses, where they have one; else they get
/// an address of 10.0.0.0/8 here, which is not sent. The cookie is the user's number in other
/// words, and no cookie of the system's.
///
/// The loop's thread appends and calls [#handOver]; one other thread takes with [#drainTo].
final class SentLog {

    private static final int FULL = 1 << 16;
    private static final int FAILED = 502;

    private final Loop under;
    private final String addressField;
    private final CombinedLines lines;
    private final Queue<String> full = new ConcurrentLinkedQueue<>();
    private final StringBuilder filling = new StringBuilder();

    /// @param under whose users send
    /// @param addressField the header field that tells a user's address; empty: none does
    /// @param originNanos a moment of the loop's clock
    /// @param startsAt what date that is
    SentLog(Loop under, String addressField, long originNanos, Instant startsAt) {
        this.under = under;
        this.addressField = addressField;
        this.lines = new CombinedLines(originNanos, startsAt, filling);
    }

    /// The loop to play on.
    Loop loop() {
        return new Watched();
    }

    /// Hands over what there is. On the loop's thread.
    void handOver() {
        if (!filling.isEmpty()) {
            full.add(filling.toString());
            filling.setLength(0);
        }
    }

    /// Passes on what was handed over. On the other thread.
    void drainTo(Appendable out) throws IOException {
        for (String text = full.poll(); text != null; text = full.poll()) {
            out.append(text);
        }
    }

    private void write(Sent sent, Ending ending, long nowNanos) {
        int status = sent.status;
        if (status == 0) {
            status = ending == Ending.CANCELLED ? CombinedLines.LEFT : FAILED;
        }
        try {
            lines.append(sent.asked(), status, sent.bytes, sent.beganNanos, nowNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (filling.length() >= FULL) {
            handOver();
        }
    }

    /// An address of 10.0.0.0/8 for a user.
    private static String address(long user) {
        long hash = ((user + 1) * 0x9e3779b97f4a7c15L) >>> 40;
        return "10." + (hash >> 16) + "." + (hash >> 8 & 0xff) + "." + (hash & 0xff);
    }

    /// The loop, whose connections are watched.
    private final class Watched implements Loop {

        @Override
        public int index() {
            return under.index();
        }

        @Override
        public long nanos() {
            return under.nanos();
        }

        @Override
        public void arm(Alarm alarm, long atNanos) {
            under.arm(alarm, atNanos);
        }

        @Override
        public void arm(Alarm alarm, long atNanos, long turn) {
            under.arm(alarm, atNanos, turn);
        }

        @Override
        public void disarm(Alarm alarm) {
            under.disarm(alarm);
        }

        @Override
        public void post(Runnable task) {
            under.post(task);
        }

        @Override
        public Connection connect(
                Peer peer, Lane lane, Ticket ticket, ConnectionListener listener) {
            return new Line(under.connect(peer, lane, ticket, listener), ticket.user());
        }

        @Override
        public Pipe dial(Peer peer, Lane lane, PipeListener listener) {
            return under.dial(peer, lane, listener);
        }

        @Override
        public Door listen(Address address, Entrance entrance) {
            return under.listen(address, entrance);
        }

        @Override
        public Door listenPipes(Address address, PipeEntrance entrance) {
            return under.listenPipes(address, entrance);
        }
    }

    /// A user's connection. It is never put away, so that it need not be found again.
    private final class Line implements Connection {

        private final Connection connection;
        private final long user;

        Line(Connection connection, long user) {
            this.connection = connection;
            this.user = user;
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
            var sent = new Sent(head, listener, user, under.nanos());
            return connection.start(sent, bodyBytes, sent);
        }

        @Override
        public void close() {
            connection.close();
        }

        @Override
        public void abort() {
            connection.abort();
        }

        @Override
        public int readAhead(int depth) {
            return connection.readAhead(depth);
        }
    }

    /// A request that is sent: its head, of which a copy is taken, and who is told of its answer.
    private final class Sent implements Head, ExchangeListener {

        private final Head head;
        private final ExchangeListener listener;
        private final long user;
        private final long beganNanos;
        private String line = "- -";
        private String address = "";
        private String referrer = "-";
        private String agent = "-";
        private int status;
        private long bytes;

        Sent(Head head, ExchangeListener listener, long user, long beganNanos) {
            this.head = head;
            this.listener = listener;
            this.user = user;
            this.beganNanos = beganNanos;
        }

        CombinedLines.Asked asked() {
            return new CombinedLines.Asked(
                    line,
                    address.isEmpty() ? address(user) : address,
                    referrer,
                    agent,
                    CombinedLines.cookie(Long.toString(user)));
        }

        private void notes(CharSequence name, CharSequence value) {
            if (is(name, "User-Agent")) {
                agent = CombinedLines.plain(value);
            } else if (is(name, "Referer")) {
                referrer = CombinedLines.plain(value);
            } else if (is(name, addressField)) {
                address = CombinedLines.plain(value);
            }
        }

        @Override
        public int route() {
            return head.route();
        }

        @Override
        public void render(Sink sink) {
            head.render(new Copy(this, sink));
        }

        @Override
        public int readAhead(int depth) {
            return listener.readAhead(depth);
        }

        @Override
        public void sent(long nowNanos) {
            listener.sent(nowNanos);
        }

        @Override
        public void interim(int interim, Fields fields, long nowNanos) {
            listener.interim(interim, fields, nowNanos);
        }

        @Override
        public void head(int answered, Fields fields, long nowNanos) {
            status = answered;
            listener.head(answered, fields, nowNanos);
        }

        @Override
        public void body(Bytes read, long nowNanos) {
            bytes += read.size();
            listener.body(read, nowNanos);
        }

        @Override
        public void received(long nowNanos) {
            listener.received(nowNanos);
        }

        @Override
        public void drained(long nowNanos) {
            listener.drained(nowNanos);
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            write(this, ending, nowNanos);
            listener.ended(ending, nowNanos);
        }
    }

    private static boolean is(CharSequence name, String wanted) {
        return name.length() == wanted.length() && wanted.equalsIgnoreCase(name.toString());
    }

    /// What a head renders itself into, of which the request's line and some fields are noted.
    private record Copy(Sent sent, Sink sink) implements Sink {

        @Override
        public void request(CharSequence method, CharSequence target) {
            sent.line = CombinedLines.plain(method) + " " + CombinedLines.plain(target);
            sink.request(method, target);
        }

        @Override
        public void status(int status) {
            sink.status(status);
        }

        @Override
        public void field(CharSequence name, CharSequence value) {
            sent.notes(name, value);
            sink.field(name, value);
        }

        @Override
        public void fields(Block block) {
            for (Block.Field field : block.fields()) {
                sent.notes(field.name(), field.value());
            }
            sink.fields(block);
        }
    }
}

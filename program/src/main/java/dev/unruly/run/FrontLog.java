package dev.unruly.run;

import dev.unruly.world.Address;
import dev.unruly.world.Asked;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import dev.unruly.world.Visit;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// A server in front of a simulated system that logs what passes, as nginx does: the combined
/// format, behind it how long the request took and the session's cookie.
///
/// A line is written when its request is over, so that lines are in the order of ends; its time is
/// that end. A caller who left before the answer is a 499. Who asks is known by the header field
/// that tells addresses; the cookie is that address in other words, for a user has one of their
/// own.
final class FrontLog implements Entrance {

    /// What nginx logs for a caller who closed the connection first.
    private static final int LEFT = 499;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Entrance behind;
    private final String addressField;
    private final long originNanos;
    private final Instant startsAt;
    private final Appendable out;
    private long second = Long.MIN_VALUE;
    private String time = "";

    /// @param behind who answers
    /// @param addressField the header field that tells a user's address
    /// @param originNanos when the run begins, on the loop's clock
    /// @param startsAt what date that is
    FrontLog(
            Entrance behind,
            String addressField,
            long originNanos,
            Instant startsAt,
            Appendable out) {
        this.behind = behind;
        this.addressField = addressField;
        this.originNanos = originNanos;
        this.startsAt = startsAt;
        this.out = out;
    }

    @Override
    public boolean holdsConnections() {
        return behind.holdsConnections();
    }

    @Override
    public Guest accepted(long id, Address from, long nowNanos) {
        return new Logged(behind.accepted(id, from, nowNanos));
    }

    private String time(long nowNanos) {
        Instant at = startsAt.plusNanos(nowNanos - originNanos);
        if (at.getEpochSecond() != second) {
            second = at.getEpochSecond();
            time = TIME.format(at);
        }
        return time;
    }

    private void write(Passing request, Ending ending, long nowNanos) {
        boolean left = request.status == 0 && ending != Ending.COMPLETE;
        long millis = Math.round((nowNanos - request.beganNanos) / 1e6);
        try {
            out.append(request.address)
                    .append(" - - [")
                    .append(time(nowNanos))
                    .append("] \"")
                    .append(request.line)
                    .append(" HTTP/1.1\" ")
                    .append(Integer.toString(left ? LEFT : request.status))
                    .append(' ')
                    .append(Long.toString(request.bytes))
                    .append(" \"")
                    .append(request.referrer)
                    .append("\" \"")
                    .append(request.agent)
                    .append("\" ")
                    .append(String.format(Locale.ROOT, "%d.%03d", millis / 1_000, millis % 1_000))
                    .append(" \"")
                    .append(cookie(request.address))
                    .append("\"\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String cookie(String address) {
        return address.equals("-") ? "-" : Long.toHexString(mixed(address));
    }

    /// FNV-1a, so that the cookie does not show the address.
    private static long mixed(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /// One line's text: what would end it or its quotes is escaped as nginx does.
    private static String plain(CharSequence text) {
        var out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || c == 0x7f) {
                out.append("\\x%02X".formatted((int) c));
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private String field(Fields fields, String name) {
        int at = fields.find(name, 0);
        return at < 0 ? "-" : plain(fields.value(at));
    }

    private final class Logged implements Guest {
        private final Guest guest;

        Logged(Guest guest) {
            this.guest = guest;
        }

        @Override
        public void entered(Visit visit, long nowNanos) {
            guest.entered(visit, nowNanos);
        }

        @Override
        public ExchangeListener asked(
                Asked exchange,
                CharSequence method,
                CharSequence target,
                Fields fields,
                long nowNanos) {
            var passing =
                    new Passing(
                            exchange,
                            plain(method) + " " + plain(target),
                            field(fields, addressField),
                            field(fields, "referer"),
                            field(fields, "user-agent"),
                            nowNanos);
            passing.listener = guest.asked(passing, method, target, fields, nowNanos);
            return passing;
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            guest.ended(ending, nowNanos);
        }
    }

    /// A request on its way through, from both sides.
    private final class Passing implements Asked, ExchangeListener {
        private final Asked exchange;
        private final String line;
        private final String address;
        private final String referrer;
        private final String agent;
        private final long beganNanos;
        private ExchangeListener listener = NOBODY;
        private int status;
        private long bytes;

        Passing(
                Asked exchange,
                String line,
                String address,
                String referrer,
                String agent,
                long beganNanos) {
            this.exchange = exchange;
            this.line = line;
            this.address = address;
            this.referrer = referrer;
            this.agent = agent;
            this.beganNanos = beganNanos;
        }

        @Override
        public int route() {
            return exchange.route();
        }

        @Override
        public void interim(Head head) {
            exchange.interim(head);
        }

        @Override
        public void answer(Head head, long bodyBytes) {
            head.render(new StatusOf(this));
            exchange.answer(head, bodyBytes);
        }

        @Override
        public void write(Bytes written) {
            bytes += written.size();
            exchange.write(written);
        }

        @Override
        public boolean writable() {
            return exchange.writable();
        }

        @Override
        public void finish() {
            exchange.finish();
        }

        @Override
        public void pause() {
            exchange.pause();
        }

        @Override
        public void resume() {
            exchange.resume();
        }

        @Override
        public void cancel() {
            exchange.cancel();
        }

        @Override
        public int readAhead(int depth) {
            return listener.readAhead(depth);
        }

        @Override
        public void head(int answered, Fields fields, long nowNanos) {
            listener.head(answered, fields, nowNanos);
        }

        @Override
        public void body(Bytes read, long nowNanos) {
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
            listener.ended(ending, nowNanos);
            FrontLog.this.write(this, ending, nowNanos);
        }
    }

    /// Looks at the status of an answer that passes.
    private record StatusOf(Passing request) implements Sink {
        @Override
        public void request(CharSequence method, CharSequence target) {}

        @Override
        public void status(int status) {
            request.status = status;
        }

        @Override
        public void field(CharSequence name, CharSequence value) {}

        @Override
        public void fields(Block block) {}
    }

    /// Stands in until the one who answers listens.
    private static final ExchangeListener NOBODY =
            new ExchangeListener() {
                @Override
                public void head(int status, Fields fields, long nowNanos) {}

                @Override
                public void body(Bytes bytes, long nowNanos) {}

                @Override
                public void ended(Ending ending, long nowNanos) {}
            };
}

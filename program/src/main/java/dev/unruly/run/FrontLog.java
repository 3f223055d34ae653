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

/// A server in front of a simulated system that logs what passes, as nginx does: the combined
/// format, behind it how long the request took and the session's cookie.
///
/// A line is written when its request is over, so that lines are in the order of ends; its time is
/// that end. A caller who left before the answer is a 499. Who asks is known by the header field
/// that tells addresses; the cookie is that address in other words, for a user has one of their
/// own.
final class FrontLog implements Entrance {

    private final Entrance behind;
    private final String addressField;
    private final CombinedLines lines;

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
        this.lines = new CombinedLines(originNanos, startsAt, out);
    }

    @Override
    public boolean holdsConnections() {
        return behind.holdsConnections();
    }

    @Override
    public Guest accepted(long id, Address from, long nowNanos) {
        return new Logged(behind.accepted(id, from, nowNanos));
    }

    private void write(Passing request, Ending ending, long nowNanos) {
        boolean left = request.status == 0 && ending != Ending.COMPLETE;
        try {
            lines.append(
                    request.line,
                    left ? CombinedLines.LEFT : request.status,
                    request.bytes,
                    request.beganNanos,
                    nowNanos);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CombinedLines.Asked noted(CharSequence method, CharSequence target, Fields fields) {
        String address = field(fields, addressField);
        return new CombinedLines.Asked(
                CombinedLines.plain(method) + " " + CombinedLines.plain(target),
                address,
                field(fields, "referer"),
                field(fields, "user-agent"),
                CombinedLines.cookie(address));
    }

    private static String field(Fields fields, String name) {
        int at = fields.find(name, 0);
        return at < 0 ? "-" : CombinedLines.plain(fields.value(at));
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
            var passing = new Passing(exchange, noted(method, target, fields), nowNanos);
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
        private final CombinedLines.Asked line;
        private final long beganNanos;
        private ExchangeListener listener = NOBODY;
        private int status;
        private long bytes;

        Passing(Asked exchange, CombinedLines.Asked line, long beganNanos) {
            this.exchange = exchange;
            this.line = line;
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

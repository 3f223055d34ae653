package dev.unruly.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.world.Address;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Head;
import dev.unruly.world.Lane;
import dev.unruly.world.Peer;
import dev.unruly.world.Road;
import dev.unruly.world.Sink;
import dev.unruly.world.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// An entrance that reads no heads, at the end of a road on which heads have a size.
final class SimHeadTest {

    private static final Address SHOP = new Address("127.0.0.1", 80);
    private static final long MILLI = 1_000_000L;

    /// 8,000 bits a second: a byte takes a millisecond.
    private static final Road.Shape NARROW = new Road.Shape(0, 0, 8_000, 0, 0, 1);

    private final List<String> told = new ArrayList<>();
    private final SimWorld world = new SimWorld(2);
    private @Nullable Connection connection;

    @Test
    void itIsShownNothingButWhatIsSentTakesItsTime() {
        ask("GET", "X-Long", "0123456789");
        assertThat(told)
                .containsExactly(
                        // GET, /, 12 of the line; name, value and 4; the empty line.
                        "asked '' '' 0 at " + (3 + 1 + 12 + 6 + 10 + 4 + 2) + " ms",
                        "answered 200",
                        "body of 5",
                        "exchange COMPLETE");
    }

    @Test
    void aHeadAloneIsAnsweredWithoutItsBody() {
        ask("HEAD", "X-Long", "0123456789");
        assertThat(told.subList(1, told.size()))
                .containsExactly("answered 200", "exchange COMPLETE");
    }

    @Test
    void whoAsksForTheConnectionsEndGetsIt() {
        ask("GET", "CONNECTION", "Close");
        assertThat(told.subList(1, told.size()))
                .containsExactly(
                        "served COMPLETE",
                        "answered 200",
                        "body of 5",
                        "exchange COMPLETE",
                        "connection COMPLETE");
    }

    private void ask(String method, String name, String value) {
        world.loop(1).listen(SHOP, new Deaf());
        var asking = new Asking(new Plain(method, name, value));
        Lane lane = new Lane(new Road(NARROW), 1);
        connection = world.loop(0).connect(Peer.at(SHOP), lane, Ticket.NOBODY, asking);
        world.runUntilIdle();
    }

    private record Plain(String method, String name, String value) implements Head {
        @Override
        public int route() {
            return -1;
        }

        @Override
        public void render(Sink sink) {
            sink.request(method, "/");
            sink.field(name, value);
        }
    }

    private record Fine() implements Head {
        @Override
        public int route() {
            return -1;
        }

        @Override
        public void render(Sink sink) {
            sink.status(200);
        }
    }

    /// Answers five bytes once the request is whole.
    private final class Deaf implements Entrance {
        @Override
        public boolean readsHeads() {
            return false;
        }

        @Override
        public Guest accepted(long id, Address from, long nowNanos) {
            return new Guest() {
                @Override
                public ExchangeListener asked(
                        Asked exchange,
                        CharSequence method,
                        CharSequence target,
                        Fields fields,
                        long nowNanos) {
                    told.add(
                            "asked '%s' '%s' %d at %d ms"
                                    .formatted(method, target, fields.size(), nowNanos / MILLI));
                    return new Answering(exchange);
                }

                @Override
                public void ended(Ending ending, long nowNanos) {
                    told.add("served " + ending);
                }
            };
        }
    }

    private record Answering(Asked exchange) implements ExchangeListener {
        @Override
        public void head(int status, Fields fields, long nowNanos) {}

        @Override
        public void body(Bytes bytes, long nowNanos) {}

        @Override
        public void received(long nowNanos) {
            exchange.answer(new Fine(), 5);
            exchange.write(Bytes.of(new byte[5]));
        }

        @Override
        public void ended(Ending ending, long nowNanos) {}
    }

    private final class Asking implements ConnectionListener {
        private final Head head;

        Asking(Head head) {
            this.head = head;
        }

        @Override
        public void opened(long nowNanos) {
            Objects.requireNonNull(connection).start(head, 0, new Hearing());
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            told.add("connection " + ending);
        }
    }

    private final class Hearing implements ExchangeListener {
        @Override
        public void head(int status, Fields fields, long nowNanos) {
            told.add("answered " + status);
        }

        @Override
        public void body(Bytes bytes, long nowNanos) {
            told.add("body of " + bytes.size());
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            told.add("exchange " + ending);
        }
    }
}

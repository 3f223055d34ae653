package dev.unruly.cli;

import dev.unruly.wire.Wire;
import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Asked;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Head;
import dev.unruly.world.Loop;
import dev.unruly.world.Sink;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// A real server that answers everything with 200, each request after the same time (0: at once),
/// however many there are.
final class SlowBackend implements AutoCloseable {

    private final Wire wire;
    private final Address address;

    SlowBackend(long delayNanos) {
        wire =
                Wire.start(
                        Wire.Options.usual((loop, thrown) -> {
                            throw new IllegalStateException(thrown);
                        }));
        Loop loop = wire.loops().getFirst();
        var open = new CompletableFuture<Address>();
        loop.post(() -> {
            var door = loop.listen(new Address("127.0.0.1", 0), new Desk(loop, delayNanos));
            open.complete(door.address());
        });
        address = open.join();
    }

    String url() {
        return "http://" + address;
    }

    @Override
    public void close() {
        wire.close();
    }

    private record Desk(Loop loop, long delayNanos) implements Entrance {

        @Override
        public Guest accepted(long id, Address from, long nowNanos) {
            return new Guest() {
                @Override
                public ExchangeListener asked(
                        Asked exchange,
                        CharSequence method,
                        CharSequence target,
                        Fields fields,
                        long now) {
                    return new Serving(exchange);
                }

                @Override
                public void ended(Ending ending, long now) {}
            };
        }

        /// The alarm is the answer.
        private final class Serving extends Alarm implements ExchangeListener {

            private final Asked exchange;

            Serving(Asked exchange) {
                this.exchange = exchange;
            }

            @Override
            public void head(int status, Fields fields, long now) {}

            @Override
            public void body(Bytes bytes, long now) {}

            @Override
            public void received(long now) {
                if (delayNanos == 0) {
                    ring(now);
                } else {
                    loop.arm(this, now + delayNanos);
                }
            }

            @Override
            protected void ring(long now) {
                exchange.answer(new Fine(), 0);
            }

            @Override
            public void ended(Ending ending, long now) {
                loop.disarm(this);
            }
        }
    }

    private record Fine() implements Head {

        private static final Block NO_FIELDS = Block.of(List.of());

        @Override
        public int route() {
            return -1;
        }

        @Override
        public void render(Sink sink) {
            sink.status(200);
            sink.fields(NO_FIELDS);
        }
    }
}

package dev.unruly.engine;

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
import dev.unruly.world.Visit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A simulated backend: remembers what it was asked and does with each request what the test says.
final class Backend implements Entrance {

    final List<Served> served = new ArrayList<>();
    Consumer<Served> whenAsked = one -> one.answer(200);
    int connections;
    int openConnections;
    boolean holdsConnections = true;

    private final Loop loop;
    private final Map<Long, Visitor> visitors = new HashMap<>();

    Backend(Loop loop) {
        this.loop = loop;
    }

    /// What was asked for, by target, in order.
    List<String> targets() {
        return served.stream().map(one -> one.target).toList();
    }

    @Override
    public boolean holdsConnections() {
        return holdsConnections;
    }

    @Override
    public Guest accepted(long id, Address from, long nowNanos) {
        return visitors.computeIfAbsent(
                id,
                unknown -> {
                    connections++;
                    openConnections++;
                    return new Visitor(connections);
                });
    }

    /// One request.
    final class Served {
        final int connection;
        final String method;
        final String target;
        final List<Block.Field> fields;
        final int route;
        final long nanos;
        final @Nullable Visit visit;
        boolean over;
        @Nullable Ending ending;

        private final Asked asked;
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();

        Served(
                Visitor from,
                Asked asked,
                CharSequence method,
                CharSequence target,
                Fields fields,
                long nanos) {
            this.connection = from.number;
            this.visit = from.visit;
            this.asked = asked;
            this.method = method.toString();
            this.target = target.toString();
            this.route = asked.route();
            this.nanos = nanos;
            this.fields = new ArrayList<>();
            for (int i = 0; i < fields.size(); i++) {
                String value = fields.value(i).toString();
                this.fields.add(new Block.Field(fields.name(i).toString(), value));
            }
        }

        String field(String name) {
            return fields.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .map(Block.Field::value)
                    .findFirst()
                    .orElse("");
        }

        /// Now, by the backend's clock.
        long nowNanos() {
            return loop.nanos();
        }

        String body() {
            return body.toString(StandardCharsets.UTF_8);
        }

        void answer(int status) {
            answer(status, "");
        }

        /// Answers with a body and fields given as names and values in turn.
        void answer(int status, String text, String... fields) {
            if (over) {
                return;
            }
            var block = new ArrayList<Block.Field>();
            for (int i = 0; i < fields.length; i += 2) {
                block.add(new Block.Field(fields[i], fields[i + 1]));
            }
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            asked.answer(new Reply(status, Block.of(block)), bytes.length);
            if (bytes.length > 0) {
                asked.write(Bytes.of(bytes));
                asked.finish();
            }
        }

        /// Answers after a while, unless the other side has gone by then.
        void answerAfter(long nanos, int status) {
            after(nanos, () -> answer(status));
        }

        void after(long nanos, Runnable what) {
            loop.arm(
                    new Alarm() {
                        @Override
                        protected void ring(long nowNanos) {
                            what.run();
                        }
                    },
                    loop.nanos() + nanos);
        }

        /// Closes the connection.
        void close() {
            if (visit != null) {
                visit.close();
            }
        }
    }

    private record Reply(int status, Block fields) implements Head {

        @Override
        public int route() {
            return -1;
        }

        @Override
        public void render(Sink sink) {
            sink.status(status);
            sink.fields(fields);
        }
    }

    final class Visitor implements Guest {

        private final int number;
        private @Nullable Visit visit;

        Visitor(int number) {
            this.number = number;
        }

        @Override
        public void entered(Visit hold, long nowNanos) {
            visit = hold;
        }

        @Override
        public ExchangeListener asked(
                Asked exchange,
                CharSequence method,
                CharSequence target,
                Fields fields,
                long nowNanos) {
            var one = new Served(this, exchange, method, target, fields, nowNanos);
            served.add(one);
            return new ExchangeListener() {
                @Override
                public void head(int status, Fields none, long now) {}

                @Override
                public void body(Bytes bytes, long now) {
                    byte[] copy = new byte[bytes.size()];
                    bytes.copyTo(0, copy, 0, copy.length);
                    one.body.writeBytes(copy);
                }

                @Override
                public void received(long now) {
                    whenAsked.accept(one);
                }

                @Override
                public void ended(Ending ending, long now) {
                    one.over = true;
                    one.ending = ending;
                }
            };
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            openConnections--;
        }
    }
}

package dev.unruly.world;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A serving side, what it is told, and what the test makes it do.
final class Host implements Entrance {

    private final Turns turns;

    final List<Visitor> visitors = new ArrayList<>();
    final List<Served> served = new ArrayList<>();

    Consumer<Served> whenAsked = one -> {};
    Consumer<Served> whenReceived = one -> one.asked.answer(Reply.of(200), 0);

    Host(Turns turns) {
        this.turns = turns;
    }

    @Override
    public Guest accepted(long id, Address from, long nowNanos) {
        var visitor = new Visitor("visitor" + visitors.size(), id);
        turns.take(visitor.name + ".accepted", () -> visitors.add(visitor));
        return visitor;
    }

    /// Nothing is open any more.
    boolean empty() {
        return visitors.stream().allMatch(visitor -> !visitor.endings.isEmpty());
    }

    /// An exchange seen from here.
    static final class Served {
        final Asked asked;
        final Told told;
        final String method;
        final String target;
        final List<Block.Field> fields;
        final long askedNanos;

        Served(Asked asked, Told told, List<String> line, List<Block.Field> fields, long nowNanos) {
            this.asked = asked;
            this.told = told;
            this.method = line.get(0);
            this.target = line.get(1);
            this.fields = fields;
            this.askedNanos = nowNanos;
        }

        /// The value of the first field of this name, or "".
        String field(String name) {
            return fields.stream()
                    .filter(field -> field.name().equalsIgnoreCase(name))
                    .map(Block.Field::value)
                    .findFirst()
                    .orElse("");
        }
    }

    /// A connection seen from here.
    final class Visitor implements Guest {

        private final String name;
        private @Nullable Visit visit;
        private int asked;

        final long id;
        final List<Ending> endings = new ArrayList<>();
        long endedNanos = -1;

        Visitor(String name, long id) {
            this.name = name;
            this.id = id;
        }

        Visit visit() {
            if (visit == null) {
                throw new IllegalStateException(name + " was given no hold on its connection");
            }
            return visit;
        }

        @Override
        public void entered(Visit hold, long nowNanos) {
            if (visit != null || asked > 0) {
                turns.problem(name + " entered late or twice");
            }
            turns.take(name + ".entered", () -> visit = hold);
        }

        @Override
        public ExchangeListener asked(
                Asked exchange,
                CharSequence method,
                CharSequence target,
                Fields fields,
                long nowNanos) {
            var told = new Told(turns, name + ".exchange" + asked++);
            var one =
                    new Served(
                            exchange,
                            told,
                            List.of(method.toString(), target.toString()),
                            Told.copy(fields),
                            nowNanos);
            told.whenReceived = () -> whenReceived.accept(one);
            turns.take(
                    name + ".asked",
                    () -> {
                        served.add(one);
                        whenAsked.accept(one);
                    });
            return told;
        }

        @Override
        public void ended(Ending ending, long nowNanos) {
            if (!endings.isEmpty()) {
                turns.problem(name + " ended twice");
            }
            turns.take(
                    name + ".ended",
                    () -> {
                        endings.add(ending);
                        endedNanos = nowNanos;
                    });
        }
    }
}

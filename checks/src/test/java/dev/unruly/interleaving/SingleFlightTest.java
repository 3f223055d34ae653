package dev.unruly.interleaving;

import static dev.unruly.interleaving.Interleavings.check;
import static dev.unruly.interleaving.Interleavings.wrongEnds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.guard.SingleFlight;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/// Whoever takes part leads, is answered, or leaves: one of them, and once.
final class SingleFlightTest {

    private static final class Person extends SingleFlight.Passenger<String, String> {
        private final SingleFlight<String, String> flights;
        private final AtomicInteger answered = new AtomicInteger();
        private final AtomicInteger led = new AtomicInteger();
        private volatile boolean left;

        Person(SingleFlight<String, String> flights) {
            this.flights = flights;
        }

        @Override
        protected void answered(String answer) {
            answered.incrementAndGet();
        }

        @Override
        protected void failed(Throwable failure) {
            answered.incrementAndGet();
        }

        @Override
        protected void lead() {
            led.incrementAndGet();
            flights.landed(this, "answer");
        }

        void asks() {
            if (flights.join("key", this)) {
                lead();
            }
        }

        int ends() {
            return answered.get() + led.get() + (left ? 1 : 0);
        }
    }

    private static SingleFlight<String, String> flights() {
        var flights = new SingleFlight<String, String>(new SingleFlight.Settings(1));
        // Its map has a table from here on, for which threads would wait in turns.
        var first = new Person(flights);
        check(flights.join("another key", first), "somebody leads");
        flights.landed(first, "answer");
        return flights;
    }

    private static void checkOver(SingleFlight<String, String> flights, Person... all) {
        for (Person one : all) {
            check(one.ends() == 1, one.ends() + " endings");
        }
        SingleFlight.Snapshot told = flights.snapshot();
        check(told.flights() == 0, told);
        check(told.led() + told.joined() == 1 + all.length, told);
        check(told.joined() == told.shared() + told.left() + told.tookOver(), told);
    }

    /// Three ask for the same.
    public static final class Three {
        private final SingleFlight<String, String> flights = flights();
        private final Person a = new Person(flights);
        private final Person b = new Person(flights);
        private final Person c = new Person(flights);

        @Operation(runOnce = true)
        public void first() {
            a.asks();
        }

        @Operation(runOnce = true)
        public void second() {
            b.asks();
        }

        @Operation(runOnce = true)
        public void third() {
            c.asks();
        }

        @Validate
        public void endsAsItMust() {
            checkOver(flights, a, b, c);
        }
    }

    /// The leader dies while one who waits leaves and another comes.
    public static final class LeaderDies {
        private final SingleFlight<String, String> flights = flights();
        private final Person leader = new Person(flights);
        private final Person waits = new Person(flights);
        private final Person comes = new Person(flights);

        public LeaderDies() {
            check(flights.join("key", leader), "somebody leads");
            check(!flights.join("key", waits), "nobody leads");
        }

        @Operation(runOnce = true)
        public void dies() {
            flights.died(leader);
            leader.led.incrementAndGet();
        }

        @Operation(runOnce = true)
        public void leaves() {
            waits.left = flights.leave(waits);
        }

        @Operation(runOnce = true)
        public void comes() {
            comes.asks();
        }

        @Validate
        public void endsAsItMust() {
            checkOver(flights, leader, waits, comes);
        }
    }

    /// The leader lands while one who waits leaves.
    public static final class Lands {
        private final SingleFlight<String, String> flights = flights();
        private final Person leader = new Person(flights);
        private final Person waits = new Person(flights);
        private final Person comes = new Person(flights);

        public Lands() {
            check(flights.join("key", leader), "somebody leads");
            check(!flights.join("key", waits), "nobody leads");
        }

        @Operation(runOnce = true)
        public void lands() {
            flights.landed(leader, "answer");
            leader.led.incrementAndGet();
        }

        @Operation(runOnce = true)
        public void leaves() {
            waits.left = flights.leave(waits);
        }

        @Operation(runOnce = true)
        public void comes() {
            comes.asks();
        }

        @Validate
        public void endsAsItMust() {
            checkOver(flights, leader, waits, comes);
        }
    }

    /// Who comes looks who leads, and then gets into the queue, which may have been served by then.
    public static final class MissesTheFlight {
        private final ConcurrentHashMap<String, ConcurrentLinkedQueue<AtomicInteger>> flights =
                new ConcurrentHashMap<>(Map.of("another key", new ConcurrentLinkedQueue<>()));
        private final AtomicInteger one = new AtomicInteger();
        private final AtomicInteger other = new AtomicInteger();

        @Operation(runOnce = true)
        public void first() {
            asks(one);
        }

        @Operation(runOnce = true)
        public void second() {
            asks(other);
        }

        private void asks(AtomicInteger own) {
            var led = new ConcurrentLinkedQueue<AtomicInteger>();
            var waiting = flights.putIfAbsent("key", led);
            if (waiting != null) {
                waiting.add(own);
                return;
            }
            own.incrementAndGet();
            flights.remove("key");
            led.forEach(AtomicInteger::incrementAndGet);
        }

        @Validate
        public void endsAsItMust() {
            check(one.get() == 1 && other.get() == 1, one + " and " + other + " endings");
        }
    }

    @Test
    void everybodyLeadsIsAnsweredOrLeavesOnce() {
        assertThat(wrongEnds(Three.class, 3)).isEmpty();
        assertThat(wrongEnds(LeaderDies.class, 3)).isEmpty();
        assertThat(wrongEnds(Lands.class, 3)).isEmpty();
        assertThat(wrongEnds(MissesTheFlight.class, 2)).contains("endings");
    }
}

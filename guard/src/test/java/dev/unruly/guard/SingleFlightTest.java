package dev.unruly.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SingleFlightTest {

    private final SingleFlight<String, String> flights =
            new SingleFlight<>(new SingleFlight.Settings(100));

    private final List<String> heard = new ArrayList<>();

    private final class Guest extends SingleFlight.Passenger<String, String> {
        private final String name;

        Guest(String name) {
            this.name = name;
        }

        @Override
        protected void answered(String answer) {
            heard.add(name + " got " + answer);
        }

        @Override
        protected void failed(Throwable failure) {
            heard.add(name + " failed by " + failure.getMessage());
        }

        @Override
        protected void lead() {
            heard.add(name + " leads");
        }
    }

    private Guest joins(String name, boolean leads) {
        var guest = new Guest(name);
        assertThat(flights.join("key", guest)).as(name).isEqualTo(leads);
        return guest;
    }

    @Test
    void oneAsksAndAllGetTheAnswerInTheOrderInWhichTheyCame() {
        var leader = joins("a", true);
        joins("b", false);
        joins("c", false);
        assertThat(flights.join("other", new Guest("d"))).isTrue();

        flights.landed(leader, "42");

        assertThat(heard).containsExactly("b got 42", "c got 42");
        joins("e", true);
        assertThat(flights.snapshot()).isEqualTo(new SingleFlight.Snapshot(2, 3, 2, 2, 0, 0, 0));
    }

    @Test
    void whoIsAloneWhenTheAnswerBeginsNeedNotKeepIt() {
        var alone = joins("a", true);
        assertThat(flights.endsAlone(alone)).isTrue();
        var next = joins("b", true);
        flights.died(alone);
        assertThat(heard).isEmpty();
        joins("c", false);
        assertThat(flights.endsAlone(next)).isFalse();
        flights.landed(next, "42");
        assertThat(heard).containsExactly("c got 42");
        assertThat(flights.snapshot()).isEqualTo(new SingleFlight.Snapshot(0, 2, 1, 1, 0, 0, 0));
    }

    @Test
    void aFailureIsGivenToThoseWhoWaitAndNotKept() {
        var leader = joins("a", true);
        joins("b", false);

        flights.failed(leader, new IllegalStateException("full"));

        assertThat(heard).containsExactly("b failed by full");
        joins("c", true);
        assertThat(flights.snapshot().sharedFailures()).isEqualTo(1);
    }

    @Test
    void whenTheLeaderDiesTheNextLeadsAndTheOthersWaitOn() {
        var a = joins("a", true);
        var b = joins("b", false);
        joins("c", false);

        flights.died(a);
        assertThat(heard).containsExactly("b leads");
        joins("d", false);
        flights.landed(b, "42");

        assertThat(heard).containsExactly("b leads", "c got 42", "d got 42");
        assertThat(flights.snapshot().tookOver()).isEqualTo(1);
    }

    @Test
    void aLeaderThatDiesAloneTakesItsFlightWithIt() {
        flights.died(joins("a", true));

        assertThat(flights.snapshot().flights()).isZero();
        joins("b", true);
    }

    @Test
    void whoHasLeftIsNotCalledAndDoesNotLead() {
        var a = joins("a", true);
        var b = joins("b", false);
        joins("c", false);

        assertThat(flights.leave(b)).isTrue();
        assertThat(flights.leave(b)).isFalse();
        flights.died(a);

        assertThat(heard).containsExactly("c leads");
    }

    @Test
    void whoHasBeenCalledCannotLeave() {
        var a = joins("a", true);
        var b = joins("b", false);
        flights.landed(a, "42");

        assertThat(flights.leave(b)).isFalse();
        assertThat(heard).containsExactly("b got 42");
    }

    @Test
    void aLeaderThatNeverComesBackHoldsItsKeyForOneWait() {
        var lost = joins("lost", true);
        var b = joins("b", false);
        joins("c", false);
        assertThat(flights.leave(b)).isTrue();

        var fresh = joins("fresh", true);
        flights.landed(fresh, "new");
        assertThat(heard).isEmpty();

        flights.landed(lost, "old");
        assertThat(heard).containsExactly("c got old");
    }

    @Test
    void amongThreadsEverybodyIsCalledOrLeadsExactlyOnce() {
        for (int round = 0; round < 300; round++) {
            var shared = new SingleFlight<String, Integer>(new SingleFlight.Settings(1));
            var called = new AtomicInteger();
            var led = new AtomicInteger();
            int oddity = round;
            Together.run(
                    6,
                    thread -> {
                        for (int i = 0; i < 20; i++) {
                            boolean dies = (thread + i + oddity) % 3 == 0;
                            var one = new Counting(shared, called, led, dies);
                            if (shared.join("key", one)) {
                                one.lead();
                            } else if ((thread + i) % 5 == 0 && shared.leave(one)) {
                                called.incrementAndGet();
                            }
                        }
                    });
            assertThat(called.get() + led.get()).isEqualTo(120);
            assertThat(shared.snapshot().flights()).isZero();
        }
    }

    private static final class Counting extends SingleFlight.Passenger<String, Integer> {
        private final SingleFlight<String, Integer> flights;
        private final AtomicInteger called;
        private final AtomicInteger led;
        private final boolean dies;

        Counting(
                SingleFlight<String, Integer> flights,
                AtomicInteger called,
                AtomicInteger led,
                boolean dies) {
            this.flights = flights;
            this.called = called;
            this.led = led;
            this.dies = dies;
        }

        @Override
        protected void answered(Integer answer) {
            called.incrementAndGet();
        }

        @Override
        protected void failed(Throwable failure) {
            called.incrementAndGet();
        }

        @Override
        protected void lead() {
            led.incrementAndGet();
            if (dies) {
                flights.died(this);
            } else {
                flights.landed(this, 1);
            }
        }
    }

    @Test
    void settingsSayTheValueAndTheBound() {
        assertThatThrownBy(() -> new SingleFlight.Settings(0))
                .hasMessage("the wait must be > 0, got 0");
    }
}

package dev.unruly.backend;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Decision;
import dev.unruly.policy.Pass;
import dev.unruly.policy.Rank;
import dev.unruly.policy.Shield;
import dev.unruly.world.Alarm;

/// A request of a caller that may be answered with the answer to another: it asks for all who ask
/// the same, or waits for whoever does. The alarm is the end of the wait; then it asks for itself.
final class Boarding extends Alarm {

    private static final int FAILED = 500;

    private final Crossing link;
    private final Flights flights;
    private final Shield shield;
    private final Job job;
    private final Act far;
    private final Told told;
    private final Seat seat = new Seat();
    private boolean asking;
    private boolean over;

    Boarding(Crossing link, Flights flights, Shield shield, Job job, Act far, Told told) {
        this.link = link;
        this.flights = flights;
        this.shield = shield;
        this.job = job;
        this.far = far;
        this.told = told;
    }

    /// Asks, or waits.
    void board(String key) {
        if (flights.all().join(key, seat)) {
            ask(true);
        } else {
            link.loop().arm(this, link.loop().nanos() + flights.policy().waitNanos());
            job.whenGone(this::callerLeaves);
        }
    }

    /// @param forAll whether others wait for it
    private void ask(boolean forAll) {
        asking = true;
        link.loop().disarm(this);
        GuardedAsk.Ended ended = forAll ? this::landed : _ -> {};
        var pass = new Pass(shield, Rank.ANY, link.loop().nanos());
        new GuardedAsk(link, pass, job, 0, far, told, ended).enter();
    }

    private void landed(int status) {
        if (status == Act.OK) {
            flights.all().landed(seat, status);
        } else {
            flights.all().died(seat);
        }
    }

    private void callerLeaves() {
        if (!asking && !over) {
            over = true;
            link.loop().disarm(this);
            var _ = flights.all().leave(seat);
            told.over(FAILED, true);
        }
    }

    @Override
    protected void ring(long nowNanos) {
        if (!asking && !over && flights.all().leave(seat)) {
            ask(false);
        }
    }

    /// Its part in the flight. What others do to it comes by way of the loop, once they have
    /// returned.
    private final class Seat extends SingleFlight.Passenger<String, Integer> {

        @Override
        protected void answered(Integer status) {
            link.loop()
                    .post(() -> {
                        if (!over && !asking) {
                            over = true;
                            link.loop().disarm(Boarding.this);
                            link.inForce().tally().count(Decision.SHARED);
                            told.over(status, false);
                        }
                    });
        }

        @Override
        protected void failed(Throwable failure) {
            throw new IllegalStateException("answers are statuses, failures too", failure);
        }

        @Override
        protected void lead() {
            link.loop()
                    .post(() -> {
                        if (over) {
                            flights.all().died(this);
                        } else {
                            ask(true);
                        }
                    });
        }
    }
}

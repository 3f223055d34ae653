package dev.unruly.backend;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Decision;
import dev.unruly.policy.Pass;
import dev.unruly.policy.Shelf;
import dev.unruly.world.Alarm;
import org.jspecify.annotations.Nullable;

/// A request that may be answered with the answer to another: it asks for all who ask the same, or
/// waits for whoever does. The alarm is the end of the wait; then it asks for itself.
final class Boarding extends Alarm {

    private final Guarding guarding;
    private final Flights flights;
    private final Pass pass;
    private final Errand errand;
    private final Caller caller;

    /// Null: nothing is kept.
    private final @Nullable Keeper keeper;

    private final Seat seat = new Seat();
    private boolean asking;

    Boarding(
            Guarding guarding,
            Flights flights,
            Pass pass,
            Errand errand,
            Caller caller,
            @Nullable Keeper keeper) {
        this.guarding = guarding;
        this.flights = flights;
        this.pass = pass;
        this.errand = errand;
        this.caller = caller;
        this.keeper = keeper;
    }

    /// Asks, or waits.
    void board(String key) {
        if (flights.all().join(key, seat)) {
            ask(true);
        } else {
            long now = guarding.loop().nanos();
            guarding.loop().arm(this, now + flights.policy().waitNanos());
            caller.whenGone(this::callerLeaves);
        }
    }

    /// @param forAll whether others wait for it
    private void ask(boolean forAll) {
        asking = true;
        guarding.loop().disarm(this);
        Shelf.Fetch fetch = keeper == null ? null : keeper.begin(errand, guarding.loop().nanos());
        guarding.ask(
                pass,
                errand,
                caller,
                status -> {
                    if (keeper != null && fetch != null) {
                        long now = guarding.loop().nanos();
                        keeper.answered(fetch, errand, status, guarding.bytes(errand), now);
                    }
                    if (forAll) {
                        landed(status);
                    }
                });
    }

    private void landed(int status) {
        if (status == Act.OK) {
            flights.all().landed(seat, status);
        } else {
            flights.all().died(seat);
        }
    }

    private void callerLeaves() {
        guarding.loop().disarm(this);
        var _ = flights.all().leave(seat);
    }

    @Override
    protected void ring(long nowNanos) {
        if (!asking && !caller.over() && flights.all().leave(seat)) {
            ask(false);
        }
    }

    /// Its part in the flight. What others do to it comes by way of the loop, once they have
    /// returned.
    private final class Seat extends SingleFlight.Passenger<String, Integer> {

        @Override
        protected void answered(Integer status) {
            guarding.loop()
                    .post(() -> {
                        if (!caller.over() && !asking) {
                            guarding.loop().disarm(Boarding.this);
                            guarding.count(Decision.SHARED);
                            guarding.settled(errand, true);
                            caller.over(status, false);
                        }
                    });
        }

        @Override
        protected void failed(Throwable failure) {
            throw new IllegalStateException("answers are statuses, failures too", failure);
        }

        @Override
        protected void lead() {
            guarding.loop()
                    .post(() -> {
                        if (caller.over()) {
                            flights.all().died(this);
                        } else {
                            ask(true);
                        }
                    });
        }
    }
}

package dev.unruly.gateway;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Decision;
import dev.unruly.policy.Pass;
import dev.unruly.world.Alarm;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A request that may be answered with the answer to another: it asks for all who ask the same, or
/// waits for whoever does. The alarm is the end of the wait; then it asks for itself.
final class Boarding extends Alarm implements ExchangeListener {

    private final GuardedLink link;
    private final Asked asked;
    private final @Nullable Relay relay;
    private final Flights flights;
    private final Pass pass;
    private final long fingerprint;
    private Wanted wanted;

    /// Null: nothing is kept.
    private final @Nullable Keeping keeping;

    private final Seat seat = new Seat();

    /// How it is asked for, once it is.
    private @Nullable Asking call;

    private boolean received;
    private boolean over;

    /// @param wanted on loan
    Boarding(
            GuardedLink link,
            Asked asked,
            Flights flights,
            Pass pass,
            long fingerprint,
            Wanted wanted,
            @Nullable Keeping keeping) {
        this.link = link;
        this.relay = keeping == null ? null : keeping.relay(asked, wanted);
        this.asked = relay == null ? asked : relay;
        this.keeping = keeping;
        this.flights = flights;
        this.pass = pass;
        this.fingerprint = fingerprint;
        this.wanted = keeping == null ? wanted : wanted.kept();
    }

    /// Asks, or waits.
    void board(String key, long nowNanos) {
        if (flights.all().join(key, seat)) {
            ask(true, nowNanos);
        } else {
            wanted = wanted.kept();
            long until = nowNanos + flights.policy().waitNanos();
            link.home().loop().arm(this, Math.min(until, wanted.deadlineNanos()));
        }
    }

    /// @param forAll whether others wait for it
    private void ask(boolean forAll, long nowNanos) {
        link.home().loop().disarm(this);
        Asking asking = link.asking(asked, pass, fingerprint);
        if (forAll || keeping != null) {
            tell(asking, forAll, nowNanos);
        }
        call = asking;
        asking.enter(wanted, nowNanos);
        if (received) {
            asking.caller().received(nowNanos);
        }
    }

    private void tell(Asking asking, boolean forAll, long nowNanos) {
        var copying =
                new Copying(() -> keeping != null || !(forAll && flights.all().endsAlone(seat)));
        Shelf.Fetch fetch = keeping == null ? null : keeping.begin(nowNanos);
        asking.tell(
                copying,
                answer -> {
                    if (keeping != null && fetch != null) {
                        long now = link.home().loop().nanos();
                        keeping.answered(fetch, wanted, copying.status(), answer, now);
                    }
                    if (forAll) {
                        landed(answer);
                    }
                });
    }

    /// The answer that others wait for has come, or will not.
    private void landed(Optional<Copy> answer) {
        if (answer.isPresent()) {
            flights.all().landed(seat, answer.get());
        } else {
            flights.all().died(seat);
        }
    }

    @Override
    protected void ring(long nowNanos) {
        if (call == null && !over && flights.all().leave(seat)) {
            ask(false, nowNanos);
        }
    }

    @Override
    public void head(int status, Fields fields, long nowNanos) {
        throw new IllegalStateException("the application answers nothing");
    }

    @Override
    public void body(Bytes bytes, long nowNanos) {
        if (call != null) {
            call.caller().body(bytes, nowNanos);
        }
    }

    @Override
    public void received(long nowNanos) {
        received = true;
        if (call != null) {
            call.caller().received(nowNanos);
        }
    }

    @Override
    public void drained(long nowNanos) {
        if (call != null) {
            call.caller().drained(nowNanos);
        }
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        over = true;
        link.home().loop().disarm(this);
        if (call != null) {
            call.caller().ended(relay == null ? ending : relay.told(ending), nowNanos);
        } else {
            var _ = flights.all().leave(seat);
        }
    }

    /// Its part in the flight. What others do to it comes by way of the loop, once they have
    /// returned.
    private final class Seat extends SingleFlight.Passenger<String, Copy> {

        @Override
        protected void answered(Copy answer) {
            later(() -> {
                over = true;
                link.home().loop().disarm(Boarding.this);
                link.home().defence().tally().count(Decision.SHARED);
                long now = link.home().loop().nanos();
                link.home().defence().repeats().ended(fingerprint, true, now);
                answer.answer(asked, RelayedHead.same(wanted.method(), "HEAD"));
            });
        }

        @Override
        protected void failed(Throwable failure) {
            throw new IllegalStateException("answers are copies, failures too", failure);
        }

        @Override
        protected void lead() {
            link.home()
                    .loop()
                    .post(() -> {
                        if (over) {
                            flights.all().died(this);
                        } else {
                            ask(true, link.home().loop().nanos());
                        }
                    });
        }

        private void later(Runnable what) {
            link.home()
                    .loop()
                    .post(() -> {
                        if (!over && call == null) {
                            what.run();
                        }
                    });
        }
    }
}

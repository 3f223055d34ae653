package dev.unruly.gateway;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Decision;
import java.util.Optional;

/// Fetches a new answer behind the back of somebody who was given the kept one. Who asks for the
/// same and finds nothing kept any more waits for it, as for anybody who asks.
final class Refreshing extends SingleFlight.Passenger<String, Copy> {

    private final Keeping keeping;
    private final Wanted wanted;
    private final Kept old;
    private final Flights flights;

    private Refreshing(Keeping keeping, Kept old, Wanted wanted, Flights flights) {
        this.keeping = keeping;
        this.wanted = wanted;
        this.flights = flights;
        this.old = old;
    }

    /// Begins, unless somebody asks for it already.
    ///
    /// @param keeping of the request that was answered with what was kept; its claim is held
    /// @param old what that is
    /// @param wanted kept
    static void begin(Keeping keeping, Kept old, Wanted wanted) {
        Flights flights = keeping.flights();
        var refreshing = new Refreshing(keeping, old, wanted, flights);
        String key = flights.key(wanted.method(), wanted.target(), wanted.fields()).orElseThrow();
        if (flights.all().join(key, refreshing)) {
            refreshing.fetch();
        }
    }

    private void fetch() {
        Listener home = keeping.home();
        home.defence().tally().count(Decision.REFRESHED);
        Shelf.Fetch fetch = keeping.begin(home.loop().nanos());
        var copying = new Copying(() -> true);
        Errand.run(
                home,
                keeping.shield(),
                wanted,
                copying,
                answer -> fetched(fetch, copying.status(), answer));
    }

    private void fetched(Shelf.Fetch fetch, int status, Optional<Copy> answer) {
        long now = keeping.home().loop().nanos();
        if (!keeping.answered(fetch, wanted, status, answer, now)) {
            old.claim().failed(now);
        }
        if (answer.isPresent()) {
            flights.all().landed(this, answer.get());
        } else {
            flights.all().died(this);
        }
    }

    /// Somebody else's answer, who has kept it if it may be kept.
    @Override
    protected void answered(Copy answer) {
        old.claim().giveBack();
    }

    @Override
    protected void failed(Throwable failure) {
        throw new IllegalStateException("answers are copies, failures too", failure);
    }

    /// Whoever asked is gone.
    @Override
    protected void lead() {
        keeping.home().loop().post(this::fetch);
    }
}

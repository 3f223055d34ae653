package dev.unruly.backend;

import dev.unruly.guard.SingleFlight;
import dev.unruly.model.Decision;
import dev.unruly.policy.Pass;
import dev.unruly.policy.Rank;
import dev.unruly.policy.Shelf;
import dev.unruly.policy.Treatment;

/// Fetches a new answer behind the back of somebody who was given the kept one. Who asks for the
/// same and finds nothing kept any more waits for it, as for anybody who asks.
final class Refreshing extends SingleFlight.Passenger<String, Integer> {

    private final Behind behind;
    private final Keeper keeper;
    private final Kept old;
    private final Errand errand;
    private final Flights flights;

    /// Where it is fetched.
    record Behind(Guarding guarding, Treatment<Flights, Keeper> treatment) {

        /// Who waits for whom.
        Flights flights(Keeper keeper) {
            Flights own = treatment.flights();
            return own == null ? keeper.flights() : own;
        }
    }

    /// @param old what was given; its claim is held
    Refreshing(Behind behind, Keeper keeper, Kept old, Errand errand) {
        this.behind = behind;
        this.keeper = keeper;
        this.old = old;
        this.errand = errand;
        this.flights = behind.flights(keeper);
    }

    /// Begins, unless somebody asks for it already.
    void begin() {
        if (flights.all().join(errand.key(flights.policy().sharedBy()).orElseThrow(), this)) {
            fetch();
        }
    }

    private void fetch() {
        Guarding guarding = behind.guarding;
        long now = guarding.loop().nanos();
        guarding.count(Decision.REFRESHED);
        Shelf.Fetch fetch = keeper.begin(errand, now);
        var nobody = new Caller(guarding.loop(), (_, _) -> {});
        var pass = new Pass(behind.treatment.shield(), Rank.LEAST, now);
        guarding.ask(pass, errand, nobody, status -> fetched(fetch, status));
    }

    private void fetched(Shelf.Fetch fetch, int status) {
        long now = behind.guarding.loop().nanos();
        if (!keeper.answered(fetch, errand, status, behind.guarding.bytes(errand), now)) {
            old.claim().failed(now);
        }
        if (status == Act.OK) {
            flights.all().landed(this, status);
        } else {
            flights.all().died(this);
        }
    }

    /// Somebody else's answer, who has kept it if it may be kept.
    @Override
    protected void answered(Integer status) {
        old.claim().giveBack();
    }

    @Override
    protected void failed(Throwable failure) {
        throw new IllegalStateException("answers are statuses, failures too", failure);
    }

    /// Whoever asked is gone.
    @Override
    protected void lead() {
        behind.guarding.loop().post(this::fetch);
    }
}

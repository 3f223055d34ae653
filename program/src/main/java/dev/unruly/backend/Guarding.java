package dev.unruly.backend;

import dev.unruly.chance.Purpose;
import dev.unruly.guard.Chance;
import dev.unruly.guard.Repeat;
import dev.unruly.model.Decision;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Policy;
import dev.unruly.policy.Again;
import dev.unruly.policy.InForce;
import dev.unruly.policy.Instances;
import dev.unruly.policy.Machines;
import dev.unruly.policy.Pass;
import dev.unruly.policy.Rank;
import dev.unruly.policy.Repeats;
import dev.unruly.policy.Shelf;
import dev.unruly.policy.Treatment;
import dev.unruly.policy.Triage;
import dev.unruly.world.Loop;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The policies of a link at work, as at a gateway's listener: what is asked over it is answered
/// with what is kept, waits for who asks the same, is refused, or crosses, more than once if it
/// may.
final class Guarding {

    /// By their methods (RFC 9110, section 9.2.2).
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");

    private static final Set<String> CHANGING = Set.of("POST", "PUT", "PATCH", "DELETE");

    private final Crossing link;
    private final Loop loop;
    private final boolean ofCallers;
    private final Link.Far far;
    private final Shelf<Kept> shelf = new Shelf<>(Shelf.MOST_BYTES);
    private final Instances instances;
    private final InForce<Flights, Keeper> inForce;
    private final boolean keeps;
    private int nextTurn;

    /// @param chance of its policies
    Guarding(Crossing link, Link plan, Loop loop, Chance chance) {
        this.link = link;
        this.loop = loop;
        this.ofCallers = plan.connecting() == Link.Connecting.OF_CALLERS;
        this.far = plan.far();
        this.instances = new Instances(far.instances());
        var makers =
                new Treatment.Makers<Flights, Keeper>() {
                    @Override
                    public Flights flights(Policy.SingleFlight policy) {
                        return Flights.of(policy);
                    }

                    @Override
                    public Keeper keeper(Policy.Cache policy) {
                        return new Keeper(policy, shelf, chance);
                    }
                };
        InForce<Flights, Keeper> nothing = InForce.nothing();
        this.inForce =
                nothing.with(
                        plan.protections(),
                        new Machines.Ground<>(instances, makers, chance, loop.nanos()));
        this.keeps = inForce.all().stream().anyMatch(m -> m.treatment().keeper() != null);
    }

    /// Asks the other side, which is told where the request goes.
    ///
    /// @param timeOutNanos how long it is waited for; 0: for ever
    void ask(Job job, long timeOutNanos, List<Act> acts, Told told) {
        int turn = inTurn();
        Treatment<Flights, Keeper> treatment =
                ofCallers ? inForce.of(job.asker().method(), job.target()) : inForce.rest();
        Told hearing = keeps && ofCallers ? hearing(job, told) : told;
        if (treatment.nothing()) {
            link.cross(job, timeOutNanos, ofCallers, acts.get(turn), hearing);
            return;
        }
        inForce.tally().asked();
        long now = loop.nanos();
        Errand came = errand(job, acts, turn);
        Keeper keeper = came.page().isEmpty() ? null : treatment.keeper();
        var behind = new Refreshing.Behind(this, treatment);
        if (keeper != null && keeper.gives(came, behind, now)) {
            settled(came, true);
            told.over(Act.OK, false);
            return;
        }
        var caller = new Caller(loop, hearing);
        Errand errand = repeating(came, now);
        Rank rank = rank(treatment.shield().triage(), job, now);
        var pass = new Pass(treatment.shield(), rank, now);
        Flights flights = keeper == null ? treatment.flights() : behind.flights(keeper);
        Optional<String> key =
                flights == null ? Optional.empty() : errand.key(flights.policy().sharedBy());
        if (flights != null && key.isPresent()) {
            new Boarding(this, flights, pass, errand, caller, keeper).board(key.get());
        } else {
            ask(pass, errand, caller, _ -> {});
        }
        if (ofCallers) {
            job.whenGone(caller::leaves);
        } else {
            caller.waits(timeOutNanos);
        }
    }

    /// A request is to cross, if its policies let it.
    ///
    /// @param ended told besides
    void ask(Pass pass, Errand errand, Caller caller, Sender.Ended ended) {
        Again again = pass.shield().again();
        if (again != null) {
            new Repeating(this, errand, pass, again, caller, ended).enter();
        } else {
            new Once(errand, caller, ended).enter(pass);
        }
    }

    private Errand errand(Job job, List<Act> acts, int turn) {
        if (ofCallers) {
            String method = job.asker().method();
            boolean plain = method.equals("GET") || method.equals("HEAD");
            return new Errand(
                    job,
                    acts,
                    turn,
                    1,
                    IDEMPOTENT.contains(method) ? Repeat.MAY : Repeat.MUST_NOT,
                    plain ? Optional.of(job.target()) : Optional.empty(),
                    job.asker().person());
        }
        boolean may =
                far.repeatable() == 1
                        || (far.repeatable() > 0 && job.uniform(Purpose.SAMPLE) < far.repeatable());
        Optional<String> page =
                may
                        ? far.keys().map(k -> "" + k.rank(job.uniform(Purpose.SAMPLE)))
                        : Optional.empty();
        Repeat repeat = may ? Repeat.MAY : Repeat.MUST_NOT;
        return new Errand(job, acts, turn, 1, repeat, page, Repeats.UNKNOWN);
    }

    /// Whether it repeats another is known at the edge alone.
    private Errand repeating(Errand errand, long nowNanos) {
        boolean repeats =
                ofCallers && inForce.repeats().begun(errand.job().asker().fingerprint(), nowNanos);
        return repeats ? errand.again() : errand;
    }

    private static Rank rank(@Nullable Triage triage, Job job, long now) {
        if (triage == null) {
            return Rank.ANY;
        }
        Asker asker = job.asker();
        long who = asker.person() == Repeats.UNKNOWN ? job.number() : asker.person();
        return triage.rank(asker.method(), job.target(), asker.ahead(), who, now);
    }

    /// Hears whether a request that changes something was done, or may have been.
    private Told hearing(Job job, Told told) {
        if (!CHANGING.contains(job.asker().method())) {
            return told;
        }
        boolean[] answered = {false};
        job.whenGone(() -> {
            if (!answered[0]) {
                shelf.forget(job.target());
            }
        });
        return (status, cut) -> {
            answered[0] = true;
            if (status == Act.OK || (cut && !job.gone())) {
                shelf.forget(job.target());
            }
            told.over(status, cut);
        };
    }

    /// Somebody was answered, well or not.
    void settled(Errand errand, boolean well) {
        if (ofCallers) {
            inForce.repeats().ended(errand.job().asker().fingerprint(), well, loop.nanos());
        }
    }

    /// The size of an answer; -1: it is one person's own.
    long bytes(Errand errand) {
        return ofCallers ? errand.job().sharedBytes() : far.bytes();
    }

    void count(Decision decision) {
        inForce.tally().count(decision);
    }

    /// Keeps nothing any more.
    void forget() {
        shelf.empty();
    }

    Crossing link() {
        return link;
    }

    Loop loop() {
        return loop;
    }

    Optional<GuardSecond> second(int dependency, int second) {
        return inForce.second(dependency, second);
    }

    /// Instances are taken in turn where none is chosen, as connections are.
    int inTurn() {
        int now = nextTurn;
        nextTurn = now + 1 < far.instances() ? now + 1 : 0;
        return now;
    }

    /// One request that is asked once.
    private final class Once implements Sender {

        private final Errand errand;
        private final Caller caller;
        private final Ended ended;

        Once(Errand errand, Caller caller, Ended ended) {
            this.errand = errand;
            this.caller = caller;
            this.ended = ended;
        }

        void enter(Pass pass) {
            var ask = new GuardedAsk(Guarding.this, pass, errand.attempt(), Decision.PASSED, this);
            caller.whenGone(ask::callerLeaves);
            ask.enter();
        }

        @Override
        public Crossing.Call across(Told told) {
            return link.cross(errand.job(), 0, false, errand.far().get(errand.turn()), told);
        }

        @Override
        public void over(int status, boolean cut) {
            caller.over(status, cut);
        }

        @Override
        public void done(int status, boolean wanted) {
            settled(errand, status == Act.OK && wanted);
            ended.with(status);
        }
    }
}

package dev.unruly.gateway;

import dev.unruly.guard.Attempt;
import dev.unruly.guard.CircuitBreaker;
import dev.unruly.guard.Deadline;
import dev.unruly.model.Decision;
import dev.unruly.policy.Again;
import dev.unruly.policy.Pass;
import dev.unruly.policy.Rank;
import dev.unruly.policy.Repeats;
import dev.unruly.policy.Shield;
import dev.unruly.policy.Treatment;
import dev.unruly.policy.Triage;
import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Visit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An HTTP connection of the application before any policy: each request passes those of its route,
/// or is answered here. What passes goes on to the [HttpLink] behind, and so to the faults and to
/// the dependency.
final class GuardedLink implements Guest, Onward {

    private static final int UNAVAILABLE = 503;
    private static final int TOO_LATE = 504;
    private static final long SECOND = 1_000_000_000L;

    private final Listener home;
    private final HttpLink link;
    private final List<GuardedCall> calls = new ArrayList<>(1);
    private @Nullable Visit visit;

    /// Requests under way that are not on the connection behind.
    private int tries;

    /// The connection behind is gone, and they are waited for.
    private boolean closes;

    GuardedLink(Listener home, HttpLink link) {
        this.home = home;
        this.link = link;
    }

    @Override
    public void entered(Visit hold, long nowNanos) {
        visit = hold;
        home.tally().opened();
        link.entered(new Watched(hold), nowNanos);
        if (!home.defence().spreads()) {
            link.dialAhead();
        }
    }

    @Override
    public ExchangeListener asked(
            Asked given, CharSequence method, CharSequence target, Fields fields, long nowNanos) {
        Relay relay = home.defence().overheard(given, method, target);
        return relay == null
                ? passed(given, method, target, fields, nowNanos)
                : relay.hears(passed(relay, method, target, fields, nowNanos));
    }

    private ExchangeListener passed(
            Asked asked, CharSequence method, CharSequence target, Fields fields, long nowNanos) {
        Defence defence = home.defence();
        Treatment<Flights, Keeper> treatment = defence.treatmentFor(method, target);
        if (treatment.nothing()) {
            return link.asked(asked, method, target, fields, nowNanos);
        }
        Shield shield = treatment.shield();
        defence.tally().asked();
        long fingerprint = Repeats.fingerprint(method, target, fields);
        Keeping keeping = Keeping.of(home, treatment, method, target, fields).orElse(null);
        if (keeping != null && keeping.gives(asked, method, fields, nowNanos)) {
            defence.repeats().ended(fingerprint, true, nowNanos);
            return new Settled();
        }
        boolean repeats = defence.repeats().begun(fingerprint, nowNanos);
        int attempt = Math.max(attempt(defence, fields), repeats ? 2 : 1);
        long deadline = deadline(defence, fields, nowNanos);
        var came = new Wanted(method, target, fields, attempt, deadline);
        Wanted wanted = keeping == null ? came : keeping.asks(came);
        var pass = new Pass(shield, rank(shield, wanted, nowNanos), nowNanos);
        Flights flights = keeping == null ? treatment.flights() : keeping.flights();
        Optional<String> key =
                flights == null ? Optional.empty() : flights.key(method, target, wanted.fields());
        if (flights != null && key.isPresent()) {
            var boarding = new Boarding(this, asked, flights, pass, fingerprint, wanted, keeping);
            boarding.board(key.get(), nowNanos);
            return boarding;
        }
        Asking asking = asking(asked, pass, fingerprint);
        asking.enter(wanted, nowNanos);
        return asking.caller();
    }

    /// A request that is to be asked of the dependency.
    Asking asking(Asked asked, Pass pass, long fingerprint) {
        Again again = pass.shield().again();
        if (again != null) {
            return new Tries(this, asked, pass, again, fingerprint);
        }
        var call = new GuardedCall(this, asked, pass, fingerprint, this, Decision.PASSED);
        calls.add(call);
        return call;
    }

    private Rank rank(Shield shield, Wanted wanted, long nowNanos) {
        Triage triage = shield.triage();
        return triage == null
                ? Rank.ANY
                : triage.rank(
                        wanted.method(), wanted.target(), wanted.fields(), link.number(), nowNanos);
    }

    private static long deadline(Defence defence, Fields fields, long nowNanos) {
        int grpc = fields.find(Deadline.GRPC_HEADER, 0);
        int envoy = fields.find(Deadline.HEADER, 0);
        if (grpc < 0 && envoy < 0) {
            return Deadline.NONE;
        }
        return defence.deadlines()
                .read(
                        grpc < 0 ? "" : fields.value(grpc),
                        envoy < 0 ? "" : fields.value(envoy),
                        nowNanos);
    }

    private static int attempt(Defence defence, Fields fields) {
        int at = fields.find(Attempt.HEADER, 0);
        return at < 0 ? 1 : defence.attempts().read(fields.value(at));
    }

    @Override
    public ExchangeListener pass(GuardedCall call, Wanted wanted, long nowNanos) {
        return link.asked(call, wanted.method(), wanted.target(), wanted.fields(), nowNanos);
    }

    /// Turns a request away.
    void refuse(Asked asked, Decision decision, Shield shield, long nowNanos) {
        boolean late = decision == Decision.NO_TIME_LEFT;
        CircuitBreaker breaker = shield.breaker();
        int again = late ? 0 : 1;
        if (decision == Decision.BREAKER && breaker != null) {
            again = (int) Math.ceilDiv(Math.max(1, breaker.openNanos(nowNanos)), SECOND);
        }
        answer(asked, new OwnHead(late ? TOO_LATE : UNAVAILABLE, again, false), words(decision));
    }

    private static String words(Decision decision) {
        return switch (decision) {
            case NO_TIME_LEFT -> "nothing is left of the deadline";
            case BREAKER -> "the circuit breaker is open";
            case BULKHEAD -> "all places are taken";
            case BUDGET -> "the budget for repeated requests is spent";
            case RATE -> "more are asked than the rate allows";
            case CONCURRENCY -> "more are asked at once than it carries";
            case SHED -> "work has to wait for too long";
            case THROTTLE -> "most of what was asked lately was refused";
            case PASSED, TIMED_OUT, RETRIED, HEDGED, HEDGE_WON, SHARED, KEPT, REFRESHED, OUTLIVED ->
                    throw new IllegalStateException(decision + " is no refusal");
        };
    }

    /// Answers instead of the dependency.
    void answer(Asked asked, OwnHead head, String why) {
        byte[] text =
                ("unruly: " + home.dependency().name() + ": " + why + "\n")
                        .getBytes(StandardCharsets.UTF_8);
        asked.answer(head, text.length);
        asked.write(Bytes.of(text));
        asked.finish();
    }

    /// A request is under way that is not on the connection behind.
    void triesBegin() {
        tries++;
    }

    /// It is over.
    void triesOver() {
        tries--;
        if (tries == 0 && closes && visit != null) {
            visit.close();
        }
    }

    /// Whether the end of the connection behind has to wait for what is under way elsewhere.
    private boolean closesLater() {
        closes = tries > 0 && !home.closing();
        return closes;
    }

    /// Ends the application's connection with a reset.
    void abort() {
        if (visit != null) {
            visit.abort();
        }
    }

    Listener home() {
        return home;
    }

    /// A call is over, and so is its work.
    void over(GuardedCall call) {
        calls.remove(call);
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        visit = null;
        home.tally().closed();
        link.ended(ending, nowNanos);
    }

    /// The application's connection, as the link behind sees it.
    private final class Watched implements Visit {

        private final Visit visit;

        Watched(Visit visit) {
            this.visit = visit;
        }

        @Override
        public long id() {
            return visit.id();
        }

        @Override
        public void close() {
            if (!closesLater()) {
                calls.forEach(GuardedCall::farGone);
                visit.close();
            }
        }

        @Override
        public void abort() {
            if (!closesLater()) {
                calls.forEach(GuardedCall::farGone);
                visit.abort();
            }
        }
    }
}

package dev.unruly.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The policies of one guard, and how a try passes through them: breaker, throttle, rate,
/// concurrency limit, bulkhead, timeout.
final class Policies {

    private static final int TOO_LATE = 0;
    private static final int BEGUN = 1;
    private static final int FELL_BACK = 2;

    /// A place of the concurrency limit that had others before it.
    private static final int BESIDE_OTHERS = Integer.MAX_VALUE;

    final String name;
    final Host host;
    final Reading reading;
    final @Nullable Timeout timeout;
    final @Nullable WorkBudget budget;
    final @Nullable Retry retry;
    final @Nullable Hedge hedge;
    final @Nullable CircuitBreaker breaker;
    final @Nullable Throttle throttle;
    final @Nullable RateLimit rate;
    final @Nullable ConcurrencyLimit limit;
    final @Nullable Bulkhead bulkhead;
    final @Nullable SingleFlight<Object, Object> flights;

    private final int alone;
    private final Tally tally = new Tally(3);

    /// What the end of a try's work says of the other side.
    enum End {
        ANSWERED,
        DROPPED,
        NEITHER
    }

    Policies(Host host, String name, Reading reading, List<Setting> settings) {
        this.host = host;
        this.name = name;
        this.reading = reading;
        once(name, settings);
        long now = host.nanos();
        Timeout ownTimeout = null;
        WorkBudget ownBudget = null;
        CircuitBreaker ownBreaker = null;
        Throttle ownThrottle = null;
        RateLimit ownRate = null;
        ConcurrencyLimit ownLimit = null;
        Bulkhead ownBulkhead = null;
        SingleFlight<Object, Object> ownFlights = null;
        Retry.Settings retries = null;
        Hedge.Settings hedges = null;
        int least = 0;
        for (Setting setting : settings) {
            switch (setting) {
                case Timeout.Settings own ->
                        ownTimeout = new Timeout(own, own.probe() == 0 ? host.chance() : chance());
                case WorkBudget.Settings own -> ownBudget = new WorkBudget(own, now);
                case Retry.Settings own -> retries = own;
                case Hedge.Settings own -> hedges = own;
                case CircuitBreaker.Settings own ->
                        ownBreaker = new CircuitBreaker(own, chance(), now);
                case Throttle.Settings own -> ownThrottle = new Throttle(own, chance(), now);
                case RateLimit.Settings own -> ownRate = new RateLimit(own, now);
                case ConcurrencyLimit.Settings own -> {
                    ownLimit = new ConcurrencyLimit(own, now);
                    least = own.least();
                }
                case Bulkhead.Settings own -> ownBulkhead = new Bulkhead(own);
                case SingleFlight.Settings own -> ownFlights = new SingleFlight<>(own);
            }
        }
        this.timeout = ownTimeout;
        this.budget = ownBudget;
        this.breaker = ownBreaker;
        this.throttle = ownThrottle;
        this.rate = ownRate;
        this.limit = ownLimit;
        this.bulkhead = ownBulkhead;
        this.flights = ownFlights;
        this.alone = least;
        this.retry =
                retries == null
                        ? null
                        : new Retry(retries, bounded("retries", ownBudget), chance());
        this.hedge =
                hedges == null ? null : new Hedge(hedges, bounded("hedges", ownBudget), chance());
        if (hedges != null
                && ownTimeout != null
                && hedges.delayNanos() >= ownTimeout.settings().nanos()) {
            throw new IllegalArgumentException(
                    name
                            + " hedges after "
                            + hedges.delayNanos()
                            + " ns, which must be less than its timeout of "
                            + ownTimeout.settings().nanos());
        }
    }

    private Chance chance() {
        return new Chance(host.chance().split());
    }

    private WorkBudget bounded(String what, @Nullable WorkBudget own) {
        if (own == null) {
            throw new IllegalArgumentException(
                    name
                            + " has "
                            + what
                            + " but no work budget: what may be repeated must be bounded");
        }
        return own;
    }

    private static void once(String name, List<Setting> settings) {
        Set<Class<?>> kinds = new HashSet<>();
        for (Setting setting : settings) {
            Class<?> kind = setting.getClass().getDeclaringClass();
            if (!kinds.add(kind)) {
                throw new IllegalArgumentException(
                        name + " has two settings of " + kind.getSimpleName());
            }
        }
    }

    // --- a call
    // ------------------------------------------------------------------------------------

    /// Something is asked of the dependency.
    void begin(Caller caller, long nowNanos) {
        if (caller.deadlineNanos() <= nowNanos) {
            tally.add(TOO_LATE);
            throw nothingLeft();
        }
        if (budget != null) {
            budget.asked(caller.attempt(), nowNanos);
        } else {
            tally.add(BEGUN);
        }
    }

    /// Something else was answered instead.
    void fellBack() {
        tally.add(FELL_BACK);
    }

    long begun() {
        return budget == null ? tally.sum(BEGUN) : budget.asked();
    }

    long tooLate() {
        return tally.sum(TOO_LATE);
    }

    long fallbacks() {
        return tally.sum(FELL_BACK);
    }

    /// Whether an exception is the other side's failure, and not a policy's word.
    boolean mayBeRepeated(Throwable exception) {
        return !(exception instanceof Refused) && reading.failed(exception);
    }

    /// The pause before what failed is tried again, or [Retry#REFUSED].
    long pauseNanos(Caller caller, Repeat repeat, int retryNumber, long retryAfterNanos) {
        return retry == null
                ? Retry.REFUSED
                : retry.pauseNanos(caller, repeat, retryNumber, retryAfterNanos, host.nanos());
    }

    // --- a try begins
    // ------------------------------------------------------------------------------

    /// A ticket, which is to be given back with [#left] or [#takeBack].
    long enter(long nowNanos) {
        long ticket = 0;
        if (breaker != null) {
            ticket = breaker.tryEnter(nowNanos);
            if (ticket == CircuitBreaker.REFUSED) {
                throw new Refused(name, "breaker", open(breaker, nowNanos));
            }
        }
        if (throttle != null && !throttle.tryEnter(nowNanos)) {
            cancelled(ticket);
            throw new Refused(
                    name,
                    "throttle",
                    text("with a chance of %.3f", throttle.refusedShare(nowNanos)));
        }
        if (rate != null && !rate.tryTake(nowNanos)) {
            cancelled(ticket);
            notAsked(nowNanos);
            throw new Refused(
                    name, "rate", text("for another %.6f s", rate.waitNanos(nowNanos) / 1e9));
        }
        if (limit == null) {
            return ticket << 1;
        }
        int place = limit.tryEnter();
        if (place == ConcurrencyLimit.REFUSED) {
            cancelled(ticket);
            notAsked(nowNanos);
            throw new Refused(name, "concurrency", limit.limit() + " are at work");
        }
        return ticket << 1 | (place <= alone ? 1 : 0);
    }

    private static String open(CircuitBreaker breaker, long nowNanos) {
        long left = breaker.openNanos(nowNanos);
        return left == Deadline.NONE
                ? "it is held open"
                : left > 0
                        ? text("open for another %.3f s", left / 1e9)
                        : "it lets only a few try again";
    }

    private static String text(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    Refused full() {
        Bulkhead.Snapshot now = bulkhead == null ? null : bulkhead.snapshot();
        return new Refused(
                name,
                "bulkhead",
                now == null
                        ? "there is none"
                        : now.taken()
                                + " of "
                                + now.places()
                                + " places are taken, "
                                + now.waiting()
                                + " wait");
    }

    Refused nothingLeft() {
        return new Refused(name, "deadline", "nothing is left of it");
    }

    /// When a try that begins now is given up; [Timeout#REFUSED] if it must not begin.
    long giveUpNanos(Caller caller, long nowNanos) {
        if (timeout != null) {
            return timeout.giveUpNanos(caller.deadlineNanos(), nowNanos);
        }
        return caller.deadlineNanos() <= nowNanos ? Timeout.REFUSED : caller.deadlineNanos();
    }

    /// As how often asked the work of a try is.
    static int told(Caller caller, int attempt) {
        return caller.attempt() + attempt - 1;
    }

    /// What the work of a try is told of its caller.
    static Caller told(Caller caller, int attempt, long giveUpNanos) {
        Caller told = caller.until(giveUpNanos);
        return attempt == 1 ? told : told.asked(told(caller, attempt));
    }

    /// A try has no place in the bulkhead, and does not begin after all.
    void takeBack(long ticket) {
        cancelled(ticket >>> 1);
        notAsked(host.nanos());
        if (limit != null) {
            limit.cancelled();
        }
    }

    private void cancelled(long breakerTicket) {
        if (breaker != null) {
            breaker.cancelled(breakerTicket);
        }
    }

    private void notAsked(long nowNanos) {
        if (throttle != null) {
            throttle.takeBack(nowNanos);
        }
    }

    // --- a try ends
    // --------------------------------------------------------------------------------

    /// The work of a try has really ended.
    void left(long ticket, End end, long tookNanos, long nowNanos) {
        if (bulkhead != null) {
            bulkhead.left(nowNanos);
        }
        if (limit != null) {
            switch (end) {
                case ANSWERED ->
                        limit.answered((ticket & 1) != 0 ? 1 : BESIDE_OTHERS, tookNanos, nowNanos);
                case DROPPED -> limit.dropped(nowNanos);
                case NEITHER -> limit.cancelled();
            }
        }
    }

    End end(@Nullable Object answer) {
        return reading.overloaded(answer) ? End.DROPPED : End.ANSWERED;
    }

    End end(Throwable exception) {
        return reading.overloaded(exception)
                ? End.DROPPED
                : reading.failed(exception) ? End.ANSWERED : End.NEITHER;
    }

    /// A try was answered.
    void answered(long ticket, @Nullable Object answer, long tookNanos, long nowNanos) {
        if (breaker != null) {
            if (reading.failed(answer)) {
                breaker.failed(ticket >>> 1, tookNanos, nowNanos);
            } else {
                breaker.succeeded(ticket >>> 1, tookNanos, nowNanos);
            }
        }
        if (throttle != null && !reading.overloaded(answer)) {
            throttle.accepted(nowNanos);
        }
    }

    /// A try ended with an exception.
    void threw(long ticket, Throwable exception, long tookNanos, long nowNanos) {
        if (breaker != null) {
            if (reading.failed(exception)) {
                breaker.failed(ticket >>> 1, tookNanos, nowNanos);
            } else {
                breaker.gaveUp(ticket >>> 1, tookNanos, nowNanos);
            }
        }
        if (throttle != null && !reading.overloaded(exception)) {
            throttle.accepted(nowNanos);
        }
    }

    /// A try took longer than it might.
    GaveUp gaveUp(long ticket, Caller caller, long tookNanos, long nowNanos) {
        boolean forCaller = caller.deadlineNanos() <= nowNanos;
        if (timeout != null) {
            timeout.gaveUp();
            forCaller &= tookNanos < timeout.settings().nanos();
        }
        if (forCaller) {
            lost(ticket, tookNanos, nowNanos);
        } else if (breaker != null) {
            breaker.failed(ticket >>> 1, tookNanos, nowNanos);
        }
        return new GaveUp(name, tookNanos, forCaller);
    }

    /// A try's answer is of no use any more: the caller has left, or another was quicker.
    void lost(long ticket, long tookNanos, long nowNanos) {
        if (breaker != null) {
            breaker.gaveUp(ticket >>> 1, tookNanos, nowNanos);
        }
        if (throttle != null) {
            throttle.accepted(nowNanos);
        }
    }
}

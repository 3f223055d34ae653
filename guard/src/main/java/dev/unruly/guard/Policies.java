package dev.unruly.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The policies of one guard, and how a try passes through them: breaker, bulkhead, timeout.
final class Policies {

    final String name;
    final Host host;
    final Reading reading;
    final @Nullable Timeout timeout;
    final @Nullable WorkBudget budget;
    final @Nullable Retry retry;
    final @Nullable CircuitBreaker breaker;
    final @Nullable Bulkhead bulkhead;
    final @Nullable SingleFlight<Object, Object> flights;

    private final Tally tally = new Tally(2);

    Policies(Host host, String name, Reading reading, List<Setting> settings) {
        this.host = host;
        this.name = name;
        this.reading = reading;
        once(name, settings);
        long now = host.nanos();
        Timeout ownTimeout = null;
        WorkBudget ownBudget = null;
        CircuitBreaker ownBreaker = null;
        Bulkhead ownBulkhead = null;
        SingleFlight<Object, Object> ownFlights = null;
        Retry.Settings retries = null;
        for (Setting setting : settings) {
            switch (setting) {
                case Timeout.Settings own -> ownTimeout = new Timeout(own);
                case WorkBudget.Settings own -> ownBudget = new WorkBudget(own, now);
                case Retry.Settings own -> retries = own;
                case CircuitBreaker.Settings own ->
                        ownBreaker = new CircuitBreaker(own, chance(host), now);
                case Bulkhead.Settings own -> ownBulkhead = new Bulkhead(own);
                case SingleFlight.Settings own -> ownFlights = new SingleFlight<>(own);
            }
        }
        this.timeout = ownTimeout;
        this.budget = ownBudget;
        this.breaker = ownBreaker;
        this.bulkhead = ownBulkhead;
        this.flights = ownFlights;
        this.retry = retries == null ? null : retry(name, retries, ownBudget, chance(host));
    }

    private static Chance chance(Host host) {
        return new Chance(host.chance().split());
    }

    private static Retry retry(
            String name, Retry.Settings settings, @Nullable WorkBudget budget, Chance chance) {
        if (budget == null) {
            throw new IllegalArgumentException(
                    name + " has retries but no work budget: what may be repeated must be bounded");
        }
        return new Retry(settings, budget, chance);
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
            tally.add(0);
            throw new Refused(name, "deadline", "nothing is left of it");
        }
        tally.add(1);
        if (budget != null) {
            budget.asked(caller.attempt(), nowNanos);
        }
    }

    long begun() {
        return tally.sum(1);
    }

    long tooLate() {
        return tally.sum(0);
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

    // --- a try
    // -------------------------------------------------------------------------------------

    /// A ticket of the breaker.
    long enterBreaker(long nowNanos) {
        if (breaker == null) {
            return 0;
        }
        long ticket = breaker.tryEnter(nowNanos);
        if (ticket == CircuitBreaker.REFUSED) {
            throw new Refused(name, "breaker", open(breaker, nowNanos));
        }
        return ticket;
    }

    private static String open(CircuitBreaker breaker, long nowNanos) {
        long left = breaker.openNanos(nowNanos);
        return left == Deadline.NONE
                ? "it is held open"
                : left > 0
                        ? String.format(Locale.ROOT, "open for another %.3f s", left / 1e9)
                        : "it lets only a few try again";
    }

    Refused full() {
        Bulkhead.Snapshot now = bulkhead == null ? null : bulkhead.snapshot();
        return new Refused(
                name,
                "bulkhead",
                now == null
                        ? "none"
                        : now.taken()
                                + " of "
                                + now.places()
                                + " places are taken, "
                                + now.waiting()
                                + " wait");
    }

    /// When a try that begins now is given up; [Timeout#REFUSED] if it must not begin.
    long giveUpNanos(Caller caller, long nowNanos) {
        if (timeout != null) {
            return timeout.giveUpNanos(caller.deadlineNanos(), nowNanos);
        }
        return caller.deadlineNanos() <= nowNanos ? Timeout.REFUSED : caller.deadlineNanos();
    }

    /// What the work of a try is told of its caller.
    static Caller told(Caller caller, int attempt, long giveUpNanos) {
        Caller told = caller.until(giveUpNanos);
        return attempt == 1 ? told : told.asked(caller.attempt() + attempt - 1);
    }

    /// A try did not begin after all.
    void takeBack(long ticket) {
        if (breaker != null) {
            breaker.cancelled(ticket);
        }
    }

    /// The work of a try has really ended.
    void left(long nowNanos) {
        if (bulkhead != null) {
            bulkhead.left(nowNanos);
        }
    }

    /// A try was answered.
    void answered(long ticket, @Nullable Object answer, long tookNanos, long nowNanos) {
        if (breaker == null) {
            return;
        }
        if (reading.failed(answer)) {
            breaker.failed(ticket, tookNanos, nowNanos);
        } else {
            breaker.succeeded(ticket, tookNanos, nowNanos);
        }
    }

    /// A try ended with an exception.
    void threw(long ticket, Throwable exception, long tookNanos, long nowNanos) {
        if (breaker == null) {
            return;
        }
        if (reading.failed(exception)) {
            breaker.failed(ticket, tookNanos, nowNanos);
        } else {
            breaker.gaveUp(ticket, tookNanos, nowNanos);
        }
    }

    /// A try took longer than it might.
    GaveUp gaveUp(long ticket, Caller caller, long tookNanos, long nowNanos) {
        boolean forCaller = caller.deadlineNanos() <= nowNanos;
        if (timeout != null) {
            timeout.gaveUp();
            forCaller &= tookNanos < timeout.settings().nanos();
        }
        if (breaker != null && forCaller) {
            breaker.gaveUp(ticket, tookNanos, nowNanos);
        } else if (breaker != null) {
            breaker.failed(ticket, tookNanos, nowNanos);
        }
        return new GaveUp(name, tookNanos, forCaller);
    }
}

package dev.unruly.model;

import java.util.List;

/// A protective setting, as written in a file, derived by advice, enforced by a gateway or exported
/// to another product. Times are nanoseconds.
///
/// How each of them works, with its theory and limits, is told by the class of the same name in the
/// module `guard`.
public sealed interface Policy {

    /// A try is given up after so long, or when the caller's own deadline has passed if that is
    /// sooner.
    ///
    /// @param probe the share of tries, drawn at random, that may take `fullNanos` instead: without
    ///   them nobody sees that answers take longer than before
    /// @param fullNanos how long those may take
    record Timeout(long nanos, Share probe, long fullNanos) implements Policy {
        public Timeout {
            positive("timeout", nanos);
            if (fullNanos < nanos) {
                throw new IllegalArgumentException(
                        "the full time must be >= the timeout, got " + fullNanos + " < " + nanos);
            }
        }

        /// Of all tries alike.
        public Timeout(long nanos) {
            this(nanos, Share.NONE, nanos);
        }
    }

    /// What failed is tried again: by itself, and only what may be repeated. The pause before the
    /// k-th retry is uniform between 0 and min(`mostNanos`, `baseNanos` · 2^(k−1)).
    ///
    /// @param most retries of one call
    record Retry(int most, long baseNanos, long mostNanos) implements Policy {
        public Retry {
            atLeast("retries", 1, most);
            positive("backoff base", baseNanos);
            if (mostNanos < baseNanos) {
                throw new IllegalArgumentException(
                        "the longest backoff must be >= the base, got "
                                + mostNanos
                                + " < "
                                + baseNanos);
            }
        }
    }

    /// How much work may be done twice: retries and hedges together are at most this share of the
    /// first tries, and so many a second besides.
    ///
    /// @param lastsNanos for how long what first tries have earned can be spent
    record Budget(Share share, double leastPerSecond, long lastsNanos) implements Policy {
        public Budget {
            if (!(leastPerSecond >= 0)) {
                throw new IllegalArgumentException(
                        "the least per second must be >= 0, got " + leastPerSecond);
            }
            positive("the time a budget lasts", lastsNanos);
        }
    }

    /// While too much of what is asked fails, or takes too long, nothing is asked.
    ///
    /// @param failed the share of failures that is too much
    /// @param slow the share of slow answers that is too much
    /// @param slowNanos beyond which an answer is slow
    /// @param windowNanos over which shares are taken
    /// @param openNanos for how long nothing is asked before the first trial
    /// @param least with fewer answers in the window it does not open
    record Breaker(
            Share failed, Share slow, long slowNanos, long windowNanos, long openNanos, int least)
            implements Policy {
        public Breaker {
            some("the share of failures", failed);
            some("the share of slow answers", slow);
            positive("what is slow", slowNanos);
            positive("the window", windowNanos);
            positive("the time it stays open", openNanos);
            atLeast("the least answers", 1, least);
        }

        /// With as few answers as it takes to be sure.
        public Breaker(Share failed, Share slow, long slowNanos, long windowNanos, long openNanos) {
            this(failed, slow, slowNanos, windowNanos, openNanos, 1);
        }
    }

    /// At most so many at a time; a place is taken until the work has really ended.
    ///
    /// @param waitNanos for how long one may wait for a place; 0: not at all
    record Bulkhead(int most, long waitNanos) implements Policy {
        public Bulkhead {
            atLeast("places", 1, most);
            if (waitNanos < 0) {
                throw new IllegalArgumentException("the wait must be >= 0, got " + waitNanos);
            }
        }
    }

    /// Who asks for what is being asked for already waits for that answer.
    ///
    /// @param waitNanos for how long they wait before they ask themselves
    /// @param sharedBy whether what one person was answered is right for another
    record SingleFlight(long waitNanos, Sharing sharedBy) implements Policy {
        public SingleFlight {
            positive("the wait", waitNanos);
        }

        /// Among the requests of one person.
        public SingleFlight(long waitNanos) {
            this(waitNanos, Sharing.ONE_PERSON);
        }
    }

    /// What takes longer than a delay is asked of another instance too, with a probability
    /// (SingleR); the first answer counts and the other is cancelled.
    record Hedge(long delayNanos, Share chance) implements Policy {
        public Hedge {
            positive("the delay", delayNanos);
            some("the chance", chance);
        }
    }

    /// At most as many at a time as the system has been seen to carry without slowing down.
    ///
    /// @param least at a time, however bad it looks
    /// @param first to begin with
    /// @param most at a time, however good it looks
    record Concurrency(int least, int first, int most) implements Policy {
        public Concurrency {
            atLeast("the least concurrency", 1, least);
            atLeast("the first concurrency", least, first);
            atLeast("the most concurrency", first, most);
        }
    }

    /// At most so many a second.
    ///
    /// @param burst how many may come at once after a pause
    record Rate(double perSecond, int burst) implements Policy {
        public Rate {
            if (!(perSecond > 0)) {
                throw new IllegalArgumentException("the rate must be > 0, got " + perSecond);
            }
            atLeast("the burst", 1, burst);
        }
    }

    /// What matters least is turned away first when work has to wait for longer than a target
    /// throughout an interval.
    ///
    /// @param critical routes, as `POST /checkout`, that are turned away last
    /// @param sheddable routes that are turned away first
    record Shed(long targetNanos, long intervalNanos, List<String> critical, List<String> sheddable)
            implements Policy {
        public Shed {
            critical = List.copyOf(critical);
            sheddable = List.copyOf(sheddable);
            positive("the target", targetNanos);
            if (intervalNanos < targetNanos) {
                throw new IllegalArgumentException(
                        "the interval must be >= the target, got "
                                + intervalNanos
                                + " < "
                                + targetNanos);
            }
        }

        /// Where everything matters alike.
        public Shed(long targetNanos, long intervalNanos) {
            this(targetNanos, intervalNanos, List.of(), List.of());
        }
    }

    /// The caller itself turns away what would be turned away: requests beyond `multiplier` times
    /// what was accepted lately.
    record Throttle(double multiplier, long windowNanos) implements Policy {
        public Throttle {
            if (!(multiplier >= 1)) {
                throw new IllegalArgumentException(
                        "the multiplier must be >= 1, got " + multiplier);
            }
            positive("the window", windowNanos);
        }
    }

    /// An instance that fails or lags behind the others is left out for a while.
    ///
    /// @param times how many times the others' median is too slow
    /// @param forNanos the first time; longer when it comes again
    /// @param most the share of instances that may be left out
    record Ejection(double times, long forNanos, Share most) implements Policy {
        public Ejection {
            if (!(times > 1)) {
                throw new IllegalArgumentException("times must be > 1, got " + times);
            }
            positive("the time it is left out", forNanos);
        }
    }

    /// Safe answers are kept and given again.
    ///
    /// @param freshNanos how long an answer is good
    /// @param staleNanos how long after that it may still be given while a new one is fetched
    /// @param jitter by which share the time is shortened at random, so that what was kept together
    ///   does not expire together
    /// @param eagerness of early refreshes (XFetch's β); 0: none
    /// @param sharedBy whether what one person was answered is right for another
    record Cache(long freshNanos, long staleNanos, Share jitter, double eagerness, Sharing sharedBy)
            implements Policy {
        public Cache {
            positive("how long an answer is good", freshNanos);
            if (staleNanos < 0) {
                throw new IllegalArgumentException("stale must be >= 0, got " + staleNanos);
            }
            if (!(eagerness >= 0)) {
                throw new IllegalArgumentException("eagerness must be >= 0, got " + eagerness);
            }
        }

        /// Among the requests of one person.
        public Cache(long freshNanos, long staleNanos, Share jitter, double eagerness) {
            this(freshNanos, staleNanos, jitter, eagerness, Sharing.ONE_PERSON);
        }
    }

    /// What it is called in files.
    default String key() {
        return switch (this) {
            case Timeout _ -> "timeout";
            case Retry _ -> "retry";
            case Budget _ -> "budget";
            case Breaker _ -> "breaker";
            case Bulkhead _ -> "bulkhead";
            case SingleFlight _ -> "single-flight";
            case Hedge _ -> "hedge";
            case Concurrency _ -> "concurrency";
            case Rate _ -> "rate";
            case Shed _ -> "shed";
            case Throttle _ -> "throttle";
            case Ejection _ -> "eject";
            case Cache _ -> "cache";
        };
    }

    /// For whom an answer is the same.
    enum Sharing {
        /// It may depend on who asks.
        ONE_PERSON,
        /// It does not.
        EVERYBODY
    }

    private static void positive(String what, long nanos) {
        if (nanos <= 0) {
            throw new IllegalArgumentException(what + " must be > 0, got " + nanos);
        }
    }

    private static void atLeast(String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be >= " + least + ", got " + value);
        }
    }

    private static void some(String what, Share share) {
        if (share.value() == 0) {
            throw new IllegalArgumentException(what + " must be > 0, got 0");
        }
    }
}

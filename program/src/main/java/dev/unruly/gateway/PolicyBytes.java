package dev.unruly.gateway;

import dev.unruly.journal.Eye;
import dev.unruly.journal.Ink;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.List;

/// How protections stand in bytes.
final class PolicyBytes {

    private static final int TIMEOUT = 1;
    private static final int RETRY = 2;
    private static final int BUDGET = 3;
    private static final int BREAKER = 4;
    private static final int BULKHEAD = 5;
    private static final int SINGLE_FLIGHT = 6;
    private static final int HEDGE = 7;
    private static final int CONCURRENCY = 8;
    private static final int RATE = 9;
    private static final int SHED = 10;
    private static final int THROTTLE = 11;
    private static final int EJECTION = 12;
    private static final int CACHE = 13;

    private PolicyBytes() {}

    static void write(Ink ink, List<Protection> protections) {
        ink.number(protections.size());
        for (Protection protection : protections) {
            ink.text(protection.dependency());
            ink.text(protection.route());
            ink.number(protection.policies().size());
            protection.policies().forEach(policy -> write(ink, policy));
        }
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws IllegalArgumentException if that is not what is there
    static List<Protection> read(Eye eye) {
        var protections = new ArrayList<Protection>();
        for (int left = eye.integer(); left > 0; left--) {
            String dependency = eye.text();
            String route = eye.text();
            var policies = new ArrayList<Policy>();
            for (int more = eye.integer(); more > 0; more--) {
                policies.add(policy(eye));
            }
            protections.add(new Protection(dependency, route, policies));
        }
        return protections;
    }

    private static void write(Ink ink, Policy policy) {
        switch (policy) {
            case Policy.Timeout p -> {
                numbers(ink, TIMEOUT, p.nanos(), p.fullNanos());
                ink.fraction(p.probe().value());
            }
            case Policy.Retry p -> numbers(ink, RETRY, p.most(), p.baseNanos(), p.mostNanos());
            case Policy.Budget p -> {
                numbers(ink, BUDGET, p.lastsNanos());
                ink.fraction(p.share().value());
                ink.fraction(p.leastPerSecond());
            }
            case Policy.Breaker p -> {
                numbers(ink, BREAKER, p.slowNanos(), p.windowNanos(), p.openNanos(), p.least());
                ink.fraction(p.failed().value());
                ink.fraction(p.slow().value());
            }
            case Policy.Bulkhead p -> numbers(ink, BULKHEAD, p.most(), p.waitNanos());
            case Policy.SingleFlight p ->
                    numbers(ink, SINGLE_FLIGHT, p.waitNanos(), everybody(p.sharedBy()));
            case Policy.Hedge p -> {
                numbers(ink, HEDGE, p.delayNanos());
                ink.fraction(p.chance().value());
            }
            case Policy.Concurrency p -> numbers(ink, CONCURRENCY, p.least(), p.first(), p.most());
            case Policy.Rate p -> {
                numbers(ink, RATE, p.burst());
                ink.fraction(p.perSecond());
            }
            case Policy.Shed p -> {
                numbers(ink, SHED, p.targetNanos(), p.intervalNanos());
                texts(ink, p.critical());
                texts(ink, p.sheddable());
            }
            case Policy.Throttle p -> {
                numbers(ink, THROTTLE, p.windowNanos());
                ink.fraction(p.multiplier());
            }
            case Policy.Ejection p -> {
                numbers(ink, EJECTION, p.forNanos());
                ink.fraction(p.times());
                ink.fraction(p.most().value());
            }
            case Policy.Cache p -> {
                numbers(ink, CACHE, p.freshNanos(), p.staleNanos(), everybody(p.sharedBy()));
                ink.fraction(p.jitter().value());
                ink.fraction(p.eagerness());
            }
        }
    }

    private static int everybody(Policy.Sharing sharing) {
        return switch (sharing) {
            case ONE_PERSON -> 0;
            case EVERYBODY -> 1;
        };
    }

    private static void texts(Ink ink, List<String> texts) {
        ink.number(texts.size());
        texts.forEach(ink::text);
    }

    private static List<String> texts(Eye eye) {
        var texts = new ArrayList<String>();
        for (int left = eye.integer(); left > 0; left--) {
            texts.add(eye.text());
        }
        return texts;
    }

    private static Policy.Sharing sharing(Eye eye) {
        return eye.number() == 1 ? Policy.Sharing.EVERYBODY : Policy.Sharing.ONE_PERSON;
    }

    private static void numbers(Ink ink, int kind, long... numbers) {
        ink.octet(kind);
        for (long number : numbers) {
            ink.number(number);
        }
    }

    private static Policy policy(Eye eye) {
        int kind = eye.octet();
        return switch (kind) {
            case TIMEOUT -> {
                long nanos = eye.number();
                long full = eye.number();
                yield new Policy.Timeout(nanos, share(eye), full);
            }
            case RETRY -> new Policy.Retry(eye.integer(), eye.number(), eye.number());
            case BUDGET -> {
                long lasts = eye.number();
                yield new Policy.Budget(share(eye), eye.fraction(), lasts);
            }
            case BREAKER -> {
                long slow = eye.number();
                long window = eye.number();
                long open = eye.number();
                int least = eye.integer();
                yield new Policy.Breaker(share(eye), share(eye), slow, window, open, least);
            }
            case BULKHEAD -> new Policy.Bulkhead(eye.integer(), eye.number());
            case SINGLE_FLIGHT -> new Policy.SingleFlight(eye.number(), sharing(eye));
            case HEDGE -> new Policy.Hedge(eye.number(), share(eye));
            case CONCURRENCY -> new Policy.Concurrency(eye.integer(), eye.integer(), eye.integer());
            case RATE -> {
                int burst = eye.integer();
                yield new Policy.Rate(eye.fraction(), burst);
            }
            case SHED -> new Policy.Shed(eye.number(), eye.number(), texts(eye), texts(eye));
            case THROTTLE -> {
                long window = eye.number();
                yield new Policy.Throttle(eye.fraction(), window);
            }
            case EJECTION -> {
                long length = eye.number();
                yield new Policy.Ejection(eye.fraction(), length, share(eye));
            }
            case CACHE -> {
                long fresh = eye.number();
                long stale = eye.number();
                Policy.Sharing sharing = sharing(eye);
                yield new Policy.Cache(fresh, stale, share(eye), eye.fraction(), sharing);
            }
            default -> throw new IllegalArgumentException("no kind of policy: " + kind);
        };
    }

    private static Share share(Eye eye) {
        return new Share(eye.fraction());
    }
}

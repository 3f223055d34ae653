package dev.unruly.advise;

import static dev.unruly.advise.Words.say;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What policies, derived or written by hand, contradict: each other, or what was seen.
public final class Contradictions {

    private final String place;
    private final List<Policy> policies;
    private final List<String> found = new ArrayList<>();

    private Contradictions(Protection protection) {
        this.place =
                protection.dependency()
                        + (protection.route().isEmpty() ? "" : " " + protection.route());
        this.policies = protection.policies();
    }

    /// One message for each contradiction.
    ///
    /// @param known what was seen, of the same dependency and route; what nothing is known of is
    ///   only held against itself
    public static List<String> of(List<Protection> protections, List<Known> known) {
        var all = new ArrayList<String>();
        for (Protection protection : protections) {
            var one = new Contradictions(protection);
            one.amongThemselves();
            for (Known seen : known) {
                if (seen.place().dependency().equals(protection.dependency())
                        && seen.place().route().equals(protection.route())
                        && seen.place().instance().isEmpty()) {
                    one.with(seen);
                }
            }
            all.addAll(one.found);
        }
        return all;
    }

    private void amongThemselves() {
        Optional<Policy.Timeout> timeout = policy(Policy.Timeout.class);
        Optional<Policy.Hedge> hedge = policy(Policy.Hedge.class);
        Optional<Policy.Retry> retry = policy(Policy.Retry.class);
        Optional<Policy.Budget> budget = policy(Policy.Budget.class);
        Optional<Policy.Bulkhead> bulkhead = policy(Policy.Bulkhead.class);
        if (hedge.isPresent()
                && timeout.isPresent()
                && hedge.get().delayNanos() >= timeout.get().nanos()) {
            tell(
                    "the hedge's delay of %s is not below the timeout of %s: none is ever sent",
                    Words.nanos(hedge.get().delayNanos()), Words.nanos(timeout.get().nanos()));
        }
        boolean nothing =
                budget.isPresent()
                        && budget.get().share().value() == 0
                        && budget.get().leastPerSecond() == 0;
        if (nothing && (retry.isPresent() || hedge.isPresent())) {
            tell(
                    "the budget is zero and there are %s: none is ever made",
                    retry.isPresent() ? retry.get().most() + " tries more" : "hedges");
        }
        policy(Policy.Breaker.class)
                .filter(b -> timeout.isPresent() && b.slowNanos() >= timeout.get().nanos())
                .ifPresent(b ->
                        tell(
                                "the breaker calls slow what takes longer than %s, and the"
                                        + " timeout of %s is sooner: nothing is ever slow",
                                Words.nanos(b.slowNanos()), Words.nanos(timeout.get().nanos())));
        policy(Policy.Concurrency.class)
                .filter(c -> bulkhead.isPresent() && c.least() > bulkhead.get().most())
                .ifPresent(c ->
                        tell(
                                "the least concurrency of %d is above the bulkhead's %d"
                                        + " places",
                                c.least(), bulkhead.get().most()));
    }

    private void with(Known known) {
        Optional<Policy.Timeout> timeout = policy(Policy.Timeout.class);
        Optional<Policy.Retry> retry = policy(Policy.Retry.class);
        if (!known.answered().isEmpty()) {
            long median = known.answered().quantile(0.5);
            timeout.filter(t -> t.nanos() < median)
                    .ifPresent(t ->
                            tell(
                                    "the timeout of %s is below the median of %s: more than"
                                            + " half of the calls are given up",
                                    Words.nanos(t.nanos()), Words.nanos(median)));
            double load = known.traffic().perSecond() * known.meanNanos() / 1e9;
            policy(Policy.Bulkhead.class)
                    .filter(b -> b.most() < load)
                    .ifPresent(b ->
                            tell(
                                    "the bulkhead has %d places, and %s calls run at a time"
                                            + " on average",
                                    b.most(), Words.figure(load)));
        }
        if (timeout.isPresent() && known.deadlineNanos() > 0) {
            double longest =
                    retry.map(r -> RetryRule.longest(r, timeout.get().nanos()))
                            .orElse((double) timeout.get().nanos());
            if (longest > known.deadlineNanos()) {
                tell(
                        "%s of %s, with pauses, take up to %s, and the caller waits %s",
                        retry.map(r -> 1 + r.most() + " tries").orElse("one try"),
                        Words.nanos(timeout.get().nanos()),
                        Words.nanos(longest),
                        Words.nanos(known.deadlineNanos()));
            }
        }
    }

    private <P extends Policy> Optional<P> policy(Class<P> kind) {
        return policies.stream().filter(kind::isInstance).map(kind::cast).findFirst();
    }

    private void tell(String format, Object... figures) {
        found.add(place + ": " + say(format, figures));
    }
}

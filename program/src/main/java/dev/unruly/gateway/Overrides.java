package dev.unruly.gateway;

import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What people have changed about policies, each change with an end. Of two about the same policy
/// the later one counts, and the earlier one is over.
public final class Overrides {

    private final List<Given> all = new ArrayList<>();
    private int last;

    /// A wish that is in force.
    ///
    /// @param number names it
    public record Given(int number, Wish wish, long setNanos, long untilNanos) {}

    Given give(Wish wish, long nowNanos) {
        var given = new Given(++last, wish, nowNanos, nowNanos + wish.forNanos());
        all.removeIf(other -> other.wish().sameAs(wish));
        all.add(given);
        return given;
    }

    /// Takes one back; empty: there is none of that number.
    Optional<Given> withdraw(int number) {
        Optional<Given> found = all.stream().filter(one -> one.number() == number).findFirst();
        found.ifPresent(all::remove);
        return found;
    }

    /// Those whose time is over; they are gone then.
    List<Given> ended(long nowNanos) {
        List<Given> over = all.stream().filter(one -> one.untilNanos() <= nowNanos).toList();
        all.removeAll(over);
        return over;
    }

    /// Those whose listener is none of these; they are gone then.
    List<Given> elsewhere(Set<String> listeners) {
        List<Given> over =
                all.stream().filter(one -> !listeners.contains(one.wish().dependency())).toList();
        all.removeAll(over);
        return over;
    }

    /// When the next one ends; Long.MAX_VALUE: there is none.
    long nextEndNanos() {
        return all.stream().mapToLong(Given::untilNanos).min().orElse(Long.MAX_VALUE);
    }

    List<Given> all() {
        return List.copyOf(all);
    }

    /// The one that changes a policy, if any does.
    Optional<Given> on(String dependency, String route, String policy) {
        return all.stream()
                .filter(one ->
                        one.wish().concerns(dependency, route, policy)
                                || one.wish().concerns(dependency, "", Wish.ALL))
                .findFirst();
    }

    /// What is in force instead of these protections.
    List<Protection> over(List<Protection> protections) {
        List<Protection> changed = protections;
        for (Given one : all) {
            changed =
                    switch (one.wish().change()) {
                        case Change.Put(Policy policy) -> with(changed, one.wish(), policy);
                        case Change.Off _, Change.HeldOpen _, Change.HeldClosed _ -> changed;
                    };
        }
        for (Given one : all) {
            changed =
                    switch (one.wish().change()) {
                        case Change.Off _ -> without(changed, one.wish());
                        case Change.Put _, Change.HeldOpen _, Change.HeldClosed _ -> changed;
                    };
        }
        return changed;
    }

    private static List<Protection> with(List<Protection> all, Wish wish, Policy policy) {
        var changed = new ArrayList<Protection>();
        boolean found = false;
        for (Protection one : all) {
            if (isAt(one, wish)) {
                found = true;
                var policies = new ArrayList<>(one.policies());
                policies.removeIf(other -> other.key().equals(wish.policy()));
                policies.add(policy);
                changed.add(new Protection(one.dependency(), one.route(), policies));
            } else {
                changed.add(one);
            }
        }
        if (!found) {
            changed.add(new Protection(wish.dependency(), wish.route(), List.of(policy)));
        }
        return changed;
    }

    private static List<Protection> without(List<Protection> all, Wish wish) {
        var changed = new ArrayList<Protection>();
        for (Protection one : all) {
            List<Policy> left =
                    one.policies().stream()
                            .filter(policy ->
                                    !wish.concerns(one.dependency(), one.route(), policy.key())
                                            && !wish.concerns(one.dependency(), "", Wish.ALL))
                            .toList();
            if (!left.isEmpty()) {
                changed.add(new Protection(one.dependency(), one.route(), left));
            }
        }
        return changed;
    }

    private static boolean isAt(Protection one, Wish wish) {
        return one.dependency().equals(wish.dependency()) && one.route().equals(wish.route());
    }
}

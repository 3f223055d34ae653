package dev.unruly.model;

import java.util.List;

/// What the policies of a listener did in one second.
///
/// @param dependency an index into [Roster#dependencies]
/// @param second since the run began
/// @param asked requests that came, before anything was decided
/// @param decisions how often each [Decision] was taken, in the order of their numbers
/// @param inFlight places taken at the second's end, also by work whose caller has gone
/// @param limit how many may be taken; 0: any number
/// @param openBreakers circuit breakers that let nothing pass at the second's end
public record GuardSecond(
        int dependency,
        int second,
        long asked,
        List<Long> decisions,
        int inFlight,
        int limit,
        int openBreakers) {

    public GuardSecond {
        decisions = List.copyOf(decisions);
        if (decisions.size() != Decision.COUNT) {
            throw new IllegalArgumentException(
                    "there are " + Decision.COUNT + " kinds of decisions, got " + decisions.size());
        }
    }

    /// How often a decision was taken.
    public long count(Decision decision) {
        return decisions.get(decision.number());
    }

    /// How many requests were turned away.
    public long refused() {
        long sum = 0;
        for (Decision decision : Decision.values()) {
            sum += decision.refuses() ? count(decision) : 0;
        }
        return sum;
    }
}

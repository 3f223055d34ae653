package dev.unruly.model;

import dev.unruly.chance.Distribution;
import java.util.List;

/// A graph of states that users walk.
///
/// @param name as written in the population
/// @param start the index of the first state
/// @param thinkSeconds the time between an answer and the next wish, where a state has no own
/// @param states by index
public record Journey(String name, int start, Distribution thinkSeconds, List<State> states) {

    /// Going away.
    public static final int LEAVE = -1;

    /// A page or an API call, and where people go from there.
    ///
    /// @param name as written; reports call it the endpoint
    /// @param call the page's own request
    /// @param with sub-resources, fetched in parallel once the page's head has arrived
    /// @param next where people go, in the order drawn from
    /// @param thinkSeconds the time they spend here before they go on
    /// @param critical whether much is at stake (a payment)
    /// @param patienceFactor by which patience is longer here, > 0
    /// @param once whether it must happen once at the most
    /// @param signedIn whether the user must have signed in
    /// @param sets variables that are set when the state has been answered
    public record State(
            String name,
            Call call,
            List<Template> with,
            List<Edge> next,
            Distribution thinkSeconds,
            boolean critical,
            double patienceFactor,
            boolean once,
            boolean signedIn,
            List<Assignment> sets) {

        public State {
            with = List.copyOf(with);
            next = List.copyOf(next);
            sets = List.copyOf(sets);
            if (!(patienceFactor > 0)) {
                throw new IllegalArgumentException("patience must be > 0, got x" + patienceFactor);
            }
            double sum = next.stream().mapToDouble(e -> e.share().value()).sum();
            if (Math.abs(sum - 1) > 1e-6) {
                throw new IllegalArgumentException(
                        "shares of what follows " + name + " must sum to 1, got " + sum);
            }
        }
    }

    /// A way on.
    ///
    /// @param to the index of a state, or [#LEAVE]
    /// @param share how often it is taken; where guards forbid some, the rest share out
    /// @param guard must hold for it to be taken
    public record Edge(int to, Share share, Guard guard) {}

    /// `variable = value` or `variable += number`.
    public record Assignment(String variable, Template value, boolean adds) {}

    public Journey {
        states = List.copyOf(states);
        if (start < 0 || start >= states.size()) {
            throw new IllegalArgumentException(
                    "start must be one of " + states.size() + " states, got " + start);
        }
        for (State state : states) {
            for (Edge edge : state.next()) {
                if (edge.to() < LEAVE || edge.to() >= states.size()) {
                    throw new IllegalArgumentException(
                            state.name() + " leads to state " + edge.to() + ", which is not there");
                }
            }
        }
    }
}

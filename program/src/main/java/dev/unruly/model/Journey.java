package dev.unruly.model;

import dev.unruly.chance.Distribution;
import java.util.List;

/// A graph of states that users walk.
///
/// @param name as written in the population
/// @param starts in which states people begin, by their shares
/// @param thinkSeconds the time between an answer and the next wish, where a state has no own
/// @param states by index
public record Journey(
        String name, List<Start> starts, Distribution thinkSeconds, List<State> states) {

    /// Going away.
    public static final int LEAVE = -1;

    /// A state in which some begin.
    ///
    /// @param state its index
    /// @param share of those who walk this journey
    public record Start(int state, Share share) {}

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

    /// One that everybody begins in the same state.
    public Journey(String name, int start, Distribution thinkSeconds, List<State> states) {
        this(name, List.of(new Start(start, Share.ALL)), thinkSeconds, states);
    }

    public Journey {
        starts = List.copyOf(starts);
        states = List.copyOf(states);
        for (Start start : starts) {
            if (start.state < 0 || start.state >= states.size()) {
                throw new IllegalArgumentException(
                        "start must be one of " + states.size() + " states, got " + start.state);
            }
        }
        double sum = starts.stream().mapToDouble(s -> s.share().value()).sum();
        if (Math.abs(sum - 1) > 1e-6) {
            throw new IllegalArgumentException(
                    "shares of where " + name + " begins must sum to 1, got " + sum);
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

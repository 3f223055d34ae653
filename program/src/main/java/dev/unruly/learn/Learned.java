package dev.unruly.learn;

import dev.unruly.chance.Distribution;
import dev.unruly.model.ObservedLatency;
import java.util.ArrayList;
import java.util.List;

/// What the evidence says about the people, as pure data: each number with sample, interval and
/// origin, and what could not be learned with the reason.
///
/// States, items and regions are numbers, as in [Walk]; their names are kept by whoever coded them.
///
/// @param sessions how many walks it rests on
/// @param steps how many steps these have in all
/// @param personas the largest share first; at least one unless there was no session
/// @param items one per state that shows items
/// @param regions the largest share first; one of code −1 where none is known
/// @param conversions one per state that stands for success, empty: none is known
/// @param latencies how long answers took
/// @param warnings what a reader must know before trusting this
/// @param notLearned what is a prior or missing, and why
public record Learned(
        long sessions,
        long steps,
        List<Kind> personas,
        List<Items> items,
        List<Place> regions,
        LearnedArrivals arrivals,
        LearnedPatience patience,
        Reacts whenSlow,
        Reacts whenFailed,
        List<Conversion> conversions,
        List<ObservedLatency> latencies,
        List<String> warnings,
        List<NotLearned> notLearned) {

    /// Going away, as the target of a [Way].
    public static final int LEAVE = -1;

    /// Wherever one came from, in a [Node].
    public static final int ANYWHERE = -1;

    /// Where one came from who has just come, in a [Node].
    public static final int NOWHERE = -2;

    public Learned {
        personas = List.copyOf(personas);
        items = List.copyOf(items);
        regions = List.copyOf(regions);
        conversions = List.copyOf(conversions);
        latencies = List.copyOf(latencies);
        warnings = List.copyOf(warnings);
        notLearned = List.copyOf(notLearned);
    }

    /// The same with latencies measured elsewhere.
    public Learned withLatencies(List<ObservedLatency> measured) {
        return new Learned(
                sessions,
                steps,
                personas,
                items,
                regions,
                arrivals,
                patience,
                whenSlow,
                whenFailed,
                conversions,
                measured,
                warnings,
                notLearned);
    }

    /// The same with people and arrivals that are known otherwise.
    Learned with(
            List<Kind> others,
            LearnedArrivals coming,
            List<String> said,
            List<NotLearned> missing) {
        return new Learned(
                sessions,
                steps,
                others,
                items,
                regions,
                coming,
                patience,
                whenSlow,
                whenFailed,
                conversions,
                latencies,
                said,
                missing);
    }

    /// The same people, who come as another piece of evidence says.
    ///
    /// @param missing what that could not tell
    public Learned withArrivals(LearnedArrivals coming, List<NotLearned> missing) {
        var all = new ArrayList<>(notLearned);
        all.removeIf(one -> NotLearned.OF_ARRIVALS.contains(one.what()));
        all.addAll(missing);
        return with(personas, coming, warnings, all);
    }

    /// A persona: people who walk alike.
    ///
    /// @param name what they do, such as `browser`
    /// @param share of the sessions
    /// @param starts where sessions begin: to indexes of nodes
    /// @param nodes the states, those split by where one came from after the others
    /// @param steps per session
    /// @param think the time between an answer and the next wish, over all states
    /// @param converts how many of them reach a state of success; a prior of 0 where none is known
    public record Kind(
            String name,
            Figure share,
            List<Way> starts,
            List<Node> nodes,
            SessionLength steps,
            ThinkTime think,
            Figure converts) {
        public Kind {
            starts = List.copyOf(starts);
            nodes = List.copyOf(nodes);
        }
    }

    /// A state as one persona walks it.
    ///
    /// @param state its number
    /// @param cameFrom the state before, or [#NOWHERE], where that matters here; else [#ANYWHERE]
    /// @param visits how often it was seen
    /// @param ways where they go from here; the shares sum to 1
    /// @param think how long they stay before they go on
    public record Node(int state, int cameFrom, long visits, List<Way> ways, ThinkTime think) {
        public Node {
            ways = List.copyOf(ways);
        }
    }

    /// A way on.
    ///
    /// @param to the index of a node of the same persona, or [#LEAVE]
    /// @param count how often it was taken
    /// @param share of those who were here
    public record Way(int to, long count, Figure share) {}

    /// How many steps a session has.
    public record SessionLength(Figure mean, double median, double p90, double most) {}

    /// Times to think, in seconds.
    ///
    /// @param distribution what to draw from
    /// @param basis why it is this one
    /// @param parameters those of the family, in the order of its constructor; empty for quantiles
    /// @param median with its interval
    /// @param distance the Kolmogorov–Smirnov distance of the sample; NaN where there is none
    /// @param sample how many times were seen here
    public record ThinkTime(
            Distribution distribution,
            Basis basis,
            List<Parameter> parameters,
            Figure median,
            double distance,
            long sample) {
        public ThinkTime {
            parameters = List.copyOf(parameters);
        }
    }

    /// Why a distribution is the one it is.
    public enum Basis {
        /// The best of the families by Akaike's criterion.
        FAMILY,
        /// No family is near enough: the sample's own quantiles.
        QUANTILES,
        /// No family is near, and too few here for quantiles: those of all states, each over its
        /// own median, times this one's.
        SCALED,
        /// Too few here: the fit of all states together.
        POOLED,
        /// Too few at all.
        PRIOR
    }

    /// A parameter of a family.
    public record Parameter(String name, Figure figure) {}

    /// How visits spread over the items of a state: a share of 1/rankˢ for the item of a rank.
    ///
    /// @param state which shows the items
    /// @param distinct how many there are
    /// @param visits to items in all
    /// @param exponent s
    /// @param hot times in which one item was wanted far more than else
    public record Items(int state, long distinct, long visits, Figure exponent, List<HotItem> hot) {
        public Items {
            hot = List.copyOf(hot);
        }
    }

    /// An item that was wanted far more than else for a while.
    ///
    /// @param rank over all time, from 1
    /// @param share of the visits in that time
    /// @param usually its share of the rest of the time
    public record HotItem(int rank, long fromMillis, long toMillis, Figure share, double usually) {}

    /// A region: its code (−1: not known) and its share of the sessions.
    public record Place(int region, Figure share) {}

    /// What people do after trouble. The four shares sum to 1. A log cannot tell a refresh from a
    /// new tab, nor who waits on from who has nothing to wait for.
    ///
    /// @param trouble how often there was such trouble
    /// @param again ask the same again at once
    /// @param later ask the same again after a pause
    /// @param leave the session ends
    /// @param goOn they do something else
    /// @param tries per wish after such trouble
    /// @param pauseSeconds before asking again later
    public record Reacts(
            long trouble,
            Figure again,
            Figure later,
            Figure leave,
            Figure goOn,
            Figure tries,
            ThinkTime pauseSeconds) {}

    /// The share of sessions that reach a state of success.
    ///
    /// @param byHand whether the user named the state; else it was guessed
    public record Conversion(int state, Figure share, boolean byHand) {}

    /// Something that is a prior or missing.
    public record NotLearned(String what, String why) {

        /// What is not learned of how people come.
        static final List<String> OF_ARRIVALS =
                List.of("arrivals", "the course of a day", "weekdays");
    }
}

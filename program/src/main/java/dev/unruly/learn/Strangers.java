package dev.unruly.learn;

import dev.unruly.learn.Learned.Kind;
import dev.unruly.learn.Learned.Node;
import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.Learned.SessionLength;
import dev.unruly.learn.Learned.ThinkTime;
import dev.unruly.learn.Learned.Way;
import java.util.ArrayList;
import java.util.List;

/// People of whom the evidence says only when they came: each asks for the first page and goes, so
/// that as much is asked for as the evidence has arrivals. All of that is a prior.
public final class Strangers {

    /// The page that they ask for.
    public static final StateName HOME = new StateName("home", "GET", "/", 0, List.of());

    private Strangers() {}

    /// Nobody at all.
    public static Learned nobody() {
        Learned learned = Learning.from(_ -> {}, Settings.of(1, 1_800), Success.unknown());
        return learned.with(List.of(), learned.arrivals(), List.of(), List.of());
    }

    /// They, and how they come.
    ///
    /// @param missing what could not be learned of that
    public static Learned people(LearnedArrivals arrivals, List<NotLearned> missing) {
        Figure one = Figure.prior(1);
        ThinkTime none = ThinkTimes.PRIOR;
        var home = new Node(0, Learned.ANYWHERE, 0, List.of(new Way(Learned.LEAVE, 0, one)), none);
        var visitor =
                new Kind(
                        "visitor",
                        one,
                        List.of(new Way(0, 0, one)),
                        List.of(home),
                        new SessionLength(one, 1, 1, 1),
                        none,
                        Figure.prior(0));
        var all = new ArrayList<NotLearned>();
        all.add(
                new NotLearned(
                        "people",
                        "the evidence says when somebody came, and nothing of what they did: each"
                                + " asks once"));
        all.addAll(missing);
        return nobody().with(List.of(visitor), arrivals, List.of(), all);
    }
}

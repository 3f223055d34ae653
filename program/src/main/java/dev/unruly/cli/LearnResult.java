package dev.unruly.cli;

import dev.unruly.learn.Fidelity;
import dev.unruly.learn.Learned;
import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.LearnedArrivals;
import dev.unruly.learn.LearnedArrivals.Excitement;
import dev.unruly.learn.Portrait;
import dev.unruly.learn.Series;
import dev.unruly.learn.StateName;
import dev.unruly.learn.Strangers;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// What was learned of people and of how they come.
///
/// @param said what became of the evidence
/// @param portrait empty: nobody was seen
/// @param fidelity empty: too little was held back
/// @param came when sessions began, in milliseconds since the epoch; empty: not to be trusted
record LearnResult(
        List<String> said,
        Learned learned,
        List<StateName> states,
        Optional<Portrait> portrait,
        Optional<Fidelity> fidelity,
        long[] came) {

    private static final double HOUR_MILLIS = 3_600_000;

    LearnResult {
        said = List.copyOf(said);
    }

    /// Nobody was seen.
    ///
    /// @param why with words for people
    static LearnResult nobody(List<String> why) {
        return new LearnResult(
                why,
                Strangers.nobody(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                new long[0]);
    }

    /// Somebody came, and nothing else is known of them.
    static LearnResult of(Series series) {
        var missing = new ArrayList<NotLearned>();
        LearnedArrivals arrivals = series.arrivals(missing::add);
        Learned learned = Strangers.people(arrivals, missing);
        List<StateName> home = List.of(Strangers.HOME);
        var portrait = Portrait.of(learned, home, List.of(), Map.of());
        return new LearnResult(
                said(arrivals, portrait, series),
                learned,
                home,
                Optional.of(portrait),
                Optional.empty(),
                new long[0]);
    }

    private static List<String> said(LearnedArrivals arrivals, Portrait portrait, Series series) {
        var said = new ArrayList<String>();
        said.add("arrivals " + String.join("; ", portrait.arrivalRemarks()));
        if (arrivals instanceof LearnedArrivals.Known known
                && known.excitement() instanceof Excitement.None none) {
            said.add("that arrivals bring arrivals is not said: " + none.why());
        }
        if (series.roomless() > 0) {
            said.add(
                    String.format(
                            Locale.ROOT,
                            "%,d arrivals are more than there is room for, and left out",
                            series.roomless()));
        }
        return said;
    }

    /// People, who come as they did, or as a series says that covers more time.
    ///
    /// @param dependency what the whole is called in latencies
    /// @param pages of what pages are made, as far as recordings show it
    /// @param asked states whose items may be written down
    static LearnResult of(
            LearnPeople people,
            String dependency,
            PageParts pages,
            Optional<Series> series,
            List<String> asked) {
        var said = new ArrayList<String>(people.sessions().report());
        Learned learned = people.learned(dependency);
        List<StateName> named = pages.with(people.sessions().states());
        Map<Integer, List<String>> items = people.items(asked);
        Portrait portrait = Portrait.of(learned, named, people.regions(), items);
        Optional<Fidelity> fidelity = people.fidelity(learned, portrait);
        if (series.isPresent()) {
            var missing = new ArrayList<NotLearned>();
            LearnedArrivals own = learned.arrivals();
            LearnedArrivals other = series.get().arrivals(missing::add);
            if (other.seenMillis() > own.seenMillis()) {
                double each = people.requestsEach();
                learned = learned.withArrivals(other.dividedBy(each), missing);
                portrait = Portrait.of(learned, named, people.regions(), items);
                said.add(longer("series", other, own));
                said.add(
                        String.format(
                                Locale.ROOT,
                                "  what it counts is taken for requests, of which a session makes"
                                        + " %.3g; fidelity is that of the requests' own arrivals",
                                each));
                said.addAll(said(other, portrait, series.get()));
            } else {
                said.add(longer("requests", own, other));
            }
        }
        return new LearnResult(
                said, learned, named, Optional.of(portrait), fidelity, people.came());
    }

    private static String longer(String what, LearnedArrivals taken, LearnedArrivals left) {
        return String.format(
                Locale.ROOT,
                "arrivals are those of the %s, seen for %.1f h beside %.1f h",
                what,
                taken.seenMillis() / HOUR_MILLIS,
                left.seenMillis() / HOUR_MILLIS);
    }
}

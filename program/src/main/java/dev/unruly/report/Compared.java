package dev.unruly.report;

import dev.unruly.model.Experiment;
import dev.unruly.model.Journey;
import dev.unruly.model.Roster;
import dev.unruly.model.RunResult;
import java.util.List;
import java.util.stream.IntStream;

/// One of several runs that are shown beside each other.
///
/// @param label what it is called there, in a word or three
/// @param link to its own report, from where the comparison stands; empty: there is none
/// @param result what it has shown
/// @param critical endpoints whose latency is shown by themselves, as the result names them
public record Compared(String label, String link, RunResult result, List<String> critical) {

    public Compared {
        critical = List.copyOf(critical);
    }

    /// One of which it is not known what matters most.
    public Compared(String label, String link, RunResult result) {
        this(label, link, result, List.of());
    }

    /// The endpoints that matter most: those that are said to, and what must happen once.
    public static List<String> critical(Experiment experiment) {
        List<String> names = Roster.of(experiment).endpoints();
        List<Journey.State> states =
                experiment.population().journeys().stream()
                        .flatMap(journey -> journey.states().stream())
                        .toList();
        return IntStream.range(0, states.size())
                .filter(i -> states.get(i).critical() || states.get(i).once())
                .mapToObj(names::get)
                .toList();
    }
}

package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Expectation;
import dev.unruly.model.Experiment;
import dev.unruly.model.Feed;
import dev.unruly.model.Trigger;

/// What can be played, but hardly as it was meant: warnings.
final class Doubts {

    private final Section section;

    Doubts(Section section) {
        this.section = section;
    }

    void ask(Experiment experiment) {
        boolean popular =
                experiment.population().feeds().stream()
                        .anyMatch(f -> f.order() instanceof Feed.Order.Zipf);
        if (!popular && experiment.triggers().stream().anyMatch(Doubts::skews)) {
            warn(
                    "triggers",
                    "`hot-items` changes nothing: no feed has an order of popularity",
                    "write order: { zipf: 0.9 } at the feed of what visitors look at");
        }
        if (experiment.triggers().isEmpty()
                && experiment.expectations().stream()
                        .anyMatch(e -> e.metric() instanceof Expectation.Metric.Recovers)) {
            warn("expect", "there is no trigger to recover from", "add one, or remove `recovers`");
        }
        askForTime(experiment);
    }

    /// A load that is longer than the run would be cut short.
    private void askForTime(Experiment experiment) {
        long run = Crowd.lengthNanos(experiment.phases(), experiment.triggers());
        ArrivalWords.endNanos(experiment.arrivals())
                .filter(end -> end > run)
                .ifPresent(end ->
                        warn(
                                "arrivals",
                                "users would come for "
                                        + Ink.nanos(end)
                                        + ", but by plan the run ends after "
                                        + Ink.nanos(run),
                                "make `phases` longer, or the rest will not come"));
    }

    private static boolean skews(Trigger trigger) {
        return trigger instanceof Trigger.Surge surge
                && surge.arrival() instanceof Arrival.Viral viral
                && viral.hotItems() > 0;
    }

    private void warn(String key, String wrong, String right) {
        section.value().reading().warn(section.keyOf(key).at(), wrong, right);
    }
}

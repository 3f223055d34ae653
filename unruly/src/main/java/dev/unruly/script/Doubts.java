package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Dependency;
import dev.unruly.model.Feed;
import dev.unruly.model.HostPort;
import dev.unruly.model.Population;
import dev.unruly.model.Target;
import dev.unruly.model.Trigger;
import java.util.List;

/// What can be played, but hardly as it was meant: warnings.
final class Doubts {

    private final Reading reading;

    Doubts(Reading reading) {
        this.reading = reading;
    }

    void ask(
            Section section,
            Population population,
            List<Dependency> dependencies,
            List<Trigger> triggers,
            Target target) {
        boolean hot =
                triggers.stream()
                        .anyMatch(t ->
                                t instanceof Trigger.Surge surge
                                        && surge.arrival() instanceof Arrival.Viral viral
                                        && viral.hotItems() > 0);
        boolean popular =
                population.feeds().stream().anyMatch(f -> f.order() instanceof Feed.Order.Zipf);
        if (hot && !popular) {
            warn(
                    section,
                    "triggers",
                    "`hot-items` changes nothing: no feed has an order of popularity",
                    "write order: { zipf: 0.9 } at the feed of what they look at");
        }
        if (triggers.isEmpty() && expectsRecovery(section)) {
            warn(
                    section,
                    "expect",
                    "there is no trigger to recover from",
                    "add one, or remove `recovers`");
        }
        for (Dependency dependency : dependencies) {
            if (isTarget(dependency.listen(), target)) {
                warn(
                        section,
                        "target",
                        "the target is where the gateway listens for `" + dependency.name() + "`",
                        "aim at the application itself");
            }
        }
    }

    private static boolean expectsRecovery(Section section) {
        return section.find("expect").stream()
                .flatMap(v -> v.items("").stream())
                .anyMatch(v -> v.text("").startsWith("recovers"));
    }

    private static boolean isTarget(HostPort listen, Target target) {
        return listen.equals(target.at());
    }

    private void warn(Section section, String key, String wrong, String right) {
        reading.warn(section.keyOf(key).at(), wrong, right);
    }
}

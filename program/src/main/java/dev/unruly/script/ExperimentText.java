package dev.unruly.script;

import dev.unruly.model.Arrival;
import dev.unruly.model.Phases;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A first experiment as a file: people who arrive at a target, and what must hold. Triggers,
/// dependencies and hooks are for whoever knows the system to add.
///
/// @param name of the experiment, as a run's folder may be called
/// @param target a URL
/// @param population the name of a file beside it
/// @param allowed hosts beyond loopback that may be sent to, with the most requests per second
/// @param instead arrivals that are written as comments behind the others, for whoever likes them
///   better
/// @param couldGoWrong triggers, written as comments
/// @param expectations as they are written
/// @param abortIf guardrails as they are written
public record ExperimentText(
        String name,
        String target,
        String population,
        long seed,
        Map<String, Double> allowed,
        List<Arrival> arrivals,
        List<String> instead,
        Phases phases,
        List<String> couldGoWrong,
        List<String> expectations,
        List<String> abortIf) {

    public ExperimentText {
        allowed = Map.copyOf(allowed);
        arrivals = List.copyOf(arrivals);
        instead = List.copyOf(instead);
        couldGoWrong = List.copyOf(couldGoWrong);
        expectations = List.copyOf(expectations);
        abortIf = List.copyOf(abortIf);
    }

    /// The file's lines.
    ///
    /// @param header comments at the top, without their #
    /// @param remarks by place: `arrivals/0`, `phases`, `target`
    public List<String> lines(List<String> header, Map<String, String> remarks) {
        var lines = new ArrayList<String>();
        header.forEach(line -> lines.add(line.isEmpty() ? "#" : "# " + Ink.bare(line)));
        lines.add("name: " + name);
        lines.add("target: " + Ink.quoted(target) + remark(remarks, "target"));
        if (!allowed.isEmpty()) {
            lines.add("allow-targets:");
            allowed.forEach((host, most) ->
                    lines.add(
                            "  - { host: %s, max-rate: %s }"
                                    .formatted(Ink.quoted(host), Ink.rate(most))));
        }
        lines.add("population: " + Ink.quoted(population));
        lines.add("seed: " + seed);
        lines.add("arrivals:");
        for (int i = 0; i < arrivals.size(); i++) {
            String arrival = "  - " + ArrivalText.of(arrivals.get(i));
            lines.add(arrival + remark(remarks, "arrivals/" + i));
        }
        instead.forEach(line -> lines.add("  # " + Ink.bare(line)));
        lines.add(
                "phases: { warm-up: %s, baseline: %s, watch: %s, relief: %s }%s"
                        .formatted(
                                Ink.nanos(phases.warmUpNanos()),
                                Ink.nanos(phases.baselineNanos()),
                                Ink.nanos(phases.watchNanos()),
                                phases.reliefMostNanos() == 0
                                        ? "none"
                                        : Ink.nanos(phases.reliefMostNanos()),
                                remark(remarks, "phases")));
        couldGoWrong.forEach(line -> lines.add("# " + Ink.bare(line)));
        list("expect", expectations, lines);
        list("abort-if", abortIf, lines);
        return lines;
    }

    /// More users for a while, as an item of `triggers:`.
    public static String surge(double perSecond, long forNanos) {
        return "- surge: { at: 0s, for: %s, rate: %s }"
                .formatted(Ink.nanos(forNanos), Ink.rate(perSecond));
    }

    /// A text in quotes, as a file has it.
    public static String quoted(String text) {
        return Ink.quoted(text);
    }

    private static String remark(Map<String, String> remarks, String place) {
        return Ink.comment(remarks.getOrDefault(place, ""));
    }

    private static void list(String key, List<String> items, List<String> lines) {
        if (!items.isEmpty()) {
            lines.add(key + ":");
            items.forEach(item -> lines.add("  - " + item));
        }
    }
}

package dev.unruly.report;

import dev.unruly.model.Dependency;
import dev.unruly.model.Experiment;
import dev.unruly.model.Persona;
import dev.unruly.model.Phases;
import dev.unruly.model.Region;
import dev.unruly.model.Trigger;
import java.util.ArrayList;
import java.util.List;

/// What a run is going to offer, said before it does.
///
/// @param users who wish anything
/// @param intents their wishes
/// @param requests that those need if all goes well
/// @param seconds how long it is, by plan
/// @param mostPerSecond wishes in the second that has most
/// @param schedule the digest of it all
public record Offer(
        long users,
        long intents,
        long requests,
        double seconds,
        double mostPerSecond,
        String schedule) {

    private static final int LABEL = 11;
    private static final int INDENT = 2;
    private static final int WIDEST = 110;

    /// Its lines.
    ///
    /// @param columns that the terminal has
    public List<String> lines(Experiment experiment, int columns) {
        int width = Math.clamp(columns, 40, WIDEST);
        var lines = new ArrayList<String>();
        put(lines, "target", target(experiment), width);
        put(lines, "people", people(experiment), width);
        put(
                lines,
                "intents",
                Figures.count(intents)
                        + " ("
                        + Figures.rate(intents / seconds)
                        + "/s on average, at most "
                        + Figures.rate(mostPerSecond)
                        + "/s); they need "
                        + Figures.count(requests)
                        + " requests if all goes well",
                width);
        put(lines, "phases", phases(experiment.phases()), width);
        String label = experiment.triggers().isEmpty() ? "" : "triggers";
        for (Trigger trigger : experiment.triggers()) {
            String at =
                    Figures.clock(
                            (experiment.phases().warmUpNanos()
                                            + experiment.phases().baselineNanos()
                                            + trigger.atNanos())
                                    / 1e9);
            put(lines, label, at + "  " + Triggers.words(trigger), width);
            label = "";
        }
        put(lines, "seed", experiment.seed() + ", schedule " + schedule, width);
        return lines;
    }

    private static void put(List<String> lines, String label, String text, int width) {
        List<String> wrapped = Plain.wrap(text, width - INDENT - LABEL);
        for (int i = 0; i < wrapped.size(); i++) {
            String head = i == 0 ? label : "";
            lines.add(
                    " ".repeat(INDENT) + head + " ".repeat(LABEL - head.length()) + wrapped.get(i));
        }
    }

    private static String target(Experiment experiment) {
        List<String> names = experiment.dependencies().stream().map(Dependency::name).toList();
        return experiment.target().url()
                + (names.isEmpty()
                        ? ""
                        : "; listeners in front of its " + String.join(", ", names));
    }

    private String people(Experiment experiment) {
        List<Region> regions = experiment.population().regions();
        List<Persona> personas = experiment.population().personas();
        var text = new StringBuilder(Figures.count(users));
        text.append(" in ").append(Figures.length(seconds)).append(": ");
        text.append(
                String.join(
                        ", ",
                        personas.stream()
                                .map(p -> p.name() + " " + share(p.share().value()))
                                .toList()));
        if (regions.size() > 1) {
            text.append("; from ")
                    .append(
                            String.join(
                                    ", ",
                                    regions.stream()
                                            .map(r -> r.name() + " " + share(r.share().value()))
                                            .toList()));
        }
        return text.toString();
    }

    private static String share(double share) {
        return Figures.say("%.0f %%", 100 * share);
    }

    private static String phases(Phases phases) {
        return "warm-up "
                + Figures.length(phases.warmUpNanos() / 1e9)
                + ", baseline "
                + Figures.length(phases.baselineNanos() / 1e9)
                + ", triggers, watch at least "
                + Figures.length(phases.watchNanos() / 1e9)
                + (phases.reliefMostNanos() == 0 ? "" : ", relief if it does not come back");
    }
}

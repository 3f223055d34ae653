package dev.unruly.cli;

import dev.unruly.advise.Advice;
import dev.unruly.advise.Derived;
import dev.unruly.advise.Place;
import dev.unruly.advise.Setting;
import dev.unruly.model.Policy;
import dev.unruly.report.RunText;
import dev.unruly.report.Settled;
import dev.unruly.run.Derivation;
import dev.unruly.script.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Settings with their reasons, for a terminal.
final class DerivationText {

    private DerivationText() {}

    /// Those that the gateway puts in force, for a page.
    static List<Settled> settled(Derivation derivation) {
        var all = new ArrayList<Settled>();
        for (Derivation.Line line : derivation.lines()) {
            if (line.enforced()) {
                String value =
                        switch (line.derived()) {
                            case Derived.Found<List<Policy>>(List<Policy> found, String _) ->
                                    found.stream()
                                            .map(PolicyText::line)
                                            .collect(Collectors.joining("; "));
                            case Derived.Refused<List<Policy>> _ -> line.setting() + ": none";
                        };
                all.add(
                        new Settled(
                                place(line),
                                value,
                                line.stamp().toString(),
                                line.derived().because()));
            }
        }
        return all;
    }

    /// Those that the gateway puts in force.
    static List<String> enforced(Derivation derivation, int columns) {
        return lines(
                derivation,
                derivation.lines().stream().filter(Derivation.Line::enforced).toList(),
                columns);
    }

    /// All of them.
    static List<String> all(Derivation derivation, int columns) {
        return lines(derivation, derivation.lines(), columns);
    }

    /// Settings of places, routes among them.
    static List<String> advice(Advice advice, int columns) {
        var lines = new ArrayList<String>();
        String place = "";
        for (Advice.Item item : advice.items()) {
            if (!item.place().toString().equals(place)) {
                place = item.place().toString();
                lines.add("  " + place);
            }
            switch (item.setting()) {
                case Derived.Found<Setting>(Setting found, String _) ->
                        found.policies().stream()
                                .map(Derivation::rounded)
                                .forEach(policy ->
                                        lines.add(
                                                "    "
                                                        + PolicyText.line(policy)
                                                        + "  # "
                                                        + item.stamp()));
                case Derived.Refused<Setting> _ -> lines.add("    " + item.kind() + ": none");
            }
            lines.addAll(RunText.wrapped(item.setting().because(), 6, columns));
        }
        for (String contradiction : advice.contradictions()) {
            lines.add("");
            lines.addAll(RunText.wrapped(contradiction, 2, columns));
        }
        return lines;
    }

    private static String place(Derivation.Line line) {
        return new Place(line.dependency(), line.route(), "").toString();
    }

    /// Each setting as in a file, where it is from, and below it what it follows from.
    private static List<String> lines(
            Derivation derivation, List<Derivation.Line> shown, int columns) {
        var lines = new ArrayList<String>();
        String place = "";
        for (Derivation.Line line : shown) {
            if (!place(line).equals(place)) {
                place = place(line);
                lines.add("  " + place);
            }
            switch (line.derived()) {
                case Derived.Found<List<Policy>>(List<Policy> found, String _) ->
                        found.forEach(policy ->
                                lines.add(
                                        "    " + PolicyText.line(policy) + "  # " + line.stamp()));
                case Derived.Refused<List<Policy>> _ ->
                        lines.add("    " + line.setting() + ": none");
            }
            lines.addAll(RunText.wrapped(line.derived().because(), 6, columns));
        }
        for (String contradiction : derivation.contradictions()) {
            lines.add("");
            lines.addAll(RunText.wrapped(contradiction, 2, columns));
        }
        return lines;
    }
}

package dev.unruly.cli;

import dev.unruly.advise.Allowance;
import dev.unruly.advise.Goal;
import dev.unruly.advise.LatencyBudget;
import dev.unruly.advise.Shapes;
import dev.unruly.report.RunText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A budget over calls, for a terminal.
final class GoalText {

    private static final int MOST_PARTS = 8;

    private GoalText() {}

    /// What traces show of the request itself.
    static List<String> shapes(Shapes shapes, double percentile) {
        return List.of(
                say(
                        "    %,d requests were traced, and took %s at that percentile; %s of them are"
                                + " made as below (of %d ways)",
                        shapes.whole().count(),
                        ms(shapes.whole().quantile(percentile)),
                        percent(shapes.share()),
                        shapes.count()));
    }

    /// All of it.
    static List<String> lines(Goal goal, String because, int columns) {
        var lines = new ArrayList<String>();
        lines.addAll(RunText.wrapped(because + "  # " + goal.stamp(), 4, columns));
        for (LatencyBudget budget : goal.budgets()) {
            boolean kept = budget.nanos() <= goal.allowance().targetNanos();
            lines.add(
                    say(
                            "    %-12s %9s  [%s, %s]%s  %s",
                            budget.dependence().toString().toLowerCase(Locale.ROOT),
                            ms(budget.nanos()),
                            ms(budget.interval().low()),
                            ms(budget.interval().high()),
                            budget.errorNanos() > 0 ? " ± " + ms(budget.errorNanos()) : "",
                            kept ? "within" : "beyond"));
            lines.addAll(RunText.wrapped(eaten(budget), 6, columns));
        }
        Allowance allowance = goal.allowance();
        lines.add(
                allowance.factor() >= 1
                        ? say(
                                "    if independent, all calls may be %s times as slow; then each"
                                        + " may have",
                                figure(allowance.factor()))
                        : say(
                                "    if independent, all calls must take %s of their time; then"
                                        + " each may have",
                                percent(allowance.factor())));
        allowance.parts().stream()
                .sorted((a, b) -> Double.compare(b.mayNanos(), a.mayNanos()))
                .limit(MOST_PARTS)
                .forEach(part -> lines.add(part(part)));
        if (allowance.parts().size() > MOST_PARTS) {
            lines.add("      and " + (allowance.parts().size() - MOST_PARTS) + " shorter ones");
        }
        goal.notes().forEach(note -> lines.addAll(RunText.wrapped(note, 4, columns)));
        return lines;
    }

    private static String part(Allowance.Part part) {
        String alone =
                part.aloneFactor() == 0
                        ? "no change of it alone keeps the budget"
                        : part.aloneFactor() >= 1
                                ? say(
                                        "alone it may be %s times as slow",
                                        figure(part.aloneFactor()))
                                : say(
                                        "alone it must take %s of its time",
                                        percent(part.aloneFactor()));
        return say(
                "      %-40s p%s %9s now, %9s then; %s",
                part.name(),
                figure(100 * part.level()),
                ms(part.nowNanos()),
                ms(part.mayNanos()),
                alone);
    }

    /// Calls of one name are one.
    private static String eaten(LatencyBudget budget) {
        Map<String, Double> shares = new LinkedHashMap<>();
        for (LatencyBudget.Part part : budget.parts()) {
            String name =
                    part.name().isEmpty() ? "pauses" : part.name().replaceFirst(" #\\d+$", "");
            shares.merge(name, part.share(), Double::sum);
        }
        var words = new ArrayList<String>();
        shares.entrySet().stream()
                .filter(e -> e.getValue() >= 0.005)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .limit(MOST_PARTS)
                .forEach(e -> words.add(percent(e.getValue()) + " " + e.getKey()));
        return "spent on: " + String.join(", ", words);
    }

    private static String ms(double nanos) {
        return say(
                nanos < 9.995e6 ? "%.2f ms" : nanos < 99.95e6 ? "%.1f ms" : "%,.0f ms",
                nanos / 1e6);
    }

    private static String percent(double share) {
        return say("%.0f %%", 100 * share);
    }

    private static String figure(double value) {
        return say("%.3f", value).replaceAll("\\.?0+$", "");
    }

    private static String say(String format, Object... figures) {
        return String.format(Locale.ROOT, format, figures);
    }
}

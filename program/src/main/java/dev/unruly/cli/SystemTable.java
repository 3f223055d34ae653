package dev.unruly.cli;

import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Callee;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Page;
import dev.unruly.model.SystemModel.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;

/// A model of a system for people: each figure, where it is from, and what it follows from.
final class SystemTable {

    private final List<String> lines = new ArrayList<>();

    private SystemTable() {}

    static List<String> lines(SystemModel system) {
        var table = new SystemTable();
        table.application(system.application());
        system.callees().forEach(table::callee);
        system.cache()
                .miss()
                .forEach((name, calls) ->
                        table.row("cache", "a miss calls " + name, number(calls), calls));
        if (!system.cache().miss().isEmpty()) {
            Figure lives = system.cache().lives();
            table.row("cache", "lives", say("%.0f s", lives.value()), lives);
        }
        system.pages().forEach(table::page);
        return table.lines;
    }

    private void application(Application a) {
        row("application", "workers", number(a.workers()), a.workers());
        row("", "queue", number(a.queue()), a.queue());
        row("", "places", number(a.places()), a.places());
        row("", "waits for a place", forEver(a.patience()), a.patience());
        row("", "places usually taken", number(a.usual()), a.usual());
        row("", "own work, crowded", number(a.crowded()) + " ×", a.crowded());
        row("", "own work in a place", say("%.0f %%", 100 * a.held().value()), a.held());
        row(
                "",
                "when callers leave",
                a.worksOn().value() > 0.5 ? "works on" : "drops",
                a.worksOn());
    }

    private void callee(Callee c) {
        double mean = 1e3 * c.takes().seconds().mean();
        row(c.name(), "takes", say("%.2f ms", mean), c.takes().stamp(), c.takes().why());
        row("", "crowded", number(c.crowded()) + " ×", c.crowded());
        row("", "retries of the application", number(c.retries()), c.retries());
        row("", "time-out", forEver(c.timeOut()), c.timeOut());
        for (SystemModel.Time other : c.others()) {
            double there = 1e3 * other.seconds().mean();
            row("", "another takes", say("%.2f ms", there), other.stamp(), other.why());
        }
        Figure repeatable = c.asked().repeatable();
        row("", "may be asked twice", say("%.0f %%", 100 * repeatable.value()), repeatable);
        c.asked()
                .keys()
                .ifPresent(keys -> {
                    String many = keys.size() + ", skew " + say("%.2f", keys.exponent());
                    row("", "keys", many, Stamp.GIVEN, "");
                });
    }

    private void page(Page page) {
        double mean = 1e3 * page.takes().seconds().mean();
        String stamp = page.takes().stamp() == Stamp.GIVEN ? "" : page.takes().why();
        row(page.name(), "takes itself", say("%.2f ms", mean), page.takes().stamp(), stamp);
        var calls = new StringJoiner(", ");
        for (Map.Entry<String, Figure> call : page.calls().entrySet()) {
            calls.add(number(call.getValue()) + " " + call.getKey());
        }
        page.calls().values().stream()
                .findFirst()
                .ifPresent(f -> row("", "calls", calls.toString(), f.stamp(), f.why()));
    }

    private void row(String who, String what, String value, Figure figure) {
        row(who, what, value, figure.stamp(), figure.why());
    }

    private void row(String who, String what, String value, Stamp stamp, String why) {
        lines.add(
                "  %-16s %-26s %-12s %-9s %s"
                        .formatted(who, what, value, stamp, why)
                        .stripTrailing());
    }

    private static String forEver(Figure figure) {
        return figure.value() == 0 ? "for ever" : say("%.1f s", figure.value());
    }

    private static String number(Figure figure) {
        if (Double.isInfinite(figure.value())) {
            return "endless";
        }
        return figure.value() == Math.rint(figure.value())
                ? say("%.0f", figure.value())
                : say("%.2f", figure.value());
    }

    private static String say(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}

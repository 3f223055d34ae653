package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Stamp;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/// A model of a system as a file: what is written here is read again as it was, to four digits.
/// Where a figure is from stands behind it, as a comment.
public final class SystemText {

    private static final MathContext DIGITS = new MathContext(4);

    private SystemText() {}

    /// The file's lines.
    public static List<String> lines(SystemModel system) {
        var lines = new ArrayList<String>();
        lines.add("# A model of a system, for `unruly simulate FILE --system` this file.");
        lines.add("# Correct what you know better; what is behind # says where a figure is from.");
        lines.add("format: " + SystemReader.FORMAT);
        if (!system.edge().isEmpty()) {
            lines.add("edge: " + system.edge());
        }
        SystemModel.Application a = system.application();
        lines.add("application:");
        lines.add(figure("  workers: ", whole(a.workers()), a.workers()));
        lines.add(figure("  queue: ", whole(a.queue()), a.queue()));
        lines.add(figure("  places: ", whole(a.places()), a.places()));
        lines.add(figure("  patience: ", forEver(a.patience()), a.patience()));
        lines.add(figure("  usual: ", number(a.usual().value()), a.usual()));
        lines.add(figure("  crowded: ", number(a.crowded().value()), a.crowded()));
        lines.add(figure("  held: ", number(a.held().value()), a.held()));
        String gone = a.worksOn().value() > 0.5 ? "work-on" : "drop";
        lines.add(figure("  when-callers-leave: ", gone, a.worksOn()));
        lines.add("dependencies:");
        system.callees().forEach(callee -> callee(callee, lines));
        if (!system.cache().miss().isEmpty()) {
            lines.add("cache:");
            lines.add(
                    figure(
                            "  lives: ",
                            seconds(system.cache().lives().value()),
                            system.cache().lives()));
            lines.add("  miss:");
            system.cache()
                    .miss()
                    .forEach((name, calls) ->
                            lines.add(figure("    " + name + ": ", number(calls.value()), calls)));
        }
        lines.add("pages:");
        system.pages().forEach(page -> page(page, lines));
        return lines;
    }

    private static void callee(SystemModel.Callee callee, List<String> lines) {
        lines.add("  " + callee.name() + ":");
        lines.add(time("    takes: ", callee.takes()));
        lines.add(figure("    crowded: ", number(callee.crowded().value()), callee.crowded()));
        String connecting =
                switch (callee.connecting()) {
                    case BY_ITSELF -> "by-itself";
                    case BY_A_POOL -> "by-a-pool";
                };
        lines.add("    connections: " + connecting);
        lines.add(figure("    retries: ", whole(callee.retries()), callee.retries()));
        lines.add(figure("    time-out: ", forEver(callee.timeOut()), callee.timeOut()));
        if (!callee.others().isEmpty()) {
            lines.add("    others:");
            callee.others().forEach(other -> lines.add(time("      - ", other)));
        }
        SystemModel.Asked asked = callee.asked();
        Figure repeatable = asked.repeatable();
        lines.add(figure("    repeatable: ", number(100 * repeatable.value()) + "%", repeatable));
        asked.keys()
                .ifPresent(keys ->
                        lines.add(
                                "    keys: { number: %d, zipf: %s, bytes: %d }"
                                        .formatted(
                                                keys.size(),
                                                number(keys.exponent()),
                                                asked.bytes())));
    }

    private static void page(SystemModel.Page page, List<String> lines) {
        lines.add("  \"" + page.name() + "\":");
        lines.add("    status: " + page.status());
        lines.add("    bytes: " + page.bytes());
        if (page.session()) {
            lines.add("    session: true");
        }
        if (page.kept()) {
            lines.add("    kept: true");
        }
        lines.add(time("    takes: ", page.takes()));
        var calls = new StringJoiner(", ", "{ ", " }").setEmptyValue("{}");
        for (Map.Entry<String, Figure> call : page.calls().entrySet()) {
            calls.add(call.getKey() + ": " + number(call.getValue().value()));
        }
        String stamp =
                page.calls().values().stream()
                        .findFirst()
                        .map(f -> "  # " + f.stamp() + ": " + f.why())
                        .orElse("");
        lines.add("    calls: " + calls + stamp);
    }

    private static String figure(String key, String value, Figure figure) {
        return key + value + comment(figure.stamp(), figure.why());
    }

    private static String time(String key, SystemModel.Time time) {
        return key + distribution(time.seconds()) + comment(time.stamp(), time.why());
    }

    private static String comment(Stamp stamp, String why) {
        return "  # " + stamp + (why.isEmpty() ? "" : ": " + why);
    }

    private static String whole(Figure figure) {
        return Double.isInfinite(figure.value())
                ? "endless"
                : Long.toString(Math.round(figure.value()));
    }

    private static String forEver(Figure figure) {
        return figure.value() == 0 ? "for-ever" : seconds(figure.value());
    }

    private static String distribution(Distribution d) {
        return new DistributionText(
                        SystemText::seconds,
                        SystemText::number,
                        share -> plain(new BigDecimal(100 * share, DIGITS)))
                .of(d);
    }

    private static String seconds(double seconds) {
        return plain(new BigDecimal(1e3 * seconds, DIGITS)) + "ms";
    }

    private static String number(double value) {
        return plain(new BigDecimal(value, DIGITS));
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}

package dev.unruly.report;

import dev.unruly.model.Phase;
import dev.unruly.model.RunResult;
import dev.unruly.model.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A run at a glance, without any script: what was offered, what was answered, and what was in
/// force meanwhile. An SVG picture.
final class Strip {

    private static final int WIDTH = 1_000;
    private static final int HEIGHT = 100;

    private final RunResult result;
    private final Stretches stretches;
    private final double seconds;

    Strip(RunResult result, Stretches stretches) {
        this.result = result;
        this.stretches = stretches;
        this.seconds = Math.max(1, stretches.end());
    }

    Html html() {
        Series answered = smooth(result.timeline().answered());
        Series begun = smooth(result.timeline().intents());
        double most = 1;
        for (int i = 0; i < begun.seconds(); i++) {
            most = Math.max(most, Math.max(begun.at(i), answered.at(i)));
        }
        var html = new Html();
        html.open("figure", "class", "strip")
                .open(
                        "svg",
                        "viewBox",
                        "0 0 " + WIDTH + " " + HEIGHT,
                        "preserveAspectRatio",
                        "none",
                        "role",
                        "img",
                        "aria-label",
                        label());
        for (Stretches.InForce trigger : stretches.triggers()) {
            html.lone(
                            "rect",
                            "class",
                            "fault",
                            "x",
                            x(trigger.from()),
                            "y",
                            "0",
                            "width",
                            number(Math.max(2, WIDTH * (trigger.to() - trigger.from()) / seconds)),
                            "height",
                            "" + HEIGHT)
                    .trusted("</rect>");
        }
        line(
                html,
                "M0," + HEIGHT + " L" + points(answered, most) + " L" + end(answered),
                "answered");
        line(html, "M" + points(begun, most), "begun");
        html.close();
        phases(html);
        html.open("figcaption");
        key(html, "begun", "intents begun");
        key(html, "answered", "answered in time");
        key(html, "fault", "trigger in force");
        return html.close().close();
    }

    private static void line(Html html, String path, String kind) {
        html.lone("path", "class", kind, "d", path).trusted("</path>");
    }

    private static void key(Html html, String kind, String text) {
        html.open("span").lone("i", "class", kind).trusted("</i>").text(text).close();
    }

    private String label() {
        return Figures.say(
                "Answered in time: %s before, %s during, %s after the triggers",
                Figures.share(result.goodput().baseline()),
                Figures.share(result.goodput().trigger()),
                Figures.share(result.goodput().watch()));
    }

    /// The phases' names, at the places where they begin.
    private void phases(Html html) {
        html.open("svg", "class", "phases", "width", "100%", "height", "16", "aria-hidden", "true");
        List<Map.Entry<Phase, Double>> all = new ArrayList<>(stretches.phases().entrySet());
        for (int i = 0; i < all.size(); i++) {
            double from = all.get(i).getValue();
            double to = i + 1 < all.size() ? all.get(i + 1).getValue() : seconds;
            double percent = 100 * from / seconds;
            html.lone(
                            "line",
                            "x1",
                            number(percent) + "%",
                            "x2",
                            number(percent) + "%",
                            "y1",
                            "0",
                            "y2",
                            "16")
                    .trusted("</line>");
            String name = Names.of(all.get(i).getKey());
            boolean tight = (to - from) / seconds < 0.026 * name.length();
            if ((to - from) / seconds > 0.011 * name.length()) {
                html.element(
                        "text",
                        name,
                        "x",
                        number(percent + 0.4) + "%",
                        "y",
                        "12",
                        "class",
                        tight ? "wide" : "");
            }
        }
        html.close();
    }

    private String points(Series series, double most) {
        var points = new StringBuilder();
        for (int i = 0; i < series.seconds(); i++) {
            points.append(i == 0 ? "" : " ")
                    .append(x(i + 0.5))
                    .append(',')
                    .append(number(HEIGHT - 0.92 * HEIGHT * series.at(i) / most));
        }
        return points.toString();
    }

    private String end(Series series) {
        return x(series.seconds()) + "," + HEIGHT;
    }

    private String x(double second) {
        return number(WIDTH * second / seconds);
    }

    private static String number(double value) {
        return Figures.say("%.1f", value);
    }

    /// Means over three seconds, or over as many as make at most 500 points.
    private static Series smooth(Series series) {
        int reach = Math.max(1, series.seconds() / 500);
        double[] smooth = new double[series.seconds()];
        for (int i = 0; i < smooth.length; i++) {
            double mean = Stretches.mean(series, i - reach, i + reach + 1);
            smooth[i] = Double.isNaN(mean) ? 0 : mean;
        }
        return Series.of(smooth);
    }
}

package dev.unruly.report;

import java.util.Locale;

/// Cumulative curves of evidence, model and naive generator over each other: which share is at most
/// so large. Drawn as it stands, without a script.
final class Cumulative {

    private static final int WIDTH = 420;
    private static final int HEIGHT = 190;
    private static final int LEFT = 40;
    private static final int BOTTOM = 22;
    private static final int TOP = 6;
    private static final double[] STEPS = {1, 2, 5};

    private final Faithful.Curve curve;
    private final double least;
    private final double most;

    Cumulative(Faithful.Curve curve) {
        this.curve = curve;
        double low = Double.POSITIVE_INFINITY;
        double high = 0;
        for (double[] values : new double[][] {curve.evidence(), curve.model(), curve.naive()}) {
            // The last hundredth would take half of the width.
            low = Math.min(low, values[1]);
            high = Math.max(high, values[values.length - 2]);
        }
        least = curve.logarithmic() ? Math.max(low, 0.05) : 0;
        most = Math.max(high, 2 * Math.max(least, 0.1));
    }

    void on(Html html) {
        html.open("figure", "class", "chart").open("figcaption");
        html.element("h3", curve.name());
        html.open("ul", "class", "legend");
        legend(html, "evidence", "held back");
        legend(html, "model", "model");
        legend(html, "naive", "naive");
        html.close().close();
        html.open(
                "svg",
                "class",
                "cumulative",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "role",
                "img",
                "aria-label",
                curve.name() + ": cumulative shares of what was held back, the model, and naive");
        axes(html);
        line(html, "naive", curve.naive());
        line(html, "model", curve.model());
        line(html, "evidence", curve.evidence());
        html.close().closeLine();
    }

    private static void legend(Html html, String kind, String words) {
        html.open("li").element("span", "", "class", "swatch " + kind).text(words).close();
    }

    private void axes(Html html) {
        for (int percent = 0; percent <= 100; percent += 25) {
            String y = number(y(percent / 100.0));
            html.open("line", "class", "grid", "x1", "" + LEFT, "x2", "" + WIDTH, "y1", y, "y2", y)
                    .close();
            html.element("text", percent + " %", "x", "" + (LEFT - 5), "y", y, "class", "share");
        }
        double decade = curve.logarithmic() ? Math.pow(10, Math.floor(Math.log10(least))) : 0;
        if (curve.logarithmic()) {
            for (double at = decade; at <= most; at *= 10) {
                for (double step : STEPS) {
                    tick(html, step * at);
                }
            }
        } else {
            double step = step();
            for (double at = 0; at <= most; at += step) {
                tick(html, at);
            }
        }
    }

    /// Of five parts or so.
    private double step() {
        double rough = most / 5;
        double decade = Math.pow(10, Math.floor(Math.log10(rough)));
        for (double step : STEPS) {
            if (step * decade >= rough) {
                return step * decade;
            }
        }
        return 10 * decade;
    }

    private void tick(Html html, double at) {
        if (at >= least && at <= most) {
            String words = at >= 1 ? Math.round(at) + "" : number(at);
            html.element(
                    "text",
                    words + curve.unit(),
                    "x",
                    number(x(at)),
                    "y",
                    "" + (HEIGHT - 6),
                    "class",
                    "value");
        }
    }

    private void line(Html html, String kind, double[] values) {
        var points = new StringBuilder();
        for (int i = 0; i < values.length; i++) {
            double at = Math.clamp(values[i], least, most);
            points.append(i == 0 ? "" : " ")
                    .append(number(x(at)))
                    .append(',')
                    .append(number(y(i / (values.length - 1.0))));
        }
        html.open("polyline", "class", kind, "points", points.toString()).close();
    }

    private double x(double value) {
        double share =
                curve.logarithmic()
                        ? Math.log(value / least) / Math.log(most / least)
                        : value / most;
        return LEFT + share * (WIDTH - LEFT - 12);
    }

    private static double y(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value).replaceFirst("\\.?0+$", "");
    }
}

package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Curves that can be read off their points.
final class CumulativeTest {

    private static double[] upTo(double most) {
        double[] values = new double[101];
        Arrays.setAll(values, i -> most * i / 100);
        return values;
    }

    private static String drawn(boolean logarithmic) {
        var html = new Html();
        new Cumulative(
                        new Faithful.Curve(
                                "time <b>", " s", logarithmic, upTo(10), upTo(20), upTo(5)))
                .on(html);
        return html.toString();
    }

    private static double[] points(String svg, String kind) {
        var matcher =
                Pattern.compile("polyline class=\"" + kind + "\" points=\"([^\"]*)\"").matcher(svg);
        assertThat(matcher.find()).isTrue();
        return Arrays.stream(matcher.group(1).split("[ ,]", -1))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    @Test
    void halfOfTheModelIsAtTheEvidencesGreatest() {
        String svg = drawn(false);
        double[] evidence = points(svg, "evidence");
        double[] model = points(svg, "model");
        assertThat(evidence).hasSize(202);
        assertThat(evidence[1]).isEqualTo(168);
        assertThat(evidence[201]).isEqualTo(6);
        // The evidence ends at 10, where the model has its half.
        assertThat(model[100]).isEqualTo(evidence[200]);
        assertThat(model[101]).isEqualTo((168 + 6) / 2.0);
        assertThat(svg).contains(">0 s<", ">5 s<", ">15 s<").doesNotContain("<b>");
    }

    @Test
    void elementsAreClosedAsSvgAsksForIt() {
        String svg = drawn(true);
        assertThat(svg).contains("</line>", "</polyline>", ">0.1 s<", ">10 s<");
        assertThat(svg.split("<(line|polyline|text|svg|figure)", -1))
                .hasSameSizeAs(svg.split("</(line|polyline|text|svg|figure)", -1));
    }
}

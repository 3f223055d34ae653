package dev.unruly.checks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.unruly.model.RunResult;
import dev.unruly.report.Compared;
import dev.unruly.report.Repeat;
import dev.unruly.report.Reports;
import dev.unruly.report.RunJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What a browser makes of the reports.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportIT {

    private static final Path RUN =
            Path.of(
                    "..",
                    "program",
                    "src",
                    "test",
                    "resources",
                    "dev",
                    "unruly",
                    "report",
                    "run.json");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final String ATTACK =
            "</script><script>alert(1)</script><img src=x onerror='alert(2)'>\"";

    /// Of every chart: its title, and how many colours its canvas has.
    private static final String COLOURS =
            """
            [...document.querySelectorAll('figure.chart')].map(figure => {
              const canvas = figure.querySelector('canvas');
              if (!canvas) return [figure.querySelector('h3').textContent, 0];
              const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
              const seen = new Set();
              for (let i = 0; i < data.length; i += 4) {
                seen.add(data[i] << 24 | data[i + 1] << 16 | data[i + 2] << 8 | data[i + 3]);
              }
              return [figure.querySelector('h3').textContent, seen.size];
            })
            """;

    @TempDir private Path folder;
    private Optional<Chromium> chromium = Optional.empty();

    @BeforeAll
    void openTheBrowser() {
        Optional<Path> path = Chromium.path();
        Assumptions.assumeTrue(
                path.isPresent(), "there is no Chromium here: apt-get install chromium");
        chromium = path.map(Chromium::new);
    }

    @AfterAll
    void closeTheBrowser() {
        chromium.ifPresent(Chromium::close);
    }

    private static String text() throws IOException {
        return Files.readString(RUN);
    }

    private Path written(RunResult result) throws IOException {
        Path file = folder.resolve(Reports.FILE);
        Files.writeString(
                file,
                Reports.html(
                        result,
                        new Repeat(
                                "./unruly run it", Map.of(), List.of("input/it.experiment.yaml"))));
        return file;
    }

    private Chromium.Opened open(Path file, int width, ColorScheme scheme) {
        return chromium.orElseThrow().open(file, width, 900, scheme);
    }

    /// It asks nobody for anything, complains of nothing, and nothing else may run in it.
    private static void harmless(Chromium.Opened opened) {
        assertThat(opened.complaints()).isEmpty();
        assertThat(opened.requests().stream().filter(url -> !url.startsWith("data:")).toList())
                .hasSize(1)
                .allMatch(url -> url.startsWith("file:"));
        String policy =
                opened.page()
                        .locator("meta[http-equiv=Content-Security-Policy]")
                        .getAttribute("content");
        assertThat(policy)
                .startsWith("default-src 'none'; script-src 'sha256-")
                .doesNotContain("unsafe");
    }

    /// The sections whose details are closed are not drawn; all others are.
    private static void drawn(Page page, int least) {
        List<?> charts = (List<?>) page.evaluate(COLOURS);
        int count = 0;
        for (Object chart : charts) {
            var titleAndColours = (List<?>) chart;
            int colours = ((Number) titleAndColours.get(1)).intValue();
            if (colours > 0) {
                count++;
                assertThat(colours).as("colours of %s", titleAndColours.get(0)).isGreaterThan(3);
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(least);
    }

    private static void fits(Page page) {
        assertThat(page.evaluate("document.documentElement.scrollWidth - innerWidth")).isEqualTo(0);
    }

    @Test
    void aReportShowsAllItsCharts() throws IOException {
        Path file = written(RunJson.parse(text()));
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            var opened = open(file, 1280, scheme);
            harmless(opened);
            drawn(opened.page(), 30);
            fits(opened.page());
            opened.page().close();
        }
    }

    @Test
    void itFitsAPhone() throws IOException {
        var opened = open(written(RunJson.parse(text())), 375, ColorScheme.LIGHT);
        harmless(opened);
        drawn(opened.page(), 30);
        fits(opened.page());
    }

    @Test
    void lightAndDarkAreTwoThings() throws IOException {
        Path file = written(RunJson.parse(text()));
        String ground = "getComputedStyle(document.body).backgroundColor";
        var light = open(file, 800, ColorScheme.LIGHT);
        var dark = open(file, 800, ColorScheme.DARK);
        assertThat(light.page().evaluate(ground)).isNotEqualTo(dark.page().evaluate(ground));
        light.page().locator("#theme").click();
        light.page().locator("#theme").click();
        assertThat(light.page().evaluate(ground)).isEqualTo(dark.page().evaluate(ground));
        assertThat(light.complaints()).isEmpty();
    }

    @Test
    void aRunOfTwoHoursIsShownToo() throws IOException {
        ObjectNode run = (ObjectNode) JSON.readTree(text());
        int times = 28;
        run.put("seconds", run.get("seconds").asDouble() * times);
        stretch(run, times);
        run.get("marks")
                .forEach(mark ->
                        ((ObjectNode) mark).put("atNanos", mark.get("atNanos").asLong() * times));
        RunResult result = RunJson.parse(run.toString());
        assertThat(result.header().seconds()).isGreaterThan(7_000);
        assertThat(result.timeline().requests().seconds()).isGreaterThan(7_000);

        var opened = open(written(result), 1280, ColorScheme.LIGHT);

        harmless(opened);
        drawn(opened.page(), 30);
        Object points =
                opened.page()
                        .evaluate("document.querySelector('figure.load').chart.data[0].length");
        assertThat(((Number) points).intValue()).isBetween(1_000, 2_400);
        Object last =
                opened.page()
                        .evaluate("document.querySelector('figure.load').chart.data[0].at(-1)");
        assertThat(((Number) last).doubleValue()).isGreaterThan(7_000);
    }

    /// Makes each series so many times longer, each value staying for so many seconds.
    private static void stretch(JsonNode node, int times) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (field.getKey().equals("waits") || field.getKey().equals("heatSeconds")) {
                continue;
            }
            if (field.getValue() instanceof ArrayNode array && isSeries(array)) {
                ArrayNode longer = JSON.createArrayNode();
                for (JsonNode value : array) {
                    for (int i = 0; i < times; i++) {
                        longer.add(value);
                    }
                }
                ((ObjectNode) node).set(field.getKey(), longer);
            } else if (field.getValue() instanceof ArrayNode rows) {
                for (int i = 0; i < rows.size(); i++) {
                    stretch(rows, i, times);
                }
            } else {
                stretch(field.getValue(), times);
            }
        }
    }

    private static void stretch(ArrayNode rows, int row, int times) {
        if (rows.get(row) instanceof ArrayNode values && isSeries(values)) {
            ObjectNode held = JSON.createObjectNode();
            held.set("row", values);
            stretch(held, times);
            rows.set(row, held.get("row"));
        } else {
            stretch(rows.get(row), times);
        }
    }

    private static boolean isSeries(ArrayNode array) {
        return array.size() > 100 && (array.get(0).isNumber() || array.get(0).isNull());
    }

    @Test
    void namesStayText() throws IOException {
        String quoted = JSON.writeValueAsString(ATTACK);
        String inside = quoted.substring(1, quoted.length() - 1);
        String hostile =
                text().replace("\"flash-sale\"", quoted)
                        .replace("\"tokyo\"", "\"tokyo" + inside + "\"")
                        .replace("\"pay\"", "\"pay" + inside + "\"")
                        .replace("\"database\"", "\"database" + inside + "\"")
                        .replace("database stands still", inside + " stands still");
        var opened = open(written(RunJson.parse(hostile)), 1280, ColorScheme.LIGHT);

        harmless(opened);
        drawn(opened.page(), 30);
        Page page = opened.page();
        assertThat(page.locator("h1 .name").textContent()).isEqualTo(ATTACK);
        assertThat(page.locator("#regions").textContent()).contains("tokyo" + ATTACK);
        assertThat(page.locator("img").count()).isZero();
        assertThat(page.locator("script").count()).isEqualTo(3);
    }

    @Test
    void runsLieOnEachOtherInAComparison() throws IOException {
        RunResult one = RunJson.parse(text());
        ObjectNode other = (ObjectNode) JSON.readTree(text());
        other.put("name", ATTACK);
        Path file = folder.resolve(Reports.COMPARISON);
        Reports.compare(
                file,
                List.of(
                        new Compared("one", "one/report.html", one),
                        new Compared(ATTACK, "", RunJson.parse(other.toString())),
                        new Compared("three", "", one)));
        for (int width : new int[] {1280, 375}) {
            var opened = open(file, width, ColorScheme.DARK);
            harmless(opened);
            drawn(opened.page(), 7);
            fits(opened.page());
            assertThat(opened.page().locator("#verdicts article").count()).isEqualTo(3);
            assertThat(opened.page().locator("#verdicts").textContent()).contains(ATTACK);
            assertThat(opened.page().locator("img").count()).isZero();
            assertThat(opened.page().locator("figure.chart .legend").first().textContent())
                    .contains("one", ATTACK, "three");
        }
    }
}

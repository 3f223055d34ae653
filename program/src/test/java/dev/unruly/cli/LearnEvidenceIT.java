package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `unruly learn` on real evidence of every kind: what it says, and what it writes.
final class LearnEvidenceIT {

    @TempDir private Path folder;

    /// A command's exit code and words.
    private record Said(int code, String out, String err) {}

    private static Said run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        int code = Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Said(code, out.toString(), err.toString());
    }

    /// A file of real evidence; its name says in which room's tests it lies.
    private String real(String name) throws IOException {
        Path file = folder.resolve(name.substring(name.indexOf('/') + 1));
        try (InputStream in =
                Objects.requireNonNull(
                        LearnEvidenceIT.class.getResourceAsStream("/dev/unruly/" + name), name)) {
            Files.copy(in, file);
        }
        return file.toString();
    }

    private Said learn(String... evidence) {
        var arguments = new ArrayList<String>(List.of("learn"));
        arguments.addAll(List.of(evidence));
        arguments.addAll(List.of("-o", folder.resolve("out/shop").toString(), "--force"));
        return run(arguments.toArray(String[]::new));
    }

    private String written(String name) throws IOException {
        return Files.readString(folder.resolve("out/shop." + name));
    }

    private List<String> names() throws IOException {
        try (var files = Files.list(folder.resolve("out"))) {
            return files.map(f -> String.valueOf(f.getFileName())).sorted().toList();
        }
    }

    private void checked() {
        Said checked = run("check", folder.resolve("out/shop.experiment.yaml").toString());
        assertThat(checked.code()).as(checked.err()).isZero();
    }

    @Test
    void aRecordingOfOnePageIsAWayAndWhatThePageIsMadeOf() throws IOException {
        Said said = learn(real("learn/firefox.har.gz"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "firefox.har.gz: HAR",
                        "a recording shows one person's way",
                        "3 recorded requests are for other hosts than the first, and left out",
                        "not learned: arrivals: 1 sessions began, 30 are needed");
        assertThat(written("population.yaml"))
                .contains(
                        "with: [ \"/javascripts/modernizr-2.0.js\", \"/javascripts/octopress.js\"")
                .contains("prior: too few were seen")
                .doesNotContain("googleapis", "nghttp2", "1413623488");
        assertThat(written("latency.json")).contains("\"route\": \"GET /\"", "\"requests\": 1");
        checked();
    }

    @Test
    void aRecordingOfRedirectsAloneShowsNobody() throws IOException {
        Said said = learn(real("convert/redirects.har"));

        assertThat(said.code()).isEqualTo(2);
        assertThat(said.err())
                .contains("no session of a person is left in the evidence (redirects and failures")
                .contains("11 requests");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void tracesAreLatenciesAndACallGraphThatAdviceTakes() throws IOException {
        Said said = learn(real("convert/compose-post.jaeger.json"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "compose-post.jaeger.json: spans",
                        "none of 3 traced requests says who asked",
                        "no people are learned from traces",
                        "3 traces, 0 repeated calls");
        assertThat(names()).containsExactly("shop.calls.yaml", "shop.latency.json");
        assertThat(written("calls.yaml"))
                .contains("of: \"nginx-web-server POST /wrk2-api/post/compose\"")
                .contains("- \"text-service compose_text_server\"  # in 100.0 %")
                .contains("parallel:")
                .doesNotContain("172.18.", "localhost");
        String latencies = folder.resolve("out/shop.latency.json").toString();
        Said few = run("advise", "--latencies", latencies);
        assertThat(few.out()).contains("text-service").doesNotContain("(itself)");
        Said goal =
                run(
                        "advise",
                        "--latencies",
                        latencies,
                        "--calls",
                        folder.resolve("out/shop.calls.yaml").toString(),
                        "--goal",
                        "p(99) of text-service-compose_text_server < 400ms");
        assertThat(goal.out()).contains("were seen", "are needed to bound the 99th percentile");
    }

    @Test
    void aTableOfSpansAndAnExampleAreTracesToo() throws IOException {
        Said said = learn(real("convert/boutique.spans.csv"), real("convert/example.otlp.json"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("none of 5 traced requests says who asked", "5 traces");
        assertThat(written("calls.yaml"))
                .contains("of: \"frontend POST /hipstershop.Frontend/Recv.\"")
                .contains("cartservice POST /hipstershop.CartService/GetCart");
    }

    @Test
    void aSeriesOfMomentsIsHowPeopleComeAndTheyAreAPrior() throws IOException {
        Said said = learn(real("learn/azure-conversations-2023-11-16.csv.gz"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "arrivals per second learned: 5.5",
                        "dispersion at 10 s learned: 3.8",
                        "that arrivals bring arrivals is not said",
                        "not learned: people: the evidence says when somebody came");
        assertThat(names()).containsExactly("shop.experiment.yaml", "shop.population.yaml");
        assertThat(written("population.yaml")).startsWith("# People are a prior");
        assertThat(written("experiment.yaml")).contains("rate: 5.5");
        checked();
    }

    /// Seventeen days, of which no second is known.
    @Test
    void countsPerMinuteGiveTheCourseOfDayAndWeekAndEpisodes() throws IOException {
        Said said = learn(real("learn/worldcup98-per-minute.csv.gz"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "harmonic 1: amplitude learned:",
                        "weekday learned:",
                        "episodes of far more")
                .contains("only counts of 60 s are known")
                .doesNotContain("dispersion at 1 s", "dispersion at 10 s");
        assertThat(written("experiment.yaml"))
                .contains("daily: { mean: ", "starts-at: \"1998-04-30T21:30:00Z\"");
        checked();
    }

    @Test
    void timesThatWereStampedAnewGiveNoArrivalsAndNoTimesToThink() throws IOException {
        Said said = learn(real("learn/restamped.access.log"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains(
                        "times cannot be trusted",
                        "not learned: arrivals:",
                        "not learned: think times:",
                        "somebody stamped them anew");
        assertThat(written("experiment.yaml")).contains("# prior:");
        checked();
    }

    @Test
    void logsFullOfBotsAndBrokenLinesAreSorted() throws IOException {
        Said said =
                learn(
                        real("learn/erddap-2024-05.3.access.log"),
                        real("learn/erddap-2024-05.5.access.log"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("combined (reads", "are set apart: their agent says so");
        checked();
    }

    /// People from the log, calls from traces, arrivals from what is longer.
    @Test
    void evidenceOfSeveralKindsIsTakenTogether() throws IOException {
        Said said =
                learn(
                        real("learn/nasa-1995-07-01.access.log"),
                        real("convert/compose-post.jaeger.json"),
                        real("learn/worldcup98-per-minute.csv.gz"),
                        "--json");

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.err())
                .contains("arrivals are those of the series, seen for 416.8 h beside 2.9 h")
                .contains("of which a session makes 10.1")
                .contains("fidelity, on ");
        JsonNode told = new ObjectMapper().readTree(said.out());
        assertThat(told.path("format").asInt()).isEqualTo(1);
        assertThat(told.path("sessions").asLong()).isBetween(700L, 962L);
        assertThat(told.path("endpoints").asInt()).isEqualTo(4);
        assertThat(told.path("fidelity").path("measures").size()).isGreaterThan(8);
        assertThat(told.path("sessionsPerSecond").path("sample").asLong()).isGreaterThan(1_000_000);
        assertThat(told.path("files").toString()).contains("shop.calls.yaml");
        checked();
    }

    /// The log is longer than the series: its own arrivals stay.
    @Test
    void aShortSeriesBesideALogChangesNothing() throws IOException {
        Path short1 = folder.resolve("short.csv");
        Files.writeString(
                short1, "time\n1995-07-01 04:00:00\n1995-07-01 04:00:07\n1995-07-01 04:00:09\n");
        Said said = learn(real("learn/nasa-1995-07-01.access.log"), short1.toString());

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("arrivals are those of the requests");
    }
}

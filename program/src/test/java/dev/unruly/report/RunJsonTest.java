package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unruly.model.RunResult;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void theFileStaysAsItIs() throws IOException {
        Golden.check("run.json", RunJson.text(Results.people()));
    }

    @Test
    void everyResultKeepsToTheSchema() throws IOException {
        for (RunResult result : results()) {
            JsonNode document = JSON.readTree(RunJson.text(result));
            assertThat(Schema.problems(schema(), document)).isEmpty();
        }
    }

    @Test
    void theSchemaForeseesNothingThatIsNotThere() throws IOException {
        JsonNode document = JSON.readTree(RunJson.text(Results.people()));
        for (String field : List.of("why", "goodput", "timeline")) {
            ObjectNode less = document.deepCopy();
            less.remove(field);
            assertThat(Schema.problems(schema(), less)).isNotEmpty();
        }
        ObjectNode more = document.deepCopy();
        more.put("extra", 1);
        assertThat(Schema.problems(schema(), more)).isNotEmpty();
        ObjectNode wrong = document.deepCopy();
        wrong.put("verdict", "maybe");
        assertThat(Schema.problems(schema(), wrong)).isNotEmpty();
    }

    @Test
    void everyFieldOfTheSchemaSaysWhatItIs() throws IOException {
        schema().path("properties")
                .properties()
                .forEach(e -> {
                    JsonNode rule = e.getValue();
                    boolean described =
                            rule.has("description")
                                    || rule.path("$ref").asText().endsWith("verdict");
                    assertThat(described).as(e.getKey()).isTrue();
                });
    }

    @Test
    void scriptsFindWhatTheyRelyOn() throws IOException {
        JsonNode run = JSON.readTree(RunJson.text(Results.people()));

        assertThat(run.path("verdict").asText()).isEqualTo("fails");
        assertThat(run.path("recovery").asText()).isEqualTo("metastable");
        assertThat(run.path("timeToRecoverSeconds").isNull()).isTrue();
        assertThat(run.at("/amplification/watch").asDouble()).isGreaterThan(7);
        assertThat(run.at("/goodput/baseline").asDouble()).isBetween(0.99, 1.0);
        assertThat(run.at("/causes/client-retry").asLong()).isPositive();
        assertThat(run.at("/latency/perceived/pay/p99").asDouble()).isPositive();
        assertThat(run.at("/latency/service/all/max").isNumber()).isTrue();
        assertThat(run.at("/regions/tokyo/goodput/watch").isNumber()).isTrue();
        assertThat(run.at("/dependencies/database/peakInFlight").asInt()).isGreaterThan(100);
        assertThat(run.at("/duplicates/possible").asLong()).isPositive();
        assertThat(run.at("/expectations/3/text").asText()).isEqualTo("recovers within 30s");
        assertThat(run.at("/expectations/3/verdict").asText()).isEqualTo("fails");
        assertThat(run.at("/generator/latenessP99").asDouble()).isBetween(5e-5, 7e-5);
        assertThat(run.path("seed").asLong()).isEqualTo(42);
        assertThat(run.path("schedule").asText()).hasSize(32);
    }

    @Test
    void whatIsReadBackIsWrittenAsItWas() throws IOException {
        for (RunResult result : results()) {
            String text = RunJson.text(result);
            assertThat(RunJson.text(RunJson.parse(text))).isEqualTo(text);
        }
    }

    @Test
    void whatIsNotKnownIsNull() throws IOException {
        RunResult read = RunJson.parse(RunJson.text(Results.people()));

        assertThat(read.timeToRecoverSeconds()).isNaN();
        assertThat(read.marks()).isEqualTo(Results.people().marks());
        assertThat(read.header()).isEqualTo(Results.people().header());
    }

    @Test
    void fieldsOfLaterReleasesAreLeftAlone() throws IOException {
        ObjectNode run = (ObjectNode) JSON.readTree(RunJson.text(Results.volume()));
        run.put("later", "something");
        run.remove("waits");

        assertThat(RunJson.parse(run.toString()).waits()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidWithItsPath() throws IOException {
        assertThatThrownBy(() -> RunJson.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("run.json is not there: this is not the folder of a run");
        Path file = folder.resolve(RunJson.FILE);
        for (var broken :
                List.of(
                        List.of("{\"format\": 1", "is not JSON"),
                        List.of("[]", "is no run.json: it has no format"),
                        List.of("{\"format\": 2}", "was written by a newer unruly (format 2)"),
                        List.of("{\"format\": 1}", "is damaged: startedAt is missing"))) {
            Files.writeString(file, broken.getFirst());
            assertThatThrownBy(() -> RunJson.read(folder))
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith(file + " " + broken.getLast());
        }
    }

    private static List<RunResult> results() {
        return List.of(Results.people(), Results.volume(), Results.unclear(), Hostile.result());
    }

    private static JsonNode schema() throws IOException {
        try (InputStream in =
                RunJson.class.getResourceAsStream("/dev/unruly/script/run.schema.json")) {
            return JSON.readTree(Objects.requireNonNull(in));
        }
    }
}

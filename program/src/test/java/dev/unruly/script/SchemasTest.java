package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.unruly.model.Experiment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class SchemasTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLES = Path.of("src/test/resources/dev/unruly/script");
    private static final Path EVERYTHING = SAMPLES.resolve("everything/everything.experiment.yaml");

    @TempDir Path folder;

    @Test
    void thereIsASchemaForEachKindOfFile() {
        assertThat(Schemas.names()).contains("population", "experiment");
        assertThat(Schemas.text("recipe")).isEmpty();
    }

    static Stream<Path> samples() throws IOException {
        try (Stream<Path> examples = Files.walk(Path.of("../examples"));
                Stream<Path> everything = Files.walk(SAMPLES.resolve("everything"))) {
            return Stream.concat(examples, everything)
                    .filter(p -> p.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void whatIsFineIsValid(Path file) throws IOException {
        assertThat(errors(Files.readString(file), kind(file))).isEmpty();
        Read<?> read =
                switch (kind(file)) {
                    case "population" -> Scripts.population(file);
                    case "calls" -> Scripts.calls(file, List.of("even", "usual", "uneven", "wild"));
                    default -> Scripts.experiment(file);
                };
        assertThat(Bench.problems(read, folder)).isEmpty();
    }

    @Test
    void theDesignsSamplesAreValid() throws IOException {
        assertThat(errors(Bench.sample(Bench.EXPERIMENT), "experiment")).isEmpty();
        assertThat(errors(Bench.population(), "population")).isEmpty();
    }

    @Test
    void whatNoReaderTakesNoSchemaTakes() throws IOException {
        String population = Bench.population();
        assertThat(errors(population.replace("share: 60%", "shar: 60%"), "population"))
                .isNotEmpty();
        assertThat(errors(population.replace("scale: 4.1s", "scale: 4.1"), "population"))
                .isNotEmpty();
        assertThat(errors(population.replace("kind: app", "kind: ap"), "population")).isNotEmpty();
        assertThat(errors(population.replace("get: /,", "get: home,"), "population")).isNotEmpty();
        String experiment = Bench.sample(Bench.EXPERIMENT);
        assertThat(errors(experiment.replace("rate: 40/s", "rate: 40"), "experiment")).isNotEmpty();
        assertThat(errors(experiment.replace("stall: {}", ""), "experiment")).isNotEmpty();
        assertThat(errors(experiment.replace("name: flash-sale\n", ""), "experiment")).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource({
        "dev.unruly.script.OtherWordsTest#waves",
        "dev.unruly.script.OtherWordsTest#flashes"
    })
    void theWordsOfOtherTestersAreValid(String arrival) throws IOException {
        assertThat(errors(withArrival(arrival), "experiment")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "k6: { executor: constant-vus, vus: 10, duration: 30s }",
                "k6: { executor: per-vu-iterations, vus: 10, iterations: 20 }",
                "k6: { executor: constant-arrival-rate, rate: 1, duration: 1s, maxVUs: 10 }",
                "k6: { executor: constant-arrival-rate, rate: 1, duration: 1s, stages: [] }",
                "k6: { executor: constant-arrival-rate, rate: 1 }",
                "k6: { rate: 1, duration: 1s }",
                "gatling: [ constantConcurrentUsers(10).during(10) ]",
                "gatling: [ atOnceUser(10) ]",
                "gatling: atOnceUsers(10)",
                "artillery: [ { duration: 60, arrivalRate: 10, maxVusers: 50 } ]",
                "artillery: [ { duration: 60, arrivalCount: 10, rampTo: 50 } ]",
                "artillery: [ { duration: 60, pause: 10 } ]",
                "artillery: [ { duration: soon, arrivalRate: 10 } ]",
                "artillery: [ { arrivalRate: 10 } ]",
                "jmeter: [ rate(10/sec) ]",
                "jmeter: arrive(10/sec)"
            })
    void whatNoReaderOfThemTakesIsInvalid(String arrival) throws IOException {
        assertThat(errors(withArrival(arrival), "experiment")).isNotEmpty();
        assertThat(new Bench(folder).lay(Bench.EXPERIMENT, withArrival(arrival)).problems())
                .isNotEmpty();
    }

    private static String withArrival(String arrival) {
        return Bench.sample(Bench.EXPERIMENT).replace("poisson: { rate: 40/s }", arrival);
    }

    /// Each shape of mapping that the readers know has, under its name, a definition with the same
    /// keys in the schema, and no definition has no reader.
    @Test
    void readersAndSchemasKnowTheSameKeys() throws IOException {
        var reading = new Reading();
        Optional<Experiment> experiment = ExperimentFile.read(reading, EVERYTHING, "");
        assertThat(experiment).isPresent();
        Map<String, Set<String>> described = new TreeMap<>();
        described.putAll(shapes("population"));
        described.putAll(shapes("experiment"));
        assertThat(described).isEqualTo(reading.shapes());
    }

    @Test
    void theReaderOfCallsAndItsSchemaKnowTheSameKeys() throws IOException {
        String text =
                """
                requests:
                  page:
                    of: a
                    series:
                      - { call: a, times: 2, share: 40% }
                      - { parallel: [ a, b ] }
                      - first: { answers: 1, of: [ a, b ] }
                        timeout: 1s
                        retry: { most: 2, backoff: { base: 1ms, most: 2ms } }
                        hedge: { after: 1ms, chance: 50% }
                """;
        Path file = folder.resolve("a.calls.yaml");
        Files.writeString(file, text);
        var reading = new Reading();
        var read =
                Yaml.read(reading, file, Place.topOf("a"), "calls")
                        .flatMap(value -> new CallsReader(List.of("a", "b")).read(value));

        assertThat(read).isPresent();
        assertThat(errors(text, "calls")).isEmpty();
        assertThat(errors(text.replace("first:", "frist:"), "calls")).isNotEmpty();
        assertThat(shapes("calls")).isEqualTo(reading.shapes());
    }

    private static Map<String, Set<String>> shapes(String name) throws IOException {
        JsonNode schema = JSON.readTree(Schemas.text(name).orElseThrow());
        Map<String, Set<String>> shapes = new TreeMap<>();
        shapes.put(name, keys(schema));
        schema.get("$defs")
                .properties()
                .forEach(definition -> {
                    if (definition.getValue().has("properties")) {
                        shapes.put(definition.getKey(), keys(definition.getValue()));
                    }
                });
        return shapes;
    }

    private static Set<String> keys(JsonNode mapping) {
        var keys = new TreeSet<String>();
        mapping.get("properties").fieldNames().forEachRemaining(keys::add);
        return keys;
    }

    private static String kind(Path file) {
        return Stream.of("population", "calls")
                .filter(kind -> file.toString().endsWith("." + kind + ".yaml"))
                .findFirst()
                .orElse("experiment");
    }

    private static List<String> errors(String yaml, String kind) throws IOException {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(JSON.readTree(Schemas.text(kind).orElseThrow()));
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(JSON.<JsonNode>valueToTree(loaded)).stream()
                .map(Object::toString)
                .toList();
    }
}

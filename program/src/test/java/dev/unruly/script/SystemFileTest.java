package dev.unruly.script;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.chance.Zipf;
import dev.unruly.model.SystemModel;
import dev.unruly.model.SystemModel.Application;
import dev.unruly.model.SystemModel.Cache;
import dev.unruly.model.SystemModel.Callee;
import dev.unruly.model.SystemModel.Connecting;
import dev.unruly.model.SystemModel.Figure;
import dev.unruly.model.SystemModel.Page;
import dev.unruly.model.SystemModel.Stamp;
import dev.unruly.model.SystemModel.Time;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class SystemFileTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        SystemModel written = model();

        List<String> lines = SystemText.lines(written);
        SystemModel read = read(String.join("\n", lines));

        assertThat(SystemText.lines(read).stream().map(SystemFileTest::bare))
                .isEqualTo(lines.stream().map(SystemFileTest::bare).toList());
        assertThat(read.application().places()).isEqualTo(Figure.given(10));
        assertThat(read.application().queue().value()).isInfinite();
        assertThat(read.callees().getFirst().takes().seconds())
                .isEqualTo(written.callees().getFirst().takes().seconds());
        assertThat(read.callees().getFirst().others()).hasSize(2);
        assertThat(read.callees().getFirst().others().getFirst().seconds())
                .isEqualTo(new Distribution.Constant(0.02));
        assertThat(read.callees().getFirst().asked())
                .isEqualTo(written.callees().getFirst().asked());
        assertThat(read.pages()).hasSize(2);
    }

    @Test
    void itsSchemaTakesIt() throws IOException {
        assertThat(errors(String.join("\n", SystemText.lines(model())))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "places: 10 | places: 0 | `places: 0` is out of range",
                "places: 10 | plaecs: 10 | `plaecs` is not a key of `application`",
                "database: 2 | databose: 2 | is no dependency of this file",
                "GET /a/ | get /a/ | is no page",
                "unruly-system/1 | unruly-system/9 | is not known here",
                "work-on | go-on | is not known here",
                "number: 50 | number: 0 | `number: 0` is out of range",
                "zipf: 0.75 | zipf: -1 | `zipf: -1` is out of range",
                "repeatable: 80% | repeatable: 180% | is not between 0% and 100%",
                "- 20ms | - soon | is no",
                "keys: { number: 50, | keys: { numbers: 50, | `numbers` is not a key of `keys`",
                "edge: storefront | edge: database | `database` is the edge too"
            })
    void whatIsWrongIsToldWithItsPlace(String right, String wrong, String problem)
            throws IOException {
        String text = String.join("\n", SystemText.lines(model())).replace(right, wrong);
        Path file = folder.resolve("system.yaml");
        Files.writeString(file, text);

        assertThat(Scripts.system(file))
                .isInstanceOfSatisfying(
                        Read.Broken.class,
                        broken ->
                                assertThat(broken.problems().toString())
                                        .contains(problem, "system.yaml:"));
    }

    @Test
    void theSchemaRefusesWhatTheReaderRefuses() throws IOException {
        String text = String.join("\n", SystemText.lines(model()));
        assertThat(errors(text.replace("places: 10", "places: 0"))).isNotEmpty();
        assertThat(errors(text.replace("places: 10", "plaecs: 10"))).isNotEmpty();
        assertThat(errors(text.replace("work-on", "go-on"))).isNotEmpty();
        assertThat(errors(text.replace("number: 50", "number: 0"))).isNotEmpty();
        assertThat(errors(text.replace("repeatable: 80%", "repeatable: 180%"))).isNotEmpty();
        assertThat(errors(text.replace("- 20ms", "- soon"))).isNotEmpty();
    }

    private SystemModel read(String text) throws IOException {
        Path file = folder.resolve("system.yaml");
        Files.writeString(file, text);
        return switch (Scripts.system(file)) {
            case Read.Fine<SystemModel> fine -> fine.value();
            case Read.Broken<SystemModel> broken ->
                    throw new AssertionError(broken.problems().toString());
        };
    }

    private static String bare(String line) {
        int comment = line.indexOf('#');
        return comment < 0 ? line : line.substring(0, comment).stripTrailing();
    }

    private static List<String> errors(String yaml) throws IOException {
        Schema schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(JSON.readTree(Schemas.text("system").orElseThrow()));
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(yaml);
        return schema.validate(JSON.<JsonNode>valueToTree(loaded)).stream()
                .map(Object::toString)
                .toList();
    }

    private static SystemModel model() {
        var application =
                new Application(
                        Figure.given(200),
                        Figure.given(Double.POSITIVE_INFINITY),
                        new Figure(10, Stamp.THIS_RUN, "a plateau"),
                        Figure.given(30),
                        Figure.given(7.041),
                        Figure.given(1.5),
                        Figure.given(0.25),
                        Figure.given(1));
        var database =
                new Callee(
                        "database",
                        new Time(
                                Empirical.of(
                                        new double[] {0, 0.5, 0.999, 1},
                                        new double[] {0.001, 0.002, 0.01, 0.5}),
                                Stamp.THIS_RUN,
                                "5 answers"),
                        Figure.given(1.1),
                        Connecting.BY_A_POOL,
                        Figure.given(2),
                        Figure.given(0),
                        List.of(
                                new Time(new Distribution.Constant(0.02), Stamp.GIVEN, ""),
                                new Time(new Distribution.Exponential(0.03), Stamp.PRIOR, "why")),
                        new SystemModel.Asked(
                                Figure.given(0.8), Optional.of(new Zipf(50, 0.75)), 3_000));
        return new SystemModel(
                "storefront",
                application,
                List.of(database),
                new Cache(Figure.given(600), Map.of("database", Figure.given(25))),
                List.of(
                        page("GET", "/a/", new Distribution.Lognormal(0.002, 0.5)),
                        page("POST", "/b", new Distribution.Constant(0.003))));
    }

    private static Page page(String method, String path, Distribution takes) {
        return new Page(
                method,
                path,
                201,
                60,
                true,
                true,
                new Time(takes, Stamp.THIS_RUN, "20 answers"),
                Map.of("database", Figure.given(2)));
    }
}

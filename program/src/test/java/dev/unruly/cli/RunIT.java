package dev.unruly.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/// `unruly run` from end to end: what it answers, and what it leaves for machines to read.
@Timeout(180)
final class RunIT {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @SuppressWarnings("NullAway.Init") // JUnit makes the folder before every test
    RunIT() {}

    @Test
    void whatHoldsExitsWithZero() throws Exception {
        assertEnds("p(99) of page < 10s", 0, "holds", 0);
    }

    @Test
    void whatFailsExitsWithOne() throws Exception {
        assertEnds("p(50) of page < 1s", 1, "fails", 1);
    }

    private void assertEnds(String expect, int code, String verdict, int failures)
            throws Exception {
        try (var backend = new SlowBackend(RunProcess.DELAY_NANOS);
                RunProcess run = RunProcess.start(folder, backend.url(), 75, expect)) {
            assertThat(run.exitCode()).as(run.said()).isEqualTo(code);
            JsonNode result = run.result();
            assertThat(result.path("verdict").asText()).isEqualTo(verdict);
            assertThat(result.path("expectations").path(0).path("text").asText()).isEqualTo(expect);
            assertThat(result.path("intents").asInt()).isGreaterThan(500);
            assertThat(problems(run.folder().resolve("run.json"))).isEmpty();
            assertThat(failures(run.folder().resolve("junit.xml"))).isEqualTo(failures);
            assertThat(run.folder().resolve("report.html")).isNotEmptyFile();
            assertThat(run.folder().resolve("input").resolve("it.experiment.yaml"))
                    .hasSameBinaryContentAs(folder.resolve("it.experiment.yaml"));
        }
    }

    /// What `unruly schema run` has against a file.
    private static String problems(Path json) throws IOException {
        var out = new StringWriter();
        assertThat(Main.run(new PrintWriter(out, true), new PrintWriter(out), "schema", "run"))
                .isZero();
        var schema =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                        .getSchema(JSON.readTree(out.toString()));
        return schema.validate(JSON.readTree(json.toFile())).stream()
                .map(Object::toString)
                .collect(Collectors.joining(", "));
    }

    /// How many failures a JUnit report counts.
    private static int failures(Path xml) throws Exception {
        Element root =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(xml.toFile())
                        .getDocumentElement();
        return root.getElementsByTagName("failure").getLength();
    }
}

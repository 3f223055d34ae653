package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.unruly.judge.OverSeeds;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.Share;
import dev.unruly.script.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SeedsJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    private static SeedsResult result(String stopped) {
        var runs = new ArrayList<SeedsResult.Run>();
        for (RunResult one :
                List.of(Results.people(), Results.recovering(3, 60), Results.unclear())) {
            runs.add(new SeedsResult.Run("seed-" + one.header().seed(), one));
        }
        return OverSeeds.of("flash-sale", new Share(0.7), 3, runs, stopped);
    }

    @Test
    void everyResultKeepsToTheSchema() throws IOException {
        JsonNode schema = JSON.readTree(Schemas.text("seeds").orElseThrow());
        for (String stopped : List.of("", "interrupted")) {
            JsonNode document = JSON.readTree(SeedsJson.text(result(stopped)));
            assertThat(Schema.problems(schema, document)).isEmpty();
        }
        SeedsResult nothing = OverSeeds.of("it", Share.NONE, 3, List.of(), "hooks.reset: no");
        assertThat(Schema.problems(schema, JSON.readTree(SeedsJson.text(nothing)))).isEmpty();
    }

    @Test
    void itSaysWhatEachSeedHasShown() throws IOException {
        JsonNode document = JSON.readTree(SeedsJson.text(result("")));
        assertThat(document.path("verdict").asText()).isEqualTo("unclear");
        assertThat(document.path("asked").asInt()).isEqualTo(3);
        assertThat(document.path("fails").asInt()).isEqualTo(2);
        assertThat(document.path("unclear").asInt()).isEqualTo(1);
        assertThat(document.path("failing").path("share").asDouble()).isEqualTo(0.666667);
        assertThat(document.path("seeds").get(0).path("recovery").asText()).isEqualTo("metastable");
        assertThat(document.path("seeds").get(0).path("timeToRecoverSeconds").isNull()).isTrue();
        assertThat(document.path("seeds").get(1).path("recovery").asText()).isEqualTo("recovered");
        assertThat(document.path("seeds").get(2).path("verdict").asText()).isEqualTo("unclear");
    }

    @Test
    void junitHasASuiteForEachSeed() throws IOException {
        Reports.write(folder, result(""));
        String text = Files.readString(folder.resolve(Junit.FILE));
        assertThat(text.lines().filter(line -> line.contains("<testsuite "))).hasSize(3);
        assertThat(text)
                .contains("<testsuite name=\"flash-sale, seed 42\"")
                .contains("classname=\"unruly.flash-sale.seed-42\"");
        assertThat(folder.resolve(SeedsJson.FILE)).exists();
    }
}

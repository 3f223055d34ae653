package dev.unruly.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unruly.judge.OverPairs;
import dev.unruly.model.PairedResult;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.model.Share;
import dev.unruly.script.Schemas;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HardenJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static PairedResult result(String stopped) {
        return OverPairs.of(
                "flash-sale",
                new Share(0.7),
                3,
                runs("before", List.of(Results.people(), Results.people(), Results.unclear())),
                runs(
                        "after",
                        List.of(
                                Results.recovering(3, 60),
                                Results.recovering(4, 60),
                                Results.recovering(5, 60))),
                stopped);
    }

    private static List<SeedsResult.Run> runs(String part, List<RunResult> results) {
        var runs = new ArrayList<SeedsResult.Run>();
        for (RunResult one : results) {
            runs.add(new SeedsResult.Run("seed-" + one.header().seed() + "/" + part, one));
        }
        return runs;
    }

    private static JsonNode schema() throws IOException {
        return JSON.readTree(Schemas.text("harden").orElseThrow());
    }

    @Test
    void everyResultKeepsToTheSchema() throws IOException {
        for (String stopped : List.of("", "interrupted")) {
            JsonNode document = JSON.readTree(HardenJson.text(result(stopped)));
            assertThat(Schema.problems(schema(), document)).isEmpty();
        }
        PairedResult nothing = OverPairs.of("it", Share.NONE, 3, List.of(), List.of(), "no");
        assertThat(Schema.problems(schema(), JSON.readTree(HardenJson.text(nothing)))).isEmpty();
    }

    @Test
    void theSchemaForeseesNothingElseAndMissesWhatIsNotThere() throws IOException {
        var more = (ObjectNode) JSON.readTree(HardenJson.text(result("")));
        more.withObject("/pairs").put("another", 1);
        assertThat(Schema.problems(schema(), more)).isNotEmpty();
        var less = (ObjectNode) JSON.readTree(HardenJson.text(result("")));
        ((ObjectNode) less.path("seeds").path(0).path("after")).remove("duplicates");
        assertThat(Schema.problems(schema(), less)).isNotEmpty();
    }

    @Test
    void itSaysWhatEachPairHasShown() throws IOException {
        PairedResult result = result("");
        JsonNode document = JSON.readTree(HardenJson.text(result));
        JsonNode pairs = document.path("pairs");
        assertThat(pairs.path("unclear").asInt()).isEqualTo(1);
        assertThat(pairs.path("failingBefore").path("share").asDouble()).isEqualTo(1);
        assertThat(pairs.path("pDifferent").asDouble()).isEqualTo(1);
        JsonNode second = document.path("seeds").path(1);
        assertThat(second.path("derivedFrom").asBoolean()).isFalse();
        assertThat(second.path("before").path("recovery").asText()).isEqualTo("metastable");
        RunResult.Totals totals = result.before().runs().get(1).result().totals();
        assertThat(totals.possibleDuplicates() + totals.confirmedDuplicates()).isPositive();
        assertThat(second.path("before").path("duplicates").path("confirmed").asLong())
                .isEqualTo(totals.confirmedDuplicates());
        assertThat(second.path("before").path("duplicates").path("possible").asLong())
                .isEqualTo(totals.possibleDuplicates());
    }
}

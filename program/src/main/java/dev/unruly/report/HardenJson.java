package dev.unruly.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.unruly.model.PairedResult;
import dev.unruly.model.SeedsResult;
import dev.unruly.stats.Interval;
import dev.unruly.stats.Proportion;
import java.io.IOException;

/// `harden.json`: what settings have changed over several seeds. Its schema is
/// `harden.schema.json`.
final class HardenJson {

    static final String FILE = "harden.json";

    private static final int FORMAT = 1;
    private static final double LEVEL = 0.95;

    private HardenJson() {}

    static String text(PairedResult result) {
        return RunJson.text(json -> write(json, new JsonOut(json), result));
    }

    private static void write(JsonGenerator json, JsonOut out, PairedResult r) throws IOException {
        PairedResult.Pairs pairs = r.pairs();
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("name", r.after().name());
        json.writeStringField("verdict", r.after().verdict().word());
        json.writeStringField("why", r.after().why());
        json.writeBooleanField("complete", r.after().complete());
        json.writeStringField("stopped", r.after().stopped());
        json.writeNumberField("asked", r.after().asked());
        json.writeNumberField("played", r.after().runs().size());
        json.writeObjectFieldStart("pairs");
        json.writeNumberField("bothHold", pairs.bothHold());
        json.writeNumberField("onlyBeforeFails", pairs.onlyBefore());
        json.writeNumberField("onlyAfterFails", pairs.onlyAfter());
        json.writeNumberField("bothFail", pairs.bothFail());
        json.writeNumberField("unclear", pairs.unclear());
        share(json, out, "failingBefore", pairs.failedBefore(), pairs.known());
        share(json, out, "failingAfter", pairs.failedAfter(), pairs.known());
        out.figure("pDifferent", pairs.test().pDifferent());
        json.writeEndObject();
        json.writeArrayFieldStart("seeds");
        for (int i = 0; i < r.before().runs().size(); i++) {
            SeedsResult.Run before = r.before().runs().get(i);
            json.writeStartObject();
            json.writeNumberField("seed", before.result().header().seed());
            json.writeBooleanField("derivedFrom", i == 0);
            half(json, out, "before", before);
            half(json, out, "after", r.after().runs().get(i));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void share(JsonGenerator json, JsonOut out, String name, int fails, int of)
            throws IOException {
        Interval interval = new Proportion(fails, of).wilson(LEVEL);
        json.writeObjectFieldStart(name);
        out.figure("share", of == 0 ? Double.NaN : (double) fails / of);
        out.figure("low", interval.low());
        out.figure("high", interval.high());
        json.writeEndObject();
    }

    private static void half(JsonGenerator json, JsonOut out, String name, SeedsResult.Run run)
            throws IOException {
        json.writeObjectFieldStart(name);
        json.writeStringField("folder", run.folder());
        json.writeStringField("startedAt", run.result().header().startedAt().toString());
        json.writeStringField("verdict", run.result().verdict().word());
        json.writeStringField("recovery", run.result().recovery().word());
        out.figure("timeToRecoverSeconds", run.result().timeToRecoverSeconds());
        out.byPhase("goodput", run.result().goodput());
        out.byPhase("amplification", run.result().amplification());
        json.writeObjectFieldStart("duplicates");
        json.writeNumberField("confirmed", run.result().totals().confirmedDuplicates());
        json.writeNumberField("possible", run.result().totals().possibleDuplicates());
        json.writeEndObject();
        json.writeEndObject();
    }
}

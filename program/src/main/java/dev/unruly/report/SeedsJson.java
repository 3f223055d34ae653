package dev.unruly.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.unruly.model.RunResult;
import dev.unruly.model.SeedsResult;
import java.io.IOException;

/// `seeds.json`: what an experiment has shown over several seeds. Its schema is
/// `seeds.schema.json`.
public final class SeedsJson {

    /// The name of the file in the folder of all seeds.
    public static final String FILE = "seeds.json";

    /// The version that is written. Fields may be added without changing it.
    private static final int FORMAT = 1;

    private SeedsJson() {}

    /// A result as it stands in the file.
    public static String text(SeedsResult result) {
        return RunJson.text(json -> write(json, new JsonOut(json), result));
    }

    private static void write(JsonGenerator json, JsonOut out, SeedsResult r) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("name", r.name());
        json.writeStringField("verdict", r.verdict().word());
        json.writeStringField("why", r.why());
        json.writeBooleanField("complete", r.complete());
        json.writeStringField("stopped", r.stopped());
        out.figure("allow", r.allow().value());
        json.writeNumberField("asked", r.asked());
        json.writeNumberField("played", r.runs().size());
        json.writeNumberField("holds", r.holds());
        json.writeNumberField("fails", r.fails());
        json.writeNumberField("unclear", r.unclear());
        json.writeObjectFieldStart("failing");
        out.figure("share", r.runs().isEmpty() ? Double.NaN : (double) r.fails() / r.runs().size());
        out.figure("low", r.interval().low());
        out.figure("high", r.interval().high());
        json.writeEndObject();
        json.writeArrayFieldStart("seeds");
        for (SeedsResult.Run run : r.runs()) {
            seed(json, out, run);
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void seed(JsonGenerator json, JsonOut out, SeedsResult.Run run)
            throws IOException {
        RunResult result = run.result();
        json.writeStartObject();
        json.writeNumberField("seed", result.header().seed());
        json.writeStringField("folder", run.folder());
        json.writeStringField("schedule", result.header().schedule());
        json.writeBooleanField("complete", result.header().complete());
        json.writeStringField("verdict", result.verdict().word());
        json.writeStringField("recovery", result.recovery().word());
        out.figure("timeToRecoverSeconds", result.timeToRecoverSeconds());
        out.byPhase("goodput", result.goodput());
        out.byPhase("amplification", result.amplification());
        json.writeStringField("why", result.why());
        json.writeEndObject();
    }
}

package dev.unruly.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;

/// What was learned, as one document for scripts. Shares are in [0, 1]; `null`: not known. Fields
/// may be added without another format.
///
/// @param name of the population
/// @param said what was read, in which form, and what became of it
/// @param sessions that the model rests on
/// @param steps in these
/// @param personas the largest first
/// @param perSecond sessions that begin in a second, with the interval and the sample
/// @param places of which latencies are known
/// @param endpoints in the call graph
/// @param compared sessions held back that it was compared with; 0: nothing was
/// @param measures of that
/// @param warnings what a reader must know before trusting it
/// @param notLearned what is a prior, and why
/// @param files that were written
public record LearnedJson(
        String name,
        List<String> said,
        long sessions,
        long steps,
        List<Share> personas,
        Number perSecond,
        int places,
        int endpoints,
        int compared,
        List<Measure> measures,
        List<String> warnings,
        List<String> notLearned,
        List<String> files) {

    private static final int FORMAT = 1;

    /// A number with what it rests on; a sample of 0: it is a prior.
    public record Number(double value, double low, double high, long sample) {}

    /// A persona and its share.
    public record Share(String name, Number share) {}

    /// One measure of how faithful the model is; NaN: it cannot be told.
    public record Measure(
            String name,
            String of,
            double model,
            double floor,
            double naive,
            double limit,
            Faithful.Standing standing) {}

    public LearnedJson {
        said = List.copyOf(said);
        personas = List.copyOf(personas);
        measures = List.copyOf(measures);
        warnings = List.copyOf(warnings);
        notLearned = List.copyOf(notLearned);
        files = List.copyOf(files);
    }

    /// The document.
    public String text() {
        return RunJson.text(this::write);
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", FORMAT);
        json.writeStringField("name", name);
        texts(json, "said", said);
        json.writeNumberField("sessions", sessions);
        json.writeNumberField("steps", steps);
        json.writeArrayFieldStart("personas");
        for (Share persona : personas) {
            json.writeStartObject();
            json.writeStringField("name", persona.name());
            number(json, "share", persona.share());
            json.writeEndObject();
        }
        json.writeEndArray();
        number(json, "sessionsPerSecond", perSecond);
        json.writeNumberField("places", places);
        json.writeNumberField("endpoints", endpoints);
        fidelity(json);
        texts(json, "warnings", warnings);
        texts(json, "notLearned", notLearned);
        texts(json, "files", files);
        json.writeEndObject();
    }

    private void fidelity(JsonGenerator json) throws IOException {
        if (compared == 0) {
            json.writeNullField("fidelity");
            return;
        }
        json.writeObjectFieldStart("fidelity");
        json.writeNumberField("heldBack", compared);
        json.writeBooleanField(
                "holds",
                measures.stream().noneMatch(m -> m.standing() == Faithful.Standing.MISSES));
        json.writeArrayFieldStart("measures");
        for (Measure measure : measures) {
            json.writeStartObject();
            json.writeStringField("name", measure.name());
            json.writeStringField("of", measure.of());
            figure(json, "model", measure.model());
            figure(json, "noise", measure.floor());
            figure(json, "naive", measure.naive());
            figure(json, "limit", measure.limit());
            json.writeStringField("standing", measure.standing().name().toLowerCase(Locale.ROOT));
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private static void texts(JsonGenerator json, String name, List<String> texts)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (String text : texts) {
            json.writeString(text);
        }
        json.writeEndArray();
    }

    private static void number(JsonGenerator json, String name, Number number) throws IOException {
        json.writeObjectFieldStart(name);
        figure(json, "value", number.value());
        figure(json, "low", number.low());
        figure(json, "high", number.high());
        json.writeNumberField("sample", number.sample());
        json.writeEndObject();
    }

    /// Six digits.
    private static void figure(JsonGenerator json, String name, double value) throws IOException {
        if (Double.isFinite(value)) {
            json.writeFieldName(name);
            json.writeNumber(
                    new BigDecimal(value)
                            .round(new MathContext(6))
                            .stripTrailingZeros()
                            .toPlainString());
        } else {
            json.writeNullField(name);
        }
    }
}

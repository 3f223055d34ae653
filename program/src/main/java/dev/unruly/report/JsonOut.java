package dev.unruly.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.unruly.model.Cause;
import dev.unruly.model.Decision;
import dev.unruly.model.Mark;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.ByPhase;
import dev.unruly.model.RunResult.Health;
import dev.unruly.model.RunResult.Hurt;
import dev.unruly.model.RunResult.Place;
import dev.unruly.model.RunResult.Quantiles;
import dev.unruly.model.RunResult.Timeline;
import dev.unruly.model.RunResult.Wait;
import dev.unruly.model.Series;
import dev.unruly.model.Symptom;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;

/// Writes a [RunResult] as JSON. [JsonIn] reads it.
final class JsonOut {

    /// Measured figures are known to a hundredth at best; six digits lose nothing.
    private static final MathContext DIGITS = new MathContext(6);

    private static final double WHOLE_BELOW = 1L << 53;

    private final JsonGenerator json;

    JsonOut(JsonGenerator json) {
        this.json = json;
    }

    void result(RunResult r) throws IOException {
        json.writeStartObject();
        json.writeNumberField("format", RunJson.FORMAT);
        header(r.header());
        json.writeStringField("verdict", r.verdict().word());
        json.writeStringField("recovery", r.recovery().word());
        figure("timeToRecoverSeconds", r.timeToRecoverSeconds());
        json.writeStringField("why", r.why());
        totals(r.totals());
        byPhase("amplification", r.amplification());
        byPhase("goodput", r.goodput());
        expectations(r.expectations());
        latency(r.latency());
        places("regions", r.regions());
        places("personas", r.personas());
        dependencies(r.dependencies());
        guards(r.guards());
        failures(r.failures());
        health(r.generator());
        marks(r.marks());
        symptoms(r.symptoms());
        timeline(r.timeline());
        waits(r.waits());
        json.writeEndObject();
    }

    private void header(RunResult.Header h) throws IOException {
        json.writeStringField("name", h.name());
        json.writeNumberField("seed", h.seed());
        json.writeStringField("schedule", h.schedule());
        json.writeBooleanField("asVolume", h.asVolume());
        json.writeStringField("target", h.target());
        json.writeStringField("startedAt", h.startedAt().toString());
        figure("seconds", h.seconds());
        json.writeBooleanField("complete", h.complete());
        json.writeStringField("stopped", h.stopped());
    }

    private void totals(RunResult.Totals t) throws IOException {
        json.writeNumberField("intents", t.intents());
        json.writeNumberField("attempts", t.attempts());
        json.writeNumberField("answered", t.answered());
        json.writeNumberField("abandoned", t.abandoned());
        json.writeObjectFieldStart("duplicates");
        json.writeNumberField("confirmed", t.confirmedDuplicates());
        json.writeNumberField("possible", t.possibleDuplicates());
        json.writeEndObject();
        json.writeObjectFieldStart("causes");
        for (Map.Entry<Cause, Long> cause : t.causes().entrySet()) {
            json.writeNumberField(Names.word(cause.getKey()), cause.getValue());
        }
        json.writeEndObject();
    }

    private void expectations(List<RunResult.Answer> answers) throws IOException {
        json.writeArrayFieldStart("expectations");
        for (RunResult.Answer answer : answers) {
            json.writeStartObject();
            json.writeStringField("text", answer.text());
            json.writeStringField("verdict", answer.verdict().word());
            json.writeStringField("measured", answer.measured());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void latency(Map<String, Map<String, Quantiles>> latency) throws IOException {
        json.writeObjectFieldStart("latency");
        for (Map.Entry<String, Map<String, Quantiles>> kind : latency.entrySet()) {
            json.writeObjectFieldStart(kind.getKey());
            for (Map.Entry<String, Quantiles> endpoint : kind.getValue().entrySet()) {
                quantiles(endpoint.getKey(), endpoint.getValue());
            }
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void quantiles(String name, Quantiles q) throws IOException {
        json.writeObjectFieldStart(name);
        json.writeNumberField("count", q.count());
        figure("p50", q.p50());
        figure("p90", q.p90());
        figure("p99", q.p99());
        figure("p999", q.p999());
        figure("max", q.max());
        json.writeEndObject();
    }

    private void places(String name, List<Place> places) throws IOException {
        json.writeObjectFieldStart(name);
        for (Place place : places) {
            json.writeObjectFieldStart(place.name());
            json.writeNumberField("intents", place.intents());
            byPhase("goodput", place.goodput());
            byPhase("amplification", place.amplification());
            quantiles("perceived", place.perceived());
            figure("abandonment", place.abandonment());
            series("p99PerSecond", place.p99());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void dependencies(List<Hurt> dependencies) throws IOException {
        json.writeObjectFieldStart("dependencies");
        for (Hurt d : dependencies) {
            json.writeObjectFieldStart(d.name());
            json.writeStringField("protocol", d.protocol());
            json.writeNumberField("requests", d.requests());
            json.writeNumberField("failed", d.failed());
            json.writeNumberField("connectionsOpened", d.connectionsOpened());
            json.writeNumberField("connectionsRefused", d.connectionsRefused());
            json.writeNumberField("peakConnections", d.peakConnections());
            json.writeNumberField("peakInFlight", d.peakInFlight());
            byPhase("amplification", d.amplification());
            byPhase("p50", d.p50());
            byPhase("p99", d.p99());
            series("requestsPerSecond", d.requestsPerSecond());
            series("inFlightPerSecond", d.inFlight());
            series("openedPerSecond", d.openedPerSecond());
            series("openPerSecond", d.openConnections());
            series("p99PerSecond", d.p99PerSecond());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void guards(List<RunResult.Guarded> guards) throws IOException {
        json.writeObjectFieldStart("guards");
        for (RunResult.Guarded g : guards) {
            json.writeObjectFieldStart(g.name());
            json.writeNumberField("asked", g.asked());
            json.writeObjectFieldStart("decisions");
            for (Map.Entry<Decision, Long> decision : g.decisions().entrySet()) {
                json.writeNumberField(Names.word(decision.getKey()), decision.getValue());
            }
            json.writeEndObject();
            json.writeNumberField("mostInFlight", g.mostInFlight());
            json.writeNumberField("limit", g.limit());
            series("refusedPerSecond", g.refusedPerSecond());
            series("inFlightPerSecond", g.inFlight());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void failures(List<RunResult.Failure> failures) throws IOException {
        json.writeArrayFieldStart("failures");
        for (RunResult.Failure failure : failures) {
            json.writeStartObject();
            json.writeStringField("endpoint", failure.endpoint());
            json.writeStringField("outcome", failure.outcome());
            json.writeNumberField("status", failure.status());
            json.writeNumberField("count", failure.count());
            json.writeNumberField("firstSecond", failure.firstSecond());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void health(Health h) throws IOException {
        json.writeObjectFieldStart("generator");
        json.writeBooleanField("fit", h.fit());
        json.writeArrayFieldStart("reasons");
        for (String reason : h.reasons()) {
            json.writeString(reason);
        }
        json.writeEndArray();
        figure("latenessP50", h.latenessP50());
        figure("latenessP99", h.latenessP99());
        figure("latenessP999", h.latenessP999());
        figure("cpuShare", h.cpuShare());
        figure("longestGcPause", h.longestGcPause());
        json.writeNumberField("notSent", h.notSent());
        series("cpuPerSecond", h.cpu());
        series("latenessP99PerSecond", h.lateness());
        series("connectionsPerSecond", h.openConnections());
        series("descriptorsPerSecond", h.openDescriptors());
        json.writeEndObject();
    }

    private void marks(List<Mark> marks) throws IOException {
        json.writeArrayFieldStart("marks");
        for (Mark mark : marks) {
            json.writeStartObject();
            json.writeNumberField("atNanos", mark.atNanos());
            switch (mark) {
                case Mark.PhaseBegan m -> kind("phase-began", "phase", Names.word(m.phase()));
                case Mark.TriggerBegan m -> {
                    kind("trigger-began", "text", m.detail());
                    json.writeNumberField("trigger", m.trigger());
                }
                case Mark.TriggerEnded m -> {
                    kind("trigger-ended", "text", m.detail());
                    json.writeNumberField("trigger", m.trigger());
                }
                case Mark.Guardrailed m -> {
                    kind("guardrail", "text", m.text());
                    json.writeBooleanField("aborts", m.aborts());
                }
                case Mark.Note m -> kind("note", "text", m.text());
                case Mark.RunEnded m -> kind("run-ended", "text", m.stopped());
            }
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void symptoms(List<Symptom> symptoms) throws IOException {
        json.writeArrayFieldStart("symptoms");
        for (Symptom symptom : symptoms) {
            json.writeStartObject();
            json.writeStringField("kind", Names.word(symptom.kind()));
            json.writeStringField("finding", Names.word(symptom.finding()));
            json.writeStringField("at", symptom.at());
            json.writeStringField("because", symptom.because());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void kind(String kind, String field, String value) throws IOException {
        json.writeStringField("kind", kind);
        json.writeStringField(field, value);
    }

    private void timeline(Timeline t) throws IOException {
        json.writeObjectFieldStart("timeline");
        series("planned", t.planned());
        series("intents", t.intents());
        series("needed", t.needed());
        series("requests", t.requests());
        series("answered", t.answered());
        series("abandoned", t.abandoned());
        series("waiting", t.waiting());
        series("p50", t.p50());
        series("p99", t.p99());
        json.writeObjectFieldStart("causes");
        for (Map.Entry<Cause, Series> cause : t.byCause().entrySet()) {
            series(Names.word(cause.getKey()), cause.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("outcomes");
        for (Map.Entry<String, Series> outcome : t.byOutcome().entrySet()) {
            series(outcome.getKey(), outcome.getValue());
        }
        json.writeEndObject();
        json.writeObjectFieldStart("heat");
        json.writeArrayFieldStart("upToSeconds");
        for (double bound : t.heatSeconds()) {
            figure(bound);
        }
        json.writeEndArray();
        json.writeArrayFieldStart("counts");
        for (Series row : t.heat()) {
            values(allZero(row) ? Series.of() : row);
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndObject();
    }

    private static boolean allZero(Series row) {
        for (int i = 0; i < row.seconds(); i++) {
            if (row.at(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private void waits(List<Wait> waits) throws IOException {
        json.writeArrayFieldStart("waits");
        for (Wait wait : waits) {
            json.writeStartObject();
            json.writeStringField("persona", wait.persona());
            json.writeStringField("endpoint", wait.endpoint());
            json.writeStringField("kind", wait.kind());
            figure("knownUntil", wait.knownUntil());
            series("seconds", wait.seconds());
            series("share", wait.survival());
            series("low", wait.low());
            series("high", wait.high());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    void byPhase(String name, ByPhase f) throws IOException {
        json.writeObjectFieldStart(name);
        figure("baseline", f.baseline());
        figure("trigger", f.trigger());
        figure("watch", f.watch());
        json.writeEndObject();
    }

    private void series(String name, Series series) throws IOException {
        json.writeFieldName(name);
        values(series);
    }

    private void values(Series series) throws IOException {
        json.writeStartArray();
        for (int i = 0; i < series.seconds(); i++) {
            figure(series.at(i));
        }
        json.writeEndArray();
    }

    void figure(String name, double value) throws IOException {
        json.writeFieldName(name);
        figure(value);
    }

    private void figure(double value) throws IOException {
        if (!Double.isFinite(value)) {
            json.writeNull();
        } else if (value == Math.rint(value) && Math.abs(value) < WHOLE_BELOW) {
            json.writeNumber((long) value);
        } else {
            BigDecimal rounded = new BigDecimal(value).round(DIGITS).stripTrailingZeros();
            json.writeNumber(rounded.toPlainString());
        }
    }
}

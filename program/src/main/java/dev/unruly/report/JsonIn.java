package dev.unruly.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unruly.model.Cause;
import dev.unruly.model.Decision;
import dev.unruly.model.Mark;
import dev.unruly.model.Phase;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.RunResult.ByPhase;
import dev.unruly.model.RunResult.Failure;
import dev.unruly.model.RunResult.Header;
import dev.unruly.model.RunResult.Health;
import dev.unruly.model.RunResult.Hurt;
import dev.unruly.model.RunResult.Place;
import dev.unruly.model.RunResult.Quantiles;
import dev.unruly.model.RunResult.Timeline;
import dev.unruly.model.RunResult.Totals;
import dev.unruly.model.RunResult.Wait;
import dev.unruly.model.Series;
import dev.unruly.model.Symptom;
import dev.unruly.model.Verdict;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Reads what [JsonOut] wrote. What is not there is not known: NaN, nought, or nothing.
final class JsonIn {

    private final JsonNode root;

    JsonIn(JsonNode root) {
        this.root = root;
    }

    RunResult result() throws IOException {
        try {
            return read();
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IOException("is damaged: " + e.getMessage(), e);
        }
    }

    private RunResult read() {
        JsonNode duplicates = root.path("duplicates");
        return new RunResult(
                header(),
                Names.constant(Verdict.class, word(root, "verdict")),
                Names.constant(Recovery.class, word(root, "recovery")),
                figure(root, "timeToRecoverSeconds"),
                root.path("why").asText(),
                new Totals(
                        root.path("intents").asLong(),
                        root.path("attempts").asLong(),
                        root.path("answered").asLong(),
                        root.path("abandoned").asLong(),
                        duplicates.path("confirmed").asLong(),
                        duplicates.path("possible").asLong(),
                        byCause(root.path("causes"), JsonNode::asLong)),
                byPhase(root.path("amplification")),
                byPhase(root.path("goodput")),
                byName(root.path("latency"), kind -> byName(kind, JsonIn::quantiles)),
                named(root.path("regions"), JsonIn::place),
                named(root.path("personas"), JsonIn::place),
                named(root.path("dependencies"), JsonIn::dependency),
                named(root.path("guards"), JsonIn::guarded),
                list(root.path("expectations"), JsonIn::answer),
                health(root.path("generator")),
                timeline(root.path("timeline")),
                list(root.path("waits"), JsonIn::wait),
                list(root.path("failures"), JsonIn::failure),
                list(root.path("marks"), JsonIn::mark),
                list(root.path("symptoms"), JsonIn::symptom));
    }

    private static Symptom symptom(JsonNode node) {
        return new Symptom(
                Names.constant(Symptom.Kind.class, word(node, "kind")),
                Names.constant(Symptom.Finding.class, word(node, "finding")),
                node.path("at").asText(),
                node.path("because").asText());
    }

    private Header header() {
        return new Header(
                root.path("name").asText(),
                root.path("seed").asLong(),
                root.path("schedule").asText(),
                root.path("asVolume").asBoolean(),
                root.path("target").asText(),
                Instant.parse(word(root, "startedAt")),
                figure(root, "seconds"),
                root.path("complete").asBoolean(),
                root.path("stopped").asText());
    }

    private static Quantiles quantiles(JsonNode node) {
        return new Quantiles(
                node.path("count").asLong(),
                figure(node, "p50"),
                figure(node, "p90"),
                figure(node, "p99"),
                figure(node, "p999"),
                figure(node, "max"));
    }

    private static ByPhase byPhase(JsonNode node) {
        return new ByPhase(
                figure(node, "baseline"), figure(node, "trigger"), figure(node, "watch"));
    }

    private static Place place(String name, JsonNode node) {
        return new Place(
                name,
                node.path("intents").asLong(),
                byPhase(node.path("goodput")),
                byPhase(node.path("amplification")),
                quantiles(node.path("perceived")),
                figure(node, "abandonment"),
                series(node.path("p99PerSecond")));
    }

    private static Hurt dependency(String name, JsonNode node) {
        return new Hurt(
                name,
                node.path("protocol").asText(),
                node.path("requests").asLong(),
                node.path("failed").asLong(),
                node.path("connectionsOpened").asLong(),
                node.path("connectionsRefused").asLong(),
                node.path("peakConnections").asInt(),
                node.path("peakInFlight").asInt(),
                byPhase(node.path("amplification")),
                byPhase(node.path("p50")),
                byPhase(node.path("p99")),
                series(node.path("requestsPerSecond")),
                series(node.path("inFlightPerSecond")),
                series(node.path("openedPerSecond")),
                series(node.path("openPerSecond")),
                series(node.path("p99PerSecond")));
    }

    private static RunResult.Guarded guarded(String name, JsonNode node) {
        var decisions = new EnumMap<Decision, Long>(Decision.class);
        node.path("decisions")
                .properties()
                .forEach(entry ->
                        decisions.put(
                                Names.constant(Decision.class, entry.getKey()),
                                entry.getValue().asLong()));
        return new RunResult.Guarded(
                name,
                node.path("asked").asLong(),
                decisions,
                node.path("mostInFlight").asInt(),
                node.path("limit").asInt(),
                series(node.path("refusedPerSecond")),
                series(node.path("inFlightPerSecond")));
    }

    private static Answer answer(JsonNode node) {
        return new Answer(
                node.path("text").asText(),
                Names.constant(Verdict.class, word(node, "verdict")),
                node.path("measured").asText());
    }

    private static Health health(JsonNode node) {
        return new Health(
                node.path("fit").asBoolean(),
                list(node.path("reasons"), JsonNode::asText),
                figure(node, "latenessP50"),
                figure(node, "latenessP99"),
                figure(node, "latenessP999"),
                figure(node, "cpuShare"),
                figure(node, "longestGcPause"),
                node.path("notSent").asLong(),
                series(node.path("cpuPerSecond")),
                series(node.path("latenessP99PerSecond")),
                series(node.path("connectionsPerSecond")),
                series(node.path("descriptorsPerSecond")));
    }

    private static Timeline timeline(JsonNode node) {
        Series requests = series(node.path("requests"));
        JsonNode heat = node.path("heat");
        Series none = Series.of(new double[requests.seconds()]);
        return new Timeline(
                series(node.path("intents")),
                series(node.path("planned")),
                series(node.path("needed")),
                requests,
                series(node.path("answered")),
                series(node.path("abandoned")),
                series(node.path("waiting")),
                series(node.path("p50")),
                series(node.path("p99")),
                byCause(node.path("causes"), JsonIn::series),
                byName(node.path("outcomes"), JsonIn::series),
                list(heat.path("counts"), row -> row.isEmpty() ? none : series(row)),
                list(heat.path("upToSeconds"), JsonNode::asDouble));
    }

    private static Wait wait(JsonNode node) {
        return new Wait(
                node.path("persona").asText(),
                node.path("endpoint").asText(),
                node.path("kind").asText(),
                series(node.path("seconds")),
                series(node.path("share")),
                series(node.path("low")),
                series(node.path("high")),
                figure(node, "knownUntil"));
    }

    private static Failure failure(JsonNode node) {
        return new Failure(
                node.path("endpoint").asText(),
                node.path("outcome").asText(),
                node.path("status").asInt(),
                node.path("count").asLong(),
                node.path("firstSecond").asInt());
    }

    private static Mark mark(JsonNode node) {
        long at = node.path("atNanos").asLong();
        String text = node.path("text").asText();
        int trigger = node.path("trigger").asInt();
        String kind = word(node, "kind");
        return switch (kind) {
            case "phase-began" ->
                    new Mark.PhaseBegan(Names.constant(Phase.class, word(node, "phase")), at);
            case "trigger-began" -> new Mark.TriggerBegan(trigger, text, at);
            case "trigger-ended" -> new Mark.TriggerEnded(trigger, text, at);
            case "guardrail" -> new Mark.Guardrailed(text, node.path("aborts").asBoolean(), at);
            case "note" -> new Mark.Note(text, at);
            case "run-ended" -> new Mark.RunEnded(text, at);
            default -> throw new IllegalArgumentException("no kind of mark: " + kind);
        };
    }

    private static <T> Map<Cause, T> byCause(JsonNode node, Function<JsonNode, T> value) {
        var map = new EnumMap<Cause, T>(Cause.class);
        node.properties()
                .forEach(e ->
                        map.put(
                                Names.constant(Cause.class, e.getKey()),
                                value.apply(e.getValue())));
        return map;
    }

    private static <T> Map<String, T> byName(JsonNode node, Function<JsonNode, T> value) {
        var map = new LinkedHashMap<String, T>();
        node.properties().forEach(e -> map.put(e.getKey(), value.apply(e.getValue())));
        return map;
    }

    /// Makes a thing of a name and what stands under it.
    private interface Named<T> {
        T of(String name, JsonNode node);
    }

    private static <T> List<T> named(JsonNode node, Named<T> thing) {
        var all = new ArrayList<T>();
        node.properties().forEach(e -> all.add(thing.of(e.getKey(), e.getValue())));
        return all;
    }

    private static <T> List<T> list(JsonNode node, Function<JsonNode, T> thing) {
        var all = new ArrayList<T>();
        node.forEach(element -> all.add(thing.apply(element)));
        return all;
    }

    private static Series series(JsonNode node) {
        double[] values = new double[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = node.get(i).asDouble(Double.NaN);
        }
        return Series.of(values);
    }

    private static double figure(JsonNode node, String field) {
        return node.path(field).asDouble(Double.NaN);
    }

    private static String word(JsonNode node, String field) {
        JsonNode word = node.path(field);
        if (!word.isTextual()) {
            throw new IllegalArgumentException(field + " is missing");
        }
        return word.asText();
    }
}

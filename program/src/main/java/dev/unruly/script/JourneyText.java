package dev.unruly.script;

import dev.unruly.model.Call;
import dev.unruly.model.Comparison;
import dev.unruly.model.Guard;
import dev.unruly.model.Journey;
import dev.unruly.model.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;

/// A journey as lines of a population's file.
final class JourneyText {

    /// Takes a line.
    interface Lines {
        void add(int depth, String text, String place);
    }

    private final Lines lines;

    JourneyText(Lines lines) {
        this.lines = lines;
    }

    void write(Journey journey) {
        String at = "journeys/" + journey.name();
        lines.add(1, journey.name() + ":", at);
        starts(journey, at + "/start");
        lines.add(2, "think: " + Ink.distribution(journey.thinkSeconds()), at + "/think");
        lines.add(2, "states:", at + "/states");
        journey.states().forEach(state -> state(journey, state, at + "/" + state.name()));
    }

    private void starts(Journey journey, String at) {
        if (journey.starts().size() == 1) {
            lines.add(2, "start: " + name(journey, journey.starts().getFirst().state()), at);
            return;
        }
        lines.add(2, "start:", at);
        for (Journey.Start start : journey.starts()) {
            String name = name(journey, start.state());
            lines.add(3, name + ": " + Ink.share(start.share()), at + "/" + name);
        }
    }

    private static String name(Journey journey, int state) {
        return state == Journey.LEAVE ? StateDraft.LEAVE : journey.states().get(state).name();
    }

    private void state(Journey journey, Journey.State state, String at) {
        lines.add(3, state.name() + ":", at);
        if (state.signedIn()) {
            lines.add(4, "sign-in: true", at + "/sign-in");
        }
        call(state.call())
                .forEach(part -> lines.add(4, part, at + "/" + part.replaceAll(":.*", "")));
        if (!state.with().isEmpty()) {
            var with = new StringJoiner(", ", "[ ", " ]");
            state.with().forEach(one -> with.add(Ink.quoted(one.toString())));
            lines.add(4, "with: " + with, at + "/with");
        }
        if (!state.thinkSeconds().equals(journey.thinkSeconds())) {
            lines.add(4, "think: " + Ink.distribution(state.thinkSeconds()), at + "/think");
        }
        if (state.critical()) {
            lines.add(4, "critical: true", at + "/critical");
        }
        if (state.patienceFactor() != 1) {
            lines.add(4, "patience: x" + Ink.number(state.patienceFactor()), at + "/patience");
        }
        if (state.once()) {
            lines.add(4, "once: true", at + "/once");
        }
        if (!state.sets().isEmpty()) {
            lines.add(4, "set: " + sets(state.sets()), at + "/set");
        }
        lines.add(4, "next:", at + "/next");
        for (Journey.Edge edge : state.next()) {
            String name = name(journey, edge.to());
            lines.add(5, name + ": " + way(edge), at + "/next/" + name);
        }
    }

    private static String way(Journey.Edge edge) {
        return edge.guard().equals(Guard.ALWAYS)
                ? Ink.share(edge.share())
                : "{ share: %s, if: %s }".formatted(Ink.share(edge.share()), guard(edge.guard()));
    }

    private static String guard(Guard guard) {
        Comparison comparison = guard.comparison();
        return Ink.quoted(guard.variable() + " " + comparison.sign() + " " + guard.value());
    }

    private static String sets(List<Journey.Assignment> sets) {
        var parts = new StringJoiner(", ", "{ ", " }");
        for (Journey.Assignment set : sets) {
            String value = Ink.quoted(set.value().toString());
            parts.add(set.variable() + ": " + (set.adds() ? "{ add: " + value + " }" : value));
        }
        return parts.toString();
    }

    /// The lines of a call.
    static List<String> call(Call call) {
        var lines = new ArrayList<String>();
        String method = call.method().toLowerCase(Locale.ROOT);
        lines.add(method + ": " + Ink.quoted(call.target().toString()));
        if (!call.fields().isEmpty()) {
            lines.add("headers: " + pairs(call.fields()));
        }
        switch (call.body()) {
            case Call.Body.None() -> {}
            case Call.Body.Form form -> lines.add("form: " + pairs(form.pairs()));
            case Call.Body.Json json -> lines.addAll(JsonText.lines(json.text()));
            case Call.Body.Text text ->
                    lines.add(
                            "text: { type: %s, body: %s }"
                                    .formatted(
                                            Ink.quoted(text.type()),
                                            Ink.quoted(text.text().toString())));
        }
        if (!call.checks().isEmpty()) {
            lines.add("check: " + AnswerText.checks(call.checks()));
        }
        if (!call.captures().isEmpty()) {
            lines.add("capture: " + AnswerText.captures(call.captures()));
        }
        return lines;
    }

    private static String pairs(List<Call.HeaderField> fields) {
        var parts = new StringJoiner(", ", "{ ", " }");
        for (Call.HeaderField field : fields) {
            Template value = field.value();
            parts.add(Ink.quoted(field.name()) + ": " + Ink.quoted(value.toString()));
        }
        return parts.toString();
    }
}

package dev.unruly.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.unruly.gateway.Change;
import dev.unruly.gateway.Figure;
import dev.unruly.gateway.GatewayState;
import dev.unruly.gateway.ListenerState;
import dev.unruly.gateway.Overrides;
import dev.unruly.gateway.PolicyState;
import dev.unruly.model.Decision;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/// A gateway's state as JSON; `docs/admin.md` describes it. Times are seconds.
final class StateJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double SECOND = 1e9;

    private final Configuration configuration;
    private final History history;

    StateJson(Configuration configuration, History history) {
        this.configuration = configuration;
        this.history = history;
    }

    String text(GatewayState state) {
        ObjectNode json = NODES.objectNode();
        json.put("atSeconds", seconds(state.nowNanos()));
        json.put("watched", state.watched());
        json.put("leaving", state.leaving());
        ArrayNode listeners = json.putArray("listeners");
        state.listeners().forEach(one -> listeners.add(listener(one)));
        ArrayNode overrides = json.putArray("overrides");
        state.overrides().forEach(one -> overrides.add(override(one, state.nowNanos())));
        return json.toString();
    }

    private ObjectNode listener(ListenerState listener) {
        ObjectNode json = NODES.objectNode();
        json.put("name", listener.dependency().name());
        json.put("listen", listener.dependency().listen().toString());
        ArrayNode upstreams = json.putArray("upstreams");
        listener.dependency().upstreams().forEach(at -> upstreams.add(at.toString()));
        json.put("protocol", word(listener.dependency().protocol()));
        json.put("connections", listener.connections());
        json.put("inFlight", listener.inFlight());
        ArrayNode faults = json.putArray("faults");
        for (ListenerState.FaultState fault : listener.faults()) {
            faults.addObject()
                    .put("fault", fault.fault())
                    .put("detail", fault.detail())
                    .put("endsInSeconds", seconds(fault.leftNanos()));
        }
        json.put("asked", listener.asked());
        json.set("decisions", decisions(listener.decisions()));
        List<History.Second> seconds = history.of(listener.dependency().name());
        History.Second last = seconds.isEmpty() ? History.Second.NONE : seconds.getLast();
        json.set("lastSecond", decisions(last.decisions()).put("asked", last.asked()));
        ObjectNode perSecond = json.putObject("perSecond");
        perSecond.set("asked", series(seconds, History.Second::asked));
        perSecond.set("passed", series(seconds, one -> one.count(Decision.PASSED)));
        perSecond.set(
                "kept",
                series(seconds, one -> one.count(Decision.KEPT) + one.count(Decision.SHARED)));
        perSecond.set("refused", series(seconds, History.Second::refused));
        perSecond.set("timedOut", series(seconds, one -> one.count(Decision.TIMED_OUT)));
        ArrayNode policies = json.putArray("policies");
        listener.policies().forEach(one -> policies.add(policy(one)));
        return json;
    }

    private static ArrayNode series(
            List<History.Second> seconds, ToLongFunction<History.Second> figure) {
        ArrayNode array = NODES.arrayNode();
        seconds.forEach(one -> array.add(figure.applyAsLong(one)));
        return array;
    }

    /// Only those that were ever taken.
    private static ObjectNode decisions(List<Long> counts) {
        ObjectNode json = NODES.objectNode();
        for (Decision decision : Decision.values()) {
            long count = counts.get(decision.number());
            if (count > 0) {
                json.put(word(decision), count);
            }
        }
        return json;
    }

    private ObjectNode policy(PolicyState policy) {
        ObjectNode json = NODES.objectNode();
        json.put("route", policy.route());
        json.put("policy", policy.policy().key());
        json.put("setting", configuration.words(policy.policy()));
        json.put("condition", word(policy.condition()));
        json.put("state", policy.word());
        ObjectNode figures = json.putObject("figures");
        for (Figure figure : policy.figures()) {
            long whole = Math.round(figure.value());
            if (whole == figure.value()) {
                figures.put(figure.name(), whole);
            } else {
                figures.put(figure.name(), Math.round(figure.value() * 1_000) / 1_000.0);
            }
        }
        policy.override()
                .ifPresentOrElse(
                        number -> json.put("override", number), () -> json.putNull("override"));
        return json;
    }

    /// An override and when it ends.
    ObjectNode override(Overrides.Given one, long nowNanos) {
        ObjectNode json = NODES.objectNode();
        json.put("number", one.number());
        json.put("listener", one.wish().dependency());
        json.put("route", one.wish().route());
        json.put("policy", one.wish().policy());
        switch (one.wish().change()) {
            case Change.Off _ -> json.put("change", "off");
            case Change.HeldOpen _ -> json.put("change", "open");
            case Change.HeldClosed _ -> json.put("change", "closed");
            case Change.Put(var policy) ->
                    json.put("change", "set").put("setting", configuration.words(policy));
        }
        json.put("by", one.wish().by());
        json.put("setSecondsAgo", seconds(nowNanos - one.setNanos()));
        json.put("endsInSeconds", seconds(one.untilNanos() - nowNanos));
        return json;
    }

    private static String word(Enum<?> one) {
        String[] parts = one.name().toLowerCase(Locale.ROOT).split("_", -1);
        var text = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.length; i++) {
            text.append(Character.toUpperCase(parts[i].charAt(0))).append(parts[i].substring(1));
        }
        return text.toString();
    }

    private static double seconds(long nanos) {
        return Math.round(nanos / SECOND * 1_000) / 1_000.0;
    }
}

package dev.unruly.script;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Call;
import dev.unruly.model.Guard;
import dev.unruly.model.Journey;
import dev.unruly.model.Share;
import dev.unruly.model.Template;
import java.util.List;
import java.util.Map;

/// A state as it was read: it leads to others by name.
///
/// @param value where it stands
/// @param enteredIf what must hold for it to be entered
/// @param traits what needs no other state
/// @param ways where people go from here
record StateDraft(String name, Value value, Guard enteredIf, Traits traits, List<Way> ways) {

    static final String LEAVE = "leave";

    /// What a state is by itself.
    record Traits(
            Call call,
            List<Template> with,
            Distribution thinkSeconds,
            boolean critical,
            double patienceFactor,
            boolean once,
            boolean signedIn,
            List<Journey.Assignment> sets) {}

    /// A way on.
    record Way(String to, Share share, Guard guard, Value value) {

        boolean leaves() {
            return to.equals(LEAVE);
        }

        boolean taken() {
            return share.value() > 0;
        }
    }

    /// The condition of a way: its own, or that of the state it leads to.
    Guard guardOf(Way way, Map<String, StateDraft> states) {
        StateDraft target = states.get(way.to());
        return way.guard().equals(Guard.ALWAYS) && target != null
                ? target.enteredIf()
                : way.guard();
    }

    /// The finished state, once nothing is wrong with the journey.
    Journey.State built(List<String> known, Map<String, StateDraft> states) {
        List<Journey.Edge> edges =
                ways.stream()
                        .map(w ->
                                new Journey.Edge(
                                        w.leaves() ? Journey.LEAVE : known.indexOf(w.to()),
                                        w.share(),
                                        guardOf(w, states)))
                        .toList();
        return new Journey.State(
                name,
                traits.call(),
                traits.with(),
                edges,
                traits.thinkSeconds(),
                traits.critical(),
                traits.patienceFactor(),
                traits.once(),
                traits.signedIn(),
                traits.sets());
    }
}

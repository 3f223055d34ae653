package dev.unruly.script;

import dev.unruly.model.Guard;
import dev.unruly.model.Journey;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The ways through a journey: whether they lead everywhere, and out again.
final class Ways {

    private final List<StateDraft> drafts;
    private final Map<String, StateDraft> states = new LinkedHashMap<>();
    private final List<StateDraft> starts;

    Ways(List<StateDraft> drafts, List<Journey.Start> starts) {
        this.drafts = drafts;
        this.starts =
                starts.stream()
                        .filter(s -> s.share().value() > 0)
                        .map(s -> drafts.get(s.state()))
                        .toList();
        drafts.forEach(d -> states.put(d.name(), d));
    }

    /// Tells what is wrong with them.
    void check(Reading reading) {
        int mark = reading.mark();
        for (StateDraft state : drafts) {
            state.ways().forEach(this::checkTarget);
            checkGuards(state);
        }
        for (StateDraft start : starts) {
            if (!start.enteredIf().equals(Guard.ALWAYS)) {
                start.value().wrong("the first state cannot have a condition", "remove its `if`");
            }
        }
        // A way to a state that is not there would only be said to be missing once more.
        if (reading.cleanSince(mark)) {
            checkReach();
        }
    }

    private void checkTarget(StateDraft.Way way) {
        if (way.leaves() || states.containsKey(way.to())) {
            return;
        }
        Set<String> known = new LinkedHashSet<>(states.keySet());
        known.add(StateDraft.LEAVE);
        way.value()
                .wrong(
                        "there is no state `" + way.to() + "` in this journey",
                        Nearest.instead(way.to(), known, "write leave"));
    }

    private void checkGuards(StateDraft state) {
        boolean free = false;
        for (StateDraft.Way way : state.ways()) {
            StateDraft target = states.get(way.to());
            boolean both =
                    target != null
                            && !target.enteredIf().equals(Guard.ALWAYS)
                            && !way.guard().equals(Guard.ALWAYS);
            if (both) {
                way.value()
                        .wrong(
                                "`" + way.to() + "` has a condition of its own",
                                "keep one `if`, here or there");
            }
            free |= way.taken() && state.guardOf(way, states).equals(Guard.ALWAYS);
        }
        if (!free && state.ways().stream().anyMatch(StateDraft.Way::taken)) {
            state.value()
                    .wrong(
                            "every way on from `" + state.name() + "` has a condition",
                            "add one without, such as leave: 10%");
        }
    }

    private void checkReach() {
        Set<String> reached = reached();
        for (StateDraft state : drafts) {
            if (!reached.contains(state.name())) {
                state.value()
                        .wrong(
                                "nobody ever comes to `" + state.name() + "`",
                                "lead a way there, or remove it");
            }
        }
        Set<String> ending = ending();
        for (StateDraft state : drafts) {
            if (reached.contains(state.name()) && !ending.contains(state.name())) {
                state.value()
                        .wrong(
                                "from `" + state.name() + "` no way ever leads to leave",
                                "add a share of leave to it, or to a state after it");
            }
        }
    }

    private Set<String> reached() {
        var reached = new HashSet<String>();
        var open = new ArrayDeque<StateDraft>(starts);
        starts.forEach(start -> reached.add(start.name()));
        while (!open.isEmpty()) {
            for (StateDraft.Way way : open.remove().ways()) {
                StateDraft target = states.get(way.to());
                if (target != null && way.taken() && reached.add(way.to())) {
                    open.add(target);
                }
            }
        }
        return reached;
    }

    /// The states from which a way leads out.
    private Set<String> ending() {
        var ending = new HashSet<String>();
        boolean grew = true;
        while (grew) {
            grew = false;
            for (StateDraft state : drafts) {
                boolean ends =
                        state.ways().stream()
                                .anyMatch(
                                        w -> w.taken() && (w.leaves() || ending.contains(w.to())));
                grew |= ends && ending.add(state.name());
            }
        }
        return ending;
    }
}

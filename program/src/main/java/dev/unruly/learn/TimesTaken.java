package dev.unruly.learn;

import dev.unruly.model.ObservedLatency;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How long answers took, state by state, as far as sessions tell; a try that was given up is known
/// to have needed longer than that.
public final class TimesTaken {

    private final Map<Integer, State> states = new TreeMap<>();
    private long fromMillis = Long.MAX_VALUE;
    private long toMillis = Long.MIN_VALUE;

    private static final class State {
        private final TookBands answered = new TookBands();
        private final TookBands cutOff = new TookBands();
        private long requests;
        private long failed;
    }

    private TimesTaken() {}

    /// What walks tell.
    ///
    /// @param dependency what the whole is called
    /// @param names of the states
    public static List<ObservedLatency> of(Walks walks, List<StateName> names, String dependency) {
        var taken = new TimesTaken();
        walks.each(taken::add);
        var places = new ArrayList<ObservedLatency>();
        taken.states.forEach((state, seen) -> {
            if (!seen.answered.isEmpty()) {
                places.add(taken.place(names.get(state), seen, dependency));
            }
        });
        return places;
    }

    private void add(Walk walk) {
        for (Step step : walk.steps()) {
            double lastBegan = 0;
            for (Step.Try further : step.tries()) {
                Step.Ending ending =
                        further.afterWait()
                                ? Step.Ending.LEFT_EARLY
                                : further.afterFailure()
                                        ? Step.Ending.FAILED
                                        : Step.Ending.ANSWERED;
                add(step, further.afterTookSeconds(), ending);
                lastBegan += further.gapSeconds();
            }
            add(step, step.tookSeconds() - lastBegan, step.ending());
        }
    }

    /// One try.
    private void add(Step step, double tookSeconds, Step.Ending ending) {
        if (!(tookSeconds >= 0)) {
            return;
        }
        State state = states.computeIfAbsent(step.state(), _ -> new State());
        state.requests++;
        switch (ending) {
            case ANSWERED, LEFT_PARTS -> state.answered.add(tookSeconds);
            case FAILED -> {
                state.failed++;
                state.answered.add(tookSeconds);
            }
            case LEFT_EARLY -> state.cutOff.add(tookSeconds);
        }
        fromMillis = Math.min(fromMillis, step.atMillis());
        toMillis = Math.max(toMillis, step.atMillis());
    }

    private ObservedLatency place(StateName name, State seen, String dependency) {
        String method = name.method().equals("*") ? "GET" : name.method();
        String path = name.pattern();
        int place = path.replace('*', '{').indexOf('{');
        return new ObservedLatency(
                dependency,
                method + " " + (place < 0 ? path : path.substring(0, place)),
                "",
                seen.answered.bands(),
                seen.cutOff.bands(),
                Math.max(0, (toMillis - fromMillis) / 1e3),
                seen.requests,
                0,
                seen.failed,
                method.equals("GET") || method.equals("HEAD"),
                0);
    }
}

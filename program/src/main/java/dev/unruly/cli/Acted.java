package dev.unruly.cli;

import dev.unruly.learn.Step;
import dev.unruly.learn.Step.Try;
import dev.unruly.learn.Walk;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.model.Quiet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Hears what simulated users do, and tells it as sessions. Those who were there before the run
/// began are left out.
final class Acted extends Quiet {

    private static final double NANOS = 1e9;

    private final List<Integer> endpoints;
    private final long startMillis;
    private final Map<Long, List<Conclusion>> wishes = new LinkedHashMap<>();

    /// @param endpoints the state behind each endpoint
    /// @param startMillis what moment the run begins
    Acted(List<Integer> endpoints, long startMillis) {
        this.endpoints = endpoints;
        this.startMillis = startMillis;
    }

    @Override
    public void wishes(Intention intention) {
        if (intention.intent() == 0 && intention.meantNanos() >= 0) {
            wishes.putIfAbsent(intention.user(), new ArrayList<>());
        }
    }

    @Override
    public void concluded(Conclusion conclusion) {
        List<Conclusion> all = wishes.get(conclusion.intention().user());
        if (all != null && conclusion.end() != Conclusion.End.CUT_OFF) {
            all.add(conclusion);
        }
    }

    /// The sessions, as they began.
    List<Walk> walks() {
        return wishes.values().stream().filter(w -> !w.isEmpty()).map(this::walk).toList();
    }

    private Walk walk(List<Conclusion> all) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < all.size(); i++) {
            Conclusion one = all.get(i);
            double think =
                    i + 1 < all.size() && one.end() == Conclusion.End.ANSWERED
                            ? all.get(i + 1).intention().thinkNanos() / NANOS
                            : Double.NaN;
            steps.add(
                    new Step(
                            endpoints.get(one.intention().endpoint()),
                            -1,
                            millis(one.intention().meantNanos()),
                            think,
                            one.perceivedNanos() / NANOS,
                            ending(one.end()),
                            tries(one)));
        }
        return new Walk(-1, steps.getFirst().atMillis(), steps);
    }

    private long millis(long nanos) {
        return startMillis + nanos / 1_000_000;
    }

    private static Step.Ending ending(Conclusion.End end) {
        return switch (end) {
            case ANSWERED -> Step.Ending.ANSWERED;
            case FAILED -> Step.Ending.FAILED;
            case LEFT, CUT_OFF -> Step.Ending.LEFT_EARLY;
        };
    }

    private static List<Try> tries(Conclusion one) {
        var tries = new ArrayList<Try>();
        for (int i = 1; i < one.attempts(); i++) {
            tries.add(new Try(Double.NaN, 0, Double.NaN, true));
        }
        return tries;
    }
}

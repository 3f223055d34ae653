package dev.unruly.learn;

import java.util.Arrays;
import java.util.BitSet;

/// Sessions as rows of numbers: what estimators that go through them again and again work on. Ten
/// bytes a step.
final class SessionRows {

    private int count;
    private int steps;
    private int mostState = -1;
    private int[] from = new int[1024];
    private int[] state = new int[4096];
    private float[] think = new float[4096];
    private final BitSet inVain = new BitSet();

    /// At most so many sessions, every k-th of all; think times only where they can be trusted.
    static SessionRows of(Walks walks, Settings settings, int most) {
        long[] all = new long[1];
        walks.each(_ -> all[0]++);
        long every = Math.max(1, (all[0] + most - 1) / most);
        var sessions = new SessionRows();
        long[] seen = new long[1];
        walks.each(walk -> {
            if (seen[0]++ % every == 0) {
                sessions.add(walk, settings.timesTrusted());
            }
        });
        return sessions;
    }

    private void add(Walk walk, boolean timed) {
        if (count + 2 > from.length) {
            from = Arrays.copyOf(from, 2 * from.length);
        }
        for (Step step : walk.steps()) {
            if (steps == state.length) {
                state = Arrays.copyOf(state, 2 * steps);
                think = Arrays.copyOf(think, 2 * steps);
            }
            mostState = Math.max(mostState, step.state());
            state[steps] = step.state();
            inVain.set(steps, !step.answered());
            boolean known = timed && step.answered();
            think[steps++] = known ? (float) step.thinkSeconds() : Float.NaN;
        }
        from[++count] = steps;
    }

    int count() {
        return count;
    }

    int steps() {
        return steps;
    }

    /// One more than the largest number of a state.
    int states() {
        return mostState + 1;
    }

    int first(int session) {
        return from[session];
    }

    int end(int session) {
        return from[session + 1];
    }

    int state(int step) {
        return state[step];
    }

    /// Whether what was wanted did not come.
    boolean inVain(int step) {
        return inVain.get(step);
    }

    /// Seconds; NaN: not known.
    float think(int step) {
        return think[step];
    }
}

package dev.unruly.model;

import java.util.ArrayList;
import java.util.List;

/// What the policies of one listener, or of one link of a model, did in the second that is running.
public final class GuardTally {

    private final long[] decisions = new long[Decision.COUNT];
    private final long[] before = new long[Decision.COUNT];
    private long asked;
    private long askedBefore;

    /// A request has come.
    public void asked() {
        asked++;
    }

    /// A decision was taken.
    public void count(Decision decision) {
        decisions[decision.number()]++;
    }

    /// What was counted since the last time, which is thereby over.
    ///
    /// @param inFlight places taken now
    /// @param limit how many may be; 0: any number
    /// @param openBreakers circuit breakers that let nothing pass now
    public GuardSecond take(int dependency, int second, int inFlight, int limit, int openBreakers) {
        var counts = new ArrayList<Long>(decisions.length);
        for (int i = 0; i < decisions.length; i++) {
            counts.add(decisions[i]);
            before[i] += decisions[i];
            decisions[i] = 0;
        }
        var taken =
                new GuardSecond(dependency, second, asked, counts, inFlight, limit, openBreakers);
        askedBefore += asked;
        asked = 0;
        return taken;
    }

    /// How many requests have ever come, whatever was taken.
    public long everAsked() {
        return askedBefore + asked;
    }

    /// How often each [Decision] was ever taken, in the order of their numbers.
    public List<Long> ever() {
        var counts = new ArrayList<Long>(decisions.length);
        for (int i = 0; i < decisions.length; i++) {
            counts.add(before[i] + decisions[i]);
        }
        return counts;
    }
}

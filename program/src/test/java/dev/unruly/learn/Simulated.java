package dev.unruly.learn;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import java.util.ArrayList;
import java.util.List;

/// Sessions of people whose ways are known.
final class Simulated {

    private static final long MONDAY = 1_717_372_800_000L;

    private final Draws draws;
    private final List<Walk> walks = new ArrayList<>();

    Simulated(long seed) {
        draws = new Seed(seed).stream("people");
    }

    /// People who walk alike.
    ///
    /// @param shares of the next state by state, leaving last; the first row is for beginning, the
    ///   second for state 0
    record Kind(double[][] shares, Distribution think) {}

    /// Adds sessions, ten seconds apart.
    Simulated add(Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            int user = walks.size();
            List<Step> steps = new ArrayList<>();
            int state = pick(kind.shares[0], user, 0);
            long at = MONDAY + 10_000L * user;
            long start = at;
            while (state < kind.shares.length - 1) {
                int step = steps.size();
                int next = pick(kind.shares[state + 1], user, step + 1);
                boolean last = next == kind.shares.length - 1;
                double think =
                        last
                                ? Double.NaN
                                : kind.think.quantile(draws.uniform(user, step, Purpose.THINK, 0));
                steps.add(new Step(state, -1, at, think, 0.1, Step.Ending.ANSWERED, List.of()));
                at += last ? 0 : (long) (1_000 * think);
                state = next;
            }
            walks.add(new Walk(-1, start, steps));
        }
        return this;
    }

    Walks walks() {
        return walks::forEach;
    }

    List<Walk> list() {
        return walks;
    }

    private int pick(double[] shares, int user, int step) {
        double uniform = draws.uniform(user, step, Purpose.PATH, 0);
        int at = 0;
        while (at < shares.length - 1 && uniform >= shares[at]) {
            uniform -= shares[at++];
        }
        return at;
    }
}

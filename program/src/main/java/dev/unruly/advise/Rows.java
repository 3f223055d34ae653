package dev.unruly.advise;

import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;

/// Times of one trace after the other, drawn at random: the first call of a name takes that trace's
/// time, a further one that of another trace.
final class Rows implements Play.Source {

    private final Traces traces;
    private final int[] columns;
    private final RandomGenerator random;
    private final boolean[] taken;
    private int[] among = {0};
    private int row;

    Rows(Traces traces, List<String> names, RandomGenerator random) {
        this.traces = traces;
        this.columns = names.stream().mapToInt(traces.names()::indexOf).toArray();
        this.random = random;
        this.taken = new boolean[names.size()];
    }

    /// Draws from these rows from now on.
    void among(int[] rows) {
        among = rows;
    }

    /// Begins another request.
    void next() {
        row = among[random.nextInt(among.length)];
        Arrays.fill(taken, false);
    }

    @Override
    public double nanos(int name) {
        int from = taken[name] ? among[random.nextInt(among.length)] : row;
        taken[name] = true;
        return traces.nanos().get(from)[columns[name]];
    }

    @Override
    public double chance() {
        return random.nextDouble();
    }
}

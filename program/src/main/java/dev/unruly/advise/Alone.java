package dev.unruly.advise;

import dev.unruly.stats.Cumulative;
import dev.unruly.stats.Latencies;
import java.util.Arrays;

/// A [Reissue] whose second request is as long as any first one, whatever the first one did: as of
/// an instance that shares nothing with the other.
final class Alone implements Reissue {

    private final Cumulative first;
    private final Cumulative second;

    /// @param first how long first requests take
    /// @param second how long second ones do
    Alone(Latencies first, Latencies second) {
        this.first = Cumulative.of(first);
        this.second = first == second ? this.first : Cumulative.of(second);
    }

    @Override
    public double longer(double nanos) {
        return 1 - first.at(nanos);
    }

    @Override
    public double within(double nanos, double delay, double chance) {
        double answered = first.at(nanos);
        return nanos <= delay
                ? answered
                : answered + chance * (1 - answered) * second.at(nanos - delay);
    }

    @Override
    public double[] delays() {
        return Arrays.stream(first.knots()).distinct().toArray();
    }

    @Override
    public double quantile(double share) {
        return first.quantile(share);
    }
}

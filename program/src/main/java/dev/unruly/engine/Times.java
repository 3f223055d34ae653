package dev.unruly.engine;

import dev.unruly.model.Arrival;

/// When the n-th user of a process starts that is known in advance: computed from n, never by
/// adding up gaps.
@FunctionalInterface
interface Times {

    /// There is no such user.
    long NEVER = Long.MAX_VALUE;

    /// The distance of the n-th user's start from the process's beginning, or [#NEVER].
    ///
    /// @param n from 0
    long nth(long n);

    /// Nobody.
    static Times none() {
        return n -> NEVER;
    }

    /// Evenly spaced.
    static Times even(double perSecond) {
        return perSecond == 0 ? none() : n -> nanos(n / perSecond);
    }

    /// The n-th when ∫₀ᵗ rate = n, where the rate goes evenly from one value to another and stays.
    static Times ramp(Arrival.Ramp ramp) {
        double from = ramp.fromPerSecond();
        double to = ramp.toPerSecond();
        double length = ramp.overNanos() / 1e9;
        double slope = (to - from) / length;
        double during = length * (from + to) / 2;
        return n -> {
            if (n < during) {
                double root = StrictMath.sqrt(Math.max(0, from * from + 2 * slope * n));
                return n == 0 ? 0 : nanos(2 * n / (from + root));
            }
            return to == 0 ? NEVER : nanos(length + (n - during) / to);
        };
    }

    /// Evenly spaced at one rate after the other; the last one stays.
    static Times steps(Arrival.Steps steps) {
        return n -> {
            double began = 0;
            double due = 0;
            for (int i = 0; ; i++) {
                Arrival.Step step = steps.steps().get(i);
                double within = step.perSecond() * step.forNanos() / 1e9;
                boolean last = i == steps.steps().size() - 1;
                if (n < due + within || last) {
                    return step.perSecond() == 0
                            ? NEVER
                            : nanos(began + (n - due) / step.perSecond());
                }
                due += within;
                began += step.forNanos() / 1e9;
            }
        };
    }

    /// Everyone at once, or evenly within a time.
    static Times flash(Arrival.Flash flash) {
        double users = flash.users();
        return n ->
                n >= flash.users()
                        ? NEVER
                        : flash.atNanos() + (long) (flash.withinNanos() * (n / users));
    }

    /// As it was.
    static Times replay(long[] atNanos) {
        return n -> n >= atNanos.length ? NEVER : atNanos[(int) n];
    }

    private static long nanos(double seconds) {
        return seconds * 1e9 >= Nanos.LONGEST ? NEVER : Math.round(seconds * 1e9);
    }
}

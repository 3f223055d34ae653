package dev.unruly.engine;

import dev.unruly.chance.Normal;
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

    /// What a sum of rates times times may lack of a whole user.
    double LEAST_USER = 1e-6;

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

    /// The n-th when ∫₀ᵗ rate = n, as long as n are due before the end.
    static Times wave(Arrival.Wave wave) {
        double all = wave.expectedUsers() - LEAST_USER;
        return n -> {
            double began = 0;
            double due = 0;
            for (Arrival.Stretch stretch : wave.stretches()) {
                if (n < all && n < due + stretch.users()) {
                    return nanos(began + within(stretch, n - due));
                }
                due += stretch.users();
                began += stretch.forNanos() / 1e9;
            }
            return n < all ? nanos(began) : NEVER;
        };
    }

    /// How many seconds after a stretch's beginning so many are due: the root of a·t + s·t²/2 =
    /// due, in the form that also serves for s = 0.
    static double within(Arrival.Stretch stretch, double due) {
        double from = stretch.fromPerSecond();
        double slope = (stretch.toPerSecond() - from) / (stretch.forNanos() / 1e9);
        double root = StrictMath.sqrt(Math.max(0, from * from + 2 * slope * due));
        return due <= 0 ? 0 : 2 * due / (from + root);
    }

    /// Everyone at once, or within a time.
    static Times flash(Arrival.Flash flash) {
        return switch (flash.shape()) {
            case EVEN -> evenFlash(flash);
            case PEAK -> peak(flash);
        };
    }

    /// A smooth step. The normal distribution's quantiles are erf⁻¹(2x − 1) times √2, which their
    /// ratio cancels.
    private static Times peak(Arrival.Flash flash) {
        double room = flash.users() + 2.0;
        double first = -Normal.quantile(1 / room);
        return n ->
                n >= flash.users()
                        ? NEVER
                        : flash.atNanos()
                                + Math.round(
                                        flash.withinNanos()
                                                * (Normal.quantile((n + 1) / room) + first)
                                                / (2 * first));
    }

    private static Times evenFlash(Arrival.Flash flash) {
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

package dev.unruly.sim;

/// Bad weather on the simulated network: for a while, some connections are refused and some
/// exchanges are lost, reset, late or cut short; then it is calm.
///
/// What happens to the n-th exchange of a connection follows from the seed, the connection's number
/// and n, not from when it is asked.
public final class Weather {

    /// How bad it is.
    ///
    /// @param refused the share of connections that are refused
    /// @param lost the share of exchanges whose request never arrives: nobody answers
    /// @param reset the share of exchanges that meet a reset
    /// @param late the share of requests that arrive late, by up to `mostLateNanos`
    /// @param cutShort the share of answers that end before they are whole
    public record Mix(
            double refused,
            double lost,
            double reset,
            double late,
            double cutShort,
            long mostLateNanos) {

        public Mix {
            check("refused", refused);
            check("lost", lost);
            check("reset", reset);
            check("late", late);
            check("cutShort", cutShort);
            check("lost + reset + late + cutShort", lost + reset + late + cutShort);
            if (mostLateNanos < 0) {
                throw new IllegalArgumentException(
                        "mostLateNanos must be >= 0, got " + mostLateNanos);
            }
        }

        private static void check(String name, double share) {
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException(name + " must be in [0, 1], got " + share);
            }
        }
    }

    private static final long PHI = 0x9e3779b97f4a7c15L;

    private final long seed;
    private final Mix mix;
    private final long fromNanos;
    private final long untilNanos;

    /// Bad weather from one moment (inclusive) to another (exclusive).
    public Weather(long seed, Mix mix, long fromNanos, long untilNanos) {
        if (untilNanos < fromNanos) {
            throw new IllegalArgumentException(
                    "weather must not end before it begins: " + fromNanos + ", " + untilNanos);
        }
        this.seed = seed;
        this.mix = mix;
        this.fromNanos = fromNanos;
        this.untilNanos = untilNanos;
    }

    /// Calm for ever.
    public static Weather calm() {
        return new Weather(0, new Mix(0, 0, 0, 0, 0, 0), 0, 0);
    }

    boolean isBad(long nowNanos) {
        return nowNanos >= fromNanos && nowNanos < untilNanos;
    }

    boolean refuses(long connection, long nowNanos) {
        return isBad(nowNanos) && uniform(connection, -1) < mix.refused();
    }

    Fate fate(long connection, long exchange, long nowNanos) {
        if (!isBad(nowNanos)) {
            return Fate.FINE;
        }
        double draw = uniform(connection, exchange);
        if ((draw -= mix.lost()) < 0) {
            return Fate.LOST;
        }
        if ((draw -= mix.reset()) < 0) {
            return Fate.RESET;
        }
        if ((draw -= mix.late()) < 0) {
            return Fate.LATE;
        }
        return draw < mix.cutShort() ? Fate.CUT_SHORT : Fate.FINE;
    }

    long lateNanos(long connection, long exchange) {
        return (long) (uniform(~connection, exchange) * mix.mostLateNanos());
    }

    private double uniform(long connection, long exchange) {
        long z = mix(mix(seed + connection * PHI) ^ exchange);
        return ((z >>> 11) + 0.5) * 0x1p-53;
    }

    /// SplitMix64's finaliser (Steele, Lea & Flood 2014; variant 13 of Stafford's).
    private static long mix(long value) {
        long z = value + PHI;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}

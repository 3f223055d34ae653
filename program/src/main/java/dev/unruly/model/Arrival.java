package dev.unruly.model;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// When new users start. Several together are their sum. Times count from the beginning of the run.
public sealed interface Arrival {

    /// Evenly spaced.
    record Constant(double perSecond) implements Arrival {
        public Constant {
            requireRate(perSecond);
        }
    }

    /// Nobody comes because another came.
    sealed interface Unprompted extends Arrival {

        /// Users per second, on average.
        double meanPerSecond();

        /// So many times as many.
        Unprompted times(double factor);
    }

    /// Independent of each other: a Poisson process.
    record Poisson(double perSecond) implements Unprompted {
        public Poisson {
            requireRate(perSecond);
        }

        @Override
        public double meanPerSecond() {
            return perSecond;
        }

        @Override
        public Poisson times(double factor) {
            return new Poisson(perSecond * factor);
        }
    }

    /// Evenly growing or falling, then staying; the n-th arrival is when n have been due.
    record Ramp(double fromPerSecond, double toPerSecond, long overNanos) implements Arrival {
        public Ramp {
            requireRate(fromPerSecond);
            requireRate(toPerSecond);
            requireLength(overNanos);
        }
    }

    /// Evenly spaced at one rate after the other; the last one stays.
    record Steps(List<Step> steps) implements Arrival {
        public Steps {
            steps = List.copyOf(steps);
            if (steps.isEmpty()) {
                throw new IllegalArgumentException("steps must not be empty");
            }
        }
    }

    /// One step.
    record Step(double perSecond, long forNanos) {
        public Step {
            requireRate(perSecond);
            requireLength(forNanos);
        }
    }

    /// What the rate of a wave says of the moments.
    enum Spacing {
        /// The n-th comes when n have been due.
        EVENLY,
        /// Independent of each other: a Poisson process.
        INDEPENDENT,
        /// As many as are due in each stretch, rounded down, each at a moment drawn by the rate.
        COUNTED
    }

    /// A load with a beginning and an end: its rate goes evenly from one value to another in each
    /// stretch of time. Nobody came before the first, and after the last nobody comes.
    record Wave(List<Stretch> stretches, Spacing spacing) implements Arrival {

        /// A Poisson process.
        public Wave(List<Stretch> stretches) {
            this(stretches, Spacing.INDEPENDENT);
        }

        public Wave {
            stretches = List.copyOf(stretches);
        }

        /// From its beginning to its end.
        public long lengthNanos() {
            return stretches.stream().mapToLong(Stretch::forNanos).sum();
        }

        /// Users in all, on average.
        public double expectedUsers() {
            return stretches.stream().mapToDouble(Stretch::users).sum();
        }
    }

    /// A part of a wave.
    record Stretch(double fromPerSecond, double toPerSecond, long forNanos) {
        public Stretch {
            requireRate(fromPerSecond);
            requireRate(toPerSecond);
            requireLength(forNanos);
        }

        /// How many users it brings, on average.
        public double users() {
            return (fromPerSecond + toPerSecond) / 2 * (forNanos / 1e9);
        }
    }

    /// An inhomogeneous Poisson process that follows the day in each region's own time zone: λ(t) =
    /// mean · weekday · (1 + Σ aₖ cos(2πk (hour − φₖ)/24)), k from 1, never below 0.
    ///
    /// @param meanPerSecond over a day, all regions together
    /// @param harmonics the k-th has period 24 h / k
    /// @param weekdays seven factors, Monday first
    /// @param startsAt which moment the run's beginning stands for
    /// @param speed how much faster than real time the day passes
    record Daily(
            double meanPerSecond,
            List<Harmonic> harmonics,
            List<Double> weekdays,
            Instant startsAt,
            double speed)
            implements Unprompted {
        public Daily {
            requireRate(meanPerSecond);
            harmonics = List.copyOf(harmonics);
            weekdays = List.copyOf(weekdays);
            if (weekdays.size() != 7 || weekdays.stream().anyMatch(w -> !(w >= 0))) {
                throw new IllegalArgumentException("seven weekday factors >= 0, got " + weekdays);
            }
            if (!(speed > 0)) {
                throw new IllegalArgumentException("speed must be > 0, got " + speed);
            }
        }

        @Override
        public Daily times(double factor) {
            return new Daily(meanPerSecond * factor, harmonics, weekdays, startsAt, speed);
        }
    }

    /// One harmonic of a day: amplitude as a share of the mean, and the hour of its peak.
    record Harmonic(double amplitude, double peakHour) {}

    /// Everyone at once.
    ///
    /// @param atNanos when
    /// @param users how many
    /// @param withinNanos spread over this time; 0: at the same instant
    /// @param shape how they are spread
    record Flash(long atNanos, int users, long withinNanos, Shape shape) implements Arrival {

        /// How users are spread over a time.
        public enum Shape {
            EVEN,
            /// Few at first, most in the middle, few at the end, as a smooth step: the u-th of n
            /// comes at D · (e(u) + e₀) / 2e₀, where e(u) = erf⁻¹(2u/(n + 2) − 1), e₀ = |e(1)| and
            /// D is the time (Gatling's `stressPeakUsers`).
            PEAK
        }

        /// Spread evenly.
        public Flash(long atNanos, int users, long withinNanos) {
            this(atNanos, users, withinNanos, Shape.EVEN);
        }

        public Flash {
            requireCount(users);
        }
    }

    /// A post that goes viral: a linear Hawkes process in its cluster representation (Hawkes &
    /// Oakes, "A cluster process representation of a self-exciting process", 1974). The post brings
    /// `first` visitors; every visitor brings Poisson(`branching`) more; each comes after an
    /// exponential delay. The expected rate is first · b · exp(−b(1−n)t), b = ln 2 / half-life, n =
    /// branching.
    ///
    /// @param atNanos when the post appears
    /// @param first visitors brought by the post itself
    /// @param branching visitors brought by a visitor, on average, in [0, 1)
    /// @param halfLifeNanos of the delay between one visit and those it brings
    /// @param hotItems how many records of a popularity feed these visitors look at; 0: as others
    ///   do
    record Viral(long atNanos, int first, double branching, long halfLifeNanos, int hotItems)
            implements Arrival {
        public Viral {
            requireCount(first);
            requireLength(halfLifeNanos);
            requireBranching(branching);
        }

        /// Visitors in all, on average.
        public double expectedUsers() {
            return first / (1 - branching);
        }

        /// Nanoseconds after the post at which the expected rate has fallen to `perSecond`; 0 when
        /// it never is above.
        public long nanosUntilBelow(double perSecond) {
            double b = Math.log(2) / (halfLifeNanos / 1e9);
            double ratio = first * b / perSecond;
            return ratio <= 1 ? 0 : (long) (1e9 * Math.log(ratio) / (b * (1 - branching)));
        }
    }

    /// Users who bring users, all day: a linear Hawkes process in its cluster representation, as
    /// [Viral] without a post (Hawkes & Oakes, 1974). Some come by themselves, at a rate μ(t); each
    /// user, whoever brought them, brings Poisson(n) more, each after an exponential delay. All
    /// together are μ/(1 − n) per second; counts in long windows have a variance of 1/(1 − n)²
    /// times their mean.
    ///
    /// @param all how many come, those who are brought included, on average: μ(t) = (1 − n) ·
    ///   all(t)
    /// @param branching n: users brought by a user, on average, in [0, 1)
    /// @param halfLifeNanos of the delay between a user and those they bring, as played
    record SelfExciting(Unprompted all, double branching, long halfLifeNanos) implements Arrival {

        /// No crowd is larger that can be played: those whom users brought are drawn before they
        /// come.
        public static final double MOST_IN_CROWD = 5e6;

        /// The share of a user's followers, over all generations, that come too late to be played.
        private static final double TOO_LATE = 1e-4;

        public SelfExciting {
            requireLength(halfLifeNanos);
            requireBranching(branching);
        }

        /// Those who come by themselves.
        public Unprompted background() {
            return all.times(1 - branching);
        }

        /// Users per second, on average, all together.
        public double meanPerSecond() {
            return all.meanPerSecond();
        }

        /// For how long someone's followers come. Those of all generations together are expected at
        /// n b exp(−b(1 − n)t), b = ln 2 / half-life: after this time, all but one in 10,000 have.
        public long crowdNanos() {
            double b = StrictMath.log(2) / halfLifeNanos;
            return (long)
                    Math.min(
                            Long.MAX_VALUE / 4.0,
                            -StrictMath.log(TOO_LATE) / (b * (1 - branching)));
        }

        /// How many come during that time, on average.
        public double crowd() {
            return meanPerSecond() * (crowdNanos() / 1e9);
        }
    }

    /// The times at which users once started.
    ///
    /// @param atNanos ascending
    record ReplayTimes(long[] atNanos) implements Arrival {
        public ReplayTimes {
            atNanos = atNanos.clone();
            for (int i = 1; i < atNanos.length; i++) {
                if (atNanos[i] < atNanos[i - 1]) {
                    throw new IllegalArgumentException("times must not decrease, at " + i);
                }
            }
        }

        @Override
        public boolean equals(Object o) {
            return o instanceof ReplayTimes r && Arrays.equals(atNanos, r.atNanos);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(atNanos);
        }
    }

    /// How users come whose number in an interval is known.
    sealed interface Spread {

        /// As many as were counted, a fraction settled by a draw; each at a moment of their own.
        record Counted() implements Spread {}

        /// A Poisson process of that mean: as many as were counted on average only.
        record Poisson() implements Spread {}

        /// As many as were counted, in bursts: users bring users, as in [SelfExciting], until the
        /// interval has its number. Who would come after its end comes as much after its beginning.
        ///
        /// @param branching users brought by a user, on average, in [0, 1)
        /// @param halfLifeNanos of the delay between them, as played
        record Bursts(double branching, long halfLifeNanos) implements Spread {
            public Bursts {
                requireLength(halfLifeNanos);
                requireBranching(branching);
            }
        }
    }

    /// Counts per interval, as they once were.
    ///
    /// @param intervalNanos the length of an interval as it is played
    /// @param counts how many users start in each, after scaling
    /// @param spread what that says of their moments
    record ReplayCounts(long intervalNanos, double[] counts, Spread spread) implements Arrival {

        /// Counts that are kept, at moments drawn uniformly.
        public ReplayCounts(long intervalNanos, double[] counts) {
            this(intervalNanos, counts, new Spread.Counted());
        }

        public ReplayCounts {
            requireLength(intervalNanos);
            counts = counts.clone();
            for (double count : counts) {
                if (!(count >= 0 && count <= MOST_COUNTED)) {
                    throw new IllegalArgumentException("counts must be in [0, 1e9], got " + count);
                }
            }
        }

        private static final double MOST_COUNTED = 1e9;

        @Override
        public boolean equals(Object o) {
            return o instanceof ReplayCounts r
                    && intervalNanos == r.intervalNanos
                    && spread.equals(r.spread)
                    && Arrays.equals(counts, r.counts);
        }

        @Override
        public int hashCode() {
            return (Long.hashCode(intervalNanos) * 31 + Arrays.hashCode(counts)) * 31
                    + spread.hashCode();
        }
    }

    private static void requireRate(double perSecond) {
        if (!(perSecond >= 0 && perSecond < 1e9)) {
            throw new IllegalArgumentException("rate must be in [0, 1e9)/s, got " + perSecond);
        }
    }

    private static void requireLength(long nanos) {
        if (nanos <= 0) {
            throw new IllegalArgumentException("a length of time must be > 0, got " + nanos);
        }
    }

    private static void requireBranching(double branching) {
        if (!(branching >= 0 && branching < 1)) {
            throw new IllegalArgumentException("branching must be in [0, 1), got " + branching);
        }
    }

    private static void requireCount(int users) {
        if (users < 0) {
            throw new IllegalArgumentException("users must be >= 0, got " + users);
        }
    }
}

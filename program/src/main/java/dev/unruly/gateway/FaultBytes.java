package dev.unruly.gateway;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Empirical;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Zipf;
import dev.unruly.journal.Eye;
import dev.unruly.journal.Ink;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import java.util.ArrayList;

/// How faults and distributions stand in bytes. Reading refuses what would cost more than a moment
/// to make or to draw from.
final class FaultBytes {

    private static final int LATENCY = 1;
    private static final int STALL = 2;
    private static final int ERROR = 3;
    private static final int RESET = 4;
    private static final int BANDWIDTH = 5;
    private static final int BLACKHOLE = 6;

    private static final int DRAWN = 1;
    private static final int TIMES_OBSERVED = 2;
    private static final int OBSERVED_QUANTILE = 3;

    private static final int CONSTANT = 1;
    private static final int UNIFORM = 2;
    private static final int EXPONENTIAL = 3;
    private static final int WEIBULL = 4;
    private static final int LOG_LOGISTIC = 5;
    private static final int LOGNORMAL = 6;
    private static final int PARETO = 7;
    private static final int GAMMA = 8;
    private static final int TRUNCATED = 9;
    private static final int CAPPED = 10;
    private static final int EMPIRICAL = 11;
    private static final int POISSON = 12;
    private static final int ZIPF = 13;

    /// How many distributions may stand inside one another.
    static final int DEEPEST = 8;

    /// The table of a [Zipf] takes eight bytes a rank.
    private static final int MOST_RANKS = 1_000_000;

    /// A [Distribution.Gamma] outside of this and its inverse takes thousands of terms a draw.
    private static final double LARGEST_SHAPE = 1e6;

    private FaultBytes() {}

    static void write(Ink ink, Fault fault) {
        switch (fault) {
            case Fault.Latency f -> {
                ink.octet(LATENCY);
                write(ink, f.by());
                ink.fraction(f.share().value());
            }
            case Fault.Stall _ -> ink.octet(STALL);
            case Fault.Error f -> {
                ink.octet(ERROR);
                ink.fraction(f.share().value());
                ink.number(f.status());
            }
            case Fault.Reset f -> {
                ink.octet(RESET);
                ink.fraction(f.share().value());
            }
            case Fault.Bandwidth f -> {
                ink.octet(BANDWIDTH);
                ink.number(f.bytesPerSecond());
            }
            case Fault.Blackhole _ -> ink.octet(BLACKHOLE);
        }
    }

    private static void write(Ink ink, Fault.Delay delay) {
        switch (delay) {
            case Fault.Delay.Drawn by -> {
                ink.octet(DRAWN);
                write(ink, by.seconds());
            }
            case Fault.Delay.TimesObserved by -> one(ink, TIMES_OBSERVED, by.factor());
            case Fault.Delay.ObservedQuantile by -> one(ink, OBSERVED_QUANTILE, by.quantile());
        }
    }

    private static void write(Ink ink, Distribution distribution) {
        switch (distribution) {
            case Distribution.Constant d -> one(ink, CONSTANT, d.value());
            case Distribution.Uniform d -> two(ink, UNIFORM, d.least(), d.most());
            case Distribution.Exponential d -> one(ink, EXPONENTIAL, d.mean());
            case Distribution.Weibull d -> two(ink, WEIBULL, d.shape(), d.scale());
            case Distribution.LogLogistic d -> two(ink, LOG_LOGISTIC, d.shape(), d.scale());
            case Distribution.Lognormal d -> two(ink, LOGNORMAL, d.median(), d.sigma());
            case Distribution.Pareto d -> two(ink, PARETO, d.shape(), d.least());
            case Distribution.Gamma d -> two(ink, GAMMA, d.shape(), d.scale());
            case Distribution.Truncated d -> {
                two(ink, TRUNCATED, d.least(), d.most());
                write(ink, d.of());
            }
            case Distribution.Capped d -> {
                one(ink, CAPPED, d.most());
                write(ink, d.of());
            }
            case Empirical d -> {
                ink.octet(EMPIRICAL);
                write(ink, d.probabilities());
                write(ink, d.values());
            }
            case Poisson d -> one(ink, POISSON, d.mean());
            case Zipf d -> {
                one(ink, ZIPF, d.exponent());
                ink.number(d.size());
            }
        }
    }

    private static void one(Ink ink, int kind, double value) {
        ink.octet(kind);
        ink.fraction(value);
    }

    private static void two(Ink ink, int kind, double first, double second) {
        one(ink, kind, first);
        ink.fraction(second);
    }

    private static void write(Ink ink, double[] values) {
        ink.number(values.length);
        for (double value : values) {
            ink.fraction(value);
        }
    }

    static Fault read(Eye eye) {
        int kind = eye.octet();
        return switch (kind) {
            case LATENCY -> new Fault.Latency(delay(eye), share(eye));
            case STALL -> new Fault.Stall();
            case ERROR -> new Fault.Error(share(eye), eye.integer());
            case RESET -> new Fault.Reset(share(eye));
            case BANDWIDTH -> new Fault.Bandwidth(eye.number());
            case BLACKHOLE -> new Fault.Blackhole();
            default -> throw new IllegalArgumentException("no kind of fault: " + kind);
        };
    }

    private static Share share(Eye eye) {
        return new Share(eye.fraction());
    }

    private static Fault.Delay delay(Eye eye) {
        int kind = eye.octet();
        return switch (kind) {
            case DRAWN -> new Fault.Delay.Drawn(distribution(eye, 1));
            case TIMES_OBSERVED -> new Fault.Delay.TimesObserved(eye.fraction());
            case OBSERVED_QUANTILE -> new Fault.Delay.ObservedQuantile(eye.fraction());
            default -> throw new IllegalArgumentException("no kind of delay: " + kind);
        };
    }

    private static Distribution distribution(Eye eye, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "more than " + DEEPEST + " distributions inside one another");
        }
        int kind = eye.octet();
        return switch (kind) {
            case CONSTANT -> new Distribution.Constant(eye.fraction());
            case UNIFORM -> new Distribution.Uniform(eye.fraction(), eye.fraction());
            case EXPONENTIAL -> new Distribution.Exponential(eye.fraction());
            case WEIBULL -> new Distribution.Weibull(eye.fraction(), eye.fraction());
            case LOG_LOGISTIC -> new Distribution.LogLogistic(eye.fraction(), eye.fraction());
            case LOGNORMAL -> new Distribution.Lognormal(eye.fraction(), eye.fraction());
            case PARETO -> new Distribution.Pareto(eye.fraction(), eye.fraction());
            case GAMMA -> new Distribution.Gamma(shape(eye), eye.fraction());
            case TRUNCATED -> {
                double least = eye.fraction();
                double most = eye.fraction();
                yield new Distribution.Truncated(distribution(eye, depth + 1), least, most);
            }
            case CAPPED -> {
                double most = eye.fraction();
                yield new Distribution.Capped(distribution(eye, depth + 1), most);
            }
            case EMPIRICAL -> Empirical.of(fractions(eye), fractions(eye));
            case POISSON -> new Poisson(eye.fraction());
            case ZIPF -> zipf(eye.fraction(), eye.integer());
            default -> throw new IllegalArgumentException("no kind of distribution: " + kind);
        };
    }

    private static double shape(Eye eye) {
        double shape = eye.fraction();
        if (!(shape <= LARGEST_SHAPE && shape >= 1 / LARGEST_SHAPE)) {
            throw new IllegalArgumentException(
                    "the shape must be in [%s, %s], got %s"
                            .formatted(1 / LARGEST_SHAPE, LARGEST_SHAPE, shape));
        }
        return shape;
    }

    private static Distribution zipf(double exponent, int size) {
        if (size > MOST_RANKS) {
            throw new IllegalArgumentException(
                    "size must be at most " + MOST_RANKS + ", got " + size);
        }
        return new Zipf(size, exponent);
    }

    private static double[] fractions(Eye eye) {
        // Made as it is read, so that a length that lies costs nothing.
        var values = new ArrayList<Double>();
        for (int left = eye.integer(); left > 0; left--) {
            values.add(eye.fraction());
        }
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}

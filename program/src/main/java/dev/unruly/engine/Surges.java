package dev.unruly.engine;

import dev.unruly.model.Arrival;
import java.util.List;

/// When surges are over: as soon as the extra users expected per second fall below 5 % of the
/// organic ones.
final class Surges {

    private static final double NEGLIGIBLE = 0.05;

    /// Where nobody comes by himself, a surge is over when it brings fewer than one user a minute.
    private static final double LEAST_PER_SECOND = 1.0 / 60;

    private static final long RECENTLY_NANOS = 30 * Nanos.PER_SECOND;

    private Surges() {}

    /// When a process is over that begins at `atNanos`, on the same clock as its own times.
    ///
    /// @throws IllegalArgumentException when it never is
    static long overNanos(Arrival arrival, long atNanos, double organicPerSecond) {
        double least = Math.max(LEAST_PER_SECOND, NEGLIGIBLE * organicPerSecond);
        return switch (arrival) {
            case Arrival.Viral viral -> viral.atNanos() + viral.nanosUntilBelow(least);
            case Arrival.Flash flash -> flash.atNanos() + flash.withinNanos();
            case Arrival.ReplayTimes replay ->
                    replay.atNanos().length == 0 ? atNanos : lastOf(replay.atNanos());
            case Arrival.ReplayCounts counts ->
                    atNanos + counts.counts().length * counts.intervalNanos();
            case Arrival.Ramp ramp -> atNanos + rampOver(ramp, least);
            case Arrival.Steps steps -> atNanos + stepsOver(steps.steps(), least);
            case Arrival.Wave wave -> atNanos + waveOver(wave.stretches(), least);
            case Arrival.Constant _, Arrival.Poisson _, Arrival.Daily _, Arrival.SelfExciting _ ->
                    throw new IllegalArgumentException(
                            "a surge must end, this never does: " + arrival);
        };
    }

    /// Users expected per second at a moment of a process's own time.
    static double perSecond(Arrival arrival, long atNanos, Origin process) {
        return switch (arrival) {
            case Arrival.Constant constant -> constant.perSecond();
            case Arrival.Poisson poisson -> poisson.perSecond();
            case Arrival.Daily daily -> new Day(daily, process.regions()).perSecond(atNanos / 1e9);
            case Arrival.SelfExciting exciting -> perSecond(exciting.all(), atNanos, process);
            case Arrival.Ramp ramp -> {
                double passed = Math.min(1, (double) atNanos / ramp.overNanos());
                yield ramp.fromPerSecond() + passed * (ramp.toPerSecond() - ramp.fromPerSecond());
            }
            case Arrival.Steps steps -> stepAt(steps.steps(), atNanos).perSecond();
            case Arrival.Wave wave -> waveAt(wave.stretches(), atNanos);
            case Arrival.ReplayCounts counts -> {
                long interval = atNanos / counts.intervalNanos();
                yield interval >= counts.counts().length
                        ? 0
                        : counts.counts()[(int) interval] * 1e9 / counts.intervalNanos();
            }
            case Arrival.ReplayTimes replay -> aroundPerSecond(replay.atNanos(), atNanos);
            case Arrival.Flash _, Arrival.Viral _ -> 0;
        };
    }

    private static long lastOf(long[] times) {
        return times[times.length - 1];
    }

    private static long rampOver(Arrival.Ramp ramp, double least) {
        if (ramp.toPerSecond() >= least) {
            throw new IllegalArgumentException("a surge must end, this never does: " + ramp);
        }
        double fall = ramp.fromPerSecond() - ramp.toPerSecond();
        double share = fall <= 0 ? 0 : (ramp.fromPerSecond() - least) / fall;
        return (long) (Math.max(0, share) * ramp.overNanos());
    }

    private static long stepsOver(List<Arrival.Step> steps, double least) {
        if (steps.getLast().perSecond() >= least) {
            throw new IllegalArgumentException("a surge must end, this never does: " + steps);
        }
        long over = 0;
        long passed = 0;
        for (Arrival.Step step : steps) {
            passed += step.forNanos();
            over = step.perSecond() >= least ? passed : over;
        }
        return over;
    }

    /// The last moment at which the rate is not less than the least.
    private static long waveOver(List<Arrival.Stretch> stretches, double least) {
        long over = 0;
        long passed = 0;
        for (Arrival.Stretch stretch : stretches) {
            double from = stretch.fromPerSecond();
            double to = stretch.toPerSecond();
            if (to >= least) {
                over = passed + stretch.forNanos();
            } else if (from >= least) {
                over = passed + (long) ((from - least) / (from - to) * stretch.forNanos());
            }
            passed += stretch.forNanos();
        }
        return over;
    }

    private static double waveAt(List<Arrival.Stretch> stretches, long atNanos) {
        long passed = 0;
        for (Arrival.Stretch stretch : stretches) {
            if (atNanos < passed + stretch.forNanos()) {
                double share = (double) (atNanos - passed) / stretch.forNanos();
                return stretch.fromPerSecond()
                        + share * (stretch.toPerSecond() - stretch.fromPerSecond());
            }
            passed += stretch.forNanos();
        }
        return 0;
    }

    private static Arrival.Step stepAt(List<Arrival.Step> steps, long atNanos) {
        long passed = 0;
        for (Arrival.Step step : steps) {
            passed += step.forNanos();
            if (atNanos < passed) {
                return step;
            }
        }
        return steps.getLast();
    }

    private static double aroundPerSecond(long[] times, long atNanos) {
        long users = 0;
        for (long time : times) {
            users += Math.abs(time - atNanos) <= RECENTLY_NANOS ? 1 : 0;
        }
        return users * 1e9 / (2 * RECENTLY_NANOS);
    }
}

package dev.unruly.engine;

import dev.unruly.model.Arrival;
import dev.unruly.model.Region;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;

/// The rate of a [Arrival.Daily] at a moment, by region: each region's day in its own time zone.
///
/// Keeps the last offset from UTC that it looked up, so it belongs to one stream.
final class Day {

    private static final double SECONDS_PER_HOUR = 3_600;
    private static final long SECONDS_PER_DAY = 86_400;

    /// 1 January 1970 was a Thursday, the fourth day of a week that begins on Monday.
    private static final int FIRST_WEEKDAY = 3;

    private final Arrival.Daily daily;
    private final Clock[] clocks;
    private final double[] rates;

    Day(Arrival.Daily daily, List<Region> regions) {
        this.daily = daily;
        this.clocks = regions.stream().map(Clock::new).toArray(Clock[]::new);
        this.rates = new double[clocks.length];
    }

    /// Users per second at the most, at any moment.
    static double mostPerSecond(Arrival.Daily daily) {
        double swing = 1;
        for (Arrival.Harmonic harmonic : daily.harmonics()) {
            swing += Math.abs(harmonic.amplitude());
        }
        double weekday = daily.weekdays().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        return daily.meanPerSecond() * swing * weekday;
    }

    /// Users per second at a moment of the run, all regions together.
    double perSecond(double runSeconds) {
        double sum = 0;
        for (int i = 0; i < clocks.length; i++) {
            rates[i] = clocks[i].share * regional(clocks[i], runSeconds);
            sum += rates[i];
        }
        return sum;
    }

    /// The region of a user who starts at the moment last asked for.
    int region(double uniform) {
        double sum = 0;
        for (double rate : rates) {
            sum += rate;
        }
        double passed = 0;
        int last = 0;
        for (int i = 0; i < rates.length; i++) {
            if (rates[i] > 0) {
                passed += rates[i];
                last = i;
                if (uniform * sum < passed) {
                    return i;
                }
            }
        }
        return last;
    }

    private double regional(Clock clock, double runSeconds) {
        Instant begins = daily.startsAt();
        double since = begins.getNano() / 1e9 + runSeconds * daily.speed();
        long utc = begins.getEpochSecond() + (long) Math.floor(since);
        long local = utc + clock.offsetSeconds(utc);
        double ofDay = Math.floorMod(local, SECONDS_PER_DAY) + since - Math.floor(since);
        double hour = ofDay / SECONDS_PER_HOUR;
        int weekday =
                (int) Math.floorMod(Math.floorDiv(local, SECONDS_PER_DAY) + FIRST_WEEKDAY, 7L);
        double swing = 1;
        for (int k = 1; k <= daily.harmonics().size(); k++) {
            Arrival.Harmonic harmonic = daily.harmonics().get(k - 1);
            double angle = 2 * StrictMath.PI * k * (hour - harmonic.peakHour()) / 24;
            swing += harmonic.amplitude() * StrictMath.cos(angle);
        }
        return daily.meanPerSecond() * daily.weekdays().get(weekday) * Math.max(0, swing);
    }

    /// A region's local time.
    private static final class Clock {

        private final double share;
        private final ZoneRules rules;
        private long fromSeconds = Long.MAX_VALUE;
        private long untilSeconds = Long.MIN_VALUE;
        private int offset;

        Clock(Region region) {
            this.share = region.share().value();
            this.rules = region.timeZone().getRules();
        }

        int offsetSeconds(long utc) {
            if (utc < fromSeconds || utc >= untilSeconds) {
                lookUp(Instant.ofEpochSecond(utc));
            }
            return offset;
        }

        private void lookUp(Instant at) {
            ZoneOffset found = rules.getOffset(at);
            ZoneOffsetTransition next = rules.nextTransition(at);
            ZoneOffsetTransition before = rules.previousTransition(at.plusSeconds(1));
            offset = found.getTotalSeconds();
            fromSeconds = before == null ? Long.MIN_VALUE : before.toEpochSecond();
            untilSeconds = next == null ? Long.MAX_VALUE : next.toEpochSecond();
        }
    }
}

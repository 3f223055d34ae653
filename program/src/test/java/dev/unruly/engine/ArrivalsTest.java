package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Seed;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import dev.unruly.model.Region;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrivalsTest {

    private static final long SECOND = Draft.SECOND;
    private static final long HOUR = 3_600 * SECOND;
    private static final List<Double> EVERY_DAY = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);

    private record Start(long nanos, long user, int region) implements Comparable<Start> {
        @Override
        public int compareTo(Start other) {
            return Long.compare(user, other.user);
        }
    }

    @Test
    void poissonGapsAreExponential() {
        long[] starts = starts(origin(new Arrival.Poisson(50)), 400 * SECOND);
        double[] gaps = new double[starts.length - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (starts[i + 1] - starts[i]) / 1e9;
        }
        assertThat(gaps.length).isCloseTo(20_000, within(500));
        assertThat(distanceFromExponential(gaps, 50)).isLessThan(1.63 / Math.sqrt(gaps.length));
    }

    @Test
    void poissonCountsDisperseLikeTheirMean() {
        long[] starts = starts(origin(new Arrival.Poisson(100)), 1_000 * SECOND);
        double[] counts = new double[1_000];
        Arrays.stream(starts).forEach(at -> counts[(int) (at / SECOND)]++);
        double mean = Arrays.stream(counts).average().orElseThrow();
        double variance = Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).sum() / 999;
        assertThat(variance / mean).isCloseTo(1, within(4 * Math.sqrt(2.0 / 999)));
    }

    @Test
    void thePastIsTheSameProcess() {
        long from = -400 * SECOND;
        var gaps = new ArrayList<Double>();
        var starts = new ArrayList<Long>();
        for (Stream stream : origin(new Arrival.Poisson(50)).backwards(Slice.ALL)) {
            while (stream.next() && stream.atNanos() >= from) {
                assertThat(Way.backwards(stream.user())).isTrue();
                starts.add(stream.atNanos());
            }
        }
        starts.sort(null);
        for (int i = 1; i < starts.size(); i++) {
            gaps.add((starts.get(i) - starts.get(i - 1)) / 1e9);
        }
        double[] all = gaps.stream().mapToDouble(Double::doubleValue).toArray();
        assertThat(starts).allMatch(at -> at < 0).hasSizeBetween(19_500, 20_500);
        assertThat(distanceFromExponential(all, 50)).isLessThan(1.63 / Math.sqrt(all.length));
    }

    /// Cluster sizes follow Borel(n): mean 1/(1 − n), variance n/(1 − n)³.
    @Test
    void clustersAreAsLargeAndAsUnevenAsTheorySays() {
        double n = 0.6;
        var viral = new Arrival.Viral(0, 1, n, 4 * SECOND, 0);
        int seeds = 40_000;
        double sum = 0;
        double squares = 0;
        for (int seed = 0; seed < seeds; seed++) {
            var origin = new Origin(0, 1, viral, 0, new Seed(seed).stream("arrivals"), List.of());
            int size = 0;
            for (Stream stream = origin.onwards(Slice.ALL).getFirst(); stream.next(); ) {
                size++;
            }
            sum += size;
            squares += (double) size * size;
        }
        double mean = sum / seeds;
        double variance = squares / seeds - mean * mean;
        double theory = n / Math.pow(1 - n, 3);
        assertThat(mean).isCloseTo(1 / (1 - n), within(4 * Math.sqrt(theory / seeds)));
        assertThat(variance).isCloseTo(theory, within(0.1 * theory));
    }

    /// The expected number by t is first/(1 − n) · (1 − exp(−b(1 − n)t)).
    @Test
    void aPostSpreadsAndFadesAsTheorySays() {
        var viral = new Arrival.Viral(10 * SECOND, 50_000, 0.6, 4 * SECOND, 0);
        long[] starts = starts(origin(viral), Long.MAX_VALUE);
        double b = Math.log(2) / 4;
        for (int t : new int[] {2, 5, 10, 20, 40}) {
            long by = Arrays.stream(starts).filter(at -> at < (10 + t) * SECOND).count();
            double expected = 50_000 / 0.4 * (1 - Math.exp(-b * 0.4 * t));
            assertThat((double) by).isCloseTo(expected, within(0.02 * expected));
        }
        assertThat(starts[0]).isGreaterThanOrEqualTo(10 * SECOND);
    }

    @Test
    void aClusterStaysInItsFirstVisitorsShard() {
        var viral = new Arrival.Viral(0, 200, 0.8, 4 * SECOND, 0);
        Origin origin = origin(viral);
        long whole = starts(origin, Long.MAX_VALUE).length;
        var shards = new TreeSet<Integer>();
        long parts = 0;
        for (int loop = 0; loop < 8; loop++) {
            for (Start start : all(origin, new Slice(loop, 8), Long.MAX_VALUE)) {
                assertThat(UserNumber.shard(start.user()) % 8).isEqualTo(loop);
                shards.add(UserNumber.shard(start.user()));
                parts++;
            }
        }
        assertThat(parts).isEqualTo(whole).isGreaterThan(600);
        assertThat(shards).hasSizeLessThanOrEqualTo(200);
    }

    /// 60/s for 100 s, nobody for 10 s, then from 0/s to 40/s in 100 s and back in another 100 s.
    private static final Arrival.Wave WAVE =
            new Arrival.Wave(
                    List.of(
                            new Arrival.Stretch(60, 60, 100 * SECOND),
                            new Arrival.Stretch(0, 0, 10 * SECOND),
                            new Arrival.Stretch(0, 40, 100 * SECOND),
                            new Arrival.Stretch(40, 0, 100 * SECOND)));

    @Test
    void aWaveIsAPoissonProcessWithinItsTime() {
        long[] starts = starts(origin(WAVE), HOUR);
        double[] gaps =
                new double[(int) Arrays.stream(starts).filter(t -> t < 100 * SECOND).count() - 1];
        for (int i = 0; i < gaps.length; i++) {
            gaps[i] = (starts[i + 1] - starts[i]) / 1e9;
        }
        assertThat(gaps.length).isCloseTo(6_000, within(310));
        assertThat(distanceFromExponential(gaps, 60)).isLessThan(1.63 / Math.sqrt(gaps.length));
        assertThat(Arrays.stream(starts).filter(t -> t > 100 * SECOND && t < 110 * SECOND))
                .isEmpty();
        assertThat(starts[starts.length - 1]).isLessThanOrEqualTo(310 * SECOND);
        // Rescaled by its own expectation, what grows and falls is a process of rate 1 as well.
        double[] rescaled =
                Arrays.stream(starts)
                        .filter(t -> t > 110 * SECOND)
                        .mapToDouble(t -> risen((t - 110 * SECOND) / 1e9))
                        .toArray();
        assertThat(rescaled.length).isCloseTo(4_000, within(250));
        double[] between = new double[rescaled.length - 1];
        for (int i = 0; i < between.length; i++) {
            between[i] = rescaled[i + 1] - rescaled[i];
        }
        assertThat(distanceFromExponential(between, 1))
                .isLessThan(1.63 / Math.sqrt(between.length));
    }

    /// How many are expected so many seconds after the beginning of the rise.
    private static double risen(double seconds) {
        double rest = 200 - seconds;
        return seconds < 100 ? 0.2 * seconds * seconds : 4_000 - 0.2 * rest * rest;
    }

    @Test
    void aWaveIsTheSameOnAnyNumberOfLoops() {
        List<Start> whole = all(origin(WAVE), Slice.ALL, HOUR);
        var parts = new ArrayList<Start>();
        for (int loop = 0; loop < 3; loop++) {
            parts.addAll(all(origin(WAVE), new Slice(loop, 3), HOUR));
        }
        assertThat(parts).containsExactlyInAnyOrderElementsOf(whole);
    }

    @Test
    void aWaveIsOverWhenItBringsNextToNobody() {
        assertThat(Surges.overNanos(WAVE, 5 * SECOND, 20))
                .isCloseTo((5 + 310) * SECOND - (long) (2.5 * SECOND), within(SECOND / 1_000));
        var block = new Arrival.Wave(List.of(new Arrival.Stretch(6, 6, 30 * SECOND)));
        assertThat(Surges.overNanos(block, 0, 20)).isEqualTo(30 * SECOND);
        assertThat(Surges.overNanos(block, 0, 200)).isZero();
    }

    @Test
    void everyRegionHasItsOwnDay() {
        List<Region> regions =
                List.of(
                        Draft.region("berlin", 0.5, "Europe/Berlin", 0),
                        Draft.region("tokyo", 0.5, "Asia/Tokyo", 0));
        var daily =
                new Arrival.Daily(
                        2,
                        List.of(new Arrival.Harmonic(0.9, 20)),
                        EVERY_DAY,
                        Instant.parse("2026-01-12T00:00:00Z"),
                        1);
        double[][] perHour = new double[2][24];
        for (Start start : all(origin(daily, regions), Slice.ALL, 24 * HOUR)) {
            perHour[start.region()][(int) (start.nanos() / HOUR)]++;
        }
        for (int hour = 0; hour < 24; hour++) {
            for (int region = 0; region < 2; region++) {
                double middle = hour + 0.5 + (region == 0 ? 1 : 9);
                double rate = 1 + 0.9 * Math.cos(2 * Math.PI * (middle - 20) / 24);
                double expected = 3_600 * rate;
                assertThat(perHour[region][hour])
                        .isCloseTo(expected, within(5 * Math.sqrt(expected) + 0.01 * expected));
            }
        }
    }

    @Test
    void daysOfTheWeekAndTheirSpeedAreKept() {
        List<Double> closedOnSundays = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0);
        var daily =
                new Arrival.Daily(
                        10, List.of(), closedOnSundays, Instant.parse("2026-01-10T00:00:00Z"), 60);
        long[] starts = starts(origin(daily), HOUR);
        // Saturday passes in 24 minutes, then comes Sunday, then 12 minutes of Monday.
        long[] thirds = new long[5];
        Arrays.stream(starts).forEach(at -> thirds[(int) (at / (720 * SECOND))]++);
        assertThat(thirds[2]).isZero();
        assertThat(thirds[3]).isZero();
        assertThat(thirds[0] + thirds[1]).isCloseTo(14_400, within(600L));
        assertThat(thirds[4]).isCloseTo(7_200, within(400L));
    }

    @Test
    void summerTimeMovesTheDay() {
        var daily =
                new Arrival.Daily(
                        1,
                        List.of(new Arrival.Harmonic(1, 12)),
                        EVERY_DAY,
                        Instant.parse("2026-03-29T00:00:00Z"),
                        1);
        var day = new Day(daily, List.of(Draft.region("berlin", 1, "Europe/Berlin", 0)));
        // Clocks go from 2:00 to 3:00 at 1:00 UTC, so noon is at 10:00 UTC and not at 11:00.
        assertThat(day.perSecond(10 * 3_600.0)).isCloseTo(2, within(1e-9));
        assertThat(day.perSecond(0)).isCloseTo(1 + Math.cos(2 * Math.PI * 11 / 24), within(1e-9));
    }

    @Test
    void whatIsKnownInAdvanceComesWhenItIsDue() {
        assertThat(starts(origin(new Arrival.Constant(4)), SECOND))
                .containsExactly(0, SECOND / 4, SECOND / 2, 3 * SECOND / 4);
        // 10/s falling to 0/s within 10 s: 50 in all, half of the rest after t = 10 − 10/√2.
        long[] ramp = starts(origin(new Arrival.Ramp(10, 0, 10 * SECOND)), 100 * SECOND);
        assertThat(ramp).hasSize(50);
        assertThat(ramp[25] / 1e9).isCloseTo(10 - 10 / Math.sqrt(2), within(1e-6));
        long[] steps =
                starts(
                        origin(
                                new Arrival.Steps(
                                        List.of(
                                                new Arrival.Step(2, SECOND),
                                                new Arrival.Step(0, SECOND),
                                                new Arrival.Step(1, SECOND)))),
                        4 * SECOND);
        assertThat(steps).containsExactly(0, SECOND / 2, 2 * SECOND, 3 * SECOND);
        assertThat(starts(origin(new Arrival.Flash(SECOND, 3, 0)), 9 * SECOND))
                .containsExactly(SECOND, SECOND, SECOND);
        assertThat(starts(origin(new Arrival.ReplayTimes(new long[] {5, 5, 8})), SECOND))
                .containsExactly(5, 5, 8);
    }

    @Test
    void replayedCountsAreKept() {
        double[] counts = IntStream.range(0, 400).mapToDouble(i -> i % 2 == 0 ? 7 : 2.5).toArray();
        long[] perInterval = new long[400];
        for (long at : starts(origin(new Arrival.ReplayCounts(SECOND, counts)), 400 * SECOND)) {
            perInterval[(int) (at / SECOND)]++;
        }
        long odd = 0;
        for (int i = 0; i < 400; i += 2) {
            assertThat(perInterval[i]).isEqualTo(7);
            assertThat(perInterval[i + 1]).isBetween(2L, 3L);
            odd += perInterval[i + 1];
        }
        assertThat(odd).isCloseTo(500, within(30L));
    }

    static List<Arrival> everyKind() {
        return List.of(
                new Arrival.Poisson(30),
                new Arrival.Constant(20),
                new Arrival.Ramp(1, 30, 60 * SECOND),
                new Arrival.Steps(List.of(new Arrival.Step(20, SECOND))),
                new Arrival.Flash(SECOND, 500, 2 * SECOND),
                new Arrival.Viral(SECOND, 100, 0.7, 3 * SECOND, 3),
                new Arrival.SelfExciting(new Arrival.Poisson(25), 0.6, 3 * SECOND),
                new Arrival.ReplayTimes(IntStream.range(0, 900).asLongStream().toArray()),
                new Arrival.ReplayCounts(SECOND, new double[] {10.4, 100, 3.3}),
                new Arrival.ReplayCounts(
                        SECOND,
                        new double[] {10.4, 100, 3.3},
                        new Arrival.Spread.Bursts(0.6, SECOND / 10)),
                new Arrival.ReplayCounts(
                        SECOND, new double[] {20, 100, 20}, new Arrival.Spread.Poisson()),
                new Arrival.Daily(
                        20,
                        List.of(new Arrival.Harmonic(0.5, 9)),
                        EVERY_DAY,
                        Instant.parse("2026-01-12T00:00:00Z"),
                        100));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void loopsPlayTogetherWhatOnePlaysAlone(Arrival arrival) {
        Origin origin = origin(arrival);
        List<Start> alone = all(origin, Slice.ALL, 60 * SECOND);
        assertThat(alone).hasSizeGreaterThan(100).doesNotHaveDuplicates();
        for (int loops : new int[] {2, 8}) {
            var together = new ArrayList<Start>();
            for (int loop = 0; loop < loops; loop++) {
                together.addAll(all(origin, new Slice(loop, loops), 60 * SECOND));
            }
            assertThat(new TreeSet<>(together)).isEqualTo(new TreeSet<>(alone));
            assertThat(together).hasSameSizeAs(alone);
        }
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aSeedBringsTheSameUsersAgain(Arrival arrival) {
        assertThat(all(origin(arrival), Slice.ALL, 60 * SECOND))
                .isEqualTo(all(origin(arrival), Slice.ALL, 60 * SECOND))
                .isSortedAccordingTo((a, b) -> Long.compare(a.nanos(), b.nanos()));
    }

    private static Origin origin(Arrival arrival) {
        return origin(arrival, List.of(Draft.region("here", 1, "UTC", 0)));
    }

    private static Origin origin(Arrival arrival, List<Region> regions) {
        return new Origin(0, 0, arrival, 0, new Seed(7).stream("arrivals"), regions);
    }

    private static long[] starts(Origin origin, long until) {
        return all(origin, Slice.ALL, until).stream().mapToLong(Start::nanos).toArray();
    }

    private static List<Start> all(Origin origin, Slice slice, long until) {
        var starts = new ArrayList<Start>();
        Arrivals arrivals = Arrivals.of(List.of(origin), slice);
        while (arrivals.next() && arrivals.atNanos() < until) {
            starts.add(new Start(arrivals.atNanos(), arrivals.user(), arrivals.region()));
        }
        return starts;
    }

    /// Kolmogorov's D against an exponential distribution.
    private static double distanceFromExponential(double[] gaps, double rate) {
        double[] sorted = gaps.clone();
        Arrays.sort(sorted);
        double most = 0;
        for (int i = 0; i < sorted.length; i++) {
            double theory = 1 - Math.exp(-rate * sorted[i]);
            most = Math.max(most, Math.abs(theory - (double) i / sorted.length));
            most = Math.max(most, Math.abs(theory - (i + 1.0) / sorted.length));
        }
        return most;
    }
}

package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Seed;
import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import dev.unruly.model.Region;
import dev.unruly.stats.Hawkes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Users who bring users come as theory says: Hawkes & Oakes, 1974.
class SelfExcitingTest {

    private static final long SECOND = Draft.SECOND;
    private static final List<Double> EVERY_DAY = List.of(1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0);

    private record Start(long nanos, long user, int region) {}

    @Test
    void theMeanIsThatOfAllAndNotOfThoseWhoComeByThemselves() {
        var exciting = new Arrival.SelfExciting(new Arrival.Poisson(20), 0.6, 4 * SECOND);
        assertThat(exciting.background()).isEqualTo(new Arrival.Poisson(20 * 0.4));
        int seconds = 4_000;
        double deviation = Math.sqrt(20.0 * seconds) / (1 - 0.6);
        assertThat((double) starts(exciting, 7, seconds).length)
                .isCloseTo(20.0 * seconds, within(4 * deviation));
    }

    /// Var N(w) / E N(w) = 1/(1 − n)² − (1/(1 − n)² − 1)(1 − exp(−κw))/(κw), κ = b(1 − n), which
    /// follows from the covariance density of Alan Hawkes, "Spectra of some self-exciting and
    /// mutually exciting point processes", 1971: it grows from 1 to 1/(1 − n)².
    @ParameterizedTest
    @CsvSource({"1", "10", "60"})
    void countsDisperseAsTheorySaysInEveryWindow(int window) {
        double n = 0.6;
        double kappa = Math.log(2) / 4 * (1 - n);
        double limit = 1 / ((1 - n) * (1 - n));
        double theory = limit - (limit - 1) * (1 - Math.exp(-kappa * window)) / (kappa * window);
        var exciting = new Arrival.SelfExciting(new Arrival.Poisson(10), n, 4 * SECOND);
        int windows = 60_000 / window;
        double[] counts = new double[windows];
        for (long at : starts(exciting, 11, windows * window)) {
            counts[(int) (at / (window * SECOND))]++;
        }
        double mean = Arrays.stream(counts).average().orElseThrow();
        double variance =
                Arrays.stream(counts).map(c -> (c - mean) * (c - mean)).sum() / (windows - 1);
        // The error of a variance, a few times that of independent normal counts.
        double error = 3 * theory * Math.sqrt(2.0 / windows);
        assertThat(variance / mean).isCloseTo(theory, within(3 * error));
        assertThat(theory).isBetween(1.1, 6.25);
    }

    @Test
    void whatWasPutInIsFoundAgainByTheFit() {
        var exciting = new Arrival.SelfExciting(new Arrival.Poisson(2), 0.5, 5 * SECOND);
        double[] seconds =
                Arrays.stream(starts(exciting, 3, 8_000)).mapToDouble(at -> at / 1e9).toArray();
        Hawkes fit = Hawkes.of(seconds, Hawkes.Course.flat(8_000)).orElseThrow();
        assertThat(fit.branchingInterval().low()).isLessThan(0.5);
        assertThat(fit.branchingInterval().high()).isGreaterThan(0.5);
        assertThat(fit.halfLifeInterval().low()).isLessThan(5);
        assertThat(fit.halfLifeInterval().high()).isGreaterThan(5);
        assertThat(fit.fit().p()).isGreaterThan(0.001);
    }

    /// A crowd that takes 100 s to gather is there from the first second on, and was before.
    @Test
    void theProcessIsStationaryFromTheBeginningOn() {
        var exciting = new Arrival.SelfExciting(new Arrival.Poisson(10), 0.9, 10 * SECOND);
        int onwards = 0;
        int backwards = 0;
        int seeds = 300;
        for (int seed = 0; seed < seeds; seed++) {
            onwards += starts(exciting, seed, 20).length;
            backwards += before(exciting, seed, 20);
        }
        // In 20 s a variance of less than 100 times the mean of 200.
        double error = Math.sqrt(100 * 200.0 / seeds);
        assertThat((double) onwards / seeds).isCloseTo(200, within(4 * error));
        assertThat((double) backwards / seeds).isCloseTo(200, within(4 * error));
    }

    @Test
    void thoseOfThePastComeBackwardsOneAfterTheOther() {
        var exciting = new Arrival.SelfExciting(new Arrival.Poisson(10.0 / 3), 0.7, 3 * SECOND);
        int users = 0;
        for (Stream stream : origin(exciting, 5).backwards(Slice.ALL)) {
            long last = -1;
            long count = 0;
            while (stream.next() && stream.atNanos() >= -600 * SECOND) {
                assertThat(stream.atNanos()).isLessThanOrEqualTo(last);
                assertThat(UserNumber.count(stream.user())).isEqualTo(2 * count + 1);
                last = stream.atNanos();
                count++;
                users++;
            }
        }
        assertThat(users).isBetween(1_500, 2_500);
    }

    @Test
    void nobodyBringsAnybodyWhereBranchingIsZero() {
        var exciting = new Arrival.SelfExciting(new Arrival.Poisson(20), 0, SECOND);
        assertThat(starts(exciting, 7, 100)).isEqualTo(starts(new Arrival.Poisson(20), 7, 100));
    }

    @Test
    void whoIsBroughtLivesWhereTheFirstDoesAndTheDayIsFollowed() {
        List<Region> regions =
                List.of(
                        Draft.region("berlin", 0.5, "Europe/Berlin", 0),
                        Draft.region("tokyo", 0.5, "Asia/Tokyo", 0));
        var day =
                new Arrival.Daily(
                        4,
                        List.of(new Arrival.Harmonic(0.9, 20)),
                        EVERY_DAY,
                        Instant.parse("2026-01-12T00:00:00Z"),
                        60);
        var exciting = new Arrival.SelfExciting(day, 0.5, 2 * SECOND);
        var origin = new Origin(0, 0, exciting, 0, new Seed(7).stream("arrivals"), regions);
        double[][] perHour = new double[2][24];
        for (Start start : all(origin, Slice.ALL, 24 * 60 * SECOND)) {
            perHour[start.region()][(int) (start.nanos() / (60 * SECOND))]++;
        }
        for (int region = 0; region < 2; region++) {
            int evening = region == 0 ? 19 : 11;
            int morning = (evening + 12) % 24;
            assertThat(perHour[region][evening]).isGreaterThan(4 * perHour[region][morning]);
            assertThat(Arrays.stream(perHour[region]).sum()).isCloseTo(2_880, within(400.0));
        }
    }

    @Test
    void countsAreKeptWhereThoseOfAnIntervalComeInBursts() {
        double[] counts = IntStream.range(0, 200).mapToDouble(i -> i % 2 == 0 ? 60 : 10).toArray();
        var even = new Arrival.ReplayCounts(60 * SECOND, counts);
        var bursts =
                new Arrival.ReplayCounts(
                        60 * SECOND, counts, new Arrival.Spread.Bursts(0.6, SECOND));
        assertThat(perInterval(bursts, 60, 200))
                .isEqualTo(counts)
                .isEqualTo(perInterval(even, 60, 200));
        assertThat(dispersion(even)).isCloseTo(1, within(0.1));
        // Var/mean at 2 s of bursts that last seconds: theory says 1 + 2.1, in 60 s somewhat less.
        assertThat(dispersion(bursts)).isBetween(1.8, 3.4);
    }

    @Test
    void countsAreMeansWhereThatIsAsked() {
        double[] counts = IntStream.range(0, 3_000).mapToDouble(i -> 5.5).toArray();
        double[] drawn =
                perInterval(
                        new Arrival.ReplayCounts(SECOND, counts, new Arrival.Spread.Poisson()),
                        1,
                        3_000);
        double mean = Arrays.stream(drawn).average().orElseThrow();
        double variance = Arrays.stream(drawn).map(c -> (c - mean) * (c - mean)).sum() / 2_999;
        assertThat(mean).isCloseTo(5.5, within(4 * Math.sqrt(5.5 / 3_000)));
        assertThat(variance / mean).isCloseTo(1, within(4 * Math.sqrt(2.0 / 3_000)));
    }

    /// The variance of counts in 2 s over their mean, of intervals of 60 s with 60 users.
    private static double dispersion(Arrival.ReplayCounts replay) {
        double[] counts = perInterval(replay, 2, 6_000);
        double sum = 0;
        int used = 0;
        for (int i = 0; i < counts.length; i++) {
            if (i / 30 % 2 == 0) {
                sum += (counts[i] - 2) * (counts[i] - 2);
                used++;
            }
        }
        return sum / used / 2;
    }

    private static double[] perInterval(Arrival arrival, int seconds, int intervals) {
        double[] counts = new double[intervals];
        for (long at : starts(arrival, 7, seconds * intervals)) {
            counts[(int) (at / (seconds * SECOND))]++;
        }
        return counts;
    }

    private static int before(Arrival arrival, int seed, int seconds) {
        int users = 0;
        for (Stream stream : origin(arrival, seed).backwards(Slice.ALL)) {
            while (stream.next() && stream.atNanos() >= -seconds * SECOND) {
                users++;
            }
        }
        return users;
    }

    private static Origin origin(Arrival arrival, int seed) {
        return new Origin(
                0,
                0,
                arrival,
                0,
                new Seed(seed).stream("arrivals"),
                List.of(Draft.region("here", 1, "UTC", 0)));
    }

    private static long[] starts(Arrival arrival, int seed, int seconds) {
        return all(origin(arrival, seed), Slice.ALL, seconds * SECOND).stream()
                .mapToLong(Start::nanos)
                .toArray();
    }

    private static List<Start> all(Origin origin, Slice slice, long until) {
        var starts = new ArrayList<Start>();
        Arrivals arrivals = Arrivals.of(List.of(origin), slice);
        while (arrivals.next() && arrivals.atNanos() < until) {
            starts.add(new Start(arrivals.atNanos(), arrivals.user(), arrivals.region()));
        }
        return starts;
    }
}

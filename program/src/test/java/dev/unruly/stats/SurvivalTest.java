package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution.Exponential;
import dev.unruly.chance.Distribution.Weibull;
import dev.unruly.chance.Draws;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.stats.SurvivalCurve.Quantile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SurvivalTest {

    private static final long SECOND = 1_000_000_000L;
    private static final Draws DRAWS = new Seed(31).stream("patience");

    /// Weeks in remission under 6-mercaptopurine (Freireich et al., Blood, 1963), the textbooks'
    /// example, with the textbooks' standard errors.
    @Test
    void theTextbookExampleComesOutAsInTheTextbook() {
        var survival = new Survival();
        for (int week : new int[] {6, 6, 6, 7, 10, 13, 16, 22, 23}) {
            survival.ended(week * SECOND);
        }
        for (int week : new int[] {6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35}) {
            survival.censored(week * SECOND);
        }
        SurvivalCurve curve = survival.curve(1);
        double[][] expected = {
            {6, 21, 0.857, 0.0764},
            {7, 17, 0.807, 0.0869},
            {10, 15, 0.753, 0.0963},
            {13, 12, 0.690, 0.1068},
            {16, 11, 0.627, 0.1141},
            {22, 7, 0.538, 0.1282},
            {23, 6, 0.448, 0.1346},
        };
        for (double[] row : expected) {
            long nanos = (long) (row[0] * 1.02 * SECOND);
            assertThat(curve.at(nanos).orElseThrow()).isCloseTo(row[2], within(0.0006));
            SurvivalCurve.Step step =
                    curve.steps().stream()
                            .filter(s -> s.nanos() <= nanos && s.ended() > 0)
                            .reduce((_, last) -> last)
                            .orElseThrow();
            assertThat(step.atRisk()).isEqualTo((long) row[1]);
            assertThat(step.survival() * Math.sqrt(step.logVariance()))
                    .isCloseTo(row[3], within(0.0001));
        }
        assertThat(seconds(curve.quantile(0.5))).isCloseTo(23, within(0.3));
        assertThat(curve.quantile(0.6)).isInstanceOf(Quantile.Beyond.class);
        assertThat(curve.atRisk(8 * SECOND)).isEqualTo(16);
        // The log-log interval of R's survfit(conf.type = "log-log") at week 23.
        Interval interval = curve.interval(24 * SECOND, 0.95).orElseThrow();
        assertThat(interval.low()).isCloseTo(0.188, within(0.001));
        assertThat(interval.high()).isCloseTo(0.680, within(0.001));
    }

    @Test
    void censoringDoesNotBendTheCurve() {
        var patience = new Weibull(2.2, 4.1);
        var answers = new Exponential(3);
        Survival survival = crowd(20_000, patience, answers);
        SurvivalCurve curve = survival.curve();
        for (double share : new double[] {0.05, 0.25, 0.5, 0.75, 0.9}) {
            assertThat(seconds(curve.quantile(share)))
                    .isCloseTo(patience.quantile(share), within(0.05 * patience.quantile(share)));
        }
        // What those who left tell alone is far from it.
        assertThat(survival.countEnded()).isLessThan(10_000);
    }

    @Test
    void nothingIsSaidWhereFewAreLeft() {
        var survival = new Survival();
        for (int n = 0; n < 100; n++) {
            survival.ended((1 + n % 10) * SECOND / 10);
            survival.censored(SECOND);
        }
        for (int n = 0; n < 29; n++) {
            survival.ended(5 * SECOND);
        }
        SurvivalCurve curve = survival.curve();
        assertThat((double) curve.knownUntilNanos()).isCloseTo(SECOND, within(0.011 * SECOND));
        assertThat(curve.at(2 * SECOND)).isEmpty();
        assertThat(curve.interval(2 * SECOND, 0.95)).isEmpty();
        assertThat(curve.quantile(0.99)).isEqualTo(new Quantile.Beyond(curve.knownUntilNanos()));
        assertThat(survival.curve(29).quantile(0.99)).isInstanceOf(Quantile.At.class);
        SurvivalCurve.Range range = curve.range(0.45, 0.95);
        assertThat(range.low()).isInstanceOf(Quantile.At.class);
        assertThat(range.high()).isInstanceOf(Quantile.Beyond.class);
    }

    @Test
    void aTimeoutTakesNobodyFromTheRiskOfThoseWhoLeftJustBefore() {
        var survival = new Survival();
        for (int n = 0; n < 50; n++) {
            survival.ended(2 * SECOND - 1);
            survival.censored(2 * SECOND);
        }
        assertThat(survival.curve().at(2 * SECOND).orElseThrow()).isEqualTo(0.5);
    }

    @Test
    void beforeTheFirstEndTheIntervalIsNotCertainty() {
        var survival = new Survival();
        for (int n = 0; n < 30; n++) {
            survival.ended(SECOND);
        }
        SurvivalCurve curve = survival.curve();
        Interval before = curve.interval(SECOND / 2, 0.95).orElseThrow();
        assertThat(before.low()).isCloseTo(0.8842966917779725, within(1e-9));
        assertThat(before.high()).isEqualTo(1);
        assertThat(curve.at(curve.knownUntilNanos()).orElseThrow()).isZero();
        Interval after = curve.interval(curve.knownUntilNanos(), 0.95).orElseThrow();
        assertThat(after.low()).isZero();
        assertThat(new Survival().curve().knownUntilNanos()).isZero();
        assertThat(new Survival().curve().quantile(0.5)).isEqualTo(new Quantile.Beyond(0));
    }

    @Test
    void intervalsCoverTheTruthAsOftenAsTheySay() {
        var patience = new Weibull(2.2, 4.1);
        long nanos = 3 * SECOND;
        double truth = 1 - patience.cdf(3);
        double median = patience.quantile(0.5);
        int covered = 0;
        int medians = 0;
        for (int run = 0; run < 2_000; run++) {
            var survival = new Survival();
            fill(survival, run, 150, patience, new Exponential(6));
            SurvivalCurve curve = survival.curve();
            covered += curve.interval(nanos, 0.95).orElseThrow().contains(truth) ? 1 : 0;
            SurvivalCurve.Range range = curve.range(0.5, 0.95);
            boolean low = seconds(range.low()) <= median * 1.011;
            boolean high =
                    range.high() instanceof Quantile.Beyond
                            || seconds(range.high()) >= median * 0.989;
            medians += low && high ? 1 : 0;
        }
        assertThat(covered / 2_000.0).isBetween(0.92, 0.97);
        assertThat(medians / 2_000.0).isBetween(0.91, 1.0);
    }

    @Test
    void partsMergeAndComeBackFromBytes() {
        Forall.check(
                100,
                1,
                draw -> {
                    Survival a = drawn(draw);
                    Survival b = drawn(draw);
                    Survival both = Survival.fromBytes(a.toBytes());
                    both.merge(b);
                    Survival turned = Survival.fromBytes(b.toBytes());
                    turned.merge(a);
                    assertThat(both.toBytes()).isEqualTo(turned.toBytes());
                    assertThat(both.count()).isEqualTo(a.count() + b.count());
                    assertThat(both.curve(1).steps()).isEqualTo(turned.curve(1).steps());
                });
        byte[] bytes = new Survival().toBytes();
        assertThatThrownBy(() -> Survival.fromBytes(Arrays.copyOf(bytes, bytes.length - 1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void withoutCensoringItIsThePlainShare() {
        Forall.check(
                100,
                2,
                draw -> {
                    var survival = new Survival();
                    var latencies = new Latencies();
                    for (long value : draw.list(60, d -> d.ofBits(36))) {
                        survival.ended(value);
                        latencies.record(value);
                    }
                    double[] left = {1};
                    List<Double> expected = new ArrayList<>();
                    latencies.visit((_, _, count) ->
                            expected.add(left[0] -= (double) count / latencies.count()));
                    List<Double> found =
                            survival.curve(1).steps().stream()
                                    .map(SurvivalCurve.Step::survival)
                                    .toList();
                    assertThat(found)
                            .usingElementComparator(
                                    (a, b) -> Math.abs(a - b) < 1e-12 ? 0 : Double.compare(a, b))
                            .isEqualTo(expected);
                });
    }

    @Test
    void aWeibullFitFindsWhatWasDrawn() {
        Survival survival = crowd(20_000, new Weibull(2.4, 3.37), new Exponential(3));
        WeibullFit fit = WeibullFit.of(survival).orElseThrow();
        assertThat(fit.shape()).isCloseTo(2.4, within(0.08));
        assertThat(fit.scaleNanos() / SECOND).isCloseTo(3.37, within(0.08));
        Survival bursts = crowd(20_000, new Weibull(0.4, 2), new Exponential(3));
        assertThat(WeibullFit.of(bursts).orElseThrow().shape()).isCloseTo(0.4, within(0.02));
    }

    @Test
    void theLikelihoodIsHighestAtTheFit() {
        double[] seconds = {0.5, 1.1, 1.6, 2.4, 3.9};
        var survival = new Survival();
        for (double second : seconds) {
            survival.ended((long) (second * SECOND));
        }
        survival.censored(2 * SECOND);
        WeibullFit fit = WeibullFit.of(survival).orElseThrow();
        double at = logLikelihood(seconds, 2, fit.shape(), fit.scaleNanos());
        assertThat(fit.logLikelihood()).isCloseTo(at, within(0.1));
        for (double factor : new double[] {0.9, 1.1}) {
            assertThat(logLikelihood(seconds, 2, fit.shape() * factor, fit.scaleNanos()))
                    .isLessThan(at);
            assertThat(logLikelihood(seconds, 2, fit.shape(), fit.scaleNanos() * factor))
                    .isLessThan(at);
        }
    }

    @Test
    void oneTimeAloneHasNoShape() {
        var survival = new Survival();
        assertThat(WeibullFit.of(survival)).isEmpty();
        survival.ended(SECOND);
        survival.ended(SECOND);
        survival.censored(3 * SECOND);
        assertThat(WeibullFit.of(survival)).isEmpty();
    }

    /// Of 4,000, 0.5 % lasted for longer than what is known of; at 95 %, 0.32 % at the least. Of
    /// the 20 who are left, 12 who go on are 39 % at the least, and 8 are 22 %; 0.1 % is to be
    /// exceeded.
    @Test
    void whoLastedForLongSurelyProvesThatAQuantileIsLonger() {
        assertThat(exceeded(20)).isCloseTo(2.0, within(0.01));
        assertThat(exceeded(12)).isCloseTo(2.0, within(0.01));
        assertThat(exceeded(8)).isCloseTo(0.1, within(0.001));
        assertThat(exceeded(0)).isCloseTo(0.1, within(0.001));
    }

    /// The longest time that p99.9 surely exceeds, when 20 of 4,000 lasted for longer than 100 ms,
    /// and so many were watched for 2 s and the others for no longer than that.
    private static double exceeded(int watched) {
        var survival = new Survival();
        for (int n = 0; n < 3_980; n++) {
            survival.ended(SECOND / 20);
        }
        for (int n = 0; n < 20; n++) {
            survival.censored(n < watched ? 2 * SECOND : SECOND / 10);
        }
        return survival.curve().surelyExceeded(0.999, 0.95) / 1e9;
    }

    private static double logLikelihood(
            double[] ended, double censored, double shape, double scaleNanos) {
        double scale = scaleNanos / SECOND;
        double sum = -Math.pow(censored / scale, shape);
        for (double t : ended) {
            sum += Math.log(shape / scale) + (shape - 1) * Math.log(t / scale);
            sum -= Math.pow(t / scale, shape);
        }
        return sum - ended.length * Math.log(SECOND);
    }

    /// People with this patience, answered after such times.
    private static Survival crowd(int size, Weibull patience, Exponential answers) {
        var survival = new Survival();
        fill(survival, 0, size, patience, answers);
        return survival;
    }

    private static void fill(
            Survival survival, int run, int size, Weibull patience, Exponential answers) {
        for (int n = 0; n < size; n++) {
            double waits = patience.quantile(DRAWS.uniform(run, n, Purpose.PATIENCE, 0));
            double answer = answers.quantile(DRAWS.uniform(run, n, Purpose.SERVICE_TIME, 0));
            if (waits < answer) {
                survival.ended((long) (waits * SECOND));
            } else {
                survival.censored((long) (answer * SECOND));
            }
        }
    }

    private static Survival drawn(Draw draw) {
        var survival = new Survival();
        draw.list(20, d -> d.ofBits(36)).forEach(survival::ended);
        draw.list(20, d -> d.ofBits(36)).forEach(survival::censored);
        return survival;
    }

    private static double seconds(Quantile quantile) {
        return switch (quantile) {
            case Quantile.At(long nanos) -> (double) nanos / SECOND;
            case Quantile.Beyond(long nanos) ->
                    throw new AssertionError("only known until " + nanos);
        };
    }
}

package dev.unruly.advise;

import static dev.unruly.advise.Samples.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.advise.LatencyBudget.Dependence;
import dev.unruly.chance.Distribution;
import dev.unruly.chance.Normal;
import dev.unruly.model.CallGraph;
import dev.unruly.model.Policy;
import dev.unruly.model.Share;
import dev.unruly.stats.Cumulative;
import dev.unruly.stats.Latencies;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EndToEndTest {

    /// The article: twenty services whose p99 is 100 ms each "exceed 2 s". They do so only if they
    /// are slow together.
    @ParameterizedTest
    @CsvSource({"0.3, 1219, 133", "0.7, 751, 196", "1.2, 593, 317", "1.8, 726, 562"})
    void twentyServicesOf100Milliseconds(double sigma, double serial, double parallel) {
        double median = 100 / StrictMath.exp(sigma * Normal.quantile(0.99));
        Latencies one = Samples.of(new Distribution.Lognormal(median, sigma), 1_000_000);
        assertThat(one.quantile(0.99) / 1e6).isCloseTo(100, within(1.1));
        var inTurn = new EndToEnd(new CallGraph.Serial(CallGraph.times(20, "s")), Map.of("s", one));
        var atOnce =
                new EndToEnd(new CallGraph.FirstOf(20, CallGraph.times(20, "s")), Map.of("s", one));
        LatencyBudget sum = inTurn.independent(0.99, random());
        LatencyBudget slowest = atOnce.independent(0.99, random());
        assertThat(sum.nanos() / 1e6).isCloseTo(serial, within(0.02 * serial));
        assertThat(slowest.nanos() / 1e6).isCloseTo(parallel, within(0.02 * parallel));
        // The slowest of 20 at its p99 is each one at its p99.95.
        assertThat(one.quantile(0.9995) / 1e6).isCloseTo(parallel, within(0.03 * parallel));
        assertThat(inTurn.together(0.99, random()).nanos() / 1e6).isCloseTo(2_000, within(22.0));
        assertThat(sum.errorNanos()).isLessThan(0.003 * sum.nanos());
    }

    @Test
    void everyFifthRequestOrSoMeetsASlowCall() {
        assertThat(1 - StrictMath.pow(0.99, 20)).isCloseTo(0.182, within(0.0005));
        Latencies one = Samples.of(new Distribution.Lognormal(20, 0.7), 100_000);
        Cumulative times = Cumulative.of(one);
        double slow = times.quantile(0.99);
        var random = random();
        int met = 0;
        for (int request = 0; request < 100_000; request++) {
            boolean any = false;
            for (int i = 0; i < 20; i++) {
                any |= times.quantile(random.nextDouble()) > slow;
            }
            met += any ? 1 : 0;
        }
        assertThat(met / 1e5).isCloseTo(0.182, within(0.004));
    }

    @Test
    void aBimodalServiceIsAsTheReferenceHas() {
        // 1.1 % between 100 and 1,000 ms; the rest is fast: all of them 1 to 19 ms here.
        var one = new Latencies();
        one.add(Samples.of(new Distribution.Uniform(1, 19), 98_900));
        one.add(Samples.of(new Distribution.Uniform(100, 1_000), 1_100));
        var inTurn = new EndToEnd(new CallGraph.Serial(CallGraph.times(20, "s")), Map.of("s", one));
        assertThat(inTurn.independent(0.99, random()).nanos() / 1e6)
                .isCloseTo(1_306, within(0.04 * 1_306));
        assertThat(inTurn.independent(0.5, random()).nanos() / 1e6)
                .isCloseTo(202, within(0.04 * 202));
    }

    /// Where fewer than one in a hundred is slow, no call's p99 shows it; but one in six requests
    /// meets it.
    @Test
    void togetherIsNotTheWorst() {
        var one = new Latencies();
        one.add(Samples.of(new Distribution.Uniform(1, 19), 99_100));
        one.add(Samples.of(new Distribution.Uniform(100, 1_000), 900));
        var inTurn = new EndToEnd(new CallGraph.Serial(CallGraph.times(20, "s")), Map.of("s", one));
        assertThat(inTurn.together(0.99, random()).nanos() / 1e6).isCloseTo(380, within(8.0));
        assertThat(inTurn.independent(0.99, random()).nanos() / 1e6).isGreaterThan(1_000);
    }

    @Test
    void sumsOfQuantilesAreNoBoundWithoutAMean() {
        Latencies one =
                Samples.of(new Distribution.Pareto(0.9, 100 * Math.pow(0.01, 1 / 0.9)), 3_000_000);
        var inTurn = new EndToEnd(new CallGraph.Serial(CallGraph.times(20, "s")), Map.of("s", one));
        double independent = inTurn.independent(0.99, random()).nanos() / 1e6;
        assertThat(independent).isCloseTo(2_916, within(0.03 * 2_916));
        assertThat(independent).isGreaterThan(inTurn.together(0.99, random()).nanos() / 1e6);
    }

    /// Everything at once, against requests that are simply played.
    @ParameterizedTest
    @CsvSource({"0.5", "0.9", "0.99", "0.999"})
    void itAgreesWithBruteForce(double percentile) {
        Map<String, Latencies> seen = services();
        LatencyBudget budget = new EndToEnd(graph(), seen).independent(percentile, random());
        double[] played = brute(seen, new SplittableRandom(77));
        double truth = Cumulative.ofSample(played).quantile(percentile);
        assertThat(budget.nanos()).isCloseTo(truth, within(0.02 * truth));
        assertThat(budget.dependence()).isEqualTo(Dependence.INDEPENDENT);
        assertThat(budget.interval().contains(budget.nanos())).isTrue();
        assertThat(budget.parts().stream().mapToDouble(LatencyBudget.Part::share).sum())
                .isCloseTo(1, within(1e-9));
    }

    @Test
    void whatEatsTheBudgetIsSaid() {
        LatencyBudget budget = new EndToEnd(graph(), services()).independent(0.99, random());
        assertThat(budget.parts().getFirst().name()).isEqualTo("pay");
        var idle =
                new EndToEnd(
                        CallGraph.parallel(new CallGraph.One("a"), new CallGraph.One("b")),
                        Map.of("a", constant(10), "b", constant(11)));
        assertThat(idle.independent(0.99, random()).parts())
                .extracting(LatencyBudget.Part::name, part -> Math.round(100 * part.share()))
                .containsExactly(Tuple.tuple("b", 100L), Tuple.tuple("a", 0L));
    }

    @Test
    void allowancesKeepTheBudget() {
        assertThat(Allowance.level(20, 0.99)).isCloseTo(0.9995, within(1e-12));
        Latencies one = Samples.of(new Distribution.Lognormal(20, 0.7), 200_000);
        var atOnce =
                new EndToEnd(new CallGraph.FirstOf(20, CallGraph.times(20, "s")), Map.of("s", one));
        double now = atOnce.independent(0.99, random()).nanos();
        Allowance half = atOnce.allowance(now / 2, 0.99);
        assertThat(half.factor()).isCloseTo(0.5, within(0.005));
        assertThat(half.parts().getFirst().level()).isCloseTo(0.9995, within(1e-12));
        // Each call within its p99.95 keeps all within their p99.
        assertThat(half.parts().getFirst().mayNanos()).isCloseTo(now / 2, within(0.02 * now));
        var two =
                new EndToEnd(
                        CallGraph.serial(new CallGraph.One("a"), new CallGraph.One("b")),
                        Map.of("a", constant(30), "b", constant(70)));
        Allowance tight = two.allowance(80.0 * MS, 0.99);
        assertThat(tight.factor()).isCloseTo(0.8, within(0.01));
        assertThat(tight.parts().get(0).aloneFactor()).isCloseTo(1.0 / 3, within(0.01));
        assertThat(tight.parts().get(1).aloneFactor()).isCloseTo(5.0 / 7, within(0.01));
        // Without any time of its own b alone could not bring it to 20 ms.
        assertThat(two.allowance(20.0 * MS, 0.99).parts().get(1).aloneFactor()).isZero();
        assertThat(two.allowance(200.0 * MS, 0.99).factor()).isCloseTo(2, within(0.02));
    }

    @Test
    void whatIsNotKnownIsSaid() {
        assertThatThrownBy(() -> new EndToEnd(new CallGraph.One("a"), Map.of("b", constant(1))))
                .hasMessage("no time is known of a");
        var known = new EndToEnd(new CallGraph.One("a"), Map.of("a", constant(1)));
        var traces = new Traces(List.of("b"), List.of(new double[] {1}));
        assertThatThrownBy(() -> known.traced(traces, 0.9, random()))
                .hasMessage("no trace has a time of a");
        assertThatThrownBy(() -> new Traces(List.of("a", "b"), List.of(new double[] {1})))
                .hasMessageContaining("1 times, and there are 2 names");
        assertThatThrownBy(() -> new CallGraph.FirstOf(3, CallGraph.times(2, "a")))
                .hasMessageContaining("[1, 2], got 3");
        assertThatThrownBy(CallGraph::serial).hasMessageContaining("needs one");
    }

    private static CallGraph graph() {
        return CallGraph.serial(
                new CallGraph.One("sign-in"),
                CallGraph.parallel(
                        new CallGraph.One("cart"),
                        new CallGraph.One("stock"),
                        new CallGraph.One("stock")),
                new CallGraph.FirstOf(
                        2,
                        List.of(
                                new CallGraph.One("cart"),
                                new CallGraph.One("ads"),
                                new CallGraph.One("ads"))),
                new CallGraph.Hedged(new CallGraph.One("stock"), 30 * MS, new Share(0.6)),
                new CallGraph.Retried(
                        new CallGraph.One("pay"), 150 * MS, new Policy.Retry(2, 40 * MS, 60 * MS)));
    }

    private static Map<String, Latencies> services() {
        Map<String, Latencies> seen = new LinkedHashMap<>();
        seen.put("sign-in", Samples.of(new Distribution.Lognormal(5, 0.6), 50_000));
        seen.put("cart", Samples.of(new Distribution.Weibull(1.5, 12), 50_000));
        seen.put("stock", Samples.of(new Distribution.Lognormal(15, 0.8), 50_000));
        seen.put("ads", Samples.of(new Distribution.Uniform(1, 80), 50_000));
        seen.put("pay", Samples.of(new Distribution.Lognormal(60, 0.9), 50_000));
        return seen;
    }

    /// The same graph, written out.
    private static double[] brute(Map<String, Latencies> seen, RandomGenerator random) {
        Map<String, Cumulative> times = new LinkedHashMap<>();
        seen.forEach((name, latencies) -> times.put(name, Cumulative.of(latencies)));
        double[] all = new double[300_000];
        for (int i = 0; i < all.length; i++) {
            double sum = draw(times, "sign-in", random);
            double stock = draw(times, "stock", random);
            double again = draw(times, "stock", random);
            stock = Math.max(stock, again);
            sum += Math.max(stock, draw(times, "cart", random));
            double[] three = {
                draw(times, "cart", random), draw(times, "ads", random), draw(times, "ads", random)
            };
            Arrays.sort(three);
            sum += three[1];
            double hedged = draw(times, "stock", random);
            if (hedged > 30 * MS && random.nextDouble() < 0.6) {
                hedged = Math.min(hedged, 30 * MS + draw(times, "stock", random));
            }
            sum += hedged;
            double[] pauses = {40 * MS, 60 * MS, 0};
            for (double pause : pauses) {
                double pay = draw(times, "pay", random);
                sum += Math.min(pay, 150 * MS);
                if (pay <= 150 * MS) {
                    break;
                }
                sum += pause * random.nextDouble();
            }
            all[i] = sum;
        }
        return all;
    }

    private static double draw(Map<String, Cumulative> times, String name, RandomGenerator random) {
        return Objects.requireNonNull(times.get(name)).quantile(random.nextDouble());
    }

    private static Latencies constant(long millis) {
        var sample = new Latencies();
        sample.record(millis * MS, 1_000);
        return sample;
    }

    private static SplittableRandom random() {
        return new SplittableRandom(1);
    }
}

package dev.unruly.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.stats.KolmogorovSmirnov;
import dev.unruly.stats.Latencies;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ModesTest {

    private static final Distribution FAST = new Distribution.Lognormal(8, 0.4);
    private static final Distribution SLOW = new Distribution.Lognormal(200, 0.3);

    @Test
    void twoKindsAreSeen() {
        Latencies both = Samples.of(FAST, 9_700, new SplittableRandom(1));
        both.add(Samples.of(SLOW, 300, new SplittableRandom(2)));
        Modes modes = Modes.of(both).orElseThrow();
        assertThat(modes.slowShare()).isCloseTo(0.03, within(0.001));
        assertThat(modes.fastNanos() / 1e6).isCloseTo(8, within(0.3));
        assertThat(modes.slowNanos() / 1e6).isCloseTo(200, within(10.0));
        assertThat(modes.valleyNanos() / 1e6).isBetween(30.0, 100.0);
        assertThat(modes.because()).startsWith("two kinds of answers: 97 % around 7.9");
    }

    @Test
    void oneKindIsNotTakenForTwo() {
        int seen = 0;
        for (int run = 0; run < 1_000; run++) {
            seen += Modes.of(Samples.of(FAST, 500, new SplittableRandom(run))).isPresent() ? 1 : 0;
        }
        assertThat(seen).isLessThanOrEqualTo(1);
        assertThat(Modes.of(Samples.of(new Distribution.Pareto(1.5, 5), 100_000))).isEmpty();
        assertThat(Modes.of(new Latencies())).isEmpty();
    }

    @Test
    void aHandfulOfStragglersIsNoKind() {
        Latencies few = Samples.of(FAST, 9_990);
        few.add(Samples.of(SLOW, 10));
        assertThat(Modes.of(few)).isEmpty();
    }

    @Test
    void driftOfAllOrOfTheTailIsSeen() {
        var random = new SplittableRandom(3);
        Latencies early = Samples.of(FAST, 5_000, random);
        Latencies same = Samples.of(FAST, 5_000, random);
        Latencies moved = Samples.of(new Distribution.Lognormal(10, 0.4), 5_000, random);
        Latencies tail = Samples.of(FAST, 4_900, random);
        tail.add(Samples.of(SLOW, 100, random));
        assertThat(Drift.of(List.of(early, same))).isEmpty();
        assertThat(Drift.of(List.of(early, moved)).orElseThrow().slower().count()).isEqualTo(5_000);
        assertThat(Drift.of(List.of(early, moved)).orElseThrow().because())
                .contains("the median is 7.9")
                .contains("0.1 counts");
        assertThat(Drift.of(List.of(tail, early)).orElseThrow().because())
                .startsWith("the tail drifts");
        assertThat(Drift.of(List.of(early))).isEmpty();
    }

    @Test
    void sameDistributionsSeldomDrift() {
        int seen = 0;
        for (int run = 0; run < 1_000; run++) {
            var random = new SplittableRandom(run);
            var halves = List.of(Samples.of(FAST, 300, random), Samples.of(FAST, 300, random));
            seen += Drift.of(halves).isPresent() ? 1 : 0;
        }
        assertThat(seen).isLessThanOrEqualTo(4);
    }

    @Test
    void histogramsAreComparedAsTheirSamplesAre() {
        var random = new SplittableRandom(4);
        double[] one = random.doubles(3_000).toArray();
        double[] other = random.doubles(2_000).map(x -> x * x).toArray();
        var left = new Latencies();
        var right = new Latencies();
        for (double x : one) {
            left.record(Math.round(1e9 * x));
        }
        for (double x : other) {
            right.record(Math.round(1e9 * x));
        }
        assertThat(KolmogorovSmirnov.twoSample(left, right).distance())
                .isCloseTo(KolmogorovSmirnov.twoSample(one, other).distance(), within(0.006));
    }
}

package dev.unruly.chance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.unruly.stats.ChiSquare;
import dev.unruly.stats.KolmogorovSmirnov;
import java.lang.management.ManagementFactory;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DrawsTest {

    private static final Draws DRAWS = new Seed(42).stream("users");

    /// Computed by an independent program from the key schedule. A seed that users were shown must
    /// give the same run in every release: these values never change.
    @ParameterizedTest
    @CsvSource({
        "42, users, 0, 0, START, 0, 02f27cf44feb6583",
        "42, users, 1, 0, START, 0, f5ba53cccf67c472",
        "42, users, 4502500115742797, 12, THINK, 0, bae2e3b1cb80a58f",
        "42, users, 5, 2147483647, PATIENCE, 65535, 2bcd0e448104f22a",
        "-1, arrivals.0, 123456789, 3, REACTION, 2, f76c5746e92eaa7f",
        "0, '', 0, 0, SAMPLE, 1, ca7982dd08e7b6f1",
        "42, größe, 9, 1, CLUSTER_SIZE, 4, bd6b6e357078b708",
    })
    void drawsStayWhatTheyAre(
            long seed,
            String stream,
            long user,
            int intent,
            Purpose purpose,
            int index,
            String bits) {
        long drawn = new Seed(seed).stream(stream).bits(user, intent, purpose, index);
        assertThat("%016x".formatted(drawn)).isEqualTo(bits);
    }

    @Test
    void anIndexThatDoesNotFitTheKeyIsRefused() {
        DRAWS.bits(1, 1, Purpose.THINK, Draws.LAST_INDEX);
        assertThatThrownBy(() -> DRAWS.bits(1, 1, Purpose.THINK, Draws.LAST_INDEX + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536");
        assertThatThrownBy(() -> DRAWS.bits(1, 1, Purpose.THINK, -1))
                .hasMessageContaining("got -1");
    }

    @Test
    void uniformNumbersAreOpenAtBothEnds() {
        assertThat(Draws.open(0)).isPositive();
        assertThat(Draws.open(-1)).isLessThan(1);
        assertThat(Draws.open(1L << 63)).isEqualTo(0.5 + 0x1.0p-53);
    }

    @Test
    void aWholeNumberIsBelowItsBound() {
        assertThat(Draws.below(1, -1)).isZero();
        assertThat(Draws.below(10, -1)).isEqualTo(9);
        assertThat(Draws.below(10, 0)).isZero();
        assertThat(Draws.below(Long.MAX_VALUE, -1)).isEqualTo(Long.MAX_VALUE - 1);
        assertThatThrownBy(() -> Draws.below(0, 1)).hasMessageContaining("got 0");
        long[] cells = new long[7];
        for (int user = 0; user < 70_000; user++) {
            cells[(int) Draws.below(7, DRAWS.bits(user, 0, Purpose.FEED, 0))]++;
        }
        assertThat(ChiSquare.uniform(cells).p()).isGreaterThan(1e-3);
    }

    @Test
    void drawsAreUniformAlongEveryPartOfTheKey() {
        assertUniform(n -> DRAWS.uniform(n, 0, Purpose.START, 0));
        assertUniform(n -> DRAWS.uniform(UserNumber.of(3, n & 1023, n), 7, Purpose.THINK, 0));
        assertUniform(n -> DRAWS.uniform(17, n, Purpose.PATIENCE, 0));
        assertUniform(n -> DRAWS.uniform(17, 4, Purpose.ROAD_LOSS, n));
        assertUniform(n -> new Seed(n).stream("users").uniform(17, 4, Purpose.PATH, 0));
        assertUniform(n -> new Seed(1).stream("stream-" + n).uniform(17, 4, Purpose.PATH, 0));
    }

    @Test
    void neighbouringKeysAreIndependent() {
        assertIndependent(
                n -> DRAWS.uniform(n, 0, Purpose.START, 0),
                n -> DRAWS.uniform(n + 1, 0, Purpose.START, 0));
        assertIndependent(
                n -> DRAWS.uniform(n, 5, Purpose.THINK, 0),
                n -> DRAWS.uniform(n, 6, Purpose.THINK, 0));
        assertIndependent(
                n -> DRAWS.uniform(n, 5, Purpose.THINK, 0),
                n -> DRAWS.uniform(n, 5, Purpose.PATIENCE, 0));
        assertIndependent(
                n -> DRAWS.uniform(n, 5, Purpose.REACTION, 1),
                n -> DRAWS.uniform(n, 5, Purpose.REACTION, 2));
        assertIndependent(
                n -> new Seed(1).stream("users").uniform(n, 5, Purpose.PATH, 0),
                n -> new Seed(2).stream("users").uniform(n, 5, Purpose.PATH, 0));
        assertIndependent(
                n -> new Seed(1).stream("users").uniform(n, 5, Purpose.PATH, 0),
                n -> new Seed(1).stream("arrivals").uniform(n, 5, Purpose.PATH, 0));
    }

    /// Every bit of a key moves every bit of the draw in half of all cases.
    @Test
    void everyBitOfAKeyMovesEveryBitOfTheDraw() {
        int cases = 2_000;
        long[][] flips = new long[64 + 64 + 31 + 16][64];
        for (int n = 0; n < cases; n++) {
            long seed = Mix.mix(4L * n);
            long user = Mix.mix(4L * n + 1);
            int intent = (int) (Mix.mix(4L * n + 2) >>> 33);
            int index = (int) (Mix.mix(4L * n + 3) >>> 48);
            long bits = bits(seed, user, intent, index);
            int row = 0;
            for (int b = 0; b < 64; b++) {
                count(flips[row++], bits ^ bits(seed ^ 1L << b, user, intent, index));
                count(flips[row++], bits ^ bits(seed, user ^ 1L << b, intent, index));
            }
            for (int b = 0; b < 31; b++) {
                count(flips[row++], bits ^ bits(seed, user, intent ^ 1 << b, index));
            }
            for (int b = 0; b < 16; b++) {
                count(flips[row++], bits ^ bits(seed, user, intent, index ^ 1 << b));
            }
        }
        for (long[] row : flips) {
            for (long flipped : row) {
                // Six standard deviations, for 11,200 cells.
                assertThat((double) flipped / cases).isCloseTo(0.5, within(0.067));
            }
        }
    }

    @Test
    void drawingAllocatesNothing() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        double[] weights = {3, 1, 0, 2};
        var patience = new Distribution.Weibull(2.2, 4.1);
        var think = new Distribution.LogLogistic(1.3, 6);
        var road = new Distribution.Lognormal(1, 0.5);
        var digest = new Digest();
        double sum = allocationTrial(weights, patience, think, road, digest);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 10; round++) {
            sum += allocationTrial(weights, patience, think, road, digest);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(sum).isPositive();
        // 100,000 draws: not even a hundredth of a byte each.
        assertThat(allocated).isLessThan(1_000);
    }

    private static double allocationTrial(
            double[] weights,
            Distribution patience,
            Distribution think,
            Distribution road,
            Digest digest) {
        double sum = 0;
        for (int n = 0; n < 10_000; n++) {
            double uniform = DRAWS.uniform(n, 3, Purpose.PATIENCE, 0);
            sum += patience.quantile(uniform) + think.quantile(uniform) + road.quantile(uniform);
            sum += Pick.among(weights, uniform) + Poisson.count(0.6, uniform);
            digest.begin(1).field(n).field(uniform).end();
        }
        return sum;
    }

    private static long bits(long seed, long user, int intent, int index) {
        return new Seed(seed).stream("users").bits(user, intent, Purpose.THINK, index);
    }

    private static void count(long[] flips, long changed) {
        for (int b = 0; b < 64; b++) {
            flips[b] += changed >>> b & 1;
        }
    }

    private static void assertUniform(IntToDoubleFunction draw) {
        double[] sample = IntStream.range(0, 20_000).mapToDouble(draw).toArray();
        var test = KolmogorovSmirnov.oneSample(sample, x -> x);
        assertThat(test.p()).as(test.toString()).isGreaterThan(1e-3);
    }

    private static void assertIndependent(IntToDoubleFunction one, IntToDoubleFunction other) {
        long[] cells = new long[256];
        for (int n = 0; n < 50_000; n++) {
            int row = (int) (16 * one.applyAsDouble(n));
            int column = (int) (16 * other.applyAsDouble(n));
            cells[16 * row + column]++;
        }
        var test = ChiSquare.uniform(cells);
        assertThat(test.p()).as(test.toString()).isGreaterThan(1e-3);
    }
}

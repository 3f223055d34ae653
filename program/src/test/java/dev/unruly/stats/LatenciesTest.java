package dev.unruly.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import java.lang.management.ManagementFactory;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

final class LatenciesTest {

    @Test
    void aBucketHoldsExactlyItsValues() {
        // n = bucket of v  ⇔  2^(n−1) < v^32 ≤ 2^n, in whole numbers.
        Forall.check(
                2_000,
                1,
                draw -> {
                    long value = draw.note("value", 1 + draw.ofBits(63) / 2 + draw.between(0, 1));
                    int bucket = Buckets.of(value);
                    BigInteger power = BigInteger.valueOf(value).pow(32);
                    assertThat(power).isLessThanOrEqualTo(BigInteger.TWO.pow(bucket));
                    if (bucket > 0) {
                        assertThat(power).isGreaterThan(BigInteger.TWO.pow(bucket - 1));
                    }
                });
    }

    @Test
    void powersOfTwoCloseTheirBucket() {
        for (int e = 0; e < 63; e++) {
            assertThat(Buckets.of(1L << e)).isEqualTo(32 * e);
            if (e > 0) {
                assertThat(Buckets.of((1L << e) + 1)).isGreaterThan(32 * e);
            }
        }
        assertThat(Buckets.of(Long.MAX_VALUE)).isEqualTo(Buckets.LAST);
    }

    @Test
    void aQuantileIsOffByAtMostOneInNinety() {
        Forall.check(
                300,
                2,
                draw -> {
                    List<Long> values = draw.note("values", values(draw, 200));
                    if (values.isEmpty()) {
                        return;
                    }
                    double share = draw.note("share", draw.share());
                    long[] sorted = values.stream().mapToLong(v -> v).sorted().toArray();
                    int rank = Math.max(1, (int) Math.ceil(share * sorted.length - 1e-9));
                    long exact = sorted[rank - 1];
                    assertThat((double) latencies(values).quantile(share))
                            .isCloseTo((double) exact, within(0.0109 * exact + 0.5));
                });
    }

    @Test
    void endsCountAndSumAreExact() {
        Forall.check(
                300,
                3,
                draw -> {
                    List<Long> values = draw.note("values", values(draw, 50));
                    Latencies latencies = latencies(values);
                    assertThat(latencies.count()).isEqualTo(values.size());
                    BigInteger sum =
                            values.stream()
                                    .map(BigInteger::valueOf)
                                    .reduce(BigInteger.ZERO, BigInteger::add);
                    assertThat(latencies.sumNanos()).isEqualTo(sum.doubleValue());
                    if (!values.isEmpty()) {
                        assertThat(latencies.least())
                                .isEqualTo(values.stream().mapToLong(v -> v).min().orElseThrow());
                        assertThat(latencies.most())
                                .isEqualTo(values.stream().mapToLong(v -> v).max().orElseThrow());
                        assertThat(latencies.quantile(0)).isEqualTo(latencies.least());
                        assertThat(latencies.quantile(1)).isEqualTo(latencies.most());
                    }
                });
    }

    @Test
    void mergingHasNoOrder() {
        Forall.check(
                200,
                4,
                draw -> {
                    List<Long> a = values(draw, 20);
                    List<Long> b = values(draw, 20);
                    List<Long> c = values(draw, 20);
                    draw.note("parts", List.of(a, b, c));
                    Latencies left = latencies(a);
                    left.add(latencies(b));
                    left.add(latencies(c));
                    Latencies right = latencies(c);
                    right.add(latencies(b));
                    Latencies turned = latencies(a);
                    turned.add(right);
                    List<Long> all = new ArrayList<>(a);
                    all.addAll(b);
                    all.addAll(c);
                    assertThat(left.toBytes())
                            .isEqualTo(turned.toBytes())
                            .isEqualTo(latencies(all).toBytes());
                });
    }

    @Test
    void takingAwayUndoesAdding() {
        Forall.check(
                200,
                5,
                draw -> {
                    List<Long> before = values(draw, 20);
                    List<Long> later = values(draw, 20);
                    draw.note("parts", List.of(before, later));
                    Latencies whole = latencies(before);
                    whole.add(latencies(later));
                    whole.subtract(latencies(before));
                    Latencies rest = latencies(later);
                    assertThat(whole.count()).isEqualTo(rest.count());
                    assertThat(whole.sumNanos()).isEqualTo(rest.sumNanos());
                    assertThat(buckets(whole)).isEqualTo(buckets(rest));
                    if (!later.isEmpty()) {
                        assertThat(whole.least()).isLessThanOrEqualTo(rest.least());
                        assertThat(whole.most()).isGreaterThanOrEqualTo(rest.most());
                        assertThat((double) whole.most())
                                .isCloseTo((double) rest.most(), within(0.0220 * rest.most() + 1));
                    }
                });
    }

    @Test
    void whatWasNeverAddedCannotBeTakenAway() {
        Latencies latencies = latencies(List.of(5L, 7L));
        assertThatThrownBy(() -> latencies.subtract(latencies(List.of(5L, 5L))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> latencies.subtract(latencies(List.of(0L))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(latencies.count()).isEqualTo(2);
    }

    @Test
    void bytesComeBackAsTheHistogram() {
        Forall.check(
                300,
                6,
                draw -> {
                    Latencies latencies = latencies(draw.note("values", values(draw, 30)));
                    byte[] bytes = latencies.toBytes();
                    Latencies back = Latencies.fromBytes(bytes);
                    assertThat(back.toBytes()).isEqualTo(bytes);
                    assertThat(back.count()).isEqualTo(latencies.count());
                    assertThat(back.sumNanos()).isEqualTo(latencies.sumNanos());
                    back.add(latencies);
                    assertThat(back.count()).isEqualTo(2 * latencies.count());
                });
    }

    @Test
    void aBrokenFormIsRefusedAndNeverMisread() {
        byte[] bytes = latencies(List.of(0L, 1L, 900L, 1_000_000L, Long.MAX_VALUE)).toBytes();
        for (int length = 0; length < bytes.length; length++) {
            byte[] part = Arrays.copyOf(bytes, length);
            assertThatThrownBy(() -> Latencies.fromBytes(part))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> Latencies.fromBytes(Arrays.copyOf(bytes, bytes.length + 1)))
                .hasMessageContaining("1 bytes left over");
        Forall.check(
                2_000,
                7,
                draw -> {
                    byte[] changed = bytes.clone();
                    changed[draw.between(0, bytes.length - 1)] = (byte) draw.between(0, 255);
                    try {
                        Latencies.fromBytes(changed).quantile(0.5);
                    } catch (IllegalArgumentException expected) {
                        assertThat(expected).hasMessageMatching("(?s).+");
                    }
                });
    }

    @Test
    void aThousandBucketsTakeAFewBytesEach() {
        var latencies = new Latencies();
        for (int n = 0; n < 10_000; n++) {
            latencies.record(1_000 + 100L * n);
        }
        assertThat(latencies.toBytes()).hasSizeLessThan(1_000);
    }

    @Test
    void howManyWereLongerIsBracketed() {
        Forall.check(
                300,
                8,
                draw -> {
                    List<Long> values = draw.note("values", values(draw, 100));
                    long limit =
                            values.isEmpty() || draw.coin()
                                    ? draw.ofBits(40)
                                    : values.get(draw.between(0, values.size() - 1));
                    draw.note("limit", limit);
                    Latencies latencies = latencies(values);
                    long exact = values.stream().filter(v -> v > limit).count();
                    assertThat(exact)
                            .isBetween(latencies.surelyOver(limit), latencies.possiblyOver(limit));
                    double share = latencies.shareOver(limit) * values.size();
                    assertThat(share)
                            .isBetween(
                                    latencies.surelyOver(limit) - 1e-9,
                                    latencies.possiblyOver(limit) + 1e-9);
                });
    }

    @Test
    void theShareOverALimitIsThatOfAnEvenSpread() {
        var latencies = new Latencies();
        for (int n = 1; n <= 100_000; n++) {
            latencies.record(1_000L * n);
        }
        assertThat(latencies.shareOver(25_000_000)).isCloseTo(0.75, within(1e-4));
        assertThat(latencies.shareOver(99_000_000)).isCloseTo(0.01, within(1e-4));
        assertThat(latencies.shareOver(100_000_000)).isZero();
        assertThat(latencies.shareOver(0)).isEqualTo(1);
        assertThat(new Latencies().shareOver(5)).isZero();
    }

    @Test
    void sumsBeyondSixtyFourBitsStayExact() {
        var latencies = new Latencies();
        latencies.record(Long.MAX_VALUE, 5);
        assertThat(latencies.sumNanos()).isEqualTo(5 * 0x1.0p63);
        assertThat(latencies.meanNanos()).isCloseTo(0x1.0p63, Percentage.withPercentage(1e-9));
        latencies.subtract(latencies.copy());
        assertThat(latencies.isEmpty()).isTrue();
        assertThat(latencies.sumNanos()).isZero();
    }

    @Test
    void nothingRecordedHasNoQuantile() {
        var latencies = new Latencies();
        assertThatThrownBy(() -> latencies.quantile(0.5)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(latencies::most).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> latencies.record(-1)).hasMessageContaining("got -1");
        latencies.record(5, 0);
        assertThat(latencies.isEmpty()).isTrue();
        latencies.record(0);
        assertThat(latencies.quantile(0.5)).isZero();
        assertThatThrownBy(() -> latencies.quantile(1.01)).hasMessageContaining("got 1.01");
        latencies.clear();
        assertThat(latencies.isEmpty()).isTrue();
    }

    @Test
    void recordingAllocatesNothing() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var latencies = new Latencies();
        record(latencies);
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int round = 0; round < 10; round++) {
            record(latencies);
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(latencies.count()).isEqualTo(110_000);
        assertThat(allocated).isLessThan(1_000);
    }

    private static void record(Latencies latencies) {
        for (int n = 0; n < 10_000; n++) {
            latencies.record(1_000L + 99_991L * n);
        }
    }

    private static List<Long> values(Draw draw, int most) {
        return draw.list(most, d -> d.ofBits(40));
    }

    private static Latencies latencies(List<Long> values) {
        var latencies = new Latencies();
        values.forEach(latencies::record);
        return latencies;
    }

    private static List<String> buckets(Latencies latencies) {
        List<String> buckets = new ArrayList<>();
        latencies.visit((above, upTo, count) -> buckets.add(above + " " + upTo + " " + count));
        return buckets;
    }
}

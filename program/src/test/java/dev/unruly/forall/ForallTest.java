package dev.unruly.forall;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class ForallTest {

    @Test
    void aTrueClaimIsTriedOnAllCases() {
        List<Long> seen = new ArrayList<>();
        Forall.check(100, 1, draw -> seen.add(draw.between(-5L, 5L)));
        assertThat(seen).hasSize(100).allMatch(x -> x >= -5 && x <= 5).contains(-5L, 5L);
    }

    @Test
    void aFalseClaimIsShrunkToItsBoundary() {
        assertThatThrownBy(() ->
                        Forall.check(
                                1000,
                                2,
                                draw -> {
                                    long x = draw.note("x", draw.between(0L, 1_000_000L));
                                    assertThat(x).isLessThan(777);
                                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("seed 2")
                .hasMessageContaining("[x = 777]");
    }

    @Test
    void whatDoesNotMatterIsCutOutOfAList() {
        assertThatThrownBy(() ->
                        Forall.check(
                                1000,
                                3,
                                draw -> {
                                    List<Long> xs = draw.list(50, d -> d.ofBits(40));
                                    draw.note("xs", xs);
                                    assertThat(xs.stream().filter(x -> x > 100).count())
                                            .isLessThan(2);
                                }))
                .hasMessageContaining("[xs = [101, 101]]");
    }

    @Test
    void anExceptionIsAFailureAndStaysTheCause() {
        assertThatThrownBy(() ->
                        Forall.check(
                                10,
                                4,
                                draw -> {
                                    throw new IllegalStateException("no");
                                }))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void theSameSeedDrawsTheSameCases() {
        assertThat(cases(5)).isEqualTo(cases(5)).isNotEqualTo(cases(6));
    }

    @Test
    void aRecordPlaysBackTheCase() {
        var first = new Draw(new SplittableRandom(7));
        String drawn = describe(first);
        assertThat(describe(new Draw(first.record()))).isEqualTo(drawn);
    }

    private static List<String> cases(long seed) {
        List<String> cases = new ArrayList<>();
        Forall.check(20, seed, draw -> cases.add(describe(draw)));
        return cases;
    }

    private static String describe(Draw draw) {
        return "%s %s %s %s"
                .formatted(
                        draw.list(9, Draw::share),
                        draw.oneOf("a", "b", "c"),
                        draw.coin(),
                        draw.between(Long.MIN_VALUE / 2, Long.MAX_VALUE / 2));
    }
}

package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Two logs of the same people are alike, and of others are not.
final class AlikeTest {

    private static final double STAYS = 0.6;
    private static final double MEDIAN = 5;

    /// People who go from 0 on with a chance, think for a while, and sometimes try again.
    private static List<Walk> people(int count, double stays, double median, long seed) {
        var chance = new SplittableRandom(seed);
        var walks = new ArrayList<Walk>();
        for (int i = 0; i < count; i++) {
            var steps = new ArrayList<Step>();
            int state = 0;
            boolean more = true;
            while (more) {
                more = chance.nextDouble() < stays;
                double think = median * Math.exp(chance.nextGaussian());
                steps.add(
                        new Step(
                                state,
                                -1,
                                1_000L * steps.size(),
                                more ? think : Double.NaN,
                                0.1,
                                Step.Ending.ANSWERED,
                                List.of()));
                state = chance.nextInt(5);
            }
            walks.add(new Walk(-1, 1_000L * i, steps));
        }
        return walks;
    }

    @Test
    void theSamePeopleAreAlikeWhateverTheirNumber() {
        int alike = 0;
        for (int seed = 0; seed < 20; seed++) {
            Alike found =
                    Alike.of(
                            people(400, STAYS, MEDIAN, 2L * seed),
                            people(150, STAYS, MEDIAN, 2L * seed + 1),
                            0,
                            new SplittableRandom(seed));
            alike += found.holds() ? 1 : 0;
            assertThat(found.ways()).isBetween(6, 31);
            assertThat(found.apart()).isLessThanOrEqualTo(6);
        }
        // Of three measures that say anything one in 200 each: more than one in twenty times is a
        // matter of one in thirty.
        assertThat(alike).isGreaterThanOrEqualTo(18);
    }

    @ParameterizedTest
    @CsvSource({"0.75, 5, session length", "0.6, 7, think time"})
    void othersAreNot(double stays, double median, String measure) {
        Alike found =
                Alike.of(
                        people(800, STAYS, MEDIAN, 1),
                        people(800, stays, median, 2),
                        0,
                        new SplittableRandom(3));
        assertThat(found.holds()).isFalse();
        assertThat(found.rows())
                .filteredOn(row -> !row.holds())
                .extracting(Alike.Row::name)
                .contains(measure);
    }

    @Test
    void wholeSecondsLessWhatWasTakenAreNoShorterThanWholeSeconds() {
        List<Walk> quick = people(800, STAYS, MEDIAN, 1);
        var slow = new ArrayList<Walk>();
        for (Walk walk : people(800, STAYS, MEDIAN, 2)) {
            slow.add(
                    new Walk(
                            -1,
                            walk.startMillis(),
                            walk.steps().stream().map(s -> cut(s, 0.05)).toList()));
        }
        List<Walk> whole =
                quick.stream()
                        .map(w ->
                                new Walk(
                                        -1,
                                        w.startMillis(),
                                        w.steps().stream().map(s -> cut(s, 0)).toList()))
                        .toList();
        assertThat(Alike.of(whole, slow, 1, new SplittableRandom(3)).rows())
                .filteredOn(row -> row.name().equals("think time"))
                .allMatch(Alike.Row::holds);
    }

    private static Step cut(Step step, double took) {
        return new Step(
                step.state(),
                -1,
                step.atMillis(),
                Math.rint(step.thinkSeconds()) - took,
                took,
                step.ending(),
                List.of());
    }
}

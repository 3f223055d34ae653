package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Measures of likeness against values worked out by hand.
final class LikenessTest {

    private static final double NONE = Double.NaN;

    static Walk walk(long startMillis, int... states) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < states.length; i++) {
            double think = i + 1 < states.length ? 10 : NONE;
            steps.add(
                    new Step(
                            states[i],
                            -1,
                            startMillis + 10_000L * i,
                            think,
                            0.1,
                            Step.Ending.ANSWERED,
                            List.of()));
        }
        return new Walk(-1, startMillis, steps);
    }

    @Test
    void sameWaysAreNoBitApartAndOtherWaysAWholeOne() {
        List<Walk> one = List.of(walk(0, 1, 2), walk(0, 1, 2));
        assertThat(Likeness.transitions(one, one)).isZero();
        assertThat(Likeness.transitions(one, List.of(walk(0, 3, 4)))).isEqualTo(1);
    }

    @Test
    void halfOfTheEntrancesElsewhereIsWorthWhatItsShareSays() {
        // BEGIN → 1 always against half: JS({1,0},{.5,.5}) = .311 bits; 1 → END the same in both;
        // 2 is on one side only. Of the rows of both sides these are 4 and 3 transitions of 7.
        List<Walk> one = List.of(walk(0, 1), walk(0, 1));
        List<Walk> other = List.of(walk(0, 1), walk(0, 2));
        double entrances = 0.5 * (Math.log(1 / 0.75) / Math.log(2));
        entrances +=
                0.5
                        * (0.5 * (Math.log(0.5 / 0.75) / Math.log(2))
                                + 0.5 * (Math.log(0.5 / 0.25) / Math.log(2)));
        assertThat(Likeness.transitions(one, other)).isCloseTo(entrances * 4 / 7, within(1e-12));
        assertThat(entrances).isCloseTo(0.311, within(0.001));
    }

    @Test
    void aClockIsAtMinusOneAndPoissonNearNought() {
        double[] clock = new double[1_000];
        double[] poisson = new double[100_000];
        var chance = new SplittableRandom(3);
        for (int i = 1; i < clock.length; i++) {
            clock[i] = 1_000.0 * i;
        }
        for (int i = 1; i < poisson.length; i++) {
            poisson[i] = poisson[i - 1] - 1_000 * Math.log(1 - chance.nextDouble());
        }
        assertThat(Likeness.burstiness(clock)).isCloseTo(-1, within(1e-3));
        assertThat(Likeness.burstiness(poisson)).isCloseTo(0, within(0.01));
        assertThat(Likeness.memory(poisson)).isCloseTo(0, within(0.01));
        assertThat(Likeness.dispersion(poisson, 10)).isCloseTo(1, within(0.05));
        assertThat(Likeness.dispersion(clock, 10)).isCloseTo(0, within(0.01));
        assertThat(Likeness.burstiness(new double[] {0, 1, 2})).isNaN();
    }

    /// Gaps 1, 1, 4: m = 2, s = √2, r = 1/√2; with n = 3 it is (2r − √2) / (0·r + √2) = 0.
    @Test
    void burstinessOfThreeGapsIsThatOfTheFormula() {
        assertThat(Likeness.burstiness(new double[] {0, 1, 2, 6})).isCloseTo(0, within(1e-12));
    }

    @Test
    void alternatingGapsRememberTheOneBefore() {
        double[] starts = new double[200];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + (i % 2 == 0 ? 1 : 5);
        }
        assertThat(Likeness.memory(starts)).isCloseTo(-1, within(1e-9));
    }

    @Test
    void arrivalsInPairsAreTwiceAsDispersed() {
        double[] starts = new double[100_000];
        var chance = new SplittableRandom(4);
        double at = 0;
        for (int i = 0; i < starts.length; i += 2) {
            at -= 2_000 * Math.log(1 - chance.nextDouble());
            starts[i] = at;
            starts[i + 1] = at;
        }
        assertThat(Likeness.dispersion(starts, 60)).isCloseTo(2, within(0.15));
    }

    @Test
    void hoursApartAreWhollyApart() {
        List<Walk> morning = List.of(walk(6 * 3_600_000L, 1), walk(6 * 3_600_000L + 1, 1));
        List<Walk> mixed = List.of(walk(6 * 3_600_000L, 1), walk(20 * 3_600_000L, 1));
        assertThat(Likeness.hours(morning, List.of(walk(20 * 3_600_000L, 1)))).isEqualTo(1);
        assertThat(Likeness.hours(morning, mixed)).isEqualTo(0.5);
        assertThat(Likeness.hours(morning, morning)).isZero();
    }

    @Test
    void sessionsOfOneKindCannotBeToldApartAndOthersCan() {
        var chance = new SplittableRandom(5);
        List<Walk> one = new ArrayList<>();
        List<Walk> alike = new ArrayList<>();
        List<Walk> other = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            one.add(walk(i, 1, 1 + chance.nextInt(3), 2));
            alike.add(walk(i, 1, 1 + chance.nextInt(3), 2));
            other.add(walk(i, 2, 1 + chance.nextInt(3), 1));
        }
        assertThat(Classifier.area(one, alike, new SplittableRandom(1))).isBetween(0.5, 0.6);
        assertThat(Classifier.area(one, other, new SplittableRandom(1))).isGreaterThan(0.99);
        assertThat(Classifier.area(one.subList(0, 19), other, chance)).isNaN();
    }

    @Test
    void theAreaCountsTiesHalf() {
        assertThat(Classifier.area(new double[] {1, 2}, new double[] {2, 3})).isEqualTo(0.875);
        assertThat(Classifier.area(new double[] {1}, new double[] {1})).isEqualTo(0.5);
    }

    @Test
    void whatIsTheEvidenceItselfMissesNothingAndTheNaiveOneDoes() {
        var chance = new SplittableRandom(6);
        List<Walk> real = new ArrayList<>();
        List<Walk> model = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            real.add(walk(chance.nextLong(86_400_000), 1, 2, 3, 3));
            model.add(walk(chance.nextLong(86_400_000), 1, 2, 3, 3));
        }
        var part = new Fidelity.Part(real, real, model, List.of());
        Settings settings = Settings.of(0.001, 1_800);
        Fidelity fidelity = Fidelity.of(List.of(part), List.of(3), settings, chance);
        assertThat(fidelity.misses()).isEmpty();
        assertThat(fidelity.rows())
                .filteredOn(r -> r.name().equals("transitions"))
                .allMatch(r -> r.naive() > 3 * r.limit() && r.timesAtLeast() > 3);
    }
}

package dev.unruly.learn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.learn.Learned.NotLearned;
import dev.unruly.learn.LearnedArrivals.Episode;
import dev.unruly.learn.LearnedArrivals.Excitement;
import dev.unruly.learn.LearnedArrivals.Known;
import dev.unruly.learn.LearnedArrivals.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

final class ArrivalTimesTest {

    private static final Draws DRAWS = new Seed(24).stream("sessions");

    /// 3 June 2024, 00:00 UTC.
    private static final long MONDAY = 1_717_372_800_000L;

    @Test
    void dayAndWeekComeBack() {
        Known known = known(simulated(1, 21 * 24, 0.02, 0.6, 0), 1);
        assertThat(known.perSecond().value()).isCloseTo(0.02, within(0.001));
        assertThat(known.harmonics()).hasSize(2);
        var first = known.harmonics().getFirst();
        assertThat(first.amplitude().value()).isCloseTo(0.6, within(0.05));
        assertThat(first.peakHour().value()).isCloseTo(15, within(0.5));
        assertThat(known.weekdays()).hasSize(7);
        assertThat(known.weekdays()).allMatch(day -> Math.abs(day.value() - 1) < 0.12);
        for (var dispersed : known.dispersions()) {
            assertThat(dispersed.index().value()).isCloseTo(1, within(0.12));
        }
        assertThat(known.excitement()).isInstanceOf(Excitement.None.class);
        assertThat(known.episodes()).isEmpty();
        assertThat(known.burstiness()).isBetween(0.0, 0.3);
    }

    @Test
    void lessThanADayIsNoDayAndLessThanTwoWeeksNoWeek() {
        List<NotLearned> missing = new ArrayList<>();
        Known few = known(simulated(2, 23, 0.05, 0, 0), 1, missing);
        assertThat(few.harmonics()).isEmpty();
        assertThat(missing).extracting(NotLearned::what).containsExactly("the course of a day");
        assertThat(missing.getFirst().why()).startsWith("23.0 h").contains("24 h");
        missing.clear();
        Known days = known(simulated(2, 13 * 24, 0.01, 0, 0), 1, missing);
        assertThat(days.harmonics()).hasSize(2);
        assertThat(days.weekdays()).isEmpty();
        assertThat(missing).extracting(NotLearned::what).containsExactly("weekdays");
    }

    @Test
    void burstsAreFoundThroughWholeSecondsAndTheDay() {
        int held = 0;
        for (int run = 0; run < 20; run++) {
            Known known = known(simulated(50 + run, 30, 0.03, 0.5, 0.6), 1);
            assertThat(known.excitement()).isInstanceOf(Excitement.Hawkes.class);
            var hawkes = (Excitement.Hawkes) known.excitement();
            Figure branching = hawkes.branching();
            held += branching.low() <= 0.6 && 0.6 <= branching.high() ? 1 : 0;
            assertThat(hawkes.halfLifeSeconds().value()).isCloseTo(20, within(6.0));
        }
        assertThat(held).isGreaterThanOrEqualTo(16);
    }

    @Tag("nightly")
    @Test
    void poissonArrivalsOverADayAreNotCalledBursts() {
        int called = 0;
        for (int run = 0; run < 40; run++) {
            Known known = known(simulated(500 + run, 30, 0.05, 0.5, 0), 1);
            called += known.excitement() instanceof Excitement.Hawkes ? 1 : 0;
        }
        assertThat(called).isLessThanOrEqualTo(1);
    }

    @Test
    void gapsAreAClockOrBursts() {
        double[] clock = {2, 2, 2, 2, 2, 2};
        assertThat(Gaps.burstiness(clock)).isEqualTo(-1);
        assertThat(Gaps.memory(clock)).isZero();
        double[] bursts = new double[1_000];
        Arrays.setAll(bursts, i -> i % 100 == 0 ? 1_000 : 0.01);
        assertThat(Gaps.burstiness(bursts)).isGreaterThan(0.8);
        double[] slow = new double[1_000];
        Arrays.setAll(slow, i -> 2 + Math.sin(i / 50.0));
        assertThat(Gaps.memory(slow)).isGreaterThan(0.99);
        assertThat(Gaps.burstiness(3)).isZero();
        assertThat(Gaps.memory(3, 4)).isZero();
    }

    @Test
    void fewMomentsAndOneSecondAreRefused() {
        List<NotLearned> missing = new ArrayList<>();
        long[] none = {};
        long[] few = new long[ArrivalTimes.LEAST - 1];
        Arrays.setAll(few, i -> MONDAY + 1_000L * i);
        long[] enough = new long[ArrivalTimes.LEAST];
        Arrays.setAll(enough, i -> MONDAY + 1_000L * i);
        long[] same = new long[100];
        Arrays.fill(same, MONDAY);
        assertThat(ArrivalTimes.of(none, 1, Unseen.NOTHING, missing::add))
                .isInstanceOf(Refused.class);
        assertThat(ArrivalTimes.of(few, 1, Unseen.NOTHING, missing::add))
                .isEqualTo(new Refused("29 sessions began, 30 are needed"));
        assertThat(ArrivalTimes.of(same, 1, Unseen.NOTHING, missing::add))
                .isInstanceOf(Refused.class);
        assertThat(ArrivalTimes.of(enough, 1, Unseen.NOTHING, missing::add))
                .isInstanceOf(Known.class);
    }

    @Test
    void aDoublingForAWhileIsAnEpisodeAndASlowRiseIsNone() {
        long[] minutes = new long[600];
        for (int i = 0; i < minutes.length; i++) {
            boolean flash = i >= 300 && i < 360;
            minutes[i] = Poisson.count(flash ? 220 : 100, DRAWS.uniform(9, i, Purpose.GAP, 1));
        }
        List<Episode> episodes = Episodes.of(minutes, MONDAY, _ -> 1);
        assertThat(episodes).hasSize(1);
        Episode episode = episodes.getFirst();
        assertThat((episode.atMillis() - MONDAY) / 60_000.0).isCloseTo(300, within(4.0));
        assertThat(episode.seconds() / 60).isCloseTo(60, within(8.0));
        assertThat(episode.factor()).isCloseTo(2.2, within(0.25));
        assertThat(episode.extra()).isCloseTo(60 * 120, within(900.0));
        Arrays.setAll(minutes, i -> 100 + i);
        assertThat(Episodes.of(minutes, MONDAY, _ -> 1)).isEmpty();
        assertThat(Episodes.of(new long[3], MONDAY, _ -> 1)).isEmpty();
    }

    /// The first match of the World Cup of 1998 began on 10 June at 15:30 UTC.
    @Test
    void theKickOffIsAnEpisode() throws IOException {
        List<String> lines = Files.readAllLines(Path.of("..", "examples", "kick-off.csv"));
        long[] minutes =
                lines.stream()
                        .skip(1)
                        .mapToLong(l -> Long.parseLong(l.split(",", -1)[1]))
                        .toArray();
        long from = Real.millis(lines.get(1).split(",", -1)[0]);
        List<Episode> episodes = Episodes.of(minutes, from, _ -> 1);
        long kickOff = Real.millis("1998-06-10 15:30:00");
        assertThat(episodes).anyMatch(e -> Math.abs(e.atMillis() - kickOff) <= 15 * 60_000L);
        assertThat(episodes).hasSize(1);
    }

    /// A production service's requests: hardly burstier than a Poisson process (B = 0.05).
    @Test
    void requestsToALanguageModelAreNearlyPoisson() {
        long[] millis =
                Real.lines("azure-conversations-2023-11-16.csv.gz").stream()
                        .skip(1)
                        .mapToLong(Real::millis)
                        .toArray();
        Known known = known(millis, 0.001);
        assertThat(known.perSecond().value()).isCloseTo(5.5, within(0.3));
        assertThat(known.burstiness()).isCloseTo(0.05, within(0.02));
        assertThat(known.harmonics()).isEmpty();
    }

    private static Known known(long[] millis, double resolution) {
        return known(millis, resolution, new ArrayList<>());
    }

    private static Known known(long[] millis, double resolution, List<NotLearned> missing) {
        return (Known) ArrivalTimes.of(millis, resolution, Unseen.NOTHING, missing::add);
    }

    /// Whole seconds of sessions that follow the day, and bring others at a half-life of 20 s.
    private static long[] simulated(
            int run, int hours, double perSecond, double amplitude, double branching) {
        List<Double> moments = new ArrayList<>();
        double rate = perSecond * (1 - branching);
        double at = 0;
        for (int draw = 0; at < hours * 3_600.0; draw++) {
            at -= Math.log(DRAWS.uniform(run, draw, Purpose.GAP, 0)) / (rate * (1 + amplitude));
            double kept = DRAWS.uniform(run, draw, Purpose.THINNING, 0) * (1 + amplitude);
            if (kept < 1 + amplitude * Math.cos(2 * Math.PI * (at / 3_600 - 15) / 24)) {
                moments.add(at);
            }
        }
        for (int i = 0; i < moments.size(); i++) {
            int more = Poisson.count(branching, DRAWS.uniform(run, i, Purpose.CLUSTER_SIZE, 0));
            for (int j = 0; j < more; j++) {
                double uniform = DRAWS.uniform(run, i, Purpose.CLUSTER_DELAY, j);
                moments.add(moments.get(i) - Math.log(uniform) * 20 / Math.log(2));
            }
        }
        return moments.stream()
                .filter(t -> t < hours * 3_600.0)
                .mapToLong(t -> MONDAY + 1_000L * (long) (double) t)
                .toArray();
    }
}

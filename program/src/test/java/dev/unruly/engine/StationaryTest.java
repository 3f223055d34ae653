package dev.unruly.engine;

import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Arrival;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Intention;
import dev.unruly.model.Phases;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class StationaryTest {

    /// Users who think for long: started empty, this run would have reached half its load by now.
    private static Draft slowThinkers(Arrival arrival) {
        var draft = new Draft();
        draft.think = new Distribution.LogLogistic(1.5, 20);
        draft.page("/").next = List.of(Draft.edge(0, 0.75), Draft.edge(-1, 0.25));
        draft.arrivals = List.of(arrival);
        draft.phases = new Phases(60 * SECOND, 60 * SECOND, 120 * SECOND, 0);
        return draft;
    }

    static List<Arrival> steady() {
        return List.of(
                new Arrival.Poisson(25),
                new Arrival.Constant(25),
                new Arrival.Ramp(25, 25, SECOND),
                new Arrival.Steps(List.of(new Arrival.Step(25, SECOND))),
                new Arrival.SelfExciting(new Arrival.Poisson(25), 0.2, SECOND / 5));
    }

    @ParameterizedTest
    @MethodSource("steady")
    void theLoadIsThereFromTheFirstSecond(Arrival arrival) {
        Play play = Play.of(slowThinkers(arrival)).play();
        double[] perTenSeconds = new double[24];
        for (Intention wish : play.notes.wishes) {
            if (wish.meantNanos() < 240 * SECOND) {
                perTenSeconds[(int) (wish.meantNanos() / (10 * SECOND))]++;
            }
        }
        // 25 users a second with 1/0.25 wishes each; clumps of wishes of one user spread wider than
        // a Poisson count would.
        for (double count : perTenSeconds) {
            assertThat(count).isCloseTo(1_000, within(5 * Math.sqrt(1_000) + 10));
        }
        double early = perTenSeconds[0] + perTenSeconds[1] + perTenSeconds[2];
        double late = perTenSeconds[21] + perTenSeconds[22] + perTenSeconds[23];
        assertThat(early / late).isCloseTo(1, within(0.1));
    }

    @Test
    void thePastReachesToWhereNinetyNineOfAHundredWishesAreOver() {
        Plan plan = slowThinkers(new Arrival.Poisson(25)).plan();
        var path = new Nominal(plan);
        int younger = 0;
        int all = 0;
        for (long user = 0; user < 20_000; user++) {
            path.begin(user, 0);
            do {
                younger += path.atNanos() <= plan.pastNanos() ? 1 : 0;
                all++;
            } while (path.next());
        }
        assertThat((double) younger / all).isCloseTo(0.99, within(0.004));
    }

    @Test
    void whoWasThereAlreadySaysWhenTheyCame() {
        Play play = Play.of(slowThinkers(new Arrival.Poisson(25))).begin().until(0);
        assertThat(play.notes.visits)
                .hasSizeGreaterThan(500)
                .allMatch(v -> v.startNanos() < 0 && -v.startNanos() <= play.plan.pastNanos());
        play.end(60 * SECOND, 0);
        assertThat(play.notes.wishes)
                .filteredOn(w -> w.meantNanos() < 10 * SECOND)
                .anyMatch(w -> w.intent() > 3 && w.thinkNanos() > 10 * SECOND);
    }

    @Test
    void afterReliefTheSameLoadStandsAtOnce() {
        Play play = Play.of(slowThinkers(new Arrival.Poisson(25))).begin().until(100 * SECOND);
        play.engine().hold();
        assertThat(play.engine().pulse().users()).isZero();
        play.until(130 * SECOND);
        assertThat(play.backend.openConnections).isZero();
        play.engine().restore(131 * SECOND);
        play.end(200 * SECOND, 0);
        double[] perTenSeconds = new double[20];
        for (Intention wish : play.notes.wishes) {
            perTenSeconds[(int) (wish.meantNanos() / (10 * SECOND))]++;
        }
        assertThat(perTenSeconds[10] + perTenSeconds[11] + perTenSeconds[12]).isZero();
        for (int i = 14; i < 20; i++) {
            assertThat(perTenSeconds[i]).isCloseTo(1_000, within(170.0));
        }
        var wishes =
                play.notes.wishes.stream()
                        .collect(Collectors.groupingBy(w -> w.user() + "/" + w.intent()));
        assertThat(wishes.values()).allMatch(same -> same.size() == 1);
    }

    @Test
    void reliefCutsOffWhatIsGoingOn() {
        Draft draft = slowThinkers(new Arrival.Poisson(25));
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> {};
        play.begin().until(20 * SECOND);
        Pulse before = play.engine().pulse();
        assertThat(before.wishes()).isEqualTo(play.notes.wishes.size()).isPositive();
        assertThat(before.openConnections()).isEqualTo(before.wishes());
        assertThat(before.lateness().count()).isEqualTo(before.wishes());
        play.engine().hold();
        play.until(21 * SECOND);
        assertThat(play.notes.conclusions)
                .hasSameSizeAs(play.notes.wishes)
                .allMatch(c -> c.end() == Conclusion.End.CUT_OFF);
        assertThat(play.engine().pulse().openConnections()).isZero();
        play.end(22 * SECOND, 0);
        assertThat(play.done).isEqualTo(1);
    }
}

package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.chance.Distribution;
import dev.unruly.chance.Key128;
import dev.unruly.model.Arrival;
import dev.unruly.model.Comparison;
import dev.unruly.model.Guard;
import dev.unruly.model.Intention;
import dev.unruly.model.Journey;
import dev.unruly.model.Share;
import dev.unruly.model.Trigger;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8})
    void isRecomputedFromARunAgainstAnInstantServer(int loops) {
        Play play = new Play(draft().plan(), loops).play();
        assertThat(recomputed(play)).isEqualTo(play.plan.schedule());
    }

    @Test
    void aSlowAnswerShiftsNoLaterDraw() {
        Play play = new Play(draft().plan(), 1);
        play.backend.whenAsked = one -> one.answerAfter(37L * one.route * MS, 200);
        play.play();
        Play instant = new Play(draft().plan(), 1).play();
        assertThat(recomputed(play)).isEqualTo(play.plan.schedule());
        assertThat(withoutTime(play)).isEqualTo(withoutTime(instant)).hasSizeGreaterThan(1_000);
    }

    @Test
    void isAnotherForAnotherSeed() {
        Draft draft = draft();
        Key128 one = draft.plan().schedule();
        assertThat(draft().plan().schedule()).isEqualTo(one);
        draft.seed = 2;
        assertThat(draft.plan().schedule()).isNotEqualTo(one);
    }

    @Test
    void changesWithThePatienceOfOnePersona() {
        Draft draft = draft();
        draft.others = List.of(draft.persona("other", 0.1));
        Key128 one = draft.plan().schedule();
        draft.patience = new Distribution.Weibull(2.2, 4.2);
        draft.others = List.of(draft.persona("other", 0.1));
        draft.patience = new Distribution.Weibull(2.2, 4.1);
        assertThat(draft.plan().schedule()).isNotEqualTo(one);
    }

    @Test
    void doesNotDependOnWhatIsOnlyMeasured() {
        Draft draft = draft();
        Key128 one = draft.plan().schedule();
        draft.name = "renamed";
        draft.notice = Draft.constant(1);
        draft.tries = 9;
        assertThat(draft.plan().schedule()).isEqualTo(one);
    }

    @Test
    void whatOnlyAnswersTellCountsAsFavourable() {
        Draft draft = draft();
        draft.states.clear();
        Draft.State home = draft.page("/");
        home.sets = List.of(new Journey.Assignment("cart", Draft.template("1"), true));
        home.next =
                List.of(
                        new Journey.Edge(
                                1, new Share(0.5), new Guard("cart", Comparison.AT_LEAST, "3")),
                        new Journey.Edge(0, new Share(0.5), Guard.ALWAYS));
        draft.page("/pay");
        Play play = new Play(draft.plan(), 2).play();
        assertThat(recomputed(play)).isEqualTo(play.plan.schedule());
        assertThat(play.notes.wishes)
                .filteredOn(w -> w.endpoint() == 1)
                .isNotEmpty()
                .allMatch(w -> w.intent() >= 3);
    }

    @Test
    void theForecastCountsWhatWillBeWished() {
        Draft draft = draft();
        draft.regions =
                List.of(Draft.region("here", 0.3, "UTC", 0), Draft.region("there", 0.7, "UTC", 0));
        Play play = new Play(draft.plan(), 1).play();
        Forecast forecast = play.plan.forecast();
        long horizon = play.plan.horizonNanos();
        List<Intention> wishes =
                play.notes.wishes.stream().filter(w -> w.meantNanos() < horizon).toList();
        assertThat(forecast.intents()).isEqualTo(wishes.size());
        assertThat(forecast.users())
                .isEqualTo(wishes.stream().mapToLong(Intention::user).distinct().count());
        assertThat(forecast.requests())
                .isEqualTo(wishes.stream().mapToLong(Intention::needed).sum());
        assertThat(forecast.intentsPerSecond().sum(0, 1_000)).isEqualTo(wishes.size());
        for (Forecast.Minute minute : forecast.minutes()) {
            assertThat(minute.intents())
                    .isEqualTo(
                            wishes.stream()
                                    .filter(w -> w.region() == minute.region())
                                    .filter(w -> w.meantNanos() / (60 * SECOND) == minute.minute())
                                    .count());
        }
    }

    private static Draft draft() {
        var draft = new Draft();
        draft.think = new Distribution.LogLogistic(1.3, 2);
        draft.patience = new Distribution.Weibull(2.2, 4.1);
        Draft.State home = draft.page("/");
        home.next = List.of(Draft.edge(1, 0.7), Draft.edge(-1, 0.3));
        home.with = List.of(Draft.template("/style.css"));
        draft.page("/more").next = List.of(Draft.edge(0, 0.6), Draft.edge(-1, 0.4));
        draft.arrivals =
                List.of(
                        new Arrival.Poisson(12),
                        new Arrival.Constant(5),
                        new Arrival.SelfExciting(new Arrival.Poisson(3), 0.5, 2 * SECOND));
        draft.triggers =
                List.of(
                        new Trigger.Surge(
                                new Arrival.Viral(5 * SECOND, 60, 0.5, 3 * SECOND, 0), 5 * SECOND));
        return draft;
    }

    private static Key128 recomputed(Play play) {
        var digest = new ScheduleDigest(play.plan.horizonNanos());
        play.notes.visits.forEach(digest::visits);
        play.notes.wishes.forEach(digest::wishes);
        return digest.sum();
    }

    private static List<Intention> withoutTime(Play play) {
        return play.notes.wishes.stream()
                .map(w ->
                        new Intention(
                                w.user(),
                                w.intent(),
                                w.endpoint(),
                                w.persona(),
                                w.region(),
                                w.born(),
                                0,
                                w.thinkNanos(),
                                w.patienceNanos(),
                                w.needed()))
                .sorted(
                        Comparator.comparingLong(Intention::user)
                                .thenComparingInt(Intention::intent))
                .toList();
    }

    @Test
    void whatNobodyCouldPlayIsNotCountedToItsEnd() {
        var draft = new Draft();
        draft.arrivals = List.of(new Arrival.Constant(10));
        Plan plan = draft.plan();
        long intents = plan.forecast().intents();
        assertThat(Forecast.of(plan, intents).intents()).isEqualTo(intents);
        assertThatThrownBy(() -> Forecast.of(plan, intents - 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("users would wish more than " + (intents - 1) + " things");
    }
}

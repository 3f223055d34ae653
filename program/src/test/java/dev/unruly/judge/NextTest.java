package dev.unruly.judge;

import static dev.unruly.judge.Stories.OVER;
import static dev.unruly.judge.Stories.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Experiment;
import dev.unruly.model.Phase;
import dev.unruly.model.Phases;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the judge wants done next, second by second.
final class NextTest {

    private static final double RATE = 40;
    private static final Experiment STALLED = Cast.stall(RATE);

    @Test
    void whatHasComeBackIsWatchedForAsLongAsAskedAndNoLonger() {
        assertThat(nextAt(OVER + 45, calm())).isEqualTo(new Judge.Next.Watch(OVER + 60));
        assertThat(nextAt(OVER + 60, calm())).isEqualTo(new Judge.Next.Enough());
    }

    @Test
    void whatDoesNotComeBackIsRelievedAfterTheTimeThatSaysSo() {
        assertThat(nextAt(OVER + 59, collapsed())).isEqualTo(new Judge.Next.Watch(OVER + 60));
        assertThat(nextAt(OVER + 60, collapsed())).isEqualTo(new Judge.Next.Relieve());
    }

    @Test
    void whatIsComingBackJustThenIsNotRelieved() {
        Story story =
                Stories.stalled(STALLED, RATE)
                        .weather(s ->
                                s < STALL || s >= OVER + 42 ? Weather.CALM : Weather.COLLAPSED);

        assertThat(nextAt(OVER + 60, story)).isEqualTo(new Judge.Next.Watch(OVER + 42 + 30));
        assertThat(nextAt(OVER + 75, story)).isEqualTo(new Judge.Next.Enough());
    }

    @Test
    void whatDrainsIsWatchedForThreeTimesAsLongAsThatTakes() {
        Story story =
                Stories.stalled(STALLED, RATE)
                        .weather(s ->
                                s < STALL
                                        ? Weather.CALM
                                        : Weather.CALM
                                                .slower(12)
                                                .inFlight(Math.max(0, 900 - 7 * (s - STALL))));
        assertThat(nextAt(OVER + 60, story))
                .isInstanceOfSatisfying(
                        Judge.Next.Watch.class,
                        watch -> assertThat(watch.untilSecond()).isGreaterThan(OVER + 180));
    }

    /// While a run goes on, a listener's latest second may not have been told yet.
    @Test
    void aSecondThatIsNotToldYetDoesNotHideThatItDrains() {
        Story story =
                Stories.stalled(STALLED, RATE)
                        .weather(s ->
                                s < STALL
                                        ? Weather.CALM
                                        : Weather.COLLAPSED.inFlight(
                                                Math.max(0, 900 - 7 * (s - STALL))))
                        .until(OVER + 61);
        Ledger ledger = story.ledger();
        Judge judge = story.judge();
        long now = (OVER + 61) * Cast.SECOND;
        Judge.Next told = judge.next(ledger, now);
        ledger.dependencies.forEach(List::removeLast);

        assertThat(told).isInstanceOf(Judge.Next.Watch.class);
        assertThat(judge.next(ledger, now)).isInstanceOf(Judge.Next.Watch.class);
    }

    @Test
    void reliefThatIsNotAllowedIsNotAskedFor() {
        Experiment experiment =
                Cast.experiment(
                        "no-relief",
                        RATE,
                        new Phases(10 * Cast.SECOND, 40 * Cast.SECOND, 60 * Cast.SECOND, 0),
                        STALLED.triggers(),
                        List.of());
        Story story =
                Stories.stalled(experiment, RATE)
                        .weather(s -> s < STALL ? Weather.CALM : Weather.COLLAPSED);

        assertThat(nextAt(OVER + 60, story)).isEqualTo(new Judge.Next.Enough());
    }

    @Test
    void anUnfitGeneratorLearnsNothingByWaiting() {
        Story story = collapsed().generator(s -> Backstage.late(s, 90_000_000));

        assertThat(nextAt(OVER + 60, story)).isEqualTo(new Judge.Next.Enough());
    }

    @Test
    void aSlowLoadIsWatchedForAsLongAsComingBackTakesToShow() {
        Experiment slow = Cast.stall(10);
        Story story =
                Stories.stalled(slow, 10)
                        .weather(s -> s < STALL || s >= OVER ? Weather.CALM : Weather.COLLAPSED);

        assertThat(nextAt(OVER + 70, story)).isInstanceOf(Judge.Next.Watch.class);
        assertThat(nextAt(OVER + 140, story)).isEqualTo(new Judge.Next.Enough());
    }

    @Test
    void reliefLastsUntilNothingWaitsForFiveSeconds() {
        Story story = Stories.metastable(STALLED, RATE);
        Ledger ledger = story.ledger();
        Judge judge = story.judge();
        long since = 140 * Cast.SECOND;

        assertThat(judge.backlogGone(ledger, since, 144 * Cast.SECOND)).isFalse();
        assertThat(judge.backlogGone(ledger, since, 150 * Cast.SECOND)).isFalse();
        Story drained =
                Stories.metastable(STALLED, RATE)
                        .weather(s ->
                                s < STALL
                                        ? Weather.CALM
                                        : s < 125 ? Weather.COLLAPSED : Weather.CALM.load(0));
        assertThat(judge.backlogGone(drained.ledger(), since, 146 * Cast.SECOND)).isTrue();
    }

    @Test
    void restoringEndsWhenTheSameLoadIsServedWellOrLongEnoughBadly() {
        Story story = Stories.metastable(STALLED, RATE);
        Ledger ledger = story.ledger();
        long from = 155 * Cast.SECOND;

        assertThat(story.judge().restored(ledger, from, 180 * Cast.SECOND)).isFalse();
        assertThat(story.judge().restored(ledger, from, 190 * Cast.SECOND)).isTrue();
        Story bad =
                Stories.stalled(STALLED, RATE)
                        .phase(Phase.RELIEF, 140)
                        .phase(Phase.RESTORE, 155)
                        .until(260)
                        .weather(s -> s < STALL ? Weather.CALM : Weather.COLLAPSED);
        assertThat(bad.judge().restored(bad.ledger(), from, 200 * Cast.SECOND)).isFalse();
        assertThat(bad.judge().restored(bad.ledger(), from, 240 * Cast.SECOND)).isTrue();
    }

    private static Story calm() {
        return Stories.stalled(STALLED, RATE);
    }

    private static Story collapsed() {
        return Stories.stalled(STALLED, RATE)
                .weather(s -> s < STALL ? Weather.CALM : Weather.COLLAPSED);
    }

    /// Asks when the story has come as far as this second.
    private static Judge.Next nextAt(int second, Story story) {
        Story sofar = story.until(second);
        return sofar.judge().next(sofar.ledger(), second * Cast.SECOND);
    }
}

package dev.unruly.judge;

import static dev.unruly.judge.Stories.STALL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Mark;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// What is, and what is not, a baseline.
final class BaselineTest {

    private static final double RATE = 40;

    @Test
    void aCalmFortySecondsIsOne() {
        Baseline baseline = baseline(story(RATE), RATE);

        assertThat(baseline.problems()).isEmpty();
        assertThat(baseline.overloaded()).isFalse();
        assertThat(baseline.goodput()).isBetween(0.99, 1.0);
        assertThat(baseline.wishesPerSecond()).isBetween(36.0, 44.0);
        assertThat(baseline.amplification()).isEqualTo(1);
    }

    @Test
    void twoHundredIntentsAreTheLeast() {
        assertThat(baseline(story(6), 6).problems()).isEmpty();
        assertThat(baseline(story(3), 3).problems())
                .singleElement()
                .asString()
                .contains("and 200 are needed")
                .contains("phases.baseline");
    }

    @Test
    void aSystemThatIsNotWellIsNone() {
        Story story = story(RATE).weather(s -> Weather.CALM.good(0.965));

        assertThat(baseline(story, RATE).problems())
                .singleElement()
                .asString()
                .contains("of the baseline's intents were answered in time");
        RunResult result = story.result();
        assertThat(result.recovery()).isEqualTo(Recovery.UNCLEAR);
        assertThat(result.verdict()).isEqualTo(Verdict.UNCLEAR);
        assertThat(result.why()).contains("There is no baseline to compare with");
    }

    @Test
    void aLoadThatDriftsIsNone() {
        Story story = story(200).weather(s -> Weather.CALM.load(0.7 + 0.015 * (s - 10)));

        assertThat(baseline(story, 200).problems())
                .anyMatch(problem -> problem.contains("the load drifts within the baseline"));
    }

    @Test
    void aLoadBelowThePlanIsNone() {
        Story story = story(RATE).weather(s -> Weather.CALM.load(0.7));

        assertThat(baseline(story, RATE).problems())
                .singleElement()
                .asString()
                .contains("where the plan has 1600");
    }

    @Test
    void usersWhomATriggerBringsAreNotPartOfIt() {
        Story story = story(RATE).weather(s -> Weather.CALM.surge(s < STALL ? 40 : 0));

        assertThat(baseline(story, RATE).wishesPerSecond()).isBetween(36.0, 44.0);
    }

    @Test
    void theJudgeNamesItsProblemsWhenItEnds() {
        Story story = story(3);
        Ledger ledger = story.ledger();

        assertThat(story.judge().baselineProblems(ledger, STALL * Cast.SECOND)).hasSize(1);
        Story calm = story(RATE);
        assertThat(calm.judge().baselineProblems(calm.ledger(), STALL * Cast.SECOND)).isEmpty();
    }

    @Test
    void wishesOfThePreHistoryDoNotMakeTheBacklogNegative() {
        var ledger = story(RATE).ledger();
        long[] before = ledger.flows.running(STALL);
        ledger.concluded(Backstage.wishedBefore(3));

        assertThat(ledger.flows.running(STALL)).isEqualTo(before);
    }

    @Test
    void whatMarksTellIsKept() {
        Ledger ledger = story(RATE).ledger();

        assertThat(ledger.marks()).isNotEmpty().last().isInstanceOf(Mark.RunEnded.class);
        assertThat(ledger.lastNanos()).isEqualTo(60 * Cast.SECOND);
    }

    private static Story story(double rate) {
        return new Story(Cast.stall(rate), rate).until(60);
    }

    private static Baseline baseline(Story story, double rate) {
        double[] planned = new double[60];
        Arrays.fill(planned, rate);
        return Baseline.of(story.ledger(), planned, 10, STALL, 60);
    }
}

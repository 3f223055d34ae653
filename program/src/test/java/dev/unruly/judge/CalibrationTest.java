package dev.unruly.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Experiment;
import dev.unruly.model.Phases;
import dev.unruly.model.Recovery;
import dev.unruly.model.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How often the judge is wrong, over 300 stories of each kind. The rates are those that the
/// procedure was chosen for.
final class CalibrationTest {

    private static final int STORIES = 300;
    private static final double RATE = 40;

    @Test
    void calmDataHasRecovered() {
        assertThat(recovered(Weather.CALM)).isGreaterThanOrEqualTo(STORIES * 99 / 100);
    }

    @Test
    void sevenPercentLostHasNeverRecovered() {
        assertThat(recovered(Weather.CALM.good(0.93))).isZero();
    }

    @Test
    void twiceAsSlowHasHardlyEverRecovered() {
        assertThat(recovered(Weather.CALM.slower(2))).isLessThanOrEqualTo(STORIES * 7 / 100);
    }

    @Test
    void calmRunsWithoutTriggersRaiseNoAlarm() {
        Experiment experiment =
                Cast.experiment(
                        "quiet",
                        RATE,
                        new Phases(10 * Cast.SECOND, 40 * Cast.SECOND, 60 * Cast.SECOND, 0),
                        List.of(),
                        List.of());
        int alarms = 0;
        int unclear = 0;
        for (int seed = 0; seed < STORIES; seed++) {
            var result = new Story(experiment, RATE).seed(seed).until(110).result();
            alarms += result.recovery() == Recovery.NONE ? 0 : 1;
            unclear += result.verdict() == Verdict.UNCLEAR ? 1 : 0;
        }
        // 17 in 1,000 are allowed, of either kind.
        assertThat(alarms).isLessThanOrEqualTo(5);
        assertThat(unclear).isLessThanOrEqualTo(5);
    }

    /// How many of the stories have come back, whose weather after the stall is this one.
    private static int recovered(Weather after) {
        int recovered = 0;
        Experiment experiment = Cast.stall(RATE);
        for (int seed = 0; seed < STORIES; seed++) {
            Story story =
                    Stories.stalled(experiment, RATE)
                            .seed(seed)
                            .until(Stories.OVER + 75)
                            .weather(s -> s < Stories.STALL ? Weather.CALM : after);
            Ledger ledger = story.ledger();
            var times = Times.of(experiment, ledger, (Stories.OVER + 75) * Cast.SECOND);
            Baseline baseline =
                    Baseline.of(
                            ledger,
                            story.planned(),
                            times.baselineFrom(),
                            times.baselineTo(),
                            times.end());
            var comeback = new Comeback(ledger, baseline, times.end());
            boolean well = comeback.first(Stories.OVER, times.end()).isPresent();
            recovered += baseline.valid() && well ? 1 : 0;
        }
        return recovered;
    }
}

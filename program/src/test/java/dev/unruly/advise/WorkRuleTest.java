package dev.unruly.advise;

import static dev.unruly.advise.Samples.found;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class WorkRuleTest {

    private static final Derived<Capacity> THOUSAND =
            new Derived.Found<>(new Capacity(1_000, Stamp.THIS_RUN, "measured"), "measured");

    @Test
    void threeRetriesAreSafeOnlyBelowAQuarter() {
        var derived = WorkRule.USUAL.of(700, THOUSAND, Work.ofRetries(3));
        WorkSetting setting = found(derived);
        assertThat(setting.utilisation()).isCloseTo(0.7, within(1e-12));
        assertThat(setting.stableShare()).isEqualTo(0.25);
        assertThat(setting.safe()).isFalse();
        assertThat(derived.because())
                .contains("you run at 70 % of capacity")
                .contains("your retries make you safe only below 25 %");
        // 1,000 / 700 − 1 = 43 %, half of which is above a fifth.
        assertThat(setting.largest()).isCloseTo(3.0 / 7, within(1e-12));
        assertThat(setting.policy().share()).isEqualTo(new Share(0.18));
        assertThat(setting.policy().leastPerSecond()).isCloseTo(14, within(1e-9));
        assertThat(setting.stableShareThen()).isCloseTo(1 / 1.2, within(1e-9));
    }

    @Test
    void theBudgetLeavesRoomToDrain() {
        for (double load : new double[] {100, 500, 850, 930, 990}) {
            WorkSetting setting = found(WorkRule.USUAL.of(load, THOUSAND, Work.ofRetries(3)));
            double most =
                    load * (1 + setting.policy().share().value())
                            + setting.policy().leastPerSecond();
            assertThat(1_000 - most).isGreaterThanOrEqualTo(0.5 * (1_000 - load) - 1e-9);
            assertThat(setting.utilisation()).isLessThan(setting.stableShareThen());
        }
    }

    @Test
    void aBudgetHasThreePlacesAndNoMore() {
        for (int load = 300; load < 990; load++) {
            WorkSetting setting = found(WorkRule.USUAL.of(load, THOUSAND, Work.ofRetries(3)));
            assertThat(Double.toString(setting.policy().share().value())).hasSizeLessThan(6);
            assertThat(Double.toString(setting.policy().leastPerSecond()))
                    .matches("\\d+\\.\\d{1,3}");
        }
    }

    @Test
    void safeIsSafe() {
        WorkSetting at = found(WorkRule.USUAL.of(250, THOUSAND, Work.ofRetries(3)));
        WorkSetting below = found(WorkRule.USUAL.of(249, THOUSAND, Work.ofRetries(3)));
        assertThat(at.safe()).isFalse();
        assertThat(below.safe()).isTrue();
        assertThat(WorkRule.USUAL.of(249, THOUSAND, Work.ofRetries(3)).because())
                .contains("safe, below 25 %, whatever is retried");
    }

    @Test
    void whatIsSlowerCountsToo() {
        WorkSetting setting = found(WorkRule.USUAL.of(400, THOUSAND, new Work(2, 2)));
        assertThat(setting.stableShare()).isEqualTo(0.25);
        assertThat(setting.largest()).isCloseTo(0.25, within(1e-12));
    }

    @Test
    void withoutSpareCapacityNothingIsDoneTwice() {
        assertThat(WorkRule.USUAL.of(1_000, THOUSAND, Work.ofRetries(1)).because())
                .contains("you run at 100 % of capacity")
                .contains("below 0 %")
                .contains("nothing is left to do twice");
        assertThat(WorkRule.USUAL.of(1_200, THOUSAND, Work.ofRetries(1)))
                .isInstanceOf(Derived.Refused.class);
        assertThat(WorkRule.USUAL.of(997, THOUSAND, Work.ofRetries(1)))
                .isInstanceOf(Derived.Refused.class);
        assertThat(WorkRule.USUAL.of(995, THOUSAND, Work.ofRetries(1)))
                .isInstanceOf(Derived.Found.class);
    }

    @Test
    void anUnknownCapacityIsSaid() {
        Derived<Capacity> unknown =
                Capacity.ofRun(List.of(second(0, 90, 1), second(1, 95, 2), second(2, 100, 2)));
        assertThat(WorkRule.USUAL.of(90, unknown, Work.ofRetries(1)).because())
                .contains("for 3 seconds in a row 33 or more in flight would have shown a queue")
                .contains("2 were the most")
                .contains("more than the 95 a second");
        assertThat(WorkRule.USUAL.of(Double.NaN, THOUSAND, Work.ofRetries(1)).because())
                .contains("no requests per second");
    }

    @Test
    void capacityIsWhatWasCompletedWhileThereWasAQueue() {
        // 800 a second for 100 ms are 80 when nobody waits: 198 or more are a queue.
        int[] completed = {400, 400, 500, 800, 790, 810, 800, 780};
        int[] inFlight = {5, 4, 198, 220, 320, 390, 197, 190};
        Capacity capacity = found(Capacity.ofRun(seconds(completed, inFlight)));
        assertThat(capacity.perSecond()).isCloseTo(800, within(1e-9));
        assertThat(capacity.stamp()).isEqualTo(Stamp.THIS_RUN);
        // 2,400 in three seconds, give or take 1.96 · √2,400, which is more than they differ.
        assertThat(capacity.interval().low()).isCloseTo((2_400 - 96.02) / 3, within(0.1));
        assertThat(capacity.interval().high()).isCloseTo((2_400 + 96.02) / 3, within(0.1));
        var known = new Derived.Found<>(capacity, "");
        WorkSetting setting = found(WorkRule.USUAL.of(400, known, Work.ofRetries(1)));
        assertThat(setting.utilisationBetween().low())
                .isCloseTo(400 / capacity.interval().high(), within(1e-9));
        assertThat(setting.utilisationBetween().contains(setting.utilisation())).isTrue();
        inFlight[2] = 197;
        assertThat(Capacity.ofRun(seconds(completed, inFlight)))
                .isInstanceOf(Derived.Refused.class);
    }

    @Test
    void whatIsCompletedForNobodyIsNotSeenWithoutAnyAnswer() {
        var seconds = new ArrayList<DependencySecond>();
        int[] completed = {150, 160, 155, 150, 0, 0, 0};
        int[] inFlight = {10, 12, 11, 100, 150, 120, 190};
        for (int i = 0; i < completed.length; i++) {
            seconds.add(second(i, completed[i], inFlight[i], i < 4 ? 0 : 90));
        }
        assertThat(Capacity.ofRun(seconds).because())
                .startsWith("in the 3 seconds in which it had a queue 0 were answered, and 270 had")
                .contains("answers in 5 seconds or more are needed");
    }

    @Test
    void aGapIsNoSecondInARow() {
        int[] completed = {100, 100, 100, 100, 100};
        int[] inFlight = {0, 50, 50, 50, 50};
        List<DependencySecond> seconds = new ArrayList<>(seconds(completed, inFlight));
        assertThat(Capacity.ofRun(seconds)).isInstanceOf(Derived.Found.class);
        seconds.remove(2);
        assertThat(Capacity.ofRun(seconds)).isInstanceOf(Derived.Refused.class);
    }

    @Test
    void aCalleeThatCanDoNoMoreIsTheLimit() {
        Capacity through = found(Capacity.through("bank", THOUSAND, 400, 1_000));
        assertThat(through.perSecond()).isCloseTo(2_500, within(1e-9));
        assertThat(through.because()).contains("each asks bank 0.4 times");
        // 1 / 400 + 1 / 1,000: give or take 11.6 %.
        assertThat(through.interval().low()).isCloseTo(2_500 * (1 - 0.116), within(1.0));
        assertThat(through.interval().high()).isCloseTo(2_500 * (1 + 0.116), within(1.0));
        assertThat(Capacity.through("bank", THOUSAND, 100, 100)).isInstanceOf(Derived.Found.class);
        assertThat(Capacity.through("bank", THOUSAND, 99, 100).because())
                .contains("99 times for 100 requests")
                .contains("100 or more");
    }

    @Test
    void layersMultiply() {
        assertThat(Work.ofRetries(2, 2, 2, 2, 2).times()).isEqualTo(243);
        assertThat(Work.ofRetries().times()).isEqualTo(1);
        assertThatThrownBy(() -> Work.ofRetries(-1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> new Work(0.5, 1)).hasMessageContaining("0.5");
    }

    private static List<DependencySecond> seconds(int[] completed, int[] inFlight) {
        var seconds = new ArrayList<DependencySecond>();
        for (int i = 0; i < inFlight.length; i++) {
            seconds.add(second(i, completed[i], inFlight[i]));
        }
        return seconds;
    }

    static DependencySecond second(int second, long completed, int inFlight) {
        return second(second, completed, inFlight, 0);
    }

    /// Answers take 100 ms.
    private static DependencySecond second(int second, long completed, int inFlight, int left) {
        var own = new Latencies();
        own.record(100_000_000L, completed);
        var cutOff = new Latencies();
        cutOff.record(1_000_000_000L, left);
        return new DependencySecond(
                0, second, completed, completed, left, 0, 0, 0, 0, inFlight, inFlight, 0, 0, own,
                own, cutOff);
    }
}

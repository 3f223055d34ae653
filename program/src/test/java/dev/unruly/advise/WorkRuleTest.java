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
        Derived<Capacity> unknown = Capacity.ofRun(List.of(second(0, 90, 1), second(1, 95, 2)));
        assertThat(WorkRule.USUAL.of(90, unknown, Work.ofRetries(1)).because())
                .contains("never grew for 3 seconds")
                .contains("more than the 95 a second");
        assertThat(WorkRule.USUAL.of(Double.NaN, THOUSAND, Work.ofRetries(1)).because())
                .contains("no requests per second");
    }

    @Test
    void capacityIsWhatWasCompletedWhileTheQueueGrew() {
        var seconds = new ArrayList<DependencySecond>();
        int[] completed = {400, 400, 500, 620, 590, 610, 605, 900};
        int[] inFlight = {5, 4, 6, 50, 120, 190, 260, 90};
        for (int i = 0; i < completed.length; i++) {
            seconds.add(second(i, completed[i], inFlight[i]));
        }
        // The 900 came when the queue shrank: some of them had been done before.
        Capacity capacity = found(Capacity.ofRun(seconds));
        assertThat(capacity.perSecond()).isCloseTo((620 + 590 + 610) / 3.0, within(1e-9));
        assertThat(capacity.stamp()).isEqualTo(Stamp.THIS_RUN);
        // 1,820 in three seconds, give or take 1.96 · √1,820.
        assertThat(capacity.interval().low()).isCloseTo((1_820 - 83.6) / 3, within(0.1));
        assertThat(capacity.interval().high()).isCloseTo((1_820 + 83.6) / 3, within(0.1));
        var known = new Derived.Found<>(capacity, "");
        WorkSetting setting = found(WorkRule.USUAL.of(400, known, Work.ofRetries(1)));
        assertThat(setting.utilisationBetween().low())
                .isCloseTo(400 / capacity.interval().high(), within(1e-9));
        assertThat(setting.utilisationBetween().contains(setting.utilisation())).isTrue();
    }

    /// In a collapse nearly all who ask have gone when they are answered.
    @Test
    void whatIsCompletedForNobodyIsNotSeen() {
        var seconds = new ArrayList<DependencySecond>();
        int[] completed = {150, 160, 155, 150, 70, 75, 80};
        int[] inFlight = {10, 12, 11, 10, 50, 120, 190};
        for (int i = 0; i < completed.length; i++) {
            seconds.add(second(i, completed[i], inFlight[i]));
        }
        assertThat(Capacity.ofRun(seconds).because())
                .startsWith(
                        "while requests in flight grew, only 75 a second were completed, and 155")
                .contains("is not counted");
    }

    @Test
    void aQueueOfAFewIsChance() {
        int[] nine = {0, 3, 6, 9};
        int[] ten = {0, 3, 6, 10};
        assertThat(Capacity.ofRun(seconds(nine))).isInstanceOf(Derived.Refused.class);
        assertThat(Capacity.ofRun(seconds(ten))).isInstanceOf(Derived.Found.class);
        int[] stalls = {0, 30, 60, 60, 90};
        assertThat(Capacity.ofRun(seconds(stalls))).isInstanceOf(Derived.Refused.class);
    }

    @Test
    void layersMultiply() {
        assertThat(Work.ofRetries(2, 2, 2, 2, 2).times()).isEqualTo(243);
        assertThat(Work.ofRetries().times()).isEqualTo(1);
        assertThatThrownBy(() -> Work.ofRetries(-1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> new Work(0.5, 1)).hasMessageContaining("0.5");
    }

    private static List<DependencySecond> seconds(int... inFlight) {
        var seconds = new ArrayList<DependencySecond>();
        for (int i = 0; i < inFlight.length; i++) {
            seconds.add(second(i, 100, inFlight[i]));
        }
        return seconds;
    }

    static DependencySecond second(int second, long completed, int inFlight) {
        return new DependencySecond(
                0,
                second,
                completed,
                completed,
                0,
                0,
                0,
                0,
                0,
                inFlight,
                inFlight,
                0,
                0,
                new Latencies(),
                new Latencies());
    }
}

package dev.unruly.advise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.DependencyTally;
import dev.unruly.model.ObservedLatency;
import dev.unruly.model.ObservedLatency.Band;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KnownTest {

    @Test
    void chosenSecondsOfARunAddUp() {
        var seconds = new ArrayList<DependencySecond>();
        for (int second = 0; second < 40; second++) {
            // Faults from second 30 on are not what the dependency is like.
            seconds.add(second(second, second < 30 ? 10 + second % 2 : 100, 2, 50));
        }
        Known known = Known.ofRun(Place.of("db"), seconds, 10, 30);
        assertThat(known.stamp()).isEqualTo(Stamp.THIS_RUN);
        assertThat(known.parts()).hasSize(10);
        assertThat(known.answered().count()).isEqualTo(20 * 10 + 10);
        // Own times, not what was added.
        assertThat(known.answered().most()).isEqualTo(50 * Samples.MS);
        Traffic traffic = known.traffic();
        assertThat(traffic.perSecond()).isEqualTo(12.5);
        assertThat(traffic.peakPerSecond()).isEqualTo(13);
        assertThat(traffic.failed()).isEqualTo(40);
        assertThat(traffic.peakInFlight()).isEqualTo(13);
        assertThat(traffic.peakConnections()).isEqualTo(1);
        // Little: 10.5 a second for 80 ms.
        assertThat(traffic.meanInFlight()).isCloseTo(0.84, within(1e-9));
        assertThat(traffic.designEffect()).isEqualTo(1);
    }

    @Test
    void aLatencyFileIsProduction() {
        var seen =
                new ObservedLatency(
                        "pay",
                        "POST /pay",
                        "",
                        List.of(
                                new Band(0, 100, 6_400),
                                new Band(100, 300, 3),
                                new Band(300, 300, 1)),
                        List.of(new Band(0, 500, 1)),
                        60,
                        6_405,
                        0,
                        4,
                        true,
                        900);
        Known known = Known.ofProduction(seen);
        assertThat(known.stamp()).isEqualTo(Stamp.PRODUCTION);
        assertThat(known.place()).hasToString("pay POST /pay");
        assertThat(known.answered().count()).isEqualTo(6_404);
        assertThat(known.answered().most()).isEqualTo(300);
        assertThat(known.answered().quantile(0.5)).isBetween(48L, 53L);
        assertThat(known.answered().surelyOver(110)).isEqualTo(4);
        assertThat(known.cutOff().most()).isEqualTo(500);
        assertThat(known.traffic().perSecond()).isCloseTo(106.75, within(1e-9));
        assertThat(BulkheadRule.USUAL.of(known, 0).because()).contains("at the peak");
        assertThat(known.traffic().failed()).isEqualTo(4);
        assertThat(known.repeatable()).isTrue();
        assertThat(known.deadlineNanos()).isEqualTo(900);
    }

    @Test
    void noSecondsAreNothingKnown() {
        Known known = Known.ofRun(Place.of("db"), List.of(), 0, 10);
        assertThat(known.answered().isEmpty()).isTrue();
        assertThat(known.traffic().known()).isFalse();
        assertThat(known.traffic().perSecond()).isNaN();
    }

    @Test
    void burstsOfFailuresAreSeen() {
        var seconds = new ArrayList<DependencySecond>();
        for (int second = 0; second < 100; second++) {
            seconds.add(second(second, 50, second == 50 ? 50 : 0, 10));
        }
        assertThat(Traffic.of(seconds).designEffect()).isGreaterThan(20);
    }

    @Test
    void whatIsKnownDoesNotChangeBehindOnesBack() {
        var sample = new Latencies();
        sample.record(5);
        Known known = Samples.known(sample);
        sample.record(7);
        assertThat(known.answered().count()).isEqualTo(1);
        assertThatThrownBy(() -> known.withDeadline(-1)).hasMessageContaining("got -1");
        assertThatThrownBy(() -> new Place(" ", "", "")).hasMessageContaining("name");
        assertThat(new Place("db", "GET /x", "b:1")).hasToString("db GET /x at b:1");
    }

    @Test
    void theWeakerStampCounts() {
        assertThat(Stamp.PRODUCTION.and(Stamp.PRIOR)).isEqualTo(Stamp.PRIOR);
        assertThat(Stamp.THIS_RUN.and(Stamp.PRODUCTION)).isEqualTo(Stamp.THIS_RUN);
        assertThat(Stamp.THIS_RUN).hasToString("this run");
    }

    /// So many answers in 50 ms of its own and 30 ms that were added, and failures.
    private static DependencySecond second(int second, int completed, int failed, long ownMillis) {
        var tally = new DependencyTally();
        tally.opened();
        for (int i = 0; i < completed + failed; i++) {
            tally.asked();
        }
        for (int i = 0; i < completed; i++) {
            tally.completed(ownMillis * Samples.MS, (ownMillis + 30) * Samples.MS);
        }
        for (int i = 0; i < failed; i++) {
            tally.failed();
        }
        return tally.take(0, second);
    }
}

package dev.unruly.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.GatewayState;
import dev.unruly.gateway.ListenerState;
import dev.unruly.model.Decision;
import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is known of the last seconds.
class HistoryTest {

    private final History history = new History();

    private static GatewayState state(String name, long asked, long passed) {
        var at = new HostPort("127.0.0.1", 1);
        var decisions = new ArrayList<>(Collections.nCopies(Decision.COUNT, 0L));
        decisions.set(Decision.PASSED.number(), passed);
        decisions.set(Decision.BULKHEAD.number(), asked - passed);
        var dependency = new Dependency(name, at, List.of(at), Dependency.Protocol.HTTP);
        var listener = new ListenerState(dependency, 0, 0, asked, decisions, List.of(), List.of());
        return new GatewayState(0, false, 0, List.of(listener), List.of());
    }

    @Test
    void aSecondIsWhatCameSinceTheLast() {
        history.add(state("one", 100, 90));
        assertThat(history.of("one")).isEmpty();
        history.add(state("one", 107, 95));
        History.Second second = history.of("one").getFirst();
        assertThat(second.asked()).isEqualTo(7);
        assertThat(second.count(Decision.PASSED)).isEqualTo(5);
        assertThat(second.refused()).isEqualTo(2);
    }

    @Test
    void aListenerThatWasOpenedAnewCountsFromNothing() {
        history.add(state("one", 100, 90));
        history.add(state("one", 4, 3));
        assertThat(history.of("one").getFirst().asked()).isEqualTo(4);
    }

    @Test
    void twoMinutesAreKept() {
        for (int i = 0; i <= History.SECONDS + 1; i++) {
            history.add(state("one", i * (i + 1L) / 2, 0));
        }
        List<History.Second> seconds = history.of("one");
        assertThat(seconds).hasSize(History.SECONDS);
        assertThat(seconds.getFirst().asked()).isEqualTo(2);
        assertThat(seconds.getLast().asked()).isEqualTo(History.SECONDS + 1);
    }

    @Test
    void whoIsGoneIsForgotten() {
        history.add(state("one", 1, 1));
        history.add(state("one", 2, 2));
        history.add(state("two", 1, 1));
        assertThat(history.of("one")).isEmpty();
    }
}

package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.policy.Repeats;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who repeats a request, and what a budget makes of it.
class RepeatsTest {

    private static final long SECOND = 1_000 * MS;

    private final HttpRig rig = new HttpRig();

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    private void answersAfter(long ms) {
        rig.whenReceived = one -> rig.after(ms, () -> one.answer(200, "ok"));
    }

    private long count(Decision decision) {
        return rig.heard.guards.stream().mapToLong(second -> second.count(decision)).sum();
    }

    /// The same person asks the same thing while the answer is missing, or after it failed.
    @Test
    void repetitionsBeyondTheBudgetAreRefused() {
        protect(new Policy.Budget(new Share(0.1), 0, 10 * SECOND));
        answersAfter(50);
        for (int i = 0; i < 20; i++) {
            rig.open().ask(Words.get("/", "Cookie", "id=" + i));
        }
        rig.until(500);
        assertThat(rig.served).hasSize(20);
        List<Call> repeats = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Line line = rig.open();
            rig.whenReceived = one -> {};
            line.ask(Words.get("/slow", "Cookie", "id=" + i));
            rig.until(rig.world.nanos() / MS + 10);
            repeats.add(rig.open().ask(Words.get("/slow", "Cookie", "id=" + i)));
            rig.until(rig.world.nanos() / MS + 10);
        }
        // 24 first tries earn 2 repetitions.
        assertThat(repeats).extracting(c -> c.status).containsExactly(0, 0, 503, 503);
        rig.until(1_000);
        assertThat(count(Decision.BUDGET)).isEqualTo(2);
    }

    @Test
    void whatWasAnsweredWellMayBeAskedAgainAndStrangersRepeatNothing() {
        protect(new Policy.Budget(Share.NONE, 0, 10 * SECOND));
        answersAfter(5);
        for (int i = 0; i < 3; i++) {
            Call known = rig.open().ask(Words.get("/", "Cookie", "id=1"));
            Call stranger = rig.open().ask(Words.get("/"));
            rig.until(rig.world.nanos() / MS + 10);
            assertThat(known.status).isEqualTo(200);
            assertThat(stranger.status).isEqualTo(200);
        }
        Call marked = rig.open().ask(Words.get("/", "X-Envoy-Attempt-Count", "2"));
        rig.settle();
        assertThat(marked.status).isEqualTo(503);
    }

    @Test
    void aFailureMakesTheNextTryARepetitionForAWhile() {
        protect(new Policy.Budget(Share.NONE, 0, 10 * SECOND));
        rig.whenReceived = one -> one.answer(500, "no");
        Line line = rig.open();
        long memory = Repeats.AFTER_FAILURE_NANOS / MS;
        Call first = line.ask(Words.get("/", "Cookie", "id=1"));
        rig.until(10);
        Call soon = line.ask(Words.get("/", "Cookie", "id=1"));
        rig.until(20);
        assertThat(first.status).isEqualTo(500);
        assertThat(soon.status).isEqualTo(503);
        rig.until(20 + memory);
        Call later = line.ask(Words.get("/", "Cookie", "id=1"));
        rig.until(30 + memory);
        assertThat(later.status).isEqualTo(500);
    }
}

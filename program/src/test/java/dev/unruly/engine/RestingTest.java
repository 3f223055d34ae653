package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Arrival;
import dev.unruly.model.Client;
import dev.unruly.model.Phases;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// People who rest with their connections do what they would do if nobody rested. Storms in which
/// they rest are in [StormTest].
class RestingTest {

    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void whoThinksForLongRestsWithTheirConnections() {
        Run run = new Run(draft(10, 60 * SECOND), 2 * SECOND).until(35 * SECOND);
        assertThat(run.engine.pulse().openConnections()).isEqualTo(400);
        assertThat(run.loop.takenOut).isGreaterThanOrEqualTo(1_200);
        assertThat(run.loop.openConnections).isZero();
        assertThat(run.backend.connections).isEqualTo(400);
    }

    @Test
    void whoHasLittleTimeDoesNotRest() {
        assertThat(new Run(draft(1.9, 60 * SECOND), 2 * SECOND).until(35 * SECOND).loop.takenOut)
                .isZero();
        assertThat(new Run(draft(2.1, 60 * SECOND), 2 * SECOND).until(35 * SECOND).loop.takenOut)
                .isPositive();
    }

    @Test
    void connectionsThatTheOtherSideHoldsAreNotPutAway() {
        var run = new Run(draft(10, 60 * SECOND), 2 * SECOND);
        run.backend.holdsConnections = true;
        run.until(35 * SECOND);
        assertThat(run.loop.takenOut).isZero();
        assertThat(run.loop.openConnections).isEqualTo(400);
    }

    @Test
    void connectionsOfThoseWhoRestCloseInTime() {
        for (long keepAlive : List.of(3 * SECOND, 9_999 * MS, 10 * SECOND, 10_001 * MS)) {
            Draft draft = draft(10, keepAlive);
            var resting = new Run(draft, 0);
            var awake = new Run(draft, NEVER);
            for (long at = 0; at < 40 * SECOND; at += 97 * MS) {
                resting.until(at);
                awake.until(at);
                Pulse pulse = resting.engine.pulse();
                Pulse expected = awake.engine.pulse();
                assertThat(pulse.openConnections()).isEqualTo(expected.openConnections());
                assertThat(pulse.users()).isEqualTo(expected.users());
            }
            assertThat(resting.loop.takenOut).isPositive();
            assertThat(resting.notes.requests).isEqualTo(awake.notes.requests);
        }
    }

    @Test
    void whoRestsKeepsWhatTheyCarry() {
        var run = new Run(draft(10, 60 * SECOND), 2 * SECOND);
        run.backend.whenAsked = one -> one.answer(200, "", "Set-Cookie", "id=" + one.connection);
        run.until(35 * SECOND);
        assertThat(run.loop.takenOut).isPositive();
        assertThat(run.backend.served)
                .filteredOn(one -> one.nanos > 15 * SECOND)
                .isNotEmpty()
                .allMatch(one -> one.field("Cookie").startsWith("id="));
    }

    @Test
    void whoRestsLeavesWithTheOthers() {
        var run = new Run(draft(10, 60 * SECOND), 2 * SECOND).until(35 * SECOND);
        run.engine.hold();
        assertThat(run.engine.pulse().users()).isZero();
        assertThat(run.engine.pulse().openConnections()).isZero();
        run.engine.restore(36 * SECOND);
        run.until(50 * SECOND);
        run.engine.end(SECOND, () -> run.done++);
        run.world.runUntilIdle();
        assertThat(run.done).isEqualTo(1);
        assertThat(run.loop.armed()).isZero();
        assertThat(run.engine.pulse().users()).isZero();
    }

    @Test
    void theEndDoesNotWaitForThoseWhoRest() {
        var run = new Run(draft(10, 60 * SECOND), 2 * SECOND).until(35 * SECOND);
        var ended = new ArrayList<Long>();
        run.engine.end(SECOND, () -> ended.add(run.world.nanos()));
        run.world.runUntilIdle();
        assertThat(ended).hasSize(1);
        assertThat(ended.getFirst()).isLessThanOrEqualTo(36 * SECOND);
    }

    /// A hundred people, each with a page of three pictures, again and again.
    private static Draft draft(double thinkSeconds, long keepAliveNanos) {
        var draft = new Draft();
        draft.think = Draft.constant(thinkSeconds);
        Draft.State page = draft.page("/");
        page.with = List.of(Draft.template("/a"), Draft.template("/b"), Draft.template("/c"));
        page.next = List.of(Draft.edge(0, 1));
        draft.client = Draft.client(Client.Kind.BROWSER, 6, keepAliveNanos, 0, Client.Retries.NONE);
        draft.regions =
                List.of(
                        Draft.region("near", 0.5, "UTC", 0),
                        Draft.region("far", 0.5, "UTC", 80 * MS));
        draft.arrivals = List.of(new Arrival.Flash(0, 100, SECOND));
        draft.phases = new Phases(0, 60 * SECOND, 0, 0);
        return draft;
    }

    private static final class Run {

        private final SimWorld world = new SimWorld(2);
        private final Watched loop = new Watched(world.loop(0));
        private final Backend backend = new Backend(world.loop(1));
        private final Notes notes = new Notes();
        private final Engine engine;
        private int done;

        Run(Draft draft, long leastRestNanos) {
            backend.holdsConnections = false;
            backend.whenAsked = one -> one.answerAfter(5 * MS, 200);
            world.loop(1).listen(new Address(Draft.AT.host(), Draft.AT.port()), backend);
            engine = new Engine(loop, 0, 1, draft.plan(), notes, leastRestNanos);
            engine.begin(0);
        }

        Run until(long nanos) {
            world.runUntil(nanos);
            return this;
        }
    }
}

package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.Lease.Due;
import org.junit.jupiter.api.Test;

/// When a holder is taken for dead, and when a gateway that nobody needs ends.
final class LeaseTest {

    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;

    /// Looks every tenth of a second from one moment to another; when something was first due.
    private static long due(Lease lease, Due what, long from, long to, int connections) {
        for (long now = from; now <= to; now += Lease.LOOK_NANOS) {
            if (lease.look(now, connections) == what) {
                return now;
            }
        }
        return -1;
    }

    @Test
    void aHolderThatBeatsKeepsItsFaults() {
        var lease = new Lease(true, 0);
        lease.taken(0);
        for (long now = 0; now <= 60 * SECOND; now += Lease.LOOK_NANOS) {
            assertThat(lease.look(now, 1)).isEqualTo(Due.NOTHING);
            if (now % (1_400 * MS) == 0) {
                lease.heard(now);
            }
        }
    }

    @Test
    void aSilentHolderIsTakenForDeadOnceAfterASecondAndAHalf() {
        var lease = new Lease(true, 0);
        lease.taken(0);
        assertThat(due(lease, Due.END_FAULTS, 0, 10 * SECOND, 1)).isEqualTo(1_500 * MS);
        assertThat(due(lease, Due.END_FAULTS, 1_600 * MS, 10 * SECOND, 1)).isEqualTo(-1);
        assertThat(lease.held()).isTrue();
    }

    @Test
    void aHolderThatSpeaksAgainIsWatchedAgain() {
        var lease = new Lease(true, 0);
        lease.taken(0);
        due(lease, Due.END_FAULTS, 0, 2 * SECOND, 1);
        lease.heard(2 * SECOND);
        assertThat(due(lease, Due.END_FAULTS, 2_100 * MS, 10 * SECOND, 1)).isEqualTo(3_500 * MS);
    }

    @Test
    void timeInWhichTheGatewayItselfStoodStillIsNotTheHoldersSilence() {
        var lease = new Lease(true, 0);
        lease.taken(0);
        assertThat(lease.look(100 * MS, 1)).isEqualTo(Due.NOTHING);
        assertThat(lease.look(20 * SECOND, 1)).isEqualTo(Due.NOTHING);
        // 0.1 s and 0.3 s have counted.
        assertThat(due(lease, Due.END_FAULTS, 20 * SECOND, 40 * SECOND, 1)).isEqualTo(21_100 * MS);
    }

    @Test
    void aGatewayThatIsAlwaysLateStillEndsTheFaultsOfTheDead() {
        var lease = new Lease(true, 0);
        lease.taken(0);
        long now = 0;
        Due due = Due.NOTHING;
        while (due == Due.NOTHING && now < 60 * SECOND) {
            now += SECOND;
            due = lease.look(now, 1);
        }
        assertThat(due).isEqualTo(Due.END_FAULTS);
        assertThat(now).isEqualTo(5 * SECOND);
    }

    @Test
    void whatWasStartedForARunEndsHalfAMinuteAfterItsLastConnection() {
        var lease = new Lease(false, 0);
        lease.taken(0);
        lease.freed(10 * SECOND);
        assertThat(due(lease, Due.END, 10 * SECOND, 50 * SECOND, 2)).isEqualTo(-1);
        assertThat(due(lease, Due.END, 50_100 * MS, 200 * SECOND, 0)).isEqualTo(80 * SECOND);
    }

    @Test
    void itEndsTenMinutesAfterItsRunWhateverIsOpen() {
        var lease = new Lease(false, 0);
        lease.taken(0);
        lease.freed(10 * SECOND);
        assertThat(due(lease, Due.END, 10 * SECOND, 1_000 * SECOND, 2)).isEqualTo(610 * SECOND);
    }

    @Test
    void itEndsIfNoRunEverTakesIt() {
        assertThat(due(new Lease(false, 0), Due.END, 0, 100 * SECOND, 0)).isEqualTo(30 * SECOND);
    }

    @Test
    void aNewRunKeepsIt() {
        var lease = new Lease(false, 0);
        due(lease, Due.END, 0, 20 * SECOND, 0);
        lease.taken(20 * SECOND);
        assertThat(due(lease, Due.END, 20 * SECOND, 2_000 * SECOND, 0)).isEqualTo(-1);
    }

    @Test
    void whatTheUserHasStartedStays() {
        assertThat(due(new Lease(true, 0), Due.END, 0, 2_000 * SECOND, 0)).isEqualTo(-1);
    }
}

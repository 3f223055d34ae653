package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.host.NoiseFloor;
import dev.unruly.model.Arrival;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Phases;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a region's road costs its users, on real sockets against a server that answers at once.
@Timeout(120)
final class RegionIT {

    private static final long ROUND_TRIP = 100 * MS;

    /// Users come at 50/s and ask twice. The first second is left out: what runs for the first time
    /// is slow.
    @Test
    void aNewConnectionCostsTwoRoundTripsAndTheNextRequestOne() throws Exception {
        var draft = new Draft();
        draft.regions = List.of(Draft.region("far", 1, "UTC", ROUND_TRIP));
        draft.think = Draft.constant(0.3);
        draft.page("/").next = List.of(Draft.edge(1, 1));
        draft.page("/next");
        draft.arrivals = List.of(new Arrival.Constant(50));
        draft.phases = new Phases(0, 5 * SECOND, 0, 0);
        try (RealPlay play = new RealPlay(draft)) {
            play.begin();
            NoiseFloor floor = NoiseFloor.measure(Duration.ofSeconds(5), Duration.ofMillis(2));
            play.until(5 * SECOND).end(5 * SECOND);
            long[] fresh = waits(play, 0);
            long[] kept = waits(play, 1);
            long allowed = 10 * Math.max(floor.p99Nanos(), MS / 10);

            assertThat(fresh.length).isGreaterThan(150);
            assertThat(kept.length).isGreaterThan(150);
            assertThat(fresh[0]).isGreaterThanOrEqualTo(2 * ROUND_TRIP);
            assertThat(kept[0]).isGreaterThanOrEqualTo(ROUND_TRIP);
            assertThat(fresh[fresh.length / 2] - 2 * ROUND_TRIP).isLessThanOrEqualTo(allowed);
            assertThat(kept[kept.length / 2] - ROUND_TRIP).isLessThanOrEqualTo(allowed);
        }
    }

    /// What users waited for a page, sorted.
    private static long[] waits(RealPlay play, int endpoint) {
        return play.notes.conclusions.stream()
                .filter(c -> c.intention().endpoint() == endpoint)
                .filter(c -> c.intention().meantNanos() >= SECOND)
                .mapToLong(Conclusion::perceivedNanos)
                .sorted()
                .toArray();
    }
}

package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.host.NoiseFloor;
import dev.unruly.model.Arrival;
import dev.unruly.model.Client;
import dev.unruly.model.Observation;
import dev.unruly.model.Phases;
import dev.unruly.stats.Latencies;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// As [OmissionTest], on real sockets; a busy machine may add what it adds to a thread that only
/// waits, tenfold.
@Timeout(120)
final class OmissionIT {

    private static final long STALL = 2 * SECOND;

    /// Users come at 100/s for 8 s; from 3 s on the server answers nothing for 2 s. Of 800 users
    /// 200 wait, evenly from 2 s down to nothing: a quarter, so that p75 is nothing, p87.5 is a
    /// second, and p99 is 1.92 s.
    @Test
    void aStalledBackendCannotHideWhatUsersWaited() throws Exception {
        var draft = new Draft();
        draft.arrivals = List.of(new Arrival.Constant(100));
        draft.phases = new Phases(0, 8 * SECOND, 0, 0);
        CompletableFuture<NoiseFloor> noise = noise(8);
        try (RealPlay play = new RealPlay(draft)) {
            var held = new ArrayDeque<Backend.Served>();
            long[] first = {-1};
            play.backend.whenAsked =
                    one -> {
                        first[0] = first[0] < 0 ? one.nanos : first[0];
                        long at = one.nanos - first[0];
                        if (at < 3 * SECOND || at >= 3 * SECOND + STALL) {
                            one.answer(200);
                            return;
                        }
                        if (held.isEmpty()) {
                            one.after(
                                    3 * SECOND + STALL - at,
                                    () -> held.forEach(late -> late.answer(200)));
                        }
                        held.add(one);
                    };
            play.begin().until(8 * SECOND).end(10 * SECOND);
            double allowed = allowed(noise.join());
            var response = new Latencies();
            var perceived = new Latencies();
            play.notes.requests.forEach(o -> response.record(o.responseNanos()));
            play.notes.conclusions.forEach(c -> perceived.record(c.perceivedNanos()));
            for (Latencies latency : List.of(response, perceived)) {
                assertThat(latency.count()).isBetween(795L, 810L);
                assertThat(latency.quantile(0.5) / 1e9).isLessThan(allowed);
                assertThat(latency.quantile(0.875) / 1e9).isCloseTo(1, within(0.1 + allowed));
                assertThat(latency.quantile(0.99) / 1e9).isCloseTo(1.92, within(0.1 + allowed));
                assertThat(latency.most() / 1e9).isCloseTo(2, within(0.05 + allowed));
            }
        }
    }

    /// One user asks for a page and its hundred parts over one connection, and the server holds up
    /// the first part. Service time sees one slow answer; what was meant then waited, all of it.
    @Test
    void serviceTimeSeesOneSlowAnswerWhereAHundredWait() throws Exception {
        var draft = new Draft();
        draft.client = Draft.client(Client.Kind.APP, 1, 60 * SECOND, 0, Client.Retries.NONE);
        draft.page("/").with = Collections.nCopies(100, Draft.template("/part"));
        CompletableFuture<NoiseFloor> noise = noise(3);
        try (RealPlay play = new RealPlay(draft)) {
            play.backend.whenAsked =
                    one -> {
                        if (play.backend.served.size() == 2) {
                            one.answerAfter(STALL, 200);
                        } else {
                            one.answer(200);
                        }
                    };
            play.begin()
                    .untilUsers("the page is whole", () -> play.notes.conclusions.size() == 1)
                    .end(SECOND);
            double allowed = allowed(noise.join());
            var service = new Latencies();
            var response = new Latencies();
            for (Observation o : play.notes.requests) {
                if (o.part() > 0) {
                    service.record(o.serviceNanos());
                    response.record(o.responseNanos());
                }
            }
            assertThat(service.count()).isEqualTo(100);
            assertThat(service.quantile(0.9) / 1e9).isLessThan(allowed);
            assertThat(service.shareOver(STALL / 2)).isCloseTo(0.01, within(1e-9));
            assertThat(response.shareOver(STALL - MS)).isCloseTo(1, within(1e-9));
            assertThat(play.notes.conclusions.getFirst().perceivedNanos())
                    .isGreaterThanOrEqualTo(STALL - MS);
        }
    }

    private static CompletableFuture<NoiseFloor> noise(int seconds) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return NoiseFloor.measure(Duration.ofSeconds(seconds), Duration.ofMillis(2));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /// In seconds. What runs for the first time is slow as well: 50 ms.
    private static double allowed(NoiseFloor floor) {
        return 0.05 + 10 * floor.p999Nanos() / 1e9;
    }
}

package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.model.Arrival;
import dev.unruly.model.Client;
import dev.unruly.model.Observation;
import dev.unruly.model.Phases;
import dev.unruly.stats.Latencies;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Coordinated omission (Gil Tene, "How NOT to measure latency", 2013): a server that stalls must
/// not be able to hide what users waited.
class OmissionTest {

    /// Users come at 100/s for 100 s, each asks once and is answered in 1 ms, but from 50 s on the
    /// server answers nothing for 2 s. Of 10,000 users 200 wait, evenly from 2 s down to nothing.
    @Test
    void aStalledBackendCannotHideWhatUsersWaited() {
        var draft = new Draft();
        draft.arrivals = List.of(new Arrival.Constant(100));
        draft.phases = new Phases(0, 100 * SECOND, 0, 0);
        Play play = stalling(draft);
        var response = new Latencies();
        var perceived = new Latencies();
        play.notes.requests.forEach(o -> response.record(o.responseNanos()));
        play.notes.conclusions.forEach(c -> perceived.record(c.perceivedNanos()));
        for (Latencies latency : List.of(response, perceived)) {
            assertThat(latency.count()).isEqualTo(10_000);
            assertThat(latency.quantile(0.97)).isCloseTo(MS, within(MS / 50));
            assertThat(latency.quantile(0.99) / 1e9).isCloseTo(1, within(0.03));
            assertThat(latency.quantile(0.999) / 1e9).isCloseTo(1.9, within(0.03));
            assertThat(latency.most() / 1e9).isCloseTo(2, within(0.01));
        }
    }

    /// One user asks for a page and its hundred parts over one connection, so that whatever the
    /// server holds up, all that is behind it waits in the client. Service time sees one slow
    /// answer.
    @Test
    void serviceTimeSeesOneSlowAnswerWhereAHundredWait() {
        var draft = new Draft();
        draft.client = Draft.client(Client.Kind.APP, 1, 60 * SECOND, 0, Client.Retries.NONE);
        draft.page("/").with = Collections.nCopies(100, Draft.template("/part"));
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> one.answerAfter(play.backend.served.size() == 2 ? 2 * SECOND : MS, 200);
        play.play();
        List<Observation> parts = play.notes.requests.stream().filter(o -> o.part() > 0).toList();
        assertThat(parts).hasSize(100);
        assertThat(parts).filteredOn(o -> o.serviceNanos() > 100 * MS).hasSize(1);
        assertThat(parts).filteredOn(o -> o.responseNanos() > 100 * MS).hasSize(100);
    }

    private static Play stalling(Draft draft) {
        Play play = Play.of(draft);
        var held = new ArrayDeque<Backend.Served>();
        play.backend.whenAsked =
                one -> {
                    long at = one.nanos - Play.ORIGIN;
                    if (at >= 50 * SECOND && at < 52 * SECOND) {
                        if (held.isEmpty()) {
                            one.after(
                                    52 * SECOND - at, () -> held.forEach(late -> late.answer(200)));
                        }
                        held.add(one);
                    } else {
                        one.answerAfter(MS, 200);
                    }
                };
        return play.begin().end(play.plan.horizonNanos() - 1, 10 * SECOND);
    }
}

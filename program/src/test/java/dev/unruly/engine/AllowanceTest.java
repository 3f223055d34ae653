package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.AllowedTarget;
import dev.unruly.model.Arrival;
import dev.unruly.model.Client;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phases;
import dev.unruly.model.Reaction;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What `allow-targets` says of an address holds while users are played: no second sees more.
class AllowanceTest {

    private static Draft bounded(double rate) {
        var draft = new Draft();
        draft.allowed = List.of(new AllowedTarget(Draft.AT.host(), rate));
        return draft;
    }

    /// The most requests that the backend saw in any second.
    private static int most(Play play) {
        int most = 0;
        List<Backend.Served> served = play.backend.served;
        int from = 0;
        for (int to = 0; to < served.size(); to++) {
            while (served.get(to).nanos - served.get(from).nanos >= SECOND) {
                from++;
            }
            most = Math.max(most, to - from + 1);
        }
        return most;
    }

    @ParameterizedTest
    @CsvSource({"10, 1", "10, 2", "10, 4", "7.9, 3", "1, 1"})
    void noSecondSeesMoreThanMayBe(double rate, int loops) {
        Draft draft = bounded(rate);
        draft.arrivals = List.of(new Arrival.Poisson(40));
        draft.phases = new Phases(0, 20 * SECOND, 0, 0);
        Play play = new Play(draft.plan(), loops).play();
        assertThat(most(play)).isEqualTo((int) rate);
        long held =
                play.notes.requests.stream().filter(o -> o.outcome() == Outcome.HELD_BACK).count();
        assertThat(held).isGreaterThan(500);
        assertThat(play.backend.served).hasSize((int) (play.notes.requests.size() - held));
        assertThat(play.done).isEqualTo(loops);
    }

    @Test
    void lessThanOneASecondIsOneInSoMany() {
        Draft draft = bounded(0.25);
        draft.arrivals = List.of(new Arrival.Constant(10));
        draft.phases = new Phases(0, 19 * SECOND, 0, 0);
        Play play = Play.of(draft).play();
        assertThat(play.backend.served).hasSize(5);
    }

    @Test
    void whatIsHeldBackWasNeverSentAndTheUserSeesAFailure() {
        Draft draft = bounded(1);
        draft.page("/").with = List.of(Draft.template("/a"), Draft.template("/b"));
        Play play = Play.of(draft).play();
        assertThat(play.backend.targets()).containsExactly("/");
        assertThat(play.notes.requests)
                .filteredOn(o -> o.outcome() == Outcome.HELD_BACK)
                .hasSize(2)
                .allMatch(o -> o.sentNanos() == -1);
    }

    @Test
    void aClientDoesNotRepeatWhatIsHeldBackButAPersonDoes() {
        Draft draft = bounded(1);
        draft.arrivals = List.of(new Arrival.Flash(0, 2, 0));
        draft.client =
                Draft.client(
                        Client.Kind.APP,
                        1,
                        60 * SECOND,
                        0,
                        new Client.Retries(5, MS, 1, MS, Client.Jitter.NONE));
        draft.whenFailed = Draft.always(new Reaction.Refresh());
        draft.notice = Draft.constant(2);
        Play play = Play.of(draft).play();
        assertThat(play.backend.served).hasSize(2);
        assertThat(play.notes.requests)
                .filteredOn(o -> o.outcome() == Outcome.HELD_BACK)
                .hasSize(1);
    }

    @Test
    void whereNothingIsBoundedNothingIsHeldBack() {
        var draft = new Draft();
        draft.allowed = List.of(new AllowedTarget("10.0.0.5", 1));
        draft.arrivals = List.of(new Arrival.Flash(0, 200, 0));
        Play play = Play.of(draft).play();
        assertThat(play.backend.served).hasSize(200);
    }
}

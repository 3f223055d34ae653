package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Cause;
import dev.unruly.model.Client;
import dev.unruly.model.Conclusion.End;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Reaction;
import dev.unruly.world.Ending;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a server sees of people who lose patience, on real sockets.
@Timeout(60)
final class CancellingIT {

    private final Draft draft = new Draft();

    CancellingIT() {
        draft.patience = Draft.constant(0.3);
    }

    @Test
    void aRefreshedRequestsConnectionIsClosed() throws Exception {
        draft.whenSlow = Draft.always(new Reaction.Refresh());
        try (RealPlay play = answeringOnly(1)) {
            play.begin()
                    .untilServed(
                            "the first request's connection is closed before it was answered",
                            () ->
                                    play.backend.served.size() == 2
                                            && play.backend.served.getFirst().over)
                    .untilUsers("the wish is answered", () -> concluded(play));
            play.end(SECOND);
            assertThat(outcomes(play)).containsExactly(Outcome.CANCELLED, Outcome.OK);
            assertThat(play.backend.served.getFirst().ending)
                    .isIn(Ending.CUT_SHORT, Ending.RESET, Ending.CANCELLED);
            assertThat(play.backend.served.get(1).connection)
                    .isNotEqualTo(play.backend.served.get(0).connection);
        }
    }

    @Test
    void aNewTabsFirstRequestGoesOn() throws Exception {
        draft.whenSlow = Draft.always(new Reaction.NewTab());
        try (RealPlay play = answeringOnly(1)) {
            play.begin().untilUsers("the second tab is answered", () -> concluded(play));
            play.untilServed(
                    "the first tab still waits",
                    () -> {
                        Backend.Served first = play.backend.served.getFirst();
                        boolean waits = !first.over;
                        first.answer(200);
                        return waits;
                    });
            play.untilUsers("both were answered", () -> play.notes.requests.size() == 2)
                    .end(SECOND);
            assertThat(outcomes(play)).containsExactly(Outcome.OK, Outcome.OK);
            assertThat(play.notes.requests)
                    .extracting(Observation::cause)
                    .containsExactly(Cause.NEW_TAB, Cause.FIRST_TRY);
        }
    }

    @Test
    void anAppsChainGoesOnAfterItsUserHasLeft() throws Exception {
        draft.whenSlow = Draft.always(new Reaction.Leave());
        draft.client =
                new Client(
                        Client.Kind.APP,
                        5,
                        60 * SECOND,
                        500 * MS,
                        new Client.Retries(3, 50 * MS, 1, 50 * MS, Client.Jitter.NONE),
                        "test/1",
                        true);
        try (RealPlay play = answeringOnly(3)) {
            play.begin()
                    .untilUsers("the user leaves", () -> concluded(play))
                    .untilServed(
                            "the app tries until it is answered",
                            () -> play.backend.served.size() == 4)
                    .untilUsers("it is answered", () -> play.notes.requests.size() == 4)
                    .end(SECOND);
            assertThat(play.notes.conclusions.getFirst().end()).isEqualTo(End.LEFT);
            assertThat(outcomes(play))
                    .containsExactly(
                            Outcome.TIMED_OUT, Outcome.TIMED_OUT, Outcome.TIMED_OUT, Outcome.OK);
            assertThat(play.notes.requests)
                    .allMatch(o -> o.endedNanos() >= 300 * MS)
                    .extracting(Observation::cause)
                    .containsExactly(
                            Cause.FIRST_TRY,
                            Cause.CLIENT_RETRY,
                            Cause.CLIENT_RETRY,
                            Cause.CLIENT_RETRY);
        }
    }

    @Test
    void aBrowsersRequestEndsWithItsUser() throws Exception {
        draft.whenSlow = Draft.always(new Reaction.Leave());
        try (RealPlay play = answeringOnly(1)) {
            play.begin()
                    .untilServed(
                            "the request's connection is closed",
                            () ->
                                    play.backend.connections == 1
                                            && play.backend.openConnections == 0)
                    .end(SECOND);
            assertThat(outcomes(play)).containsExactly(Outcome.CANCELLED);
            assertThat(play.notes.conclusions.getFirst().end()).isEqualTo(End.LEFT);
        }
    }

    /// A backend that never answers so many first requests, and the others at once.
    private RealPlay answeringOnly(int from) {
        var play = new RealPlay(draft);
        play.backend.whenAsked =
                one -> {
                    if (play.backend.served.size() > from) {
                        one.answer(200);
                    }
                };
        return play;
    }

    private static boolean concluded(RealPlay play) {
        return !play.notes.conclusions.isEmpty();
    }

    private static List<Outcome> outcomes(RealPlay play) {
        return play.notes.requests.stream().map(Observation::outcome).toList();
    }
}

package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Cause;
import dev.unruly.model.Client;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Conclusion.End;
import dev.unruly.model.Feed;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Phases;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import dev.unruly.world.Ending;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReactionsTest {

    private final Draft draft = new Draft();

    ReactionsTest() {
        draft.patience = Draft.constant(1);
        draft.tries = 3;
    }

    @Test
    void whoWaitsOnGetsTheSlowAnswer() {
        Play play = slow(3_500 * MS);
        assertThat(play.notes.requests).hasSize(1);
        Conclusion end = only(play);
        assertThat(end.end()).isEqualTo(End.ANSWERED);
        assertThat(end.perceivedNanos()).isEqualTo(3_500 * MS);
    }

    @Test
    void whoRefreshesCancelsAndAsksAgain() {
        draft.whenSlow = Draft.always(new Reaction.Refresh());
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    if (play.backend.served.size() == 3) {
                        one.answerAfter(100 * MS, 200);
                    }
                };
        play.play();
        assertThat(play.notes.requests)
                .extracting(
                        Observation::attempt,
                        Observation::cause,
                        Observation::outcome,
                        o -> ms(o.meantNanos()),
                        o -> ms(o.endedNanos()))
                .containsExactly(
                        tuple(0, Cause.FIRST_TRY, Outcome.CANCELLED, 0, 1_000),
                        tuple(1, Cause.REFRESH, Outcome.CANCELLED, 1_000, 2_000),
                        tuple(2, Cause.REFRESH, Outcome.OK, 2_000, 2_100));
        assertThat(play.backend.served.get(0).ending).isNotEqualTo(Ending.COMPLETE);
        assertThat(play.backend.connections).isEqualTo(3);
        Conclusion end = only(play);
        assertThat(end.end()).isEqualTo(End.ANSWERED);
        assertThat(end.attempts()).isEqualTo(3);
        assertThat(end.requests()).isEqualTo(3);
        assertThat(end.perceivedNanos()).isEqualTo(2_100 * MS);
    }

    @Test
    void afterTheLastTryWhoMayOnlyRefreshLeaves() {
        draft.whenSlow = Draft.always(new Reaction.Refresh());
        Play play = slow(60 * SECOND);
        assertThat(play.notes.requests).hasSize(3).allMatch(o -> o.outcome() == Outcome.CANCELLED);
        Conclusion end = only(play);
        assertThat(end.end()).isEqualTo(End.LEFT);
        assertThat(end.endedNanos()).isEqualTo(3 * SECOND);
        assertThat(play.backend.openConnections).isZero();
    }

    @Test
    void ofTwoTabsTheFirstAnswerCountsAndTheOtherRunsOn() {
        draft.whenSlow = Draft.always(new Reaction.NewTab());
        draft.tries = 2;
        draft.states.clear();
        draft.page("/slow").next = List.of(Draft.edge(1, 1));
        draft.page("/next");
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    boolean first = play.backend.served.size() == 1;
                    one.answerAfter(first ? 5 * SECOND : 100 * MS, 200);
                };
        play.play();
        assertThat(play.notes.requests)
                .extracting(
                        Observation::intent,
                        Observation::attempt,
                        Observation::cause,
                        Observation::outcome,
                        o -> ms(o.endedNanos()))
                .containsExactly(
                        tuple(0, 1, Cause.NEW_TAB, Outcome.OK, 1_100),
                        tuple(1, 0, Cause.FIRST_TRY, Outcome.OK, 2_200),
                        tuple(0, 0, Cause.FIRST_TRY, Outcome.OK, 5_000));
        assertThat(play.notes.conclusions)
                .extracting(Conclusion::end, c -> ms(c.endedNanos()))
                .containsExactly(tuple(End.ANSWERED, 1_100), tuple(End.ANSWERED, 2_200));
    }

    @Test
    void theFirstTabMayStillWin() {
        draft.whenSlow = Draft.always(new Reaction.NewTab());
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one ->
                        one.answerAfter(
                                play.backend.served.size() == 1 ? 1_500 * MS : 9 * SECOND, 200);
        play.play();
        assertThat(only(play).perceivedNanos()).isEqualTo(1_500 * MS);
        assertThat(play.notes.requests).hasSize(2).allMatch(o -> o.outcome() == Outcome.OK);
    }

    @Test
    void whoSignsInAgainDoesThatFirst() {
        draft.whenSlow = Draft.always(new Reaction.SignInAgain());
        draft.signIn = signIn();
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    if (play.backend.served.size() > 1) {
                        one.answerAfter(100 * MS, 200);
                    }
                };
        play.play();
        assertThat(play.backend.targets()).containsExactly("/", "/login", "/");
        assertThat(play.notes.requests)
                .extracting(
                        Observation::attempt,
                        Observation::part,
                        Observation::cause,
                        Observation::outcome,
                        o -> ms(o.meantNanos()))
                .containsExactly(
                        tuple(0, 0, Cause.FIRST_TRY, Outcome.CANCELLED, 0),
                        tuple(1, -1, Cause.SIGN_IN_AGAIN, Outcome.OK, 1_000),
                        tuple(1, 0, Cause.SIGN_IN_AGAIN, Outcome.OK, 1_100));
        assertThat(play.notes.requests.get(1).endpoint()).isEqualTo(play.plan.roster().signIn());
        assertThat(only(play).requests()).isEqualTo(3);
    }

    @Test
    void whoComesBackLaterWaitsFirst() {
        draft.whenSlow = Draft.always(new Reaction.Later(Draft.constant(30)));
        draft.phases = new Phases(0, 60 * SECOND, 0, 0);
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    if (play.backend.served.size() > 1) {
                        one.answer(200);
                    }
                };
        play.play();
        assertThat(play.notes.requests)
                .extracting(Observation::cause, Observation::outcome, o -> ms(o.meantNanos()))
                .containsExactly(
                        tuple(Cause.FIRST_TRY, Outcome.CANCELLED, 0),
                        tuple(Cause.CAME_BACK, Outcome.OK, 31_000));
        assertThat(only(play).perceivedNanos()).isEqualTo(31 * SECOND);
    }

    @Test
    void whoLeavesIsGoneForGood() {
        draft.whenSlow = Draft.always(new Reaction.Leave());
        draft.states.clear();
        draft.page("/").next = List.of(Draft.edge(0, 0.9), Draft.edge(-1, 0.1));
        Play play = slow(60 * SECOND);
        assertThat(only(play).end()).isEqualTo(End.LEFT);
        assertThat(only(play).endedNanos()).isEqualTo(SECOND);
        assertThat(play.notes.requests.getFirst().outcome()).isEqualTo(Outcome.CANCELLED);
    }

    @Test
    void aFailureIsLookedAtBeforeAnyoneReacts() {
        draft.notice = Draft.constant(0.25);
        draft.whenFailed = Draft.always(new Reaction.Refresh());
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> one.answerAfter(50 * MS, play.backend.served.size() < 2 ? 503 : 200);
        play.play();
        assertThat(play.notes.requests)
                .extracting(Observation::cause, Observation::outcome, o -> ms(o.meantNanos()))
                .containsExactly(
                        tuple(Cause.FIRST_TRY, Outcome.WRONG_STATUS, 0),
                        tuple(Cause.REFRESH, Outcome.OK, 300));
        assertThat(play.notes.requests.getFirst().status()).isEqualTo(503);
        assertThat(only(play).end()).isEqualTo(End.ANSWERED);
    }

    @Test
    void whoGivesUpOnAFailureConcludesItAsOne() {
        draft.whenFailed = Draft.always(new Reaction.Wait());
        draft.notice = Draft.constant(2);
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> one.answer(500);
        play.play();
        assertThat(only(play).end()).isEqualTo(End.FAILED);
        assertThat(only(play).endedNanos()).isEqualTo(2 * SECOND);
    }

    @Test
    void aFailedTabIsNotTheEndWhileTheFirstStillLoads() {
        draft.whenSlow = Draft.always(new Reaction.NewTab());
        draft.whenFailed = Draft.always(new Reaction.Wait());
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    if (play.backend.served.size() == 1) {
                        one.answerAfter(1_800 * MS, 200);
                    } else {
                        one.answer(500);
                    }
                };
        play.play();
        assertThat(only(play).end()).isEqualTo(End.ANSWERED);
        assertThat(only(play).perceivedNanos()).isEqualTo(1_800 * MS);
    }

    @Test
    void patienceIsDrawnAnewAndLongerWhereItMatters() {
        draft.patience = new Distribution.Weibull(2, 1);
        draft.tries = 4;
        draft.whenSlow = Draft.always(new Reaction.Refresh());
        draft.page("/pay").patienceFactor = 3;
        draft.arrivals = List.of(new Arrival.Flash(0, 400, 0));
        Play play = slow(60 * SECOND);
        double[] waits =
                play.notes.requests.stream()
                        .mapToDouble(o -> (o.endedNanos() - o.meantNanos()) / 1e9)
                        .toArray();
        assertThat(waits).hasSize(1_600).doesNotHaveDuplicates();
        double mean = Arrays.stream(waits).average().orElseThrow();
        double expected = 3 * new Distribution.Weibull(2, 1).mean();
        assertThat(mean).isBetween(0.95 * expected, 1.05 * expected);
    }

    @Test
    void theWearyLeaveMoreOften() {
        draft.tries = 1_000;
        draft.weary = 2;
        draft.whenSlow =
                new Reactions(
                        List.of(
                                new Reactions.Choice(new Reaction.Refresh(), new Share(0.8)),
                                new Reactions.Choice(new Reaction.Leave(), new Share(0.2))));
        draft.arrivals = List.of(new Arrival.Flash(0, 2_000, 0));
        Play play = slow(600 * SECOND);
        double[] left = new double[5];
        double[] there = new double[5];
        for (Conclusion end : play.notes.conclusions) {
            for (int i = 0; i < 5 && i < end.attempts(); i++) {
                there[i]++;
                left[i] += end.attempts() == i + 1 ? 1 : 0;
            }
        }
        // Weights 0.8 and 0.2 · 2ⁿ after n reactions.
        for (int n = 0; n < 4; n++) {
            double expected = 0.2 * Math.pow(2, n) / (0.8 + 0.2 * Math.pow(2, n));
            double sigma = Math.sqrt(expected * (1 - expected) / there[n]);
            assertThat(left[n] / there[n]).isBetween(expected - 4 * sigma, expected + 4 * sigma);
        }
    }

    @Test
    void whatMustHappenOnceMayHappenTwice() {
        draft.whenSlow = Draft.always(new Reaction.NewTab());
        draft.state(
                                "order",
                                Draft.call(
                                        "POST",
                                        "/orders",
                                        new Call.Body.None(),
                                        List.of(),
                                        List.of()))
                        .once =
                true;
        Play play = slow(1_500 * MS);
        assertThat(play.notes.requests)
                .extracting(Observation::outcome)
                .containsExactly(Outcome.OK, Outcome.OK);
        assertThat(play.notes.conclusions).hasSize(1);
        assertThat(play.backend.served).extracting(one -> one.method).containsOnly("POST");
    }

    @Test
    void theRunsEndCutsOffWhatStillRuns() {
        draft.patience = Draft.constant(1e6);
        Play play = slow(600 * SECOND);
        assertThat(only(play).end()).isEqualTo(End.CUT_OFF);
        assertThat(only(play).endedNanos()).isEqualTo(play.plan.horizonNanos() + 10 * SECOND);
        assertThat(play.notes.requests.getFirst().outcome()).isEqualTo(Outcome.CUT_OFF);
        assertThat(play.done).isEqualTo(1);
    }

    @Test
    void anAppGoesOnInTheBackground() {
        draft.client =
                new Client(
                        Client.Kind.APP,
                        2,
                        60 * SECOND,
                        2 * SECOND,
                        new Client.Retries(2, SECOND, 1, SECOND, Client.Jitter.NONE),
                        "",
                        true);
        draft.whenSlow = Draft.always(new Reaction.Leave());
        Play play = slow(60 * SECOND);
        assertThat(only(play).end()).isEqualTo(End.LEFT);
        assertThat(only(play).endedNanos()).isEqualTo(SECOND);
        assertThat(play.notes.requests)
                .extracting(
                        Observation::attempt,
                        Observation::cause,
                        Observation::outcome,
                        o -> ms(o.meantNanos()),
                        o -> ms(o.endedNanos()))
                .containsExactly(
                        tuple(0, Cause.FIRST_TRY, Outcome.TIMED_OUT, 0, 2_000),
                        tuple(1, Cause.CLIENT_RETRY, Outcome.TIMED_OUT, 3_000, 5_000),
                        tuple(2, Cause.CLIENT_RETRY, Outcome.TIMED_OUT, 6_000, 8_000));
        assertThat(play.backend.openConnections).isZero();
    }

    private Play slow(long nanos) {
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> one.answerAfter(nanos, 200);
        return play.play();
    }

    private static SignIn signIn() {
        return new SignIn.ByCall(
                new Feed(
                        "accounts",
                        List.of("user"),
                        List.of(List.of("ann")),
                        new Feed.Order.Circular()),
                SignIn.WhenExhausted.SHARE,
                Draft.call("POST", "/login", new Call.Body.None(), List.of(), List.of()));
    }

    private static Conclusion only(Play play) {
        assertThat(play.notes.conclusions).hasSize(1);
        return play.notes.conclusions.getFirst();
    }

    /// In milliseconds.
    private static int ms(long nanos) {
        return Math.toIntExact(nanos / MS);
    }
}

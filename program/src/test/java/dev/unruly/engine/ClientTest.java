package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Cause;
import dev.unruly.model.Client;
import dev.unruly.model.Client.Jitter;
import dev.unruly.model.Client.Kind;
import dev.unruly.model.Client.Retries;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Reaction;
import dev.unruly.sim.SimWorld;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// What the software in the user's hand does by itself: connections, time-outs, retries.
class ClientTest {

    private static final long ROUND_TRIP = 145 * MS;

    private final Draft draft = new Draft();

    @Test
    void aNewConnectionCostsTwoRoundTripsAndAKeptOneOne() {
        draft.regions = List.of(Draft.region("tokyo", 1, "Asia/Tokyo", ROUND_TRIP));
        draft.page("/one").next = List.of(Draft.edge(1, 1));
        draft.page("/two");
        Play play = Play.of(draft).play();
        assertThat(play.notes.requests)
                .extracting(Observation::responseNanos, Observation::freshConnection)
                .containsExactly(tuple(2 * ROUND_TRIP, true), tuple(ROUND_TRIP, false));
        assertThat(play.notes.requests)
                .extracting(Observation::serviceNanos)
                .containsExactly(ROUND_TRIP, ROUND_TRIP);
    }

    @Test
    void aLongerRoadCostsMoreUntilItIsPutBack() {
        draft.regions =
                List.of(
                        Draft.region("here", 0, "UTC", 0),
                        Draft.region("tokyo", 1, "Asia/Tokyo", ROUND_TRIP));
        draft.page("/").next = List.of(Draft.edge(0, 1));
        draft.think = Draft.constant(10);
        Play play = Play.of(draft).begin().until(5 * SECOND);
        play.engine().route(0, 900 * MS);
        play.engine().route(1, 600 * MS);
        play.until(15 * SECOND);
        play.engine().route(1, 0);
        play.end(25 * SECOND, 0);
        assertThat(play.notes.requests)
                .extracting(Observation::responseNanos)
                .containsExactly(2 * ROUND_TRIP, ROUND_TRIP + 600 * MS, ROUND_TRIP);
    }

    @Test
    void anIdleConnectionIsKeptAsLongAsTheClientKeepsIt() {
        draft.client = Draft.client(Kind.APP, 1, 5 * SECOND, 0, Retries.NONE);
        draft.page("/").next = List.of(Draft.edge(1, 1));
        draft.page("/soon").next = List.of(Draft.edge(2, 1));
        draft.page("/late");
        draft.think = Draft.constant(4.999999999);
        Play play = Play.of(draft).play();
        assertThat(play.backend.connections).isEqualTo(1);

        draft.think = Draft.constant(5.000000001);
        Play later = Play.of(draft).play();
        assertThat(later.backend.connections).isEqualTo(3);
        assertThat(later.notes.requests).allMatch(Observation::freshConnection);
    }

    @Test
    void withoutKeepAliveEveryRequestHasItsOwnConnection() {
        draft.client = Draft.client(Kind.SERVICE, 1, 0, 0, Retries.NONE);
        draft.page("/").next = List.of(Draft.edge(1, 1));
        draft.page("/next");
        Play play = Play.of(draft).begin();
        play.until(500 * MS);
        assertThat(play.backend.openConnections).isZero();
        play.end(10 * SECOND, 0);
        assertThat(play.backend.connections).isEqualTo(2);
        assertThat(play.backend.served.getFirst().field("Connection")).isEqualTo("close");
    }

    @Test
    void subResourcesAreFetchedSideBySideOnceTheHeadIsThere() {
        draft.client = Draft.client(Kind.BROWSER, 3, 60 * SECOND, 0, Retries.NONE);
        draft.page("/").with =
                List.of("/a", "/b", "/c", "/d").stream().map(Draft::template).toList();
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    switch (one.target) {
                        case "/" -> one.answerAfter(50 * MS, 200);
                        case "/a" -> one.answerAfter(10 * MS, 404);
                        default -> one.answerAfter(30 * MS, 200);
                    }
                };
        play.play();
        assertThat(play.notes.requests)
                .extracting(
                        Observation::part,
                        Observation::outcome,
                        o -> ms(o.meantNanos()),
                        o -> ms(o.endedNanos()))
                .containsExactly(
                        tuple(0, Outcome.OK, 0, 50),
                        tuple(1, Outcome.WRONG_STATUS, 50, 60),
                        tuple(2, Outcome.OK, 50, 80),
                        tuple(3, Outcome.OK, 50, 80),
                        tuple(4, Outcome.OK, 50, 90));
        assertThat(play.notes.conclusions)
                .extracting(Conclusion::end, c -> ms(c.endedNanos()), Conclusion::requests)
                .containsExactly(tuple(Conclusion.End.ANSWERED, 90, 5));
        assertThat(play.notes.wishes.getFirst().needed()).isEqualTo(5);
        assertThat(play.backend.connections).isEqualTo(3);
    }

    @Test
    void subResourcesAreNotFetchedForAWrongPage() {
        draft.page("/").with = List.of(Draft.template("/a"));
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> one.answer(500);
        play.play();
        assertThat(play.backend.targets()).containsExactly("/");
    }

    @Test
    void refreshingAHalfLoadedPageCancelsItsSubResources() {
        draft.patience = Draft.constant(1);
        draft.tries = 2;
        draft.whenSlow = Draft.always(new Reaction.Refresh());
        draft.page("/").with = List.of(Draft.template("/a"), Draft.template("/b"));
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    if (!one.target.equals("/b") || play.backend.served.size() > 3) {
                        one.answer(200);
                    }
                };
        play.play();
        assertThat(play.notes.requests)
                .extracting(Observation::attempt, Observation::part, Observation::outcome)
                .containsExactly(
                        tuple(0, 0, Outcome.OK),
                        tuple(0, 1, Outcome.OK),
                        tuple(0, 2, Outcome.CANCELLED),
                        tuple(1, 0, Outcome.OK),
                        tuple(1, 1, Outcome.OK),
                        tuple(1, 2, Outcome.OK));
    }

    @Test
    void retriesBackOffAndGiveUp() {
        draft.client = app(1, 0, new Retries(4, 200 * MS, 2, 500 * MS, Jitter.NONE));
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> one.answerAfter(10 * MS, 503);
        play.play();
        assertThat(play.notes.requests)
                .extracting(
                        Observation::attempt,
                        Observation::cause,
                        o -> ms(o.meantNanos()),
                        o -> ms(o.sentNanos()))
                .containsExactly(
                        tuple(0, Cause.FIRST_TRY, 0, 0),
                        tuple(1, Cause.CLIENT_RETRY, 210, 210),
                        tuple(2, Cause.CLIENT_RETRY, 620, 620),
                        tuple(3, Cause.CLIENT_RETRY, 1_130, 1_130),
                        tuple(4, Cause.CLIENT_RETRY, 1_640, 1_640));
        Conclusion end = play.notes.conclusions.getFirst();
        assertThat(end.end()).isEqualTo(Conclusion.End.FAILED);
        assertThat(end.attempts()).isEqualTo(5);
        assertThat(ms(end.endedNanos())).isEqualTo(1_650);
    }

    @Test
    void onlyWhatMayPassIsRetried() {
        draft.client = app(1, 0, new Retries(1, MS, 1, MS, Jitter.NONE));
        Map<Integer, Integer> requests = new HashMap<>();
        for (int status : new int[] {400, 401, 404, 408, 429, 500, 503}) {
            Play play = Play.of(draft);
            play.backend.whenAsked = one -> one.answer(status);
            play.play();
            requests.put(status, play.notes.requests.size());
        }
        assertThat(requests)
                .isEqualTo(Map.of(400, 1, 401, 1, 404, 1, 408, 1, 429, 2, 500, 2, 503, 2));
    }

    @Test
    void aTimeOutClosesTheConnectionForReal() {
        draft.client = app(1, 300 * MS, new Retries(1, 100 * MS, 1, 100 * MS, Jitter.NONE));
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> {};
        play.begin().until(350 * MS);
        assertThat(play.backend.openConnections).isZero();
        play.end(10 * SECOND, 0);
        assertThat(play.notes.requests)
                .extracting(Observation::outcome, o -> ms(o.meantNanos()), o -> ms(o.endedNanos()))
                .containsExactly(
                        tuple(Outcome.TIMED_OUT, 0, 300), tuple(Outcome.TIMED_OUT, 400, 700));
    }

    @Test
    void jitterSpreadsWithinItsBounds() {
        for (Jitter jitter : List.of(Jitter.EQUAL, Jitter.FULL)) {
            draft.client = app(1, 0, new Retries(1, SECOND, 1, SECOND, jitter));
            draft.arrivals = List.of(new Arrival.Flash(0, 2_000, 0));
            Play play = Play.of(draft);
            play.backend.whenAsked = one -> one.answer(500);
            play.play();
            double[] pauses =
                    play.notes.requests.stream()
                            .filter(o -> o.attempt() == 1)
                            .mapToDouble(o -> o.meantNanos() / 1e9)
                            .sorted()
                            .toArray();
            double least = jitter == Jitter.EQUAL ? 0.5 : 0;
            assertThat(pauses).hasSize(2_000);
            assertThat(pauses[0]).isCloseTo(least, within(0.01)).isGreaterThanOrEqualTo(least);
            assertThat(pauses[1_000]).isCloseTo((least + 1) / 2, within(0.03));
            assertThat(pauses[1_999]).isCloseTo(1, within(0.01)).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void aConnectionClosedBehindTheClientsBackIsReplacedUnseen() {
        Play play = closedInFlight("GET");
        assertThat(play.notes.requests)
                .extracting(Observation::outcome, Observation::freshConnection)
                .containsExactly(tuple(Outcome.OK, true), tuple(Outcome.OK, true));
        assertThat(play.backend.targets()).containsExactly("/", "/next");
        assertThat(play.notes.conclusions.getLast().requests()).isEqualTo(1);
    }

    @Test
    void whatMustNotBeRepeatedFailsInstead() {
        Play play = closedInFlight("POST");
        assertThat(play.notes.requests).hasSize(2);
        assertThat(play.notes.requests.get(1).outcome()).isIn(Outcome.RESET, Outcome.CUT_SHORT);
    }

    @Test
    void whereNobodyListensNothingIsSent() {
        var world = new SimWorld(1);
        var notes = new Notes();
        new Engine(world.loop(0), 0, 1, draft.plan(), notes).begin(0);
        world.runUntilIdle();
        Observation only = notes.requests.getFirst();
        assertThat(only.outcome()).isEqualTo(Outcome.REFUSED);
        assertThat(only.sentNanos()).isEqualTo(-1);
        assertThat(only.firstByteNanos()).isEqualTo(-1);
        assertThat(notes.conclusions.getFirst().requests()).isZero();
    }

    /// The server closes the kept connection while the second request is on its way.
    private Play closedInFlight(String method) {
        draft.regions = List.of(Draft.region("far", 1, "UTC", 100 * MS));
        draft.page("/").next = List.of(Draft.edge(1, 1));
        draft.state(
                "next", Draft.call(method, "/next", new Call.Body.None(), List.of(), List.of()));
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    one.answer(200);
                    if (one.target.equals("/")) {
                        // Asked at 150 ms, answered at 200, asked again at 1,200; closed at 1,220.
                        one.after(1_070 * MS, one::close);
                    }
                };
        return play.play();
    }

    private static Client app(int connections, long timeoutNanos, Retries retries) {
        return Draft.client(Kind.APP, connections, 60 * SECOND, timeoutNanos, retries);
    }

    private static int ms(long nanos) {
        return Math.toIntExact(nanos / MS);
    }
}

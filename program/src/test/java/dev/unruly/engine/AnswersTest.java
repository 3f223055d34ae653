package dev.unruly.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.model.Call;
import dev.unruly.model.Call.Capture;
import dev.unruly.model.Call.Check;
import dev.unruly.model.Comparison;
import dev.unruly.model.Feed;
import dev.unruly.model.Guard;
import dev.unruly.model.Journey;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.model.Reaction;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is looked at in answers and remembered of them: checks, captures, cookies, guards.
class AnswersTest {

    private static final String JSON =
            "{\"sku\":\"a-1\",\"price\":12.5,\"stock\":3,\"ok\":true,\"none\":null,"
                    + "\"items\":[{\"id\":7},{\"id\":8}]}";

    private static final String PAGE =
            "<html><form><input name=csrf value='t0k&amp;n'></form><p class=price>12 €</p></html>";

    private final Draft draft = new Draft();

    @Test
    void statusesAreRightUnlessACheckSaysOtherwise() {
        for (int status : new int[] {200, 204, 302, 399}) {
            assertThat(outcome(List.of(), status, "")).isEqualTo(Outcome.OK);
        }
        assertThat(outcome(List.of(), 404, "")).isEqualTo(Outcome.WRONG_STATUS);
        List<Check> created = List.of(new Check.Status(List.of(201, 409)));
        assertThat(outcome(created, 201, "")).isEqualTo(Outcome.OK);
        assertThat(outcome(created, 409, "")).isEqualTo(Outcome.OK);
        assertThat(outcome(created, 200, "")).isEqualTo(Outcome.WRONG_STATUS);
    }

    @Test
    void bodiesAndFieldsAreChecked() {
        assertThat(outcome(new Check.Contains("stock"), JSON)).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Contains("stick"), JSON)).isEqualTo(Outcome.WRONG_ANSWER);
        assertThat(outcome(new Check.Matches("a-\\d"), JSON)).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Matches("b-\\d"), JSON)).isEqualTo(Outcome.WRONG_ANSWER);
        assertThat(outcome(new Check.Json("$.stock", "3"), JSON)).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Json("$.stock", "4"), JSON)).isEqualTo(Outcome.WRONG_ANSWER);
        assertThat(outcome(new Check.Json("$.sku", ""), JSON)).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Json("$.ok", "true"), JSON)).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Json("$.nothing", ""), JSON)).isEqualTo(Outcome.WRONG_ANSWER);
        assertThat(outcome(new Check.Json("$.sku", ""), "<html>")).isEqualTo(Outcome.WRONG_ANSWER);
        assertThat(outcome(new Check.Header("X-Is", "here"), "")).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Header("x-is", ""), "")).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Header("X-Is", "there"), "")).isEqualTo(Outcome.WRONG_ANSWER);
        assertThat(outcome(new Check.Header("X-Not", ""), "")).isEqualTo(Outcome.WRONG_ANSWER);
    }

    @Test
    void valuesAreCapturedAndUsed() {
        assertThat(captured(new Capture.Json("v", "$.price"), JSON)).isEqualTo("/use/12.5");
        assertThat(captured(new Capture.Json("v", "$.items[-1:].id"), JSON)).isEqualTo("/use/8");
        assertThat(captured(new Capture.Json("v", "$.items[0]"), JSON))
                .isEqualTo("/use/%7B%22id%22%3A7%7D");
        assertThat(captured(new Capture.Regex("v", "a-(\\d)", 1), JSON)).isEqualTo("/use/1");
        assertThat(captured(new Capture.Css("v", "input[name=csrf]", "value"), PAGE))
                .isEqualTo("/use/t0k%26n");
        assertThat(captured(new Capture.Css("v", "p.price", ""), PAGE))
                .isEqualTo("/use/12%20%E2%82%AC");
        assertThat(captured(new Capture.Header("v", "X-Is"), "")).isEqualTo("/use/here");
        assertThat(captured(new Capture.Cookie("v", "id"), "")).isEqualTo("/use/c00kie");
    }

    @Test
    void aCaptureThatFindsNothingFailsTheAttempt() {
        List<Capture> none =
                List.of(
                        new Capture.Json("v", "$.none"),
                        new Capture.Json("v", "$.items[9].id"),
                        new Capture.Regex("v", "b-(\\d)", 1),
                        new Capture.Css("v", "input[name=other]", "value"),
                        new Capture.Css("v", "p.price", "title"),
                        new Capture.Header("v", "X-Not"),
                        new Capture.Cookie("v", "other"));
        for (Capture capture : none) {
            String body = capture instanceof Capture.Css ? PAGE : JSON;
            assertThat(captured(capture, body)).isEqualTo("WRONG_ANSWER");
        }
    }

    @Test
    void aBodyTooLargeToBeLookedIntoIsOurLimit() {
        String large = "x".repeat(Answer.MOST_BODY + 1);
        assertThat(outcome(new Check.Contains("x"), large)).isEqualTo(Outcome.LIMIT);
        assertThat(outcome(List.of(), 200, large)).isEqualTo(Outcome.OK);
        assertThat(outcome(new Check.Contains("x"), large.substring(1))).isEqualTo(Outcome.OK);
    }

    @Test
    void cookiesAreKeptSentAndForgotten() {
        for (String path : new String[] {"/", "/a/b", "/a/c", "/ab", "/"}) {
            draft.page(path).next = List.of(Draft.edge(draft.states.size(), 1));
        }
        draft.states.getLast().next = List.of(Draft.edge(Journey.LEAVE, 1));
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    switch (play.backend.served.size()) {
                        case 1 ->
                                one.answer(
                                        200,
                                        "",
                                        "Set-Cookie",
                                        "session=one; Path=/; HttpOnly; SameSite=Lax",
                                        "Set-Cookie",
                                        "deep=two; path=/a; Max-Age=1000",
                                        "Set-Cookie",
                                        "short=three; Max-Age=2",
                                        "Set-Cookie",
                                        "broken");
                        case 2 ->
                                one.answer(
                                        200,
                                        "",
                                        "Set-Cookie",
                                        "session=changed; Path=/",
                                        "Set-Cookie",
                                        "here=four");
                        case 3 ->
                                one.answer(
                                        200,
                                        "",
                                        "Set-Cookie",
                                        "deep=; Path=/a; Max-Age=0",
                                        "Set-Cookie",
                                        "session=; Path=/; expires=Thu, 01-Jan-1970 00:00:00 GMT");
                        default -> one.answer(200);
                    }
                };
        play.play();
        assertThat(play.backend.served)
                .extracting(one -> one.field("Cookie"))
                .containsExactly(
                        "",
                        "session=one; deep=two; short=three",
                        "deep=two; session=changed; here=four",
                        "",
                        "");
    }

    @Test
    void cookiesExpireByTheServersClock() {
        draft.page("/").next = List.of(Draft.edge(1, 1));
        draft.page("/").next = List.of(Draft.edge(2, 1));
        draft.page("/");
        draft.think = Draft.constant(4);
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    if (play.backend.served.size() == 1) {
                        one.answer(
                                200,
                                "",
                                "Date",
                                "Sun, 06 Nov 1994 08:49:37 GMT",
                                "Set-Cookie",
                                "a=1; Expires=Sun, 06 Nov 1994 08:49:43 GMT");
                    } else {
                        one.answer(200);
                    }
                };
        play.play();
        assertThat(play.backend.served)
                .extracting(one -> one.field("Cookie"))
                .containsExactly("", "a=1", "");
    }

    @Test
    void aJarIsBounded() {
        draft.page("/").next = List.of(Draft.edge(1, 1));
        draft.page("/");
        String[] fields = new String[2 * 80];
        for (int i = 0; i < 80; i++) {
            fields[2 * i] = "Set-Cookie";
            fields[2 * i + 1] = "c" + i + "=" + (i == 79 ? "x".repeat(5_000) : "v");
        }
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> one.answer(200, "", fields);
        play.play();
        String[] sent = play.backend.served.getLast().field("Cookie").split("; ");
        assertThat(sent).hasSize(Cookies.MOST).startsWith("c29=v").endsWith("c78=v");
    }

    @Test
    void sessionsAreSignedInOnceAndAgainWhenTheyAreLost() {
        var login =
                new Call(
                        "POST",
                        Draft.template("/login"),
                        List.of(),
                        new Call.Body.None(),
                        List.of(),
                        List.of(new Capture.Json("token", "$.token")));
        var feed = new Feed("a", List.of("u"), List.of(List.of("x")), new Feed.Order.Random());
        draft.signIn = new SignIn.ByCall(feed, SignIn.WhenExhausted.SHARE, login);
        draft.whenFailed = Draft.always(new Reaction.Refresh());
        draft.page("/open").next = List.of(Draft.edge(1, 1));
        Draft.State mine = draft.page("/mine/${token}");
        mine.signedIn = true;
        mine.next = List.of(Draft.edge(2, 1));
        draft.page("/again/${token}").signedIn = true;
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> {
                    int n = play.backend.served.size();
                    if (one.target.equals("/login")) {
                        one.answer(200, "{\"token\":\"t" + n + "\"}");
                    } else {
                        one.answer(n == 4 ? 401 : 200);
                    }
                };
        play.play();
        assertThat(play.backend.targets())
                .containsExactly("/open", "/login", "/mine/t2", "/again/t2", "/login", "/again/t5");
        assertThat(play.notes.wishes).extracting(w -> w.needed()).containsExactly(1, 2, 1);
        assertThat(play.notes.requests)
                .extracting(Observation::part)
                .containsExactly(0, -1, 0, 0, -1, 0);
    }

    @Test
    void guardsDecideByWhatWasAnswered() {
        for (int stock : new int[] {0, 2}) {
            draft.states.clear();
            var product =
                    draft.state(
                            "product",
                            Draft.call(
                                    "GET",
                                    "/product",
                                    new Call.Body.None(),
                                    List.of(),
                                    List.of(new Capture.Json("stock", "$.stock"))));
            product.next =
                    List.of(
                            new Journey.Edge(
                                    1, new Share(0.9), new Guard("stock", Comparison.MORE, "1")),
                            new Journey.Edge(
                                    2,
                                    new Share(0.1),
                                    new Guard("stock", Comparison.AT_MOST, "1")));
            draft.page("/buy");
            draft.page("/pity");
            Play play = Play.of(draft);
            play.backend.whenAsked = one -> one.answer(200, "{\"stock\":" + stock + "}");
            play.play();
            assertThat(play.backend.targets())
                    .containsExactly("/product", stock == 2 ? "/buy" : "/pity");
        }
    }

    @Test
    void whereNoGuardHoldsTheUserLeaves() {
        draft.page("/").next =
                List.of(new Journey.Edge(0, Share.ALL, new Guard("never", Comparison.EQUAL, "x")));
        draft.states.getFirst().sets =
                List.of(new Journey.Assignment("never", Draft.template("y"), false));
        Play play = Play.of(draft).play();
        assertThat(play.backend.served).hasSize(1);
        assertThat(play.engine().pulse().users()).isZero();
    }

    private Outcome outcome(Check check, String body) {
        return outcome(List.of(check), 200, body);
    }

    private Outcome outcome(List<Check> checks, int status, String body) {
        draft.states.clear();
        draft.state("s", Draft.call("GET", "/", new Call.Body.None(), checks, List.of()));
        Play play = Play.of(draft);
        play.backend.whenAsked = one -> one.answer(status, body, "X-Is", "here");
        play.play();
        assertThat(play.notes.requests).hasSize(1);
        return play.notes.requests.getFirst().outcome();
    }

    /// The target of the request that uses what was captured, or the outcome where nothing was.
    private String captured(Capture capture, String body) {
        draft.states.clear();
        draft.state("s", Draft.call("GET", "/", new Call.Body.None(), List.of(), List.of(capture)))
                        .next =
                List.of(Draft.edge(1, 1));
        draft.page("/use/${v}");
        Play play = Play.of(draft);
        play.backend.whenAsked =
                one -> one.answer(200, body, "X-Is", "here", "Set-Cookie", "id=c00kie");
        play.play();
        return play.backend.served.size() == 1
                ? play.notes.requests.getFirst().outcome().name()
                : play.backend.served.get(1).target;
    }
}

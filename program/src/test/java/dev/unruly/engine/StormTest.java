package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.model.Arrival;
import dev.unruly.model.Call;
import dev.unruly.model.Client;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Feed;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Phases;
import dev.unruly.model.Reaction;
import dev.unruly.model.Reactions;
import dev.unruly.model.Share;
import dev.unruly.model.SignIn;
import dev.unruly.model.Trigger;
import dev.unruly.model.Visit;
import dev.unruly.sim.SimWorld;
import dev.unruly.sim.Weather;
import dev.unruly.world.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Random small experiments in random weather, then calm: whatever happens, nothing is lost,
/// counted twice or left behind, and it happens again the same way.
class StormTest {

    private static final long CALM_AFTER = 20 * SECOND;
    private static final long END = 40 * SECOND;

    /// Nobody rests.
    private static final long NEVER = Long.MAX_VALUE;

    @Test
    void nothingIsLostCountedTwiceOrLeftBehind() {
        Forall.check(150, 20260101, StormTest::storm);
    }

    private static void storm(Draw draw) {
        boolean repeats = draw.coin();
        Draft draft = draft(draw, repeats ? "GET" : "POST");
        var mix =
                new Weather.Mix(
                        draw.share() / 4,
                        draw.share() / 5,
                        draw.share() / 5,
                        draw.share() / 5,
                        draw.share() / 5,
                        draw.between(0, 3 * SECOND));
        long seed = draw.between(0L, 1_000L);
        long slow = draw.between(0, 3_000) * MS;
        boolean relief = draw.coin();
        Plan plan = draft.plan();
        Run first = new Run(plan, new Weather(seed, mix, 0, CALM_AFTER), slow, relief, NEVER);
        Run second = new Run(plan, new Weather(seed, mix, 0, CALM_AFTER), slow, relief, NEVER);
        first.check(repeats);
        second.sameAs(first);
        long least = draw.oneOf(0L, 100 * MS, SECOND);
        Run resting = new Run(plan, new Weather(seed, mix, 0, CALM_AFTER), slow, relief, least);
        resting.check(repeats);
        resting.sameAs(first);
    }

    /// One run, to its end.
    private static final class Run {

        private final Notes notes = new Notes();
        private final Watched loop;
        private final Backend backend;
        private final Engine engine;
        private int done;

        /// @param leastRestNanos who thinks as long as this rests, connections and all
        Run(Plan plan, Weather weather, long slowNanos, boolean relief, long leastRestNanos) {
            var world = new SimWorld(2);
            world.weather(weather);
            loop = new Watched(world.loop(0));
            backend = new Backend(world.loop(1));
            backend.holdsConnections = leastRestNanos == NEVER;
            backend.whenAsked =
                    one -> {
                        boolean calm = one.nanos >= CALM_AFTER;
                        int status = !calm && one.nanos % 7 == 0 ? 503 : 200;
                        String cookie = "id=" + one.connection % 10;
                        one.after(
                                calm ? 0 : slowNanos * (one.route % 3) / 2,
                                () -> one.answer(status, "body", "Set-Cookie", cookie));
                    };
            world.loop(1).listen(new Address(Draft.AT.host(), Draft.AT.port()), backend);
            engine = new Engine(loop, 0, 1, plan, notes, leastRestNanos);
            engine.begin(0);
            world.runUntil(CALM_AFTER - 5 * SECOND);
            if (relief) {
                engine.hold();
                world.runUntil(CALM_AFTER - 2 * SECOND);
                engine.restore(CALM_AFTER - SECOND);
            }
            world.runUntil(END);
            engine.end(60 * SECOND, () -> done++);
            world.runUntilIdle();
        }

        void sameAs(Run other) {
            assertThat(notes.visits).isEqualTo(other.notes.visits);
            assertThat(notes.wishes).isEqualTo(other.notes.wishes);
            assertThat(notes.requests).isEqualTo(other.notes.requests);
            assertThat(notes.conclusions).isEqualTo(other.notes.conclusions);
        }

        void check(boolean repeats) {
            var begun = notes.wishes.stream().collect(Collectors.groupingBy(w -> wish(w)));
            assertThat(begun.values()).allMatch(same -> same.size() == 1);
            assertThat(notes.conclusions.stream().map(c -> wish(c.intention())).toList())
                    .containsExactlyInAnyOrderElementsOf(begun.keySet());
            assertThat(
                            notes.requests.stream()
                                    .map(o ->
                                            List.of(
                                                    o.user(),
                                                    o.intent(),
                                                    o.attempt(),
                                                    o.part(),
                                                    o.meantNanos()))
                                    .toList())
                    .doesNotHaveDuplicates();
            assertThat(notes.requests)
                    .allMatch(o -> o.meantNanos() >= o.wishedNanos())
                    .allMatch(o -> o.endedNanos() >= o.meantNanos())
                    .allMatch(o -> o.firstByteNanos() < 0 || o.firstByteNanos() >= o.sentNanos());
            long sent = notes.requests.stream().filter(o -> o.sentNanos() >= 0).count();
            if (repeats) {
                assertThat((long) loop.sent).isGreaterThanOrEqualTo(sent);
            } else {
                assertThat(sent).isEqualTo(loop.sent);
            }
            assertThat(backend.served.size()).isLessThanOrEqualTo(loop.sent);
            assertThat(loop.running).isZero();
            assertThat(loop.armed()).isZero();
            assertThat(loop.openConnections).isZero();
            assertThat(done).isEqualTo(1);
            Pulse left = engine.pulse();
            assertThat(left.users() + left.wishes() + left.openConnections()).isZero();
            // Who came in calm weather, without a road on which patience could end.
            Set<Long> lucky =
                    notes.visits.stream()
                            .filter(v -> v.startNanos() > CALM_AFTER && v.region() == 0)
                            .map(Visit::user)
                            .collect(Collectors.toSet());
            assertThat(notes.conclusions)
                    .filteredOn(c -> lucky.contains(c.intention().user()))
                    .allMatch(c -> c.end() == Conclusion.End.ANSWERED);
            checkCounts();
        }

        /// What conclusions count is what was observed.
        private void checkCounts() {
            var observed =
                    notes.requests.stream()
                            .collect(
                                    Collectors.groupingBy(
                                            o -> List.of(o.user(), (long) o.intent())));
            for (Conclusion end : notes.conclusions) {
                List<Observation> all = observed.getOrDefault(wish(end.intention()), List.of());
                long attempts = all.stream().mapToInt(Observation::attempt).distinct().count();
                assertThat((long) end.attempts()).isLessThanOrEqualTo(attempts);
                long sent = all.stream().filter(o -> o.sentNanos() >= 0).count();
                assertThat((long) end.requests()).isLessThanOrEqualTo(sent);
            }
        }

        private static List<Long> wish(Intention wish) {
            return List.of(wish.user(), (long) wish.intent());
        }
    }

    private static Draft draft(Draw draw, String method) {
        var draft = new Draft();
        draft.seed = draw.between(0L, 1_000_000L);
        draft.think = new Distribution.Exponential(0.1 + 3 * draw.share());
        draft.patience = new Distribution.Weibull(2, 0.2 + 3 * draw.share());
        draft.notice = Draft.constant(draw.oneOf(0.0, 0.5, 2.0));
        draft.tries = draw.between(1, 6);
        draft.weary = 1 + draw.share();
        draft.whenSlow = reactions(draw);
        draft.whenFailed = reactions(draw);
        draft.client =
                new Client(
                        Client.Kind.BROWSER,
                        draw.between(1, 4),
                        draw.oneOf(10 * SECOND, 0L, 500 * MS),
                        draw.oneOf(0L, 700 * MS, 5 * SECOND),
                        new Client.Retries(
                                draw.between(0, 3),
                                draw.oneOf(100 * MS, MS),
                                1.5,
                                2 * SECOND,
                                draw.oneOf(Client.Jitter.values())),
                        "",
                        draw.coin());
        draft.regions =
                List.of(
                        Draft.region("near", 0.5, "UTC", 0),
                        Draft.region("far", 0.5, "UTC", draw.between(0, 300) * MS));
        if (draw.coin()) {
            draft.signIn = signIn();
        }
        int states = draw.between(1, 3);
        for (int i = 0; i < states; i++) {
            Draft.State state =
                    draft.state(
                            "s" + i,
                            Draft.call(
                                    method,
                                    "/" + i,
                                    method.equals("POST")
                                            ? new Call.Body.Json(Draft.template("\"${intent}\""))
                                            : new Call.Body.None(),
                                    List.of(),
                                    List.of()));
            if (method.equals("GET")) {
                state.with =
                        draw.list(4, d -> d.between(0, 9)).stream()
                                .map(n -> Draft.template("/part" + n))
                                .toList();
            }
            state.signedIn = draw.coin();
            double stay = 0.9 * draw.share();
            state.next =
                    List.of(
                            Draft.edge(draw.between(0, states - 1), stay),
                            Draft.edge(-1, 1 - stay));
        }
        draft.arrivals = List.of(new Arrival.Poisson(0.2 + 4 * draw.share()));
        draft.phases = new Phases(0, END, 0, 0);
        if (draw.coin()) {
            draft.triggers =
                    List.of(
                            new Trigger.Surge(
                                    new Arrival.Viral(-END + 5 * SECOND, 20, 0.5, SECOND, 0),
                                    -END + 5 * SECOND));
        }
        return draft;
    }

    private static Reactions reactions(Draw draw) {
        var choices = new ArrayList<Reactions.Choice>();
        double rest = 1;
        for (Reaction reaction :
                List.of(
                        new Reaction.Wait(),
                        new Reaction.NewTab(),
                        new Reaction.SignInAgain(),
                        new Reaction.Later(Draft.constant(1)),
                        new Reaction.Leave())) {
            double share = rest * draw.share();
            choices.add(new Reactions.Choice(reaction, new Share(share)));
            rest -= share;
        }
        choices.add(new Reactions.Choice(new Reaction.Refresh(), new Share(rest)));
        return new Reactions(choices);
    }

    private static SignIn signIn() {
        return new SignIn.ByCall(
                new Feed(
                        "accounts",
                        List.of("name"),
                        List.of(List.of("ann"), List.of("bob")),
                        new Feed.Order.Circular()),
                SignIn.WhenExhausted.SHARE,
                Draft.call("POST", "/login", new Call.Body.None(), List.of(), List.of()));
    }
}

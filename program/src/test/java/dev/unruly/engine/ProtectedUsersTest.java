package dev.unruly.engine;

import static dev.unruly.engine.Draft.MS;
import static dev.unruly.engine.Draft.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.Gateway;
import dev.unruly.gateway.GatewayLink;
import dev.unruly.gateway.GatewayListener;
import dev.unruly.model.Arrival;
import dev.unruly.model.Client;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Decision;
import dev.unruly.model.Dependency;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.HostPort;
import dev.unruly.model.Phases;
import dev.unruly.model.Policy;
import dev.unruly.model.Policy.Sharing;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Users, the gateway with policies in force, and a backend that something happens to for ten
/// seconds: users get good answers again. It is not enough that answers are quick again: what is
/// stuck refuses quickly.
final class ProtectedUsersTest {

    private static final long HURT = 20 * SECOND;
    private static final long WELL = 30 * SECOND;
    private static final long END = 90 * SECOND;

    /// Four workers of 20 ms: 200 a second, of which users ask 120.
    private static final int WORKERS = 4;

    private static final long WORK = 20 * MS;

    /// What happens to the backend between [#HURT] and [#WELL].
    enum Trouble {
        /// A tenth of its speed.
        SLOW,
        /// It refuses at once.
        REFUSES,
        /// It takes requests and does not answer them, until it is started anew, which closes its
        /// connections.
        SILENT
    }

    /// First come first served, without end, and for those too who have gone: as most backends
    /// work.
    private static final class Workers {
        private final Queue<Backend.Served> queue = new ArrayDeque<>();
        private final Trouble trouble;
        private final boolean spared;
        private int busy;

        /// @param spared whether the trouble is another's
        Workers(Trouble trouble, boolean spared) {
            this.trouble = trouble;
            this.spared = spared;
        }

        void take(Backend.Served one) {
            boolean hurt = !spared && one.nanos >= HURT && one.nanos < WELL;
            if (hurt && trouble == Trouble.REFUSES) {
                one.answer(503);
            } else if (hurt && trouble == Trouble.SILENT) {
                one.after(WELL - one.nanos, one::close);
            } else {
                queue.add(one);
                begin(hurt);
            }
        }

        private void begin(boolean hurt) {
            if (busy == WORKERS || queue.isEmpty()) {
                return;
            }
            busy++;
            Backend.Served one = queue.remove();
            one.after(
                    hurt ? 10 * WORK : WORK,
                    () -> {
                        one.answer(200);
                        busy--;
                        begin(hurt && one.nowNanos() < WELL);
                    });
        }
    }

    /// What became of the users' wishes.
    private record Played(List<Conclusion> wishes, long decided) {

        double good(long from, long to) {
            List<Conclusion> all =
                    wishes.stream()
                            .filter(c -> c.intention().meantNanos() >= from)
                            .filter(c -> c.intention().meantNanos() < to)
                            .toList();
            long good = all.stream().filter(c -> c.end() == Conclusion.End.ANSWERED).count();
            return good / (double) all.size();
        }
    }

    /// Users whose clients give up after half a second, and repeat that so many times at once.
    private static Played play(int retries, Trouble trouble, List<Policy> policies) {
        return play(retries, trouble, 1, policies);
    }

    /// The same before several instances, one of which is in trouble.
    private static Played play(int retries, Trouble trouble, int instances, List<Policy> policies) {
        var world = new SimWorld(3);
        var upstreams = new ArrayList<HostPort>();
        for (int i = 0; i < instances; i++) {
            var backend = new Backend(world.loop(2));
            backend.whenAsked = new Workers(trouble, i > 0)::take;
            world.loop(2).listen(new Address("10.0.0.1", 8080 + i), backend);
            upstreams.add(new HostPort("10.0.0.1", 8080 + i));
        }
        var dependency =
                new Dependency("shop", new HostPort("10.0.0.2", 8080), upstreams, Protocol.HTTP);
        Gateway gateway = Gateway.open(world.loop(1), List.of(dependency));
        var counts = new Counts();
        GatewayLink link = gateway.link(counts);
        link.watch(42, 0);
        link.protect(List.of(new Protection("shop", "", policies)));

        var draft = new Draft();
        draft.at = new HostPort("10.0.0.2", 8080);
        draft.arrivals = List.of(new Arrival.Poisson(120));
        draft.phases = new Phases(0, END, 0, 0);
        draft.tries = 1;
        draft.client =
                Draft.client(
                        Client.Kind.APP,
                        1,
                        0,
                        500 * MS,
                        new Client.Retries(retries, MS, 1, MS, Client.Jitter.NONE));
        var notes = new Notes();
        var engine = new Engine(world.loop(0), 0, 1, draft.plan(), notes);
        engine.begin(0);
        world.runUntil(END);
        engine.end(SECOND, () -> {});
        world.runUntil(END + 2 * SECOND);
        return new Played(notes.conclusions, counts.decided);
    }

    private static Policy.Breaker breaker() {
        return new Policy.Breaker(
                new Share(0.5), new Share(0.5), 300 * MS, 10 * SECOND, 2 * SECOND);
    }

    private static Policy.Retry retry() {
        return new Policy.Retry(2, 20 * MS, 100 * MS);
    }

    private static Policy.Budget budget() {
        return new Policy.Budget(new Share(0.5), 1, 10 * SECOND);
    }

    private static Policy.Hedge hedge() {
        return new Policy.Hedge(60 * MS, Share.ALL);
    }

    private static Policy.Ejection ejection() {
        return new Policy.Ejection(3, 5 * SECOND, new Share(0.5));
    }

    private static Policy.Shed shed() {
        return new Policy.Shed(20 * MS, 200 * MS);
    }

    private static Policy.Cache cache() {
        return new Policy.Cache(2 * SECOND, SECOND, new Share(0.1), 1, Sharing.EVERYBODY);
    }

    /// Each by itself keeps the backend from being asked for more than it can do in time.
    static Stream<Arguments> breakTheLoop() {
        return Stream.of(
                Arguments.of("bulkhead", List.of(new Policy.Bulkhead(20, 0))),
                Arguments.of("bulkhead with a wait", List.of(new Policy.Bulkhead(12, 100 * MS))),
                Arguments.of("concurrency", List.of(new Policy.Concurrency(2, 10, 60))),
                Arguments.of("breaker", List.of(breaker())),
                Arguments.of("rate", List.of(new Policy.Rate(150, 10))),
                Arguments.of(
                        "single flight",
                        List.of(new Policy.SingleFlight(400 * MS, Sharing.EVERYBODY))),
                Arguments.of("shed", List.of(new Policy.Bulkhead(12, 400 * MS), shed())),
                Arguments.of(
                        "retry with a budget",
                        List.of(
                                new Policy.Timeout(400 * MS),
                                retry(),
                                budget(),
                                new Policy.Bulkhead(20, 0))),
                Arguments.of("cache", List.of(cache())),
                Arguments.of(
                        "all",
                        List.of(
                                new Policy.Timeout(400 * MS),
                                breaker(),
                                new Policy.Throttle(2, 10 * SECOND),
                                new Policy.Rate(180, 50),
                                new Policy.Concurrency(2, 10, 60),
                                new Policy.Bulkhead(20, 50 * MS))));
    }

    @Test
    void withoutPoliciesClientsThatRepeatKeepTheBackendDownForGood() {
        Played played = play(3, Trouble.SLOW, List.of());
        assertThat(played.good(0, HURT)).isEqualTo(1);
        assertThat(played.good(END - 20 * SECOND, END - SECOND)).isLessThan(0.05);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("breakTheLoop")
    void usersGetGoodAnswersAgainAlthoughTheirClientsRepeat(String name, List<Policy> policies) {
        Played played = play(3, Trouble.SLOW, policies);
        assertThat(played.good(0, HURT)).isGreaterThan(0.99);
        assertThat(played.decided).isPositive();
        assertThat(played.good(END - 20 * SECOND, END - SECOND)).isGreaterThan(0.99);
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void withoutPoliciesUsersFeelEachTrouble(Trouble trouble) {
        Played played = play(0, trouble, List.of());
        assertThat(played.good(HURT + SECOND, WELL)).isLessThan(0.2);
    }

    /// With the others: what does not break the loop must not be stuck either.
    static Stream<Arguments> allInAllTroubles() {
        Stream<Arguments> others =
                Stream.of(
                        Arguments.of("timeout", List.of(new Policy.Timeout(400 * MS))),
                        Arguments.of("throttle", List.of(new Policy.Throttle(2, 10 * SECOND))));
        return Stream.concat(others, breakTheLoop())
                .flatMap(one ->
                        Stream.of(Trouble.values())
                                .map(t -> Arguments.of(one.get()[0], one.get()[1], t)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("allInAllTroubles")
    void usersGetGoodAnswersAgainWhateverHappened(
            String name, List<Policy> policies, Trouble trouble) {
        Played played = play(0, trouble, policies);
        assertThat(played.good(0, HURT)).isGreaterThan(0.99);
        assertThat(played.good(END - 20 * SECOND, END - SECOND)).isGreaterThan(0.99);
    }

    /// What makes use of another instance.
    static Stream<Arguments> acrossInstances() {
        var within = new Policy.Timeout(150 * MS);
        return Stream.of(
                        Arguments.of("retry", List.of(within, retry(), budget())),
                        Arguments.of("hedge", List.of(hedge(), budget())),
                        Arguments.of("eject", List.of(ejection())),
                        Arguments.of(
                                "all", List.of(within, retry(), hedge(), budget(), ejection())))
                .flatMap(one ->
                        Stream.of(Trouble.values())
                                .map(t -> Arguments.of(one.get()[0], one.get()[1], t)));
    }

    /// One of two instances is in trouble, and the other has room for all: without policies every
    /// other user feels it. Where no answer comes, each of the policies finds the way to the other
    /// instance; one that refuses at once attracts what it refuses, and then it takes ejection.
    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("acrossInstances")
    void usersGetGoodAnswersFromAnotherInstanceAndThenFromBoth(
            String name, List<Policy> policies, Trouble trouble) {
        Played without = play(0, trouble, 2, List.of());
        assertThat(without.good(HURT + SECOND, WELL)).isLessThan(0.51);

        Played played = play(0, trouble, 2, policies);
        assertThat(played.good(0, HURT)).isGreaterThan(0.99);
        boolean ejects = policies.stream().anyMatch(Policy.Ejection.class::isInstance);
        if (trouble != Trouble.REFUSES || ejects) {
            assertThat(played.good(HURT + SECOND, WELL)).isGreaterThan(0.85);
        }
        assertThat(played.good(END - 20 * SECOND, END - SECOND)).isGreaterThan(0.99);
    }

    /// Counts what policies decided, but for what they let through.
    private static final class Counts implements GatewayListener {
        private long decided;

        @Override
        public void guarded(GuardSecond second) {
            for (Decision decision : Decision.values()) {
                decided += decision == Decision.PASSED ? 0 : second.count(decision);
            }
        }

        @Override
        public void began(int fault, String detail, long atNanos) {}

        @Override
        public void refused(int fault, String why) {}

        @Override
        public void ended(int fault, String detail, long atNanos) {}

        @Override
        public void second(DependencySecond second) {}

        @Override
        public void missed(long seconds) {}

        @Override
        public void lost(String why) {}
    }
}

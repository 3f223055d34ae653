package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.backend.Backend;
import dev.unruly.backend.Blueprint;
import dev.unruly.backend.Link.Connecting;
import dev.unruly.backend.Link.Far;
import dev.unruly.backend.Page;
import dev.unruly.backend.Step;
import dev.unruly.backend.Tries;
import dev.unruly.chance.Distribution.Constant;
import dev.unruly.chance.Seed;
import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Fault;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Policy;
import dev.unruly.model.Policy.Sharing;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import dev.unruly.world.Ending;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Ticket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The same policies do the same at a gateway's listener and on a link of a model: the same people
/// ask both for the same at the same moments, of two instances of which one is slower, and which
/// fail for a while.
class BothWorldsTest {

    private static final long SECOND = 1_000 * MS;

    /// Whole milliseconds would let things happen at the same instant, whose order is another.
    private static final long QUICK_NANOS = 10_130_000;

    private static final long SLOW_NANOS = 45_370_000;

    private static final int REQUESTS = 1_500;
    private static final int APART_MS = 7;
    private static final long FAILS_FROM_MS = 4_004;
    private static final long FAILS_FOR_MS = 896;

    /// What came of the script.
    ///
    /// @param answers status and when it came, by request
    private record Came(List<String> answers, Map<Decision, Long> decisions) {}

    static Stream<Arguments> policies() {
        var budget = new Policy.Budget(new Share(0.2), 1, 10 * SECOND);
        var bulkhead = new Policy.Bulkhead(4, 20 * MS);
        return Stream.of(
                named("timeout", new Policy.Timeout(30 * MS)),
                named("timeout with probes", new Policy.Timeout(30 * MS, new Share(0.3), SECOND)),
                named("timeout and places", new Policy.Timeout(30 * MS), bulkhead),
                named("bulkhead", new Policy.Bulkhead(2, 0)),
                named("bulkhead with a wait", new Policy.Bulkhead(2, 15 * MS)),
                named(
                        "breaker",
                        new Policy.Breaker(
                                new Share(0.5), Share.ALL, SECOND, SECOND, SECOND / 2, 10)),
                named("rate", new Policy.Rate(90, 5)),
                named("budget", budget),
                named("throttle", new Policy.Throttle(1.1, 2 * SECOND)),
                named("throttle of time-outs", new Policy.Throttle(1.1, 2 * SECOND), timeout()),
                named("concurrency", new Policy.Concurrency(1, 2, 20)),
                named("single-flight", new Policy.SingleFlight(SECOND, Sharing.EVERYBODY)),
                named("flights that wait", new Policy.SingleFlight(5 * MS, Sharing.EVERYBODY)),
                named("retry", new Policy.Retry(2, 5 * MS, 50 * MS), budget),
                named("retry of time-outs", new Policy.Retry(1, MS, 5 * MS), budget, timeout()),
                named("hedge", new Policy.Hedge(20 * MS, new Share(0.7)), budget),
                named("hedge in places", new Policy.Hedge(20 * MS, Share.ALL), bulkhead, budget),
                named("eject", new Policy.Ejection(2, 2 * SECOND, new Share(0.5)), budget),
                named("shed", new Policy.Shed(2 * MS, 20 * MS), new Policy.Bulkhead(2, 50 * MS)),
                named("cache", cache(0, 0)),
                named("cache, early", cache(0, 1)),
                named("cache, stale", cache(SECOND, 0)),
                named(
                        "all",
                        cache(SECOND / 4, 1),
                        new Policy.SingleFlight(SECOND, Sharing.EVERYBODY),
                        timeout(),
                        new Policy.Retry(2, 5 * MS, 50 * MS),
                        new Policy.Hedge(20 * MS, new Share(0.7)),
                        new Policy.Ejection(2, 2 * SECOND, new Share(0.5)),
                        budget,
                        bulkhead));
    }

    private static Policy timeout() {
        return new Policy.Timeout(40 * MS);
    }

    private static Policy cache(long staleNanos, double eagerness) {
        return new Policy.Cache(300 * MS, staleNanos, new Share(0.1), eagerness, Sharing.EVERYBODY);
    }

    private static Arguments named(String name, Policy... policies) {
        return Arguments.of(name, List.of(policies));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void aModelDoesWhatAGatewayDoes(String name, List<Policy> policies) {
        Came atGateway = atGateway(policies);
        Came inModel = inModel(policies);

        assertThat(inModel.decisions).as(name).isEqualTo(atGateway.decisions);
        for (int i = 0; i < REQUESTS; i++) {
            assertThat(inModel.answers.get(i))
                    .as("%s, request %s", name, i)
                    .isEqualTo(atGateway.answers.get(i));
        }
    }

    private static Came atGateway(List<Policy> policies) {
        var rig = new HttpRig(2);
        rig.link.protect(List.of(new Protection("database", "", policies)));
        rig.whenReceived =
                one ->
                        rig.afterNanos(
                                one.instance == 0 ? QUICK_NANOS : SLOW_NANOS,
                                () -> {
                                    if (one.endings.isEmpty()) {
                                        one.answer(200, "ok");
                                    }
                                });
        List<String> answers =
                play(
                        rig.world,
                        rig.gatewayAddress(),
                        mayLeave(policies),
                        ms ->
                                rig.link.begin(
                                        1,
                                        "database",
                                        new Fault.Error(Share.ALL, 500),
                                        FAILS_FOR_MS * MS),
                        ms -> {});
        return new Came(answers, decisions(rig.heard.guards));
    }

    private static Came inModel(List<Policy> policies) {
        var world = new SimWorld(1);
        var link =
                new dev.unruly.backend.Link(
                        "database",
                        Connecting.OF_CALLERS,
                        List.of(new Protection("database", "", policies)),
                        new Far(2, 1, Optional.empty(), 0));
        var page =
                Page.all(
                        List.of(
                                new Step.Ask(
                                        "database",
                                        Tries.ONCE,
                                        takes(QUICK_NANOS),
                                        List.of(takes(SLOW_NANOS)))));
        var blueprint = new Blueprint(List.of(), List.of(link), List.of(), List.of(page));
        var backend = new Backend(blueprint, world.loop(0), new Seed(42));
        var at = new Address("10.0.0.2", 80);
        world.loop(0).listen(at, backend);
        backend.watch(0, List.of("database"));
        List<String> answers =
                play(
                        world,
                        at,
                        mayLeave(policies),
                        ms -> backend.hurt(1, "database", new Fault.Error(Share.ALL, 500)),
                        ms -> backend.relieve(1));
        return new Came(answers, decisions(backend.takeGuarded()));
    }

    private static List<Step> takes(long nanos) {
        return List.of(new Step.Work(new Constant(nanos / 1e9)));
    }

    /// Nobody leaves where places are waited for: a gateway reads nothing from who waits, and so
    /// sees them leave later than a model does.
    private static boolean mayLeave(List<Policy> policies) {
        return policies.stream()
                .noneMatch(p -> p instanceof Policy.Bulkhead b && b.waitNanos() > 0);
    }

    /// Five people ask for three things, every third by POST, in turns; one in eleven leaves early
    /// where they may.
    private static List<String> play(
            SimWorld world, Address at, boolean leave, LongConsumer hurts, LongConsumer heals) {
        Loop loop = world.loop(0);
        var calls = new ArrayList<Call>();
        for (int i = 0; i < REQUESTS; i++) {
            long ms = (long) i * APART_MS;
            world.runUntil(ms * MS);
            if (ms - APART_MS < FAILS_FROM_MS && ms >= FAILS_FROM_MS) {
                hurts.accept(ms);
            }
            if (ms - APART_MS < FAILS_FROM_MS + FAILS_FOR_MS
                    && ms >= FAILS_FROM_MS + FAILS_FOR_MS) {
                heals.accept(ms);
            }
            world.runUntil(ms * MS);
            var line = new Line();
            line.connection = loop.connect(Peer.at(at), Lane.direct(), Ticket.NOBODY, line);
            world.runUntil(ms * MS);
            String who = "id=" + i % 5;
            String target = "/" + i % 3;
            calls.add(
                    line.ask(
                            i % 4 == 3
                                    ? Words.post(target, "Cookie", who)
                                    : Words.get(target, "Cookie", who)));
            if (leave && i % 11 == 5) {
                world.runUntil(ms * MS + 3 * MS);
                line.connection().close();
            }
        }
        world.runUntil(12 * SECOND);
        return calls.stream().map(BothWorldsTest::words).toList();
    }

    private static String words(Call call) {
        boolean whole = call.endings.contains(Ending.COMPLETE);
        return whole ? call.status + " after " + call.endedNanos / 1_000 + " us" : "none";
    }

    private static Map<Decision, Long> decisions(List<GuardSecond> seconds) {
        var all = new EnumMap<Decision, Long>(Decision.class);
        for (Decision decision : Decision.values()) {
            long count = seconds.stream().mapToLong(second -> second.count(decision)).sum();
            if (count > 0) {
                all.put(decision, count);
            }
        }
        return all;
    }
}

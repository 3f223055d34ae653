package dev.unruly.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Served;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Fault;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Instances that break in every way, people who leave, faults that come and go: every request is
/// answered once or cut off once, nobody gets what another was answered, and in the end nothing is
/// left over.
class TriesStormTest {

    private static final long MS = Rig.MS;
    private static final long END_MS = 4_000;

    /// For as long as work without a caller may hold its place.
    private static final long LATEST_MS = END_MS + GuardedCall.MOST_OUTLIVED_NANOS / MS + 10_000;

    private final Counted counted = new Counted();
    private int names;

    private record Asked(Call call, Line line, String body, boolean safe) {}

    private static List<Policy> policies(Draw draw) {
        var policies = new ArrayList<Policy>();
        if (draw.coin()) {
            policies.add(new Policy.Retry(draw.between(1, 3), 5 * MS, draw.between(5L, 50L) * MS));
        }
        if (draw.coin()) {
            policies.add(
                    new Policy.Hedge(
                            draw.between(1L, 60L) * MS, new Share(0.1 + 0.9 * draw.share())));
        }
        if (draw.coin() || policies.isEmpty()) {
            policies.add(new Policy.Ejection(2, 500 * MS, new Share(draw.share())));
        }
        if (draw.coin()) {
            policies.add(
                    new Policy.Budget(new Share(draw.share()), draw.between(0, 50), 2_000 * MS));
        }
        if (draw.coin()) {
            policies.add(new Policy.Timeout(draw.between(10L, 300L) * MS));
        }
        if (draw.coin()) {
            policies.add(new Policy.Bulkhead(draw.between(1, 6), draw.between(0L, 40L) * MS));
        }
        if (draw.coin()) {
            policies.add(new Policy.Concurrency(1, draw.between(1, 5), 10));
        }
        if (draw.coin()) {
            policies.add(
                    new Policy.Breaker(new Share(0.5), Share.ALL, 100 * MS, 1_000 * MS, 200 * MS));
        }
        return policies;
    }

    private static Fault fault(Draw draw) {
        return switch (draw.between(0, 5)) {
            case 0 -> new Fault.Reset(new Share(draw.share()));
            case 1 -> new Fault.Blackhole();
            case 2 -> new Fault.Error(new Share(draw.share()), 503);
            case 3 -> new Fault.Stall();
            case 4 -> new Fault.Bandwidth(draw.between(5_000L, 1_000_000L));
            default ->
                    new Fault.Latency(
                            new Fault.Delay.Drawn(new Distribution.Uniform(0, 0.1)),
                            new Share(draw.share()));
        };
    }

    /// What an instance does with a request that is whole: answers with what was asked, late,
    /// badly, in parts, in part, or not at all.
    private void serve(HttpRig rig, Draw draw, Served one) {
        long takes = draw.between(0, 9) == 0 ? draw.between(50, 500) : draw.between(0, 30);
        int how = draw.between(0, 11);
        rig.after(
                takes,
                () -> {
                    if (!one.endings.isEmpty()) {
                        return;
                    }
                    switch (how) {
                        case 0 -> one.answer(500, "");
                        case 1 -> one.answer(503, "busy", "Retry-After", "0");
                        case 2 -> one.on.visit().abort();
                        case 3 -> one.asked.cancel();
                        case 4 -> {} // and never will
                        case 5 -> begin(rig, one, false);
                        case 6, 7 -> begin(rig, one, true);
                        default -> {
                            byte[] body = HttpRig.bytes(said(one));
                            one.asked.answer(Words.answer(200), body.length);
                            one.asked.write(counted.of(body));
                            one.asked.finish();
                        }
                    }
                });
    }

    /// A long answer in parts; or only its beginning.
    private void begin(HttpRig rig, Served one, boolean whole) {
        String said = said(one);
        one.asked.answer(Words.answer(200), -1);
        one.asked.write(counted.of(HttpRig.bytes(said.substring(0, 1))));
        rig.after(
                7,
                () -> {
                    if (!one.endings.isEmpty()) {
                        return;
                    }
                    if (whole) {
                        one.asked.write(counted.of(HttpRig.bytes(said.substring(1))));
                        one.asked.finish();
                    } else {
                        one.on.visit().abort();
                    }
                });
    }

    private static String said(Served one) {
        return one.line + "|" + one.body();
    }

    private void ask(HttpRig rig, Draw draw, List<Asked> all) {
        Line line = rig.open();
        for (int j = draw.between(1, 8); j > 0; j--) {
            String name = "/" + ++names;
            boolean safe = draw.coin();
            String body = safe ? "" : "x".repeat(draw.between(1, 3_000));
            boolean leaves = draw.between(0, 9) == 0;
            long stays = draw.between(0, 100);
            rig.at(
                    draw.between(rig.world.nanos() / MS, END_MS),
                    () -> {
                        if (line.connection().room() == 0) {
                            return;
                        }
                        Call call =
                                line.begin(
                                        safe ? Words.get(name) : Words.post(name), body.length());
                        if (!safe) {
                            Bytes bytes = counted.of(HttpRig.bytes(body));
                            call.exchange().write(bytes);
                            call.exchange().finish();
                        }
                        all.add(
                                new Asked(
                                        call,
                                        line,
                                        (safe ? "GET " : "POST ") + name + "|" + body,
                                        safe));
                        if (leaves) {
                            rig.after(stays, () -> line.connection().close());
                        }
                    });
        }
    }

    private void play(Draw draw) {
        var rig = new HttpRig(draw.between(1, 4));
        var all = new ArrayList<Asked>();
        rig.whenReceived = one -> serve(rig, draw, one);
        List<Policy> policies = policies(draw);
        draw.note("policies", "" + policies);
        rig.link.protect(List.of(new Protection("database", "", policies)));
        for (int i = draw.between(0, 3); i > 0; i--) {
            int number = i;
            Fault fault = fault(draw);
            long forMs = draw.between(1, 1_500);
            draw.note("fault " + i, fault + " for " + forMs);
            rig.at(
                    draw.between(1, 3_000),
                    () -> rig.link.begin(number, "database", fault, forMs * MS));
        }
        if (draw.coin()) {
            int closes = draw.between(0, rig.doors.size() - 1);
            rig.at(draw.between(1, 2_000), () -> rig.doors.get(closes).close());
        }
        if (draw.coin()) {
            List<Policy> others = policies(draw);
            rig.at(
                    draw.between(1, 3_000),
                    () -> rig.link.protect(List.of(new Protection("database", "", others))));
        }
        for (int i = draw.between(1, 12); i > 0; i--) {
            ask(rig, draw, all);
        }
        rig.until(END_MS);
        all.forEach(one -> one.line.connection().close());
        rig.until(LATEST_MS);
        check(rig, all);
    }

    private void check(HttpRig rig, List<Asked> all) {
        for (Asked one : all) {
            assertThat(one.call.endings).hasSize(1);
            if (one.call.endings.getFirst() == Ending.COMPLETE && one.call.status == 200) {
                assertThat(one.call.body()).isEqualTo(one.body);
            } else if (one.call.status == 200) {
                assertThat(one.body).startsWith(one.call.body());
            }
        }
        // What may not be done twice is asked at most once.
        assertThat(rig.served.stream().filter(one -> one.line.startsWith("POST")))
                .extracting(one -> one.line)
                .doesNotHaveDuplicates();
        long lost = 0;
        for (var second : rig.heard.seconds) {
            lost += second.requests() - second.completed() - second.failed();
        }
        var last = rig.heard.seconds.getLast();
        long hedged =
                rig.heard.guards.stream().mapToLong(second -> second.count(Decision.HEDGED)).sum();
        assertThat(last.inFlight()).isZero();
        assertThat(last.open()).isZero();
        assertThat(lost).isBetween(0L, hedged);
        assertThat(rig.heard.guards.getLast().inFlight()).isZero();
        assertThat(rig.visitors).allMatch(visitor -> visitor.endings.size() == 1);
        assertThat(counted.outstanding()).isZero();
        assertThat(rig.world.held()).isZero();
    }

    @Test
    void everyRequestHasOneEndAndNothingIsLeftOver() {
        Forall.check(400, 11, draw -> new TriesStormTest().play(draw));
    }
}

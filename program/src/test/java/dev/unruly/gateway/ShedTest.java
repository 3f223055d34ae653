package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.guard.Criticality;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.policy.Triage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Who is turned away where requests have to wait for a place for too long.
class ShedTest {

    private static final List<String> KINDS = List.of("/ads", "/page", "/pay");

    private final HttpRig rig = new HttpRig();
    private final Map<String, List<Call>> calls = new LinkedHashMap<>();
    private final Map<Line, Call> last = new LinkedHashMap<>();

    private void protect(long targetMs, long waitMs) {
        var shed = new Policy.Shed(targetMs * MS, 200 * MS, List.of("/pay*"), List.of("GET /ads"));
        var bulkhead = new Policy.Bulkhead(10, waitMs * MS);
        rig.link.protect(List.of(new Protection("database", "", List.of(shed, bulkhead))));
        rig.whenReceived = one -> rig.after(50, () -> one.answer(200, "ok"));
    }

    /// One of a kind in turn, of a hundred persons; a connection is used again.
    private void load(int perSecond, int fromMs, int toMs) {
        int everyMs = 1_000 / perSecond;
        for (int ms = fromMs, i = 0; ms < toMs; ms += everyMs, i++) {
            rig.until(ms);
            String kind = KINDS.get(i % 3);
            Line line = idle();
            Call call = line.ask(Words.get(kind, "Cookie", "id=" + i / 3 % 100));
            last.put(line, call);
            calls.computeIfAbsent(kind, any -> new ArrayList<>()).add(call);
        }
    }

    private Line idle() {
        for (Map.Entry<Line, Call> used : last.entrySet()) {
            if (!used.getValue().endings.isEmpty()) {
                return used.getKey();
            }
        }
        return rig.open();
    }

    private List<Call> of(String kind) {
        return calls.getOrDefault(kind, List.of());
    }

    private double refused(String kind, int from) {
        List<Call> all = of(kind).subList(from, of(kind).size());
        return all.stream().filter(call -> call.status == 503).count() / (double) all.size();
    }

    /// Ten places of 50 ms serve 200 a second, and 333 come: what matters least goes first, and
    /// what matters most not at all.
    @Test
    void whatMattersLeastGoesFirst() {
        protect(5, 1_000);
        load(333, 0, 20_000);
        rig.until(21_000);
        assertThat(refused("/ads", 800)).isGreaterThan(0.9);
        assertThat(refused("/page", 800)).isBetween(0.1, 0.9);
        assertThat(refused("/pay", 800)).isLessThan(0.02);
        Call shed = of("/ads").getLast();
        assertThat(shed.body()).isEqualTo("unruly: database: work has to wait for too long\n");
        assertThat(shed.fields).contains("Retry-After: 1");
        assertThat(rig.heard.guards.stream().mapToLong(s -> s.count(Decision.SHED)).sum())
                .isGreaterThan(1_000);
    }

    /// The wait must reach the target throughout an interval: it does at 5 ms, not at 51 ms, which
    /// nobody waits for here.
    @Test
    void waitsBelowTheTargetShedNobody() {
        protect(60, 50);
        load(333, 0, 5_000);
        rig.until(6_000);
        assertThat(rig.heard.guards.stream().mapToLong(s -> s.count(Decision.SHED)).sum()).isZero();
        assertThat(rig.heard.guards.stream().mapToLong(s -> s.count(Decision.BULKHEAD)).sum())
                .isGreaterThan(100);
    }

    @Test
    void afterwardsEverybodyIsLetInAgain() {
        protect(5, 1_000);
        load(333, 0, 10_000);
        load(100, 10_000, 40_000);
        rig.until(40_000);
        for (String kind : KINDS) {
            List<Call> all = of(kind);
            assertThat(refused(kind, all.size() - 100)).as(kind).isZero();
        }
    }

    /// What a browser fetches ahead matters less than it would, and nothing says it matters more.
    @Test
    void aHeaderCanOnlyLowerARequest() {
        Triage triage = Triage.of(new Policy.Shed(MS, MS, List.of("/pay"), List.of()), 0);
        var words = Words.get("/pay", "Sec-Purpose", "prefetch;prerender");
        var ahead = triage.rank("GET", "/pay", new KeptFields(words.fields()), 1, 0);
        assertThat(ahead.criticality()).isEqualTo(Criticality.SHEDDABLE);
        var plain = triage.rank("GET", "/pay", new KeptFields(List.of()), 1, 0);
        assertThat(plain.criticality()).isEqualTo(Criticality.CRITICAL);
        assertThat(triage.rank("GET", "/payment", new KeptFields(List.of()), 1, 0).criticality())
                .isEqualTo(Criticality.NORMAL);
    }
}

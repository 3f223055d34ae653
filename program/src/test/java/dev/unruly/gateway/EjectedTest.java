package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Which instances are left out, and when they come back.
class EjectedTest {

    private static final long SECOND = 1_000 * MS;

    private final HttpRig rig = new HttpRig(3);

    private final Policy ejection = new Policy.Ejection(3, 10 * SECOND, new Share(0.4));

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    /// Asks one after the other on one connection; returns how many were asked of an instance.
    private long ask(int count, int instance) {
        int before = rig.served.size();
        Line line = rig.open();
        for (int i = 0; i < count; i++) {
            Call call = line.ask(Words.get("/" + i));
            rig.until(rig.world.nanos() / MS + 50);
            assertThat(call.endings).hasSize(1);
        }
        return rig.served.stream().skip(before).filter(one -> one.instance == instance).count();
    }

    @Test
    void whoIsSlowIsLeftOutAndComesBack() {
        protect(ejection);
        rig.whenReceived = one -> rig.after(one.instance == 1 ? 40 : 10, () -> one.answer(200, ""));
        long began = rig.world.nanos() / MS;
        assertThat(ask(90, 1)).isBetween(20L, 30L);
        assertThat(ask(60, 1)).isZero();
        rig.whenReceived = one -> rig.after(10, () -> one.answer(200, ""));
        rig.until(began + 20_000);
        assertThat(ask(90, 1)).isEqualTo(30);
    }

    @Test
    void whoFailsIsLeftOut() {
        protect(ejection);
        rig.whenReceived = one -> one.answer(one.instance == 2 ? 500 : 200, "");
        ask(90, 2);
        assertThat(ask(60, 2)).isZero();
    }

    @Test
    void whoRefusesIsLeftOut() {
        protect(ejection);
        rig.doors.get(2).close();
        ask(90, 2);
        int before = rig.served.size();
        ask(60, 2);
        assertThat(rig.served).hasSize(before + 60);
    }

    /// Three times as slow as the others is not yet too slow, and a little more is.
    @Test
    void theThresholdIsABoundary() {
        protect(ejection);
        rig.whenReceived = one -> rig.after(one.instance == 1 ? 30 : 10, () -> one.answer(200, ""));
        ask(90, 1);
        assertThat(ask(60, 1)).isEqualTo(20);
        rig.whenReceived = one -> rig.after(one.instance == 1 ? 31 : 10, () -> one.answer(200, ""));
        ask(600, 1);
        assertThat(ask(60, 1)).isZero();
    }

    /// When all of them fail, nobody stands out; and at most two fifths of three are left out.
    @Test
    void thereIsAlwaysSomebodyToAsk() {
        protect(ejection);
        rig.whenReceived = one -> one.answer(500, "");
        ask(200, 0);
        int before = rig.served.size();
        ask(60, 0);
        assertThat(rig.served).hasSize(before + 60);
    }

    /// What is slow and asked of another too is known by how long it was waited for.
    @Test
    void hedgesDoNotHideWhoIsSlow() {
        protect(
                ejection,
                new Policy.Hedge(25 * MS, Share.ALL),
                new Policy.Budget(Share.ALL, 100, 10 * SECOND));
        rig.whenReceived =
                one ->
                        rig.after(
                                one.instance == 1 ? 500 : 5,
                                () -> {
                                    if (one.endings.isEmpty()) {
                                        one.answer(200, "");
                                    }
                                });
        ask(90, 1);
        assertThat(ask(60, 1)).isZero();
    }

    /// A change of other settings does not forget who is left out.
    @Test
    void whatIsKnownIsKept() {
        protect(ejection);
        rig.whenReceived = one -> one.answer(one.instance == 2 ? 500 : 200, "");
        ask(90, 2);
        protect(ejection, new Policy.Timeout(SECOND));
        assertThat(ask(60, 2)).isZero();
    }
}

package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Dependency;
import dev.unruly.model.HostPort;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Policies that stand, that people change for a while, and that are replaced under way.
class OverriddenTest {

    private static final long SECOND = 1_000 * MS;

    private static final Policy.Bulkhead TWO = new Policy.Bulkhead(2, 0);
    private static final Policy.Breaker BREAKER =
            new Policy.Breaker(new Share(0.5), Share.ALL, SECOND, 10 * SECOND, 2 * SECOND);

    private final HttpRig rig = new HttpRig(2);

    @BeforeEach
    void nobodyWatches() {
        rig.link.close();
        rig.settle();
    }

    private void stand(Policy... policies) {
        rig.gateway.stand(List.of(new Protection("database", "", List.of(policies))), 7);
    }

    private static Wish wish(String policy, Change change, long forNanos) {
        return new Wish("database", "", policy, change, forNanos, "it");
    }

    private int given(Wish wish) {
        return switch (rig.gateway.override(wish)) {
            case Answered.Done<Overrides.Given>(Overrides.Given one) -> one.number();
            case Answered.Refused<Overrides.Given>(List<String> why) ->
                    throw new AssertionError(why);
        };
    }

    private int status() {
        Call call = rig.open().ask(Words.get("/"));
        rig.settle();
        return call.status;
    }

    private PolicyState state(String key) {
        return rig.gateway.state().listeners().getFirst().policies().stream()
                .filter(one -> one.policy().key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private double figure(String key, String name) {
        return state(key).figures().stream()
                .filter(one -> one.name().equals(name))
                .mapToDouble(Figure::value)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anOverrideEndsAtItsEndAndNotBefore() {
        stand(BREAKER);
        long began = rig.world.nanos();
        int number = given(wish("breaker", new Change.HeldOpen(), SECOND));
        assertThat(status()).isEqualTo(503);
        rig.world.runUntil(began + SECOND - 1);
        assertThat(status()).isEqualTo(503);
        assertThat(state("breaker").override()).hasValue(number);
        rig.world.runUntil(began + SECOND);
        assertThat(status()).isEqualTo(200);
        assertThat(state("breaker").override()).isEmpty();
        assertThat(rig.gateway.state().overrides()).isEmpty();
    }

    @Test
    void ofTwoAboutTheSameTheLaterCounts() {
        stand(BREAKER);
        given(wish("breaker", new Change.HeldOpen(), 60 * SECOND));
        given(wish("breaker", new Change.HeldClosed(), 2 * SECOND));
        assertThat(rig.gateway.state().overrides()).hasSize(1);
        assertThat(status()).isEqualTo(200);
        rig.until(rig.world.nanos() / MS + 2_000);
        assertThat(state("breaker").word()).isEqualTo("closed");
    }

    @Test
    void whatIsOffIsStillShownWhereItStands() {
        stand(TWO, BREAKER);
        int number = given(wish("bulkhead", new Change.Off(), 60 * SECOND));
        assertThat(state("bulkhead").condition()).isEqualTo(PolicyState.Condition.OFF);
        assertThat(rig.gateway.state().listeners().getFirst().policies())
                .extracting(one -> one.policy().key())
                .containsExactly("bulkhead", "breaker");
        rig.gateway.withdraw(number);
        assertThat(state("bulkhead").condition()).isEqualTo(PolicyState.Condition.CALM);
        assertThat(rig.gateway.withdraw(number)).isInstanceOf(Answered.Refused.class);
    }

    @Test
    void onlyWhatIsThereIsSwitchedOff() {
        stand(TWO);
        for (Wish wish :
                List.of(
                        wish("breaker", new Change.Off(), SECOND),
                        wish("breaker", new Change.HeldOpen(), SECOND),
                        new Wish("nobody", "", "breaker", new Change.Off(), SECOND, "it"))) {
            assertThat(rig.gateway.override(wish)).isInstanceOf(Answered.Refused.class);
        }
    }

    @Test
    void anOverrideLastsFromASecondToADay() {
        var off = new Change.Off();
        assertThat(wish("rate", off, Wish.LEAST_NANOS).forNanos()).isEqualTo(SECOND);
        assertThat(wish("rate", off, Wish.MOST_NANOS).forNanos()).isEqualTo(86_400 * SECOND);
        for (long wrong : new long[] {Wish.LEAST_NANOS - 1, Wish.MOST_NANOS + 1}) {
            assertThatThrownBy(() -> wish("rate", off, wrong))
                    .hasMessageContaining("1 s to 86400 s");
        }
        assertThatThrownBy(() -> new Wish("database", "", "rate", off, SECOND, "\u001b[2J"))
                .hasMessageContaining("control characters");
        assertThatThrownBy(() -> wish("rate", new Change.HeldOpen(), SECOND))
                .hasMessageContaining("only a breaker");
    }

    @Test
    void aRunsPoliciesReplaceThoseThatStandWhileItWatches() {
        stand(TWO);
        rig.link.watch(42, rig.world.nanos());
        rig.settle();
        assertThat(rig.gateway.state().listeners().getFirst().policies()).isEmpty();
        rig.link.close();
        rig.settle();
        assertThat(state("bulkhead").policy()).isEqualTo(TWO);
    }

    /// However often the numbers change, or the policy comes and goes: whoever is inside counts.
    @Test
    void whoIsInsideStaysInside() {
        stand(TWO);
        rig.whenReceived = one -> rig.after(500, () -> one.answer(200, "ok"));
        var calls = new ArrayList<Call>();
        for (int i = 0; i < 2; i++) {
            Line line = rig.open();
            calls.add(line.ask(Words.get("/")));
        }
        rig.settle();
        stand(new Policy.Bulkhead(3, 0));
        assertThat(figure("bulkhead", "taken")).isEqualTo(2);
        stand();
        stand(TWO);
        assertThat(figure("bulkhead", "taken")).isEqualTo(2);
        assertThat(status()).isEqualTo(503);
        rig.until(rig.world.nanos() / MS + 600);
        assertThat(calls).allMatch(call -> call.status == 200);
        assertThat(figure("bulkhead", "taken")).isZero();
    }

    private Dependency at(Dependency same, int... instances) {
        var upstreams = new ArrayList<HostPort>();
        for (int one : instances) {
            upstreams.add(same.upstreams().get(one));
        }
        return new Dependency(same.name(), new HostPort("10.0.0.2", 0), upstreams, same.protocol());
    }

    /// A request that is under way when the instances change ends among those it began with.
    @Test
    void instancesChangeUnderWay() {
        var policies =
                List.<Policy>of(
                        new Policy.Retry(1, MS, 10 * MS),
                        new Policy.Ejection(3, 10 * SECOND, new Share(0.5)));
        var protections = List.of(new Protection("database", "", policies));
        Dependency both = rig.gateway.dependencies().getFirst();
        rig.gateway.reload(List.of(at(both, 0)), protections, 7);
        rig.whenReceived = one -> rig.after(100, () -> one.answer(500, "bad"));
        Call call = rig.open().ask(Words.get("/"));
        rig.until(rig.world.nanos() / MS + 50);
        assertThat(rig.gateway.reload(List.of(at(both, 1, 0)), protections, 7))
                .isEqualTo(
                        new Answered.Done<>(
                                List.of("database has other upstreams, for new connections")));
        rig.until(rig.world.nanos() / MS + 1_000);
        assertThat(call.status).isEqualTo(500);
        assertThat(rig.served).hasSize(2).allMatch(one -> one.instance == 0);
        rig.whenReceived = one -> one.answer(200, "ok");
        assertThat(status()).isEqualTo(200);
        assertThat(status()).isEqualTo(200);
        assertThat(rig.served).extracting(one -> one.instance).contains(1);
        assertThat(figure("eject", "instance2Answers")).isEqualTo(1);
    }

    /// What was overridden of a listener that is gone is over; of one that stays it is not.
    @Test
    void whatIsOverriddenOfAListenerThatIsGoneIsOver() {
        var said = new ArrayList<String>();
        rig.gateway.tell(said::add);
        stand(TWO);
        given(wish("bulkhead", new Change.Off(), 60 * SECOND));
        Dependency same = rig.gateway.dependencies().getFirst();
        rig.gateway.reload(List.of(at(same, 0)), rig.gateway.standing(), 7);
        assertThat(rig.gateway.state().overrides()).hasSize(1);
        Dependency other =
                new Dependency(
                        "other", new HostPort("10.0.0.2", 0), same.upstreams(), same.protocol());
        assertThat(rig.gateway.reload(List.of(other), List.of(), 7))
                .isInstanceOf(Answered.Done.class);
        assertThat(rig.gateway.state().overrides()).isEmpty();
        assertThat(said).contains("override 1 is over: its listener is gone");
    }
}

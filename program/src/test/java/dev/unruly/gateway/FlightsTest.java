package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.world.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who shares whose answer.
class FlightsTest {

    private final HttpRig rig = new HttpRig();

    private void protect(Policy.Sharing sharing, Policy... more) {
        List<Policy> policies = new ArrayList<>(List.of(more));
        policies.add(new Policy.SingleFlight(200 * MS, sharing));
        rig.link.protect(List.of(new Protection("database", "", policies)));
    }

    private void answersAfter(long ms) {
        rig.whenReceived = one -> rig.after(ms, () -> one.answer(200, one.line));
    }

    private List<Call> asked(int times, Words words) {
        var calls = new ArrayList<Call>();
        for (int i = 0; i < times; i++) {
            calls.add(rig.open().ask(words));
        }
        return calls;
    }

    @Test
    void aStampedeIsOneRequest() {
        protect(Policy.Sharing.EVERYBODY);
        answersAfter(100);
        List<Call> calls = asked(50, Words.get("/products/7"));
        rig.until(150);
        assertThat(rig.served).hasSize(1);
        assertThat(calls)
                .allSatisfy(call -> {
                    assertThat(call.status).isEqualTo(200);
                    assertThat(call.body()).isEqualTo("GET /products/7");
                    assertThat(call.headNanos).isEqualTo(100 * MS);
                    assertThat(call.fields).contains("Server: test");
                });
        rig.until(1_000);
        assertThat(rig.heard.guards.getFirst().count(Decision.SHARED)).isEqualTo(49);
        assertThat(rig.heard.guards.getFirst().count(Decision.PASSED)).isEqualTo(1);
    }

    @Test
    void whoComesAfterTheAnswerHasBegunSharesItOnlyIfSomebodyWaitedBefore() {
        protect(Policy.Sharing.EVERYBODY);
        rig.whenReceived =
                one ->
                        rig.after(
                                50,
                                () -> {
                                    one.asked.answer(Words.answer(200), 4);
                                    one.asked.write(Bytes.of(new byte[] {'p', 'a'}));
                                    rig.after(
                                            60,
                                            () -> {
                                                one.asked.write(Bytes.of(new byte[] {'g', 'e'}));
                                                one.asked.finish();
                                            });
                                });
        var calls = new ArrayList<>(asked(1, Words.get("/alone")));
        calls.addAll(asked(2, Words.get("/two")));
        rig.until(80);
        calls.addAll(asked(2, Words.get("/alone")));
        calls.addAll(asked(1, Words.get("/two")));
        rig.until(105);
        assertThat(rig.served).hasSize(3);
        rig.until(500);
        assertThat(rig.served).hasSize(3);
        assertThat(calls).allSatisfy(call -> assertThat(call.body()).isEqualTo("page"));
    }

    @Test
    void nothingIsKeptForThoseWhoComeLater() {
        protect(Policy.Sharing.EVERYBODY);
        answersAfter(10);
        asked(2, Words.get("/"));
        rig.until(50);
        asked(2, Words.get("/"));
        rig.until(100);
        assertThat(rig.served).hasSize(2);
    }

    @Test
    void whatOnePersonIsAnsweredIsNotForAnother() {
        protect(Policy.Sharing.ONE_PERSON);
        answersAfter(50);
        asked(3, Words.get("/cart", "Cookie", "id=1"));
        asked(3, Words.get("/cart", "Cookie", "id=2"));
        asked(3, Words.get("/cart", "Authorization", "Bearer 3"));
        rig.until(100);
        assertThat(rig.served).hasSize(3);
    }

    @Test
    void languagesFormsAndPartsAreNotShared() {
        protect(Policy.Sharing.EVERYBODY);
        answersAfter(50);
        asked(2, Words.get("/", "Accept-Language", "de"));
        asked(2, Words.get("/", "Accept-Language", "fr"));
        asked(2, Words.post("/"));
        asked(2, Words.get("/", "Range", "bytes=0-9"));
        rig.until(100);
        assertThat(rig.served).hasSize(2 + 2 + 2);
    }

    /// Each of them gets what belongs to one person alone from the dependency itself.
    @Test
    void anAnswerThatSetsACookieOrIsPrivateIsNobodyElses() {
        for (String field : List.of("Set-Cookie", "Cache-Control", "Vary")) {
            var other = new HttpRig();
            other.link.protect(
                    List.of(
                            new Protection(
                                    "database",
                                    "",
                                    List.of(
                                            new Policy.SingleFlight(
                                                    60_000 * MS, Policy.Sharing.EVERYBODY)))));
            String value =
                    switch (field) {
                        case "Set-Cookie" -> "id=1";
                        case "Vary" -> "*";
                        default -> "max-age=3, private";
                    };
            other.whenReceived =
                    one -> other.after(10, () -> one.answer(200, "mine", field, value));
            var calls = new ArrayList<Call>();
            for (int i = 0; i < 3; i++) {
                calls.add(other.open().ask(Words.get("/")));
            }
            other.until(100);
            assertThat(other.served).as(field).hasSize(3);
            assertThat(calls).allMatch(call -> call.status == 200);
        }
    }

    @Test
    void aFailureIsNotShared() {
        protect(Policy.Sharing.EVERYBODY);
        rig.whenReceived =
                one -> rig.after(10, () -> one.answer(rig.served.size() == 1 ? 500 : 200, "x"));
        List<Call> calls = asked(3, Words.get("/"));
        rig.until(100);
        assertThat(calls).extracting(c -> c.status).containsExactly(500, 200, 200);
        assertThat(rig.served).hasSize(2);
    }

    @Test
    void whoHasWaitedLongEnoughAsksAndALeaderWhoLeavesIsFollowed() {
        protect(Policy.Sharing.EVERYBODY);
        rig.whenReceived = one -> {};
        Line leader = rig.open();
        leader.ask(Words.get("/"));
        rig.until(50);
        Call waits = rig.open().ask(Words.get("/"));
        rig.until(249);
        assertThat(rig.served).hasSize(1);
        answersAfter(10);
        rig.until(260);
        assertThat(rig.served).hasSize(2);
        assertThat(waits.status).isEqualTo(200);

        rig.whenReceived = one -> {};
        Line second = rig.open();
        second.ask(Words.get("/other"));
        rig.until(300);
        Call follows = rig.open().ask(Words.get("/other"));
        rig.until(310);
        answersAfter(10);
        second.connection().close();
        rig.until(330);
        assertThat(follows.status).isEqualTo(200);
    }

    @Test
    void aLeaderThatIsRefusedLetsTheNextTry() {
        protect(Policy.Sharing.EVERYBODY, new Policy.Bulkhead(1, 0));
        answersAfter(100);
        Call other = rig.open().ask(Words.get("/other"));
        List<Call> calls = asked(3, Words.get("/"));
        rig.until(300);
        assertThat(other.status).isEqualTo(200);
        assertThat(calls).extracting(c -> c.status).containsOnly(503);
    }

    @Test
    void whoIsGoneIsNotAnswered() {
        protect(Policy.Sharing.EVERYBODY);
        answersAfter(100);
        asked(1, Words.get("/"));
        Line leaves = rig.open();
        leaves.ask(Words.get("/"));
        rig.until(50);
        leaves.connection().close();
        List<Call> later = asked(1, Words.get("/"));
        rig.until(200);
        assertThat(rig.served).hasSizeBetween(1, 2);
        assertThat(later.getFirst().status).isEqualTo(200);
    }
}

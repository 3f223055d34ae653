package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Decision;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is given again, for how long, and to whom.
class CacheTest {

    private static final long SECOND = 1_000 * MS;
    private static final Policy.Sharing ALL = Policy.Sharing.EVERYBODY;

    private final HttpRig rig = new HttpRig();

    private void protect(Policy... policies) {
        rig.link.protect(List.of(new Protection("database", "", List.of(policies))));
    }

    /// Good for a second, without chance.
    private static Policy.Cache cache(long staleMs, Policy.Sharing sharing) {
        return new Policy.Cache(SECOND, staleMs * MS, Share.NONE, 0, sharing);
    }

    private void answers(long afterMs, String... fields) {
        rig.whenReceived =
                one ->
                        rig.after(
                                afterMs,
                                () -> one.answer(200, "answer " + rig.served.size(), fields));
    }

    private Call ask(String target, String... fields) {
        Call call = rig.open().ask(Words.get(target, fields));
        rig.settle();
        return call;
    }

    private long count(Decision decision) {
        rig.world.runUntil((rig.world.nanos() / SECOND + 1) * SECOND);
        return rig.heard.guards.stream().mapToLong(second -> second.count(decision)).sum();
    }

    @Test
    void whatSaysNothingIsGivenUntilTheRulesTimeIsOver() {
        protect(cache(0, ALL));
        answers(10);
        ask("/");
        rig.until(10);
        rig.world.runUntil(1_010 * MS - 1);
        Call last = ask("/");
        assertThat(last.body()).isEqualTo("answer 1");
        assertThat(last.fields).contains("Age: 1", "Server: test");
        assertThat(rig.served).hasSize(1);
        rig.until(1_010);
        ask("/");
        assertThat(rig.served).hasSize(2);
        rig.until(1_020);
        rig.world.runUntil(1_020 * MS + 1);
        assertThat(ask("/").body()).isEqualTo("answer 2");
        assertThat(rig.served).hasSize(2);
        assertThat(count(Decision.KEPT)).isEqualTo(2);
        assertThat(count(Decision.PASSED)).isEqualTo(2);
    }

    /// Its time has run since it was asked for, and what it was old before is over as well.
    @Test
    void whatSaysItsTimeIsGivenUntilThatIsOver() {
        protect(cache(5_000, ALL));
        answers(100, "Cache-Control", "max-age=3, must-revalidate", "Age", "1");
        ask("/");
        rig.until(100);
        rig.world.runUntil(2_000 * MS - 1);
        assertThat(ask("/").fields).contains("Age: 2");
        assertThat(rig.served).hasSize(1);
        rig.until(2_000);
        ask("/");
        assertThat(rig.served).hasSize(2);
    }

    @Test
    void jitterShortensTheTimeByNoMoreThanItsShare() {
        protect(new Policy.Cache(SECOND, 0, new Share(0.5), 0, ALL));
        answers(0);
        for (int i = 0; i < 40; i++) {
            ask("/" + i);
        }
        rig.world.runUntil(500 * MS - 1);
        for (int i = 0; i < 40; i++) {
            ask("/" + i);
        }
        assertThat(rig.served).hasSize(40);
        rig.until(750);
        for (int i = 0; i < 40; i++) {
            ask("/" + i);
        }
        assertThat(rig.served.size() - 40).isBetween(8, 32);
        rig.until(1_000);
        assertThat(ask("/0").status).isEqualTo(200);
    }

    /// One fetches, the others are given what is kept, though it is a little too old.
    @Test
    void whatIsStaleIsGivenWhileOneFetchesBehind() {
        protect(cache(500, ALL));
        answers(0);
        ask("/");
        answers(100);
        rig.until(1_000);
        for (int i = 0; i < 20; i++) {
            assertThat(ask("/").body()).isEqualTo("answer 1");
        }
        assertThat(rig.served).hasSize(2);
        rig.until(1_099);
        assertThat(ask("/").body()).isEqualTo("answer 1");
        rig.until(1_100);
        assertThat(ask("/").body()).isEqualTo("answer 2");
        assertThat(rig.served).hasSize(2);
        assertThat(count(Decision.REFRESHED)).isEqualTo(1);
        assertThat(count(Decision.KEPT)).isEqualTo(22);
        assertThat(count(Decision.PASSED)).isEqualTo(2);
        assertThat(rig.heard.total().requests()).isEqualTo(2);
    }

    @Test
    void whatIsStaleForTooLongIsNotGiven() {
        protect(cache(500, ALL));
        answers(0);
        ask("/");
        rig.world.runUntil(1_500 * MS - 1);
        rig.whenReceived = one -> {};
        assertThat(ask("/").body()).isEqualTo("answer 1");
        rig.until(1_500);
        assertThat(ask("/").status).isZero();
        assertThat(rig.served).hasSize(2);
    }

    /// Nobody asks, so nothing is fetched.
    @Test
    void nothingIsFetchedWithoutAReader() {
        protect(new Policy.Cache(SECOND, 60 * SECOND, Share.NONE, 1, ALL));
        answers(50);
        ask("/");
        rig.until(20_000);
        assertThat(rig.served).hasSize(1);
        ask("/");
        rig.until(60_000);
        assertThat(rig.served).hasSize(2);
        assertThat(rig.heard.seconds.getLast().open()).isEqualTo(2);
    }

    @Test
    void earlyRefreshesHappenBeforeTheEndAndOneAtATime() {
        protect(new Policy.Cache(SECOND, 0, Share.NONE, 1, ALL));
        answers(50);
        ask("/");
        for (int ms = 51; ms <= 10_000; ms++) {
            rig.until(ms);
            assertThat(ask("/").status).isEqualTo(200);
        }
        long refreshed = count(Decision.REFRESHED);
        assertThat(refreshed).isBetween(10L, 14L);
        assertThat(rig.served).hasSize((int) refreshed + 1);
    }

    @Test
    void aMissIsAskedOnceForAll() {
        protect(cache(0, ALL));
        answers(100);
        var calls = new ArrayList<Call>();
        for (int i = 0; i < 30; i++) {
            calls.add(ask("/"));
        }
        rig.until(100);
        assertThat(calls).allMatch(call -> call.body().equals("answer 1"));
        assertThat(rig.served).hasSize(1);
        assertThat(count(Decision.SHARED)).isEqualTo(29);
    }

    @Test
    void peopleAreToldApartUnlessTheRuleSaysThatAllGetTheSame() {
        protect(cache(0, Policy.Sharing.ONE_PERSON));
        answers(0);
        assertThat(ask("/", "Cookie", "id=1").body()).isEqualTo("answer 1");
        assertThat(ask("/", "Cookie", "id=2").body()).isEqualTo("answer 2");
        assertThat(ask("/").body()).isEqualTo("answer 3");
        assertThat(ask("/", "Cookie", "id=1").body()).isEqualTo("answer 1");
        protect(cache(0, ALL));
        assertThat(ask("/", "Cookie", "id=1").body()).isEqualTo("answer 4");
        assertThat(ask("/", "Cookie", "id=2").body()).isEqualTo("answer 4");
    }

    @Test
    void languagesAreToldApartWhereTheAnswerSaysSo() {
        protect(cache(0, ALL));
        answers(0, "Vary", "Accept-Language");
        assertThat(ask("/", "Accept-Language", "de").body()).isEqualTo("answer 1");
        assertThat(ask("/", "Accept-Language", "fr").body()).isEqualTo("answer 2");
        assertThat(ask("/", "Accept-Language", "de", "User-Agent", "x").body())
                .isEqualTo("answer 1");
        assertThat(ask("/").body()).isEqualTo("answer 3");
        assertThat(ask("/", "X-Forwarded-Host", "evil", "Accept-Language", "de").body())
                .isEqualTo("answer 4");
    }

    @Test
    void whatIsNotForOthersIsAskedForEachTime() {
        protect(cache(0, ALL));
        for (String[] field :
                new String[][] {
                    {"Cache-Control", "private"},
                    {"Cache-Control", "no-store"},
                    {"Set-Cookie", "id=1"},
                    {"Vary", "*"},
                    {"Vary", "Accept,(odd)"}
                }) {
            int before = rig.served.size();
            answers(0, field);
            ask("/x");
            ask("/x");
            assertThat(rig.served).as("%s: %s", field[0], field[1]).hasSize(before + 2);
        }
        answers(0);
        int before = rig.served.size();
        ask("/y", "Authorization", "Bearer 1");
        ask("/y", "Authorization", "Bearer 1");
        ask("/z", "Cache-Control", "no-store");
        ask("/z");
        ask("/r", "Range", "bytes=0-1");
        ask("/r", "Range", "bytes=0-1");
        assertThat(rig.served).hasSize(before + 6);
        rig.open().ask(Words.post("/p"), "form");
        rig.open().ask(Words.post("/p"), "form");
        rig.settle();
        assertThat(rig.served).hasSize(before + 8);
    }

    @Test
    void whoHasItAlreadyIsToldSoAndAHeadHasNoBody() {
        protect(cache(0, ALL));
        answers(0, "ETag", "\"7\"");
        assertThat(ask("/").body()).isEqualTo("answer 1");
        Call same = ask("/", "If-None-Match", "\"7\"");
        assertThat(same.status).isEqualTo(304);
        assertThat(same.body()).isEmpty();
        assertThat(same.fields).contains("ETag: \"7\"");
        assertThat(ask("/", "If-None-Match", "\"8\"").body()).isEqualTo("answer 1");
        Call head = rig.open().ask(new Words("HEAD", "/", 0, Words.get("/").fields()));
        rig.settle();
        assertThat(head.status).isEqualTo(200);
        assertThat(head.body()).isEmpty();
        assertThat(head.endings).hasSize(1);
        assertThat(rig.served).hasSize(1);
    }

    @Test
    void whatChangesATargetMakesItForgotten() {
        protect(cache(0, ALL));
        answers(0);
        ask("/a");
        ask("/b");
        ask("/c");
        rig.whenReceived =
                one ->
                        one.answer(
                                one.line.endsWith("/a") ? 201 : 500, "", "Location", "http://x/b");
        rig.open().ask(Words.post("/a"), "x");
        rig.open().ask(Words.post("/c"), "x");
        rig.settle();
        answers(0);
        assertThat(ask("/a").body()).isEqualTo("answer 6");
        assertThat(ask("/b").body()).isEqualTo("answer 7");
        assertThat(ask("/c").body()).isEqualTo("answer 3");
    }

    /// The dependency may do it all the same.
    @Test
    void whoLeavesBeforeTheAnswerToAChangeMakesItForgottenToo() {
        protect(cache(0, ALL));
        answers(0);
        ask("/a");
        rig.whenReceived = one -> {};
        Line line = rig.open();
        line.ask(Words.post("/a"), "x");
        rig.settle();
        line.connection().close();
        rig.settle();
        answers(0);
        assertThat(ask("/a").body()).isEqualTo("answer 3");
    }

    /// What was asked before the change may be older than it.
    @Test
    void whatWasUnderWayWhenItsTargetChangedIsNotKept() {
        protect(cache(0, ALL));
        answers(100);
        Call before = ask("/a");
        rig.until(50);
        answers(0);
        rig.open().ask(Words.post("/a"), "x");
        rig.until(100);
        assertThat(before.status).isEqualTo(200);
        ask("/a");
        assertThat(rig.served).hasSize(3);
    }

    @Test
    void aPurgeEmptiesIt() {
        protect(cache(0, ALL));
        answers(0);
        ask("/a");
        ask("/b");
        assertThat(rig.gateway.purge("database")).hasValue(2);
        assertThat(rig.gateway.purge("nobody")).isEmpty();
        assertThat(ask("/a").body()).isEqualTo("answer 3");
        rig.link.purge("database");
        assertThat(ask("/a").body()).isEqualTo("answer 4");
    }

    @Test
    void afterAProtectionIsGoneNothingIsGivenOfIt() {
        protect(cache(0, ALL));
        answers(0);
        ask("/a");
        protect(cache(0, ALL), new Policy.Timeout(SECOND));
        assertThat(ask("/a").body()).isEqualTo("answer 1");
        rig.link.protect(List.of());
        assertThat(ask("/a").body()).isEqualTo("answer 2");
        protect(cache(0, ALL));
        assertThat(ask("/a").body()).isEqualTo("answer 3");
    }
}

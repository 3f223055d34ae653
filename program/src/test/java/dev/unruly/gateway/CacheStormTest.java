package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.forall.Draw;
import dev.unruly.forall.Forall;
import dev.unruly.gateway.HttpRig.Call;
import dev.unruly.gateway.HttpRig.Line;
import dev.unruly.gateway.HttpRig.Served;
import dev.unruly.gateway.HttpRig.Words;
import dev.unruly.model.Policy;
import dev.unruly.model.Protection;
import dev.unruly.model.Share;
import dev.unruly.world.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Any policies, any weather, and then calm: nobody is ever given what is another's own, or part of
/// an answer, or one that the dependency never gave, or one too old; and afterwards all is well.
class CacheStormTest {

    private static final long SECOND = 1_000 * MS;

    /// Of everything that may be given at all: good, then stale, and the time to fetch it.
    private static final long OLDEST_NANOS = 3 * SECOND + 400 * MS;

    private static final int PEOPLE = 4;

    /// A request of a person, and whether it was cut off by the test.
    private record Asking(int person, String target, Call call, long atNanos) {}

    private static final class Storm {
        private final HttpRig rig = new HttpRig();
        private final Draw draw;
        private final List<Asking> all = new ArrayList<>();

        /// What the dependency has given, by the number in its text.
        private final List<Long> madeNanos = new ArrayList<>();

        /// What the dependency does not answer before it is calm.
        private final List<Served> silent = new ArrayList<>();

        private boolean calm;

        Storm(Draw draw) {
            this.draw = draw;
            this.rig.whenReceived = this::answers;
        }

        void run() {
            rig.link.protect(List.of(new Protection("database", "", policies())));
            for (int i = 0; i < 120; i++) {
                step();
            }
            calm = true;
            silent.forEach(one -> one.asked.cancel());
            rig.until(rig.world.nanos() / MS + 70_000);
            all.forEach(this::check);
            afterwards();
        }

        private List<Policy> policies() {
            var policies = new ArrayList<Policy>();
            policies.add(
                    new Policy.Cache(
                            SECOND,
                            draw.between(0, 2) * SECOND,
                            new Share(draw.share()),
                            draw.share(),
                            draw.coin() ? Policy.Sharing.ONE_PERSON : Policy.Sharing.EVERYBODY));
            if (draw.coin()) {
                policies.add(new Policy.Timeout((50 + draw.between(0, 200)) * MS));
            }
            if (draw.coin()) {
                policies.add(new Policy.Bulkhead(1 + draw.between(0, 3), draw.between(0, 1) * MS));
            }
            if (draw.coin()) {
                policies.add(
                        new Policy.SingleFlight(
                                (1 + draw.between(0, 300)) * MS,
                                draw.coin()
                                        ? Policy.Sharing.ONE_PERSON
                                        : Policy.Sharing.EVERYBODY));
            }
            return policies;
        }

        private void step() {
            int person = draw.between(0, PEOPLE - 1);
            String target = draw.oneOf("/a", "/b", "/mine");
            Line line = rig.open();
            var fields = new ArrayList<>(List.of("Cookie", "id=" + person));
            if (draw.between(0, 5) == 0) {
                fields.addAll(List.of("If-None-Match", "\"none\""));
            }
            String[] given = fields.toArray(String[]::new);
            boolean changes = draw.between(0, 9) == 0;
            Call call =
                    changes
                            ? line.ask(Words.post(target, given), "x")
                            : line.ask(Words.get(target, given));
            if (!changes) {
                all.add(new Asking(person, target, call, rig.world.nanos()));
            }
            if (draw.between(0, 9) == 0) {
                rig.after(draw.between(0, 100), () -> line.connection().close());
            }
            if (draw.between(0, 29) == 0) {
                rig.gateway.purge("database");
            }
            rig.until(rig.world.nanos() / MS + draw.between(0, 80));
        }

        /// Its own number, who asked for what, and so many letters that a part can be told.
        private void answers(Served one) {
            int kind = calm ? 0 : draw.between(0, 9);
            int delay = calm ? 5 : draw.between(0, 150);
            int number = madeNanos.size();
            madeNanos.add(rig.world.nanos());
            String cookie =
                    one.fields.stream()
                            .filter(f -> f.startsWith("Cookie: "))
                            .findFirst()
                            .orElseThrow();
            String who = cookie.substring(cookie.indexOf('=') + 1);
            String path = one.line.substring(one.line.indexOf(' ') + 1);
            String text = number + " " + who + " " + path + " " + "x".repeat(number % 50) + ".";
            String[] says =
                    path.equals("/mine")
                            ? draw.oneOf(
                                    new String[] {"Cache-Control", "private"},
                                    new String[] {"Set-Cookie", "a=b"},
                                    new String[] {"Cache-Control", "no-store"})
                            : draw.oneOf(
                                    new String[] {},
                                    new String[] {"Cache-Control", "max-age=1, stale-if-error=2"},
                                    new String[] {"ETag", "\"" + number + "\""});
            switch (kind) {
                case 0, 1, 2, 3, 4, 5 -> rig.after(delay, () -> one.answer(200, text, says));
                case 6 -> rig.after(delay, () -> one.answer(500, "failed", says));
                case 7 -> rig.after(delay, () -> one.asked.cancel());
                case 8 ->
                        rig.after(
                                delay,
                                () -> {
                                    one.asked.answer(Words.answer(200, says), text.length() + 9);
                                    one.asked.write(Bytes.of(HttpRig.bytes(text)));
                                    one.asked.cancel();
                                });
                default -> silent.add(one);
            }
        }

        private void check(Asking asking) {
            Call call = asking.call;
            if (call.status != 200 || call.receivedNanos < 0) {
                return;
            }
            String[] words = call.body().split(" ", -1);
            int number = Integer.parseInt(words[0]);
            assertThat(words[2]).isEqualTo(asking.target);
            assertThat(words[3]).isEqualTo("x".repeat(number % 50) + ".");
            if (asking.target.equals("/mine")) {
                assertThat(words[1]).isEqualTo(Integer.toString(asking.person));
            }
            assertThat(call.headNanos - madeNanos.get(number))
                    .as("age of %s, asked at %d", call.body(), asking.atNanos)
                    .isLessThanOrEqualTo(OLDEST_NANOS);
        }

        /// Users get good answers again, and nothing is left under way.
        private void afterwards() {
            for (String target : List.of("/a", "/mine")) {
                Call call = rig.open().ask(Words.get(target, "Cookie", "id=1"));
                rig.until(rig.world.nanos() / MS + 3_000);
                assertThat(call.status).isEqualTo(200);
                assertThat(call.body()).startsWith(Integer.toString(madeNanos.size() - 1));
            }
            assertThat(rig.heard.seconds.getLast().inFlight()).isZero();
            assertThat(rig.heard.guards.getLast().inFlight()).isZero();
        }
    }

    @Test
    void nobodyIsGivenWhatIsAnothersOrBrokenOrTooOld() {
        Forall.check(150, 11, draw -> new Storm(draw).run());
    }
}

package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import org.junit.jupiter.api.Test;

/// How a delay holds the answers of a byte stream, and for how long.
class PipeLatencyTest {

    private static final String PING = "*1\r\n$4\r\nPING\r\n";
    private static final String PONG = "+PONG\r\n";

    private final Rig rig = new Rig(Protocol.REDIS);

    /// A dependency that answers every chunk after so many milliseconds.
    private void answersAfter(double ms) {
        rig.whenAccepted(socket -> socket.whenRead(text -> rig.after(ms, () -> socket.say(PONG))));
    }

    private static Fault.Latency fixed(double seconds) {
        return new Fault.Latency(
                new Fault.Delay.Drawn(new Distribution.Constant(seconds)), Share.ALL);
    }

    private static Fault.Latency times(double factor) {
        return new Fault.Latency(new Fault.Delay.TimesObserved(factor), Share.ALL);
    }

    @Test
    void withoutAFaultEverythingPassesAtOnce() {
        answersAfter(10);
        Socket app = rig.open();
        rig.at(5, () -> app.say(PING));
        rig.until(100);
        assertThat(rig.dependency.getFirst().cameAt("PING\r\n")).isEqualTo(5 * MS);
        assertThat(app.cameAt(PONG)).isEqualTo(15 * MS);
    }

    @Test
    void aFixedDelayHoldsAnswersAndNothingElse() {
        answersAfter(10);
        Socket app = rig.open();
        rig.begin(0, fixed(0.2), 1_000);
        rig.at(5, () -> app.say(PING));
        rig.until(214);
        assertThat(rig.dependency.getFirst().cameAt("PING\r\n")).isEqualTo(5 * MS);
        rig.untilNanos(215 * MS - 1);
        assertThat(app.got()).isEmpty();
        rig.untilNanos(215 * MS);
        assertThat(app.got()).isEqualTo(PONG);
    }

    @Test
    void anAnswerThatCameBeforeTheFaultIsNotHeld() {
        answersAfter(10);
        Socket app = rig.open();
        rig.at(0, () -> app.say(PING));
        rig.at(11, () -> rig.link.begin(0, "database", fixed(0.2), 1_000 * MS));
        rig.until(10);
        assertThat(app.got()).isEqualTo(PONG);
    }

    @Test
    void whatIsHeldFlowsOnAtTheFaultsEnd() {
        answersAfter(10);
        Socket app = rig.open();
        rig.begin(0, fixed(5), 100);
        rig.at(5, () -> app.say(PING));
        rig.untilNanos(100 * MS - 1);
        assertThat(app.got()).isEmpty();
        rig.untilNanos(100 * MS);
        assertThat(app.got()).isEqualTo(PONG);
        assertThat(rig.heard.events)
                .containsExactly(
                        "began 0 at 0: holds answers for 5.00 s in the median",
                        "ended 0 at 100: its time is over");
    }

    @Test
    void timesObservedStretchesWhatTheDependencyTook() {
        answersAfter(10);
        Socket app = rig.open();
        rig.at(0, () -> app.say(PING));
        rig.until(20);
        rig.begin(0, times(3), 1_000);
        rig.at(100, () -> app.say(PING));
        rig.until(129);
        assertThat(app.got()).isEqualTo(PONG);
        rig.until(130);
        assertThat(app.got()).isEqualTo(PONG + PONG);
        assertThat(rig.heard.events)
                .containsExactly(
                        "began 0 at 20: holds answers until they took 3 times as long"
                                + " (observed: p50 10.0 ms, p99 10.0 ms in 1 answer)");
    }

    @Test
    void anAnswerInPartsIsStretchedPartByPart() {
        rig.whenAccepted(socket ->
                socket.whenRead(text -> {
                    rig.after(10, () -> socket.say("$10\r\n01234"));
                    rig.after(20, () -> socket.say("56789\r\n"));
                }));
        Socket app = rig.open();
        rig.at(0, () -> app.say(PING));
        rig.until(50);
        rig.begin(0, times(2), 1_000);
        rig.at(100, () -> app.say(PING));
        rig.until(200);
        assertThat(app.chunks.subList(2, 4))
                .containsExactly(
                        new Socket.Chunk(120 * MS, "$10\r\n01234"),
                        new Socket.Chunk(140 * MS, "56789\r\n"));
    }

    @Test
    void anObservedQuantileIsTakenFromBeforeTheFault() {
        rig.whenAccepted(socket -> {
            int[] asked = {0};
            socket.whenRead(
                    text -> rig.after(++asked[0] % 2 == 0 ? 40 : 10, () -> socket.say(PONG)));
        });
        Socket app = rig.open();
        for (int i = 0; i < 10; i++) {
            rig.at(i * 50L, () -> app.say(PING));
        }
        rig.until(500);
        rig.begin(0, new Fault.Latency(new Fault.Delay.ObservedQuantile(0.99), Share.ALL), 10_000);
        rig.at(600, () -> app.say(PING));
        rig.until(1_000);
        // 40 ms within a bucket's width of 1.1 %.
        assertThat(app.chunks.getLast().atNanos() - 610 * MS).isBetween(39_500_000L, 40_500_000L);
        assertThat(rig.heard.events.getFirst()).contains("holds answers for 40.", "observed p99 (");
    }

    @Test
    void aQuantileOfNothingIsRefused() {
        rig.begin(0, new Fault.Latency(new Fault.Delay.ObservedQuantile(0.5), Share.ALL), 1_000);
        assertThat(rig.heard.events)
                .containsExactly("refused 0: no answer of database has been observed yet");
    }

    @Test
    void aShareOfTheRequestsIsHeldAndAlwaysTheSameOnes() {
        String held = heldOf(7);
        assertThat(held).isEqualTo(heldOf(7)).isNotEqualTo(heldOf(8));
        assertThat(held.chars().filter(c -> c == 'h').count()).isBetween(35L, 85L);
    }

    /// Which of two hundred requests a fault of a share of 30 % holds.
    private static String heldOf(int fault) {
        var rig = new Rig(Protocol.REDIS);
        rig.whenAccepted(socket -> socket.whenRead(text -> socket.say(PONG)));
        Socket app = rig.open();
        rig.link.begin(
                fault,
                "database",
                new Fault.Latency(
                        new Fault.Delay.Drawn(new Distribution.Constant(0.001)), new Share(0.3)),
                10_000 * MS);
        var held = new StringBuilder();
        for (long i = 1; i <= 200; i++) {
            rig.at(10 * i, () -> app.say(PING));
            rig.until(10 * i);
            held.append(app.chunks.size() == i ? '.' : 'h');
            rig.until(10 * i + 1);
            assertThat(app.chunks).hasSize((int) i);
        }
        return held.toString();
    }

    @Test
    void pipelinedAnswersInOneChunkHaveDelaysOfTheirOwn() {
        rig.whenAccepted(socket ->
                socket.whenRead(text -> rig.after(10, () -> socket.say(PONG + ":1\r\n:2\r\n"))));
        Socket app = rig.open();
        rig.begin(
                0,
                new Fault.Latency(
                        new Fault.Delay.Drawn(new Distribution.Uniform(0.1, 0.3)), Share.ALL),
                10_000);
        rig.at(0, () -> app.say(PING + "GET a\r\nGET b\r\n"));
        rig.until(1_000);
        assertThat(app.got()).isEqualTo(PONG + ":1\r\n:2\r\n");
        assertThat(app.chunks.getFirst().text()).startsWith(PONG);
        assertThat(app.chunks.size()).isGreaterThan(1);
        assertThat(app.chunks.getFirst().atNanos()).isBetween(110 * MS, 310 * MS);
    }
}

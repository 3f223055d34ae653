package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import dev.unruly.world.Ending;
import org.junit.jupiter.api.Test;

/// What each fault does to a byte stream, and when.
class PipeFaultTest {

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
    void aStallLetsNothingPassAndEverythingFlowOnInOrder() {
        answersAfter(10);
        Socket app = rig.open();
        rig.at(0, () -> app.say(PING));
        rig.at(5, () -> rig.link.begin(3, "database", new Fault.Stall(), 1_000 * MS));
        rig.at(20, () -> app.say(PING));
        rig.at(30, () -> app.say(PING));
        rig.untilNanos(1_005 * MS - 1);
        Socket far = rig.dependency.getFirst();
        assertThat(app.got()).isEmpty();
        assertThat(far.got()).isEqualTo(PING);
        assertThat(app.isOpen() && far.isOpen()).isTrue();
        rig.untilNanos(1_005 * MS);
        assertThat(app.got()).isEqualTo(PONG);
        assertThat(far.got()).isEqualTo(PING + PING + PING);
        rig.until(1_100);
        assertThat(app.got()).isEqualTo(PONG + PONG + PONG);
        assertThat(rig.heard.events)
                .containsExactly(
                        "began 3 at 5: lets nothing pass", "ended 3 at 1005: its time is over");
    }

    @Test
    void duringAStallConnectionsAreAcceptedAndEndsAreHeld() {
        answersAfter(1);
        rig.begin(0, new Fault.Stall(), 500);
        Socket app = rig.open();
        assertThat(app.isOpen()).isTrue();
        assertThat(rig.dependency).hasSize(1);
        rig.at(
                10,
                () -> {
                    app.say(PING);
                    app.pipe().shut();
                });
        rig.dependency.getFirst().whenShut = () -> rig.dependency.getFirst().pipe().shut();
        rig.until(499);
        assertThat(rig.dependency.getFirst().shutNanos).isEqualTo(-1);
        rig.until(600);
        assertThat(rig.dependency.getFirst().shutNanos).isEqualTo(500 * MS);
        assertThat(app.endings).containsExactly(Ending.COMPLETE);
    }

    @Test
    void bandwidthPassesBytesAtItsRateInEachDirection() {
        Socket app = rig.open();
        rig.begin(0, new Fault.Bandwidth(1_000), 60_000);
        String big = "$980\r\n" + "x".repeat(980) + "\r\n";
        app.say("SET a " + "y".repeat(1_988) + "\r\n");
        rig.dependency.getFirst().whenRead(text -> {});
        rig.until(1_000);
        Socket far = rig.dependency.getFirst();
        assertThat(far.got()).hasSize(1_000);
        rig.until(1_995);
        assertThat(far.got()).hasSize(1_990);
        rig.until(1_996);
        assertThat(far.got()).hasSize(1_996);
        rig.until(2_000);
        far.say(big);
        rig.until(2_500);
        // Ten bytes, what passes in ten milliseconds, were saved up while nothing came.
        assertThat(app.got()).hasSize(510);
        rig.until(2_988);
        assertThat(app.got()).isEqualTo(big);
    }

    @Test
    void aBandwidthOfLessThanAByteATickStillPasses() {
        Socket app = rig.open();
        rig.begin(0, new Fault.Bandwidth(2), 60_000);
        app.say("abcdef");
        rig.until(500);
        assertThat(rig.dependency.getFirst().got()).isEqualTo("a");
        rig.untilNanos(1_000 * MS - 1);
        assertThat(rig.dependency.getFirst().got()).isEqualTo("a");
        rig.until(3_000);
        assertThat(rig.dependency.getFirst().got()).isEqualTo("abcdef");
    }

    @Test
    void aResetMeetsConnectionsOpenAndNew() {
        Socket before = rig.open();
        rig.at(10, () -> rig.link.begin(0, "database", new Fault.Reset(Share.ALL), 100 * MS));
        rig.until(10);
        assertThat(before.endings).containsExactly(Ending.RESET);
        assertThat(rig.dependency.getFirst().endings).containsExactly(Ending.RESET);
        Socket during = rig.open();
        assertThat(during.endings).containsExactly(Ending.RESET);
        assertThat(rig.dependency).hasSize(1);
        rig.until(110);
        assertThat(rig.open().isOpen()).isTrue();
        assertThat(rig.dependency).hasSize(2);
    }

    @Test
    void aResetOfAShareMeetsAShare() {
        for (int i = 0; i < 200; i++) {
            rig.open();
        }
        rig.begin(0, new Fault.Reset(new Share(0.25)), 100);
        long reset = rig.application.stream().filter(socket -> !socket.isOpen()).count();
        assertThat(reset).isBetween(30L, 70L);
    }

    @Test
    void aBlackholeSwallowsAndResetsWhatItSwallowedFrom() {
        answersAfter(10);
        Socket used = rig.open();
        Socket idle = rig.open();
        rig.begin(0, new Fault.Blackhole(), 1_000);
        rig.at(10, () -> used.say(PING));
        Socket born = rig.open();
        rig.until(999);
        assertThat(used.isOpen() && idle.isOpen() && born.isOpen()).isTrue();
        assertThat(rig.dependency).hasSize(2);
        assertThat(rig.dependency.getFirst().got()).isEmpty();
        rig.until(1_000);
        assertThat(used.endings).containsExactly(Ending.RESET);
        assertThat(born.endings).containsExactly(Ending.RESET);
        assertThat(rig.dependency.getFirst().endings).containsExactly(Ending.RESET);
        assertThat(idle.isOpen()).isTrue();
        idle.say(PING);
        rig.until(1_010);
        assertThat(idle.got()).isEqualTo(PONG);
    }

    @Test
    void anAnswerLostInABlackholeEndsTheConnectionToo() {
        answersAfter(10);
        Socket app = rig.open();
        rig.at(0, () -> app.say(PING));
        rig.at(5, () -> rig.link.begin(1, "database", new Fault.Blackhole(), 10 * MS));
        rig.untilNanos(15 * MS - 1);
        assertThat(app.isOpen()).isTrue();
        assertThat(app.got()).isEmpty();
        rig.until(15);
        assertThat(app.got()).isEmpty();
        assertThat(app.endings).containsExactly(Ending.RESET);
    }

    @Test
    void delaysAddUpAndWaitForAStall() {
        answersAfter(10);
        Socket app = rig.open();
        rig.begin(0, fixed(0.1), 10_000);
        rig.begin(1, times(1), 10_000);
        rig.begin(2, fixed(0.05), 10_000);
        assertThat(rig.heard.events.get(1)).startsWith("refused 1");
        rig.at(0, () -> app.say(PING));
        rig.until(159);
        assertThat(app.got()).isEmpty();
        rig.until(160);
        assertThat(app.got()).isEqualTo(PONG);

        rig.at(1_000, () -> app.say(PING));
        rig.at(1_100, () -> rig.link.begin(3, "database", new Fault.Stall(), 1_000 * MS));
        rig.until(2_099);
        assertThat(app.got()).isEqualTo(PONG);
        rig.until(2_100);
        assertThat(app.got()).isEqualTo(PONG + PONG);
    }

    @Test
    void twoBandwidthsGiveTheNarrower() {
        Socket app = rig.open();
        rig.begin(0, new Fault.Bandwidth(100), 60_000);
        rig.begin(1, new Fault.Bandwidth(1_000), 60_000);
        app.say("x".repeat(100));
        rig.until(999);
        assertThat(rig.dependency.getFirst().got()).hasSize(99);
        rig.until(1_000);
        assertThat(rig.dependency.getFirst().got()).hasSize(100);
    }

    @Test
    void aFaultIsEndedOnceAndByWhoeverIsFirst() {
        rig.begin(0, new Fault.Stall(), 100);
        rig.until(50);
        rig.link.end(0);
        rig.link.end(0);
        rig.until(200);
        assertThat(rig.heard.events)
                .containsExactly("began 0 at 0: lets nothing pass", "ended 0 at 50: as asked");
        rig.begin(0, new Fault.Stall(), 100);
        rig.begin(0, new Fault.Stall(), 100);
        rig.link.endAll();
        rig.settle();
        assertThat(rig.heard.events.subList(2, 5))
                .containsExactly(
                        "began 0 at 200: lets nothing pass",
                        "refused 0: fault 0 is in force already",
                        "ended 0 at 200: as asked");
    }

    @Test
    void aRunThatLetsGoEndsItsFaults() {
        answersAfter(0);
        Socket app = rig.open();
        rig.begin(0, new Fault.Stall(), 1_000_000);
        app.say(PING);
        rig.until(10);
        assertThat(app.got()).isEmpty();
        rig.link.close();
        rig.until(11);
        assertThat(app.got()).isEqualTo(PONG);
        assertThat(rig.heard.events).containsExactly("began 0 at 0: lets nothing pass");
    }

    @Test
    void whatNeedsRequestsIsRefusedWhereThereAreNone() {
        var tcp = new Rig(Protocol.TCP);
        tcp.begin(0, times(2), 1_000);
        tcp.begin(
                1,
                new Fault.Latency(
                        new Fault.Delay.Drawn(new Distribution.Constant(1)), new Share(0.5)),
                1_000);
        tcp.begin(2, new Fault.Error(Share.ALL, 500), 1_000);
        tcp.link.begin(3, "cache", new Fault.Stall(), 1_000 * MS);
        tcp.settle();
        String cannot =
                "requests of database cannot be told apart (its protocol is tcp):"
                        + " only a delay that is drawn, of all answers, is possible";
        assertThat(tcp.heard.events)
                .containsExactly(
                        "refused 0: " + cannot,
                        "refused 1: " + cannot,
                        "refused 2: database speaks tcp, and errors are made up for http only",
                        "refused 3: there is no dependency cache");
    }

    @Test
    void bytesOfUnknownMeaningAreDelayedAsTheyCome() {
        var tcp = new Rig(Protocol.TCP);
        tcp.whenAccepted(socket -> socket.whenRead(text -> tcp.after(10, () -> socket.say("b"))));
        Socket app = tcp.open();
        tcp.begin(0, fixed(0.1), 10_000);
        tcp.at(0, () -> app.say("a"));
        tcp.until(109);
        assertThat(app.got()).isEmpty();
        tcp.until(110);
        assertThat(app.got()).isEqualTo("b");
    }
}

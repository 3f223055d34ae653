package dev.unruly.gateway;

import static dev.unruly.gateway.Rig.MS;
import static dev.unruly.gateway.Rig.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.unruly.chance.Distribution;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What becomes of a gateway and its faults as runs of other processes come, fall silent and die.
final class DeskTest {

    private static final String PING = "*1\r\n$4\r\nPING\r\n";
    private static final String PONG = "+PONG\r\n";

    private final Rig rig = new Rig(Protocol.REDIS);
    private final List<String> said = new ArrayList<>();
    private int ends;

    /// A process at the other end of a control connection; what it is told it reads at once.
    private static final class Caller implements Outlet {

        final List<FromGateway> told = new ArrayList<>();
        int room = 256;
        boolean open = true;

        @Override
        public int room() {
            return room;
        }

        @Override
        public boolean send(byte[] frame) {
            if (!open || room == 0) {
                return !open;
            }
            var frames = new Frames();
            frames.add(frame, frame.length);
            told.add(ControlBytes.fromGateway(frames.next().orElseThrow()));
            return true;
        }

        @Override
        public void close() {
            open = false;
        }

        <T> List<T> all(Class<T> kind) {
            return told.stream().filter(kind::isInstance).map(kind::cast).toList();
        }
    }

    private Desk desk(boolean lasting) {
        rig.link.close();
        rig.whenAccepted(socket -> socket.whenRead(text -> socket.say(PONG)));
        return new Desk(rig.loop, rig.gateway, new Desk.Who(77, lasting), said::add, () -> ends++);
    }

    /// A run that holds the gateway and stalls the database for a minute, from 1 s on.
    private Desk.Line stalled(Desk desk, Caller caller) {
        Desk.Line line = desk.connected(caller);
        line.heard(new FromRun.Hold(4_242));
        line.heard(new FromRun.Watch(42, 0));
        rig.at(
                1_000,
                () -> line.heard(new FromRun.Begin(3, "database", new Fault.Stall(), 60 * SECOND)));
        return line;
    }

    private void beats(Desk.Line line, long fromMs, long toMs) {
        for (long ms = fromMs; ms < toMs; ms += 250) {
            long at = ms;
            rig.at(ms, () -> line.heard(new FromRun.Beat(at)));
        }
    }

    /// When the application's answer came, in milliseconds.
    private long answered(long askedMs, long untilMs) {
        Socket app = rig.open();
        rig.at(askedMs, () -> app.say(PING));
        rig.until(untilMs);
        long at = app.cameAt(PONG);
        return at < 0 ? -1 : at / MS;
    }

    @Test
    void whoCallsIsToldWhatIsServed() {
        var caller = new Caller();
        desk(true).connected(caller);
        assertThat(caller.told)
                .containsExactly(new FromGateway.Serving(77, true, rig.gateway.dependencies()));
    }

    @Test
    void faultsEndAtOnceWhenTheConnectionOfTheRunIsGone() {
        var caller = new Caller();
        Desk.Line line = stalled(desk(true), caller);
        beats(line, 0, 4_900);
        rig.at(5_000, line::closed);
        assertThat(answered(1_500, 10_000)).isEqualTo(5_000);
        assertThat(said)
                .containsExactly("process 4242 holds it", "process 4242 is gone; faults ended");
        assertThat(ends).isZero();
    }

    @Test
    void faultsEndASecondAndAHalfAfterTheLastBeat() {
        var caller = new Caller();
        Desk.Line line = stalled(desk(true), caller);
        beats(line, 0, 4_001);
        long at = answered(1_500, 10_000);
        assertThat(at).isBetween(5_500L, 5_600L);
        assertThat(caller.all(FromGateway.Ended.class))
                .singleElement()
                .satisfies(ended -> {
                    assertThat(ended.fault()).isEqualTo(3);
                    assertThat(ended.detail()).isEqualTo("the run was silent");
                    assertThat(ended.atNanos()).isEqualTo(at * MS);
                });
        assertThat(caller.all(FromGateway.Lapsed.class)).hasSize(1);
        assertThat(caller.told.indexOf(caller.all(FromGateway.Lapsed.class).getFirst()))
                .isGreaterThan(caller.told.indexOf(caller.all(FromGateway.Ended.class).getFirst()));
    }

    @Test
    void silenceWithoutFaultsIsBorne() {
        var caller = new Caller();
        Desk.Line line = desk(true).connected(caller);
        line.heard(new FromRun.Hold(4_242));
        line.heard(new FromRun.Watch(42, 0));
        rig.until(20_000);
        assertThat(caller.all(FromGateway.Lapsed.class)).isEmpty();
        line.heard(new FromRun.Begin(0, "database", new Fault.Stall(), SECOND));
        rig.until(20_100);
        assertThat(caller.all(FromGateway.Began.class)).hasSize(1);
    }

    @Test
    void aFaultEndsByItsOwnLengthWhateverTheRunDoes() {
        var caller = new Caller();
        Desk desk = desk(true);
        Desk.Line line = desk.connected(caller);
        line.heard(new FromRun.Hold(4_242));
        line.heard(new FromRun.Watch(42, 0));
        line.heard(new FromRun.Begin(0, "database", new Fault.Stall(), 3 * SECOND));
        beats(line, 0, 10_000);
        assertThat(answered(1_000, 10_000)).isEqualTo(3_000);
    }

    @Test
    void oneRunAtATime() {
        Desk desk = desk(true);
        var first = new Caller();
        var second = new Caller();
        Desk.Line one = desk.connected(first);
        Desk.Line other = desk.connected(second);
        one.heard(new FromRun.Hold(1));
        other.heard(new FromRun.Hold(2));
        assertThat(first.told.getLast()).isEqualTo(new FromGateway.Held());
        assertThat(second.told.getLast()).isEqualTo(new FromGateway.Busy(1));
        one.heard(new FromRun.Leave());
        assertThat(first.told.getLast()).isEqualTo(new FromGateway.Left());
        other.heard(new FromRun.Hold(2));
        assertThat(second.told.getLast()).isEqualTo(new FromGateway.Held());
    }

    @Test
    void whoDoesNotHoldCannotHurt() {
        var caller = new Caller();
        Desk.Line line = desk(true).connected(caller);
        line.heard(new FromRun.Begin(0, "database", new Fault.Stall(), SECOND));
        assertThat(caller.told.getLast())
                .isEqualTo(new FromGateway.Refused(0, "no run is watched"));
        line.heard(new FromRun.Watch(42, 0));
        assertThat(caller.open).isFalse();
    }

    @Test
    void aClockThatIsNonsenseIsRefused() {
        for (long began : new long[] {Long.MIN_VALUE, Long.MAX_VALUE, 1L << 62, -(1L << 62)}) {
            var caller = new Caller();
            Desk.Line line = desk(true).connected(caller);
            line.heard(new FromRun.Hold(1));
            line.heard(new FromRun.Watch(42, began));
            rig.until(rig.ms() + 2_000);
            assertThat(caller.open).isFalse();
        }
    }

    @Test
    void secondsAreNumberedByTheRunsClock() {
        var caller = new Caller();
        Desk desk = desk(true);
        rig.until(7_300);
        Desk.Line line = desk.connected(caller);
        line.heard(new FromRun.Hold(1));
        // The run began at 4.1 s, so its fourth second (number 3) ends at 8.1 s.
        line.heard(new FromRun.Watch(42, 4_100 * MS));
        rig.until(10_000);
        assertThat(caller.all(FromGateway.Second.class))
                .extracting(s -> s.figures().second())
                .containsExactly(3, 4);
    }

    @Test
    void theEndsOfARunsFaultsAreToldBeforeItIsLetGo() {
        var caller = new Caller();
        Desk.Line line = stalled(desk(true), caller);
        beats(line, 0, 3_000);
        rig.at(2_500, () -> line.heard(new FromRun.Unwatch()));
        rig.until(10_000);
        List<FromGateway> last = caller.told.subList(caller.told.size() - 4, caller.told.size());
        assertThat(last).anySatisfy(one -> assertThat(one).isInstanceOf(FromGateway.Ended.class));
        int ended = caller.told.indexOf(caller.all(FromGateway.Ended.class).getFirst());
        assertThat(caller.told.indexOf(new FromGateway.Unwatched())).isGreaterThan(ended);
        // Nothing of a later second is told.
        assertThat(caller.all(FromGateway.Second.class)).hasSize(2);
    }

    @Test
    void aSlowReaderMissesSecondsAndIsToldHowMany() {
        var caller = new Caller();
        Desk.Line line = desk(true).connected(caller);
        line.heard(new FromRun.Hold(1));
        line.heard(new FromRun.Watch(42, 0));
        rig.until(2_100);
        caller.room = Desk.SPARE_FRAMES;
        rig.until(7_100);
        line.heard(new FromRun.Begin(0, "database", new Fault.Stall(), SECOND));
        rig.until(7_200);
        assertThat(caller.all(FromGateway.Began.class)).hasSize(1);
        caller.room = 256;
        rig.until(8_100);
        assertThat(caller.all(FromGateway.Missed.class)).containsExactly(new FromGateway.Missed(5));
        assertThat(caller.all(FromGateway.Second.class))
                .extracting(s -> s.figures().second())
                .containsExactly(0, 1, 7);
    }

    @Test
    void aReaderThatDoesNotReadLosesItsHoldAndItsFaults() {
        var caller = new Caller();
        Desk.Line line = stalled(desk(true), caller);
        beats(line, 0, 10_000);
        rig.at(3_100, () -> caller.room = 0);
        // The next beat cannot be answered.
        assertThat(answered(1_500, 10_000)).isEqualTo(3_250);
        assertThat(caller.open).isFalse();
    }

    @Test
    void whatWasStartedForARunEndsWithIt() {
        var caller = new Caller();
        Desk.Line line = desk(false).connected(caller);
        line.heard(new FromRun.Hold(1));
        rig.until(60_000);
        assertThat(ends).isZero();
        line.heard(new FromRun.Leave());
        assertThat(ends).isEqualTo(1);
    }

    @Test
    void afterADeadRunItForwardsAsLongAsSomebodyIsConnected() {
        Desk.Line line = stalled(desk(false), new Caller());
        Socket app = rig.open();
        rig.at(2_000, line::closed);
        rig.at(100_000, () -> app.say(PING));
        rig.at(200_000, () -> app.pipe().reset());
        rig.until(200_000);
        assertThat(app.got()).isEqualTo(PONG);
        assertThat(ends).isZero();
        rig.until(229_900);
        assertThat(ends).isZero();
        rig.until(230_200);
        assertThat(ends).isPositive();
    }

    @Test
    void toldToEndItWaitsForTheRun() {
        Desk desk = desk(false);
        Desk.Line line = desk.connected(new Caller());
        line.heard(new FromRun.Hold(1));
        desk.endWhenFree();
        assertThat(ends).isZero();
        line.closed();
        assertThat(ends).isEqualTo(1);
        desk.endWhenFree();
        assertThat(ends).isEqualTo(2);
    }

    @Test
    void aFaultCarriesItsFiguresThere() {
        var caller = new Caller();
        Desk.Line line = desk(true).connected(caller);
        line.heard(new FromRun.Hold(1));
        line.heard(new FromRun.Watch(42, 0));
        var drawn = new Fault.Delay.Drawn(new Distribution.Constant(0.25));
        line.heard(
                new FromRun.Begin(0, "database", new Fault.Latency(drawn, Share.ALL), 60 * SECOND));
        beats(line, 0, 10_000);
        assertThat(answered(1_000, 5_000)).isEqualTo(1_250);
        assertThat(caller.all(FromGateway.Began.class).getFirst().detail())
                .contains("holds answers for 250 ms");
        DependencySecond second = caller.all(FromGateway.Second.class).get(1).figures();
        assertThat(second.requests()).isEqualTo(1);
        assertThat(second.seen().most()).isEqualTo(250 * MS);
    }
}

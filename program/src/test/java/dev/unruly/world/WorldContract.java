package dev.unruly.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// What every world promises; both twins inherit the contracts built on this.
///
/// Whatever a contract opens is closed after each test; then everything must have ended exactly
/// once, nobody may have been called out of turn, and every byte must have been given back.
public abstract class WorldContract {

    static final long MILLI = 1_000_000L;

    /// A round trip that is long against what a busy machine adds.
    static final long ROUND_TRIP = 200 * MILLI;

    private final List<Line> lines = new ArrayList<>();
    private final List<Host> hosts = new ArrayList<>();
    private final List<Strand> strands = new ArrayList<>();
    private final List<Door> doors = new ArrayList<>();

    final Turns turns = new Turns();
    final Ledger ledger = new Ledger();
    Stage stage;
    Loop loop;

    /// Sets up a world with at least two loops and nothing in it.
    protected abstract Stage stage();

    @SuppressWarnings("NullAway.Init") // JUnit calls this before every test
    protected WorldContract() {}

    @BeforeEach
    final void setUp() {
        stage = stage();
        loop = stage.loop(0);
    }

    @AfterEach
    final void nothingIsLeft() {
        try (Stage _ = stage) {
            on(() -> {
                lines.forEach(line -> line.connection().abort());
                strands.stream().filter(Strand::isOpen).forEach(one -> one.pipe().reset());
                doors.forEach(Door::close);
            });
            until("connections end", () -> lines.stream().allMatch(Line::over));
            until("guests leave", () -> hosts.stream().allMatch(Host::empty));
            until("pipes end", () -> strands.stream().allMatch(Strand::over));
            assertThat(turns.problems()).isEmpty();
            assertThat(lines).allMatch(line -> line.endings.size() == 1);
            assertThat(lines)
                    .allSatisfy(line ->
                            assertThat(line.exchanges).allMatch(told -> told.endings.size() == 1));
            assertThat(hosts)
                    .allSatisfy(host ->
                            assertThat(host.served).allMatch(one -> one.told.endings.size() == 1));
            until("all bytes are given back", () -> ledger.outstanding() == 0);
            until("the world holds no bytes", () -> stage.held() == 0);
        }
    }

    /// Runs a task on the loop's thread.
    final void on(Runnable task) {
        stage.on(loop, () -> turns.take("the test", task));
    }

    final void until(String what, BooleanSupplier claim) {
        stage.until(loop, what, claim);
    }

    /// Lets time pass.
    final void pass(long nanos) {
        boolean[] passed = {false};
        stage.on(loop, () -> loop.arm(new Bell(() -> passed[0] = true), loop.nanos() + nanos));
        until("time passes", () -> passed[0]);
    }

    /// A serving side at an address of its own.
    final Host serve() {
        var host = new Host(turns);
        hosts.add(host);
        on(() -> doors.add(loop.listen(stage.free(), host)));
        return host;
    }

    /// Where the latest serving side listens.
    final Address address() {
        return doors.getLast().address();
    }

    final Door door() {
        return doors.getLast();
    }

    /// A connection that costs nothing, open.
    final Line connected() {
        return connected(Lane.direct());
    }

    /// A connection over a lane, open.
    final Line connected(Lane lane) {
        Line line = line();
        on(() -> line.connect(loop, address(), lane));
        until("the connection opens", () -> line.openings == 1 || line.over());
        assertThat(line.endings).isEmpty();
        return line;
    }

    /// A connection that is looked after but not yet asked for.
    final Line line() {
        var line = new Line(turns, "line" + lines.size());
        lines.add(line);
        return line;
    }

    /// Starts an exchange without a body.
    final Line.Call ask(Line line, Head head) {
        return ask(line, head, 0);
    }

    final Line.Call ask(Line line, Head head, long bodyBytes) {
        List<Line.Call> calls = new ArrayList<>();
        on(() -> calls.add(line.ask(head, bodyBytes)));
        return calls.getFirst();
    }

    final void untilOver(Told told) {
        until("the exchange ends", told::over);
    }

    /// Serves pipes; the ends appear in the list as they are accepted.
    final List<Strand> servePipes() {
        List<Strand> accepted = new ArrayList<>();
        on(() ->
                doors.add(
                        loop.listenPipes(
                                stage.free(),
                                (from, nowNanos) -> {
                                    var end = new Strand(turns, "far" + accepted.size());
                                    accepted.add(end);
                                    strands.add(end);
                                    return end;
                                })));
        return accepted;
    }

    /// A pipe that is looked after, asked for but perhaps not yet open.
    final Strand dial(Lane lane, Address to) {
        var strand = new Strand(turns, "near" + strands.size());
        strands.add(strand);
        on(() -> loop.dial(Peer.at(to), lane, strand));
        return strand;
    }

    /// A lane of a road that has a round trip and nothing else.
    static Lane far() {
        return new Lane(new Road(new Road.Shape(ROUND_TRIP, 0, 0, 0, 0, 1)), 1);
    }

    /// Asserts a moment: never early, and late only by what the world's slack allows.
    final void assertMoment(long actualNanos, long expectedNanos) {
        assertThat(actualNanos)
                .isGreaterThanOrEqualTo(expectedNanos)
                .isLessThanOrEqualTo(expectedNanos + stage.slackNanos());
    }

    /// Writes `size` bytes of the pattern in parts.
    final void write(Exchange exchange, int size, int partBytes) {
        for (int at = 0; at < size; at += partBytes) {
            exchange.write(ledger.make(at, Math.min(partBytes, size - at)));
        }
    }

    static byte[] text(int size) {
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = Ledger.pattern(i);
        }
        return text;
    }

    /// An alarm that does one thing.
    static final class Bell extends Alarm {

        private final Runnable what;
        int rings;
        long rangNanos = -1;

        Bell(Runnable what) {
            this.what = what;
        }

        @Override
        protected void ring(long nowNanos) {
            rings++;
            rangNanos = nowNanos;
            what.run();
        }
    }
}

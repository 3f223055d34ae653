import dev.unruly.engine.Engine;
import dev.unruly.engine.Plan;
import dev.unruly.engine.Pulse;
import dev.unruly.host.GcPauses;
import dev.unruly.model.Conclusion;
import dev.unruly.model.Experiment;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Observer;
import dev.unruly.model.Visit;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import dev.unruly.world.Asked;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Entrance;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Guest;
import dev.unruly.world.Head;
import dev.unruly.world.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What users cost who are there and think: plays an experiment with the engine in virtual time,
/// since a million connections in one go are the kernel's business and not the engine's. The
/// simulated backend lives in the same process and counts too. Run by `bench/engine`.
///
/// Arguments: the experiment, until which second of the run users come, and how many seconds they
/// then go on. Prints one line of JSON.
final class Thinkers {

    private static final long SECOND = 1_000_000_000L;

    private Thinkers() {}

    public static void main(String[] arguments) throws IOException {
        if (!(Scripts.experiment(Path.of(arguments[0])) instanceof Read.Fine<Experiment> fine)) {
            throw new IllegalArgumentException("the experiment cannot be read");
        }
        long filled = Long.parseLong(arguments[1]) * SECOND;
        long end = filled + Long.parseLong(arguments[2]) * SECOND;
        Plan plan = Plan.of(fine.value());
        var world = new SimWorld(2);
        var at = plan.experiment().target().at();
        world.loop(1).listen(new Address(at.host(), at.port()), new Giver());
        var counter = new Counter();
        var engine = new Engine(world.loop(0), 0, 1, plan, counter);
        try (GcPauses pauses = GcPauses.listen()) {
            engine.begin(SECOND);
            world.runUntil(SECOND + filled);
            long wishes = counter.wishes;
            world.runUntil(SECOND + end);
            Pulse pulse = engine.pulse();
            System.out.printf(
                    Locale.ROOT,
                    "{\"users\": %d, \"wishesWhileThinking\": %d, \"failed\": %d,"
                            + " \"residentMegabytes\": %.1f, \"peakMegabytes\": %.1f,"
                            + " \"longestPauseMillis\": %.0f}%n",
                    pulse.users(),
                    counter.wishes - wishes,
                    counter.failed,
                    status("VmRSS:") / 1024.0,
                    status("VmHWM:") / 1024.0,
                    pauses.take().longestNanos() / 1e6);
        }
    }

    private static long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static final class Counter implements Observer {
        private long wishes;
        private long failed;

        @Override
        public void visits(Visit visit) {}

        @Override
        public void wishes(Intention intention) {
            wishes++;
        }

        @Override
        public void requested(Observation observation) {
            failed += observation.outcome().failed() ? 1 : 0;
        }

        @Override
        public void concluded(Conclusion conclusion) {}
    }

    /// A backend that answers at once and gives everyone a cookie of 80 bytes and four values.
    private static final class Giver implements Entrance {

        private long asked;

        @Override
        public Guest accepted(long id, Address from, long nowNanos) {
            return new Visitor();
        }

        @Override
        public boolean readsHeads() {
            return false;
        }

        private final class Visitor implements Guest {

            @Override
            public ExchangeListener asked(
                    Asked exchange,
                    CharSequence method,
                    CharSequence target,
                    Fields fields,
                    long nowNanos) {
                exchange.answer(new Gift(asked++), 0);
                return new Deaf();
            }

            @Override
            public void ended(Ending ending, long nowNanos) {}
        }
    }

    private static final class Deaf implements ExchangeListener {
        @Override
        public void head(int status, Fields fields, long nowNanos) {}

        @Override
        public void body(Bytes bytes, long nowNanos) {}

        @Override
        public void ended(Ending ending, long nowNanos) {}
    }

    private record Gift(long number) implements Head {

        private static final Block NOTHING_ELSE = Block.of(List.of());

        @Override
        public int route() {
            return -1;
        }

        @Override
        public void render(Sink sink) {
            sink.status(200);
            sink.fields(NOTHING_ELSE);
            sink.field("Set-Cookie", String.format(Locale.ROOT, "session=%072x; Path=/", number));
            for (String name : List.of("X-One", "X-Two", "X-Three", "X-Four")) {
                sink.field(name, Long.toString(100_000_000_000L + number));
            }
        }
    }
}

package dev.unruly.wire;

import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Block;
import dev.unruly.world.Bytes;
import dev.unruly.world.Connection;
import dev.unruly.world.ConnectionListener;
import dev.unruly.world.Ending;
import dev.unruly.world.ExchangeListener;
import dev.unruly.world.Fields;
import dev.unruly.world.Head;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import dev.unruly.world.Sink;
import dev.unruly.world.Ticket;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;

/// What the doors of the wire cost, measured from outside: run by `bench/wire`, never as a test.
/// Each measurement prints one JSON object.
final class WireBench {

    private static final long SECOND = 1_000_000_000L;

    private WireBench() {}

    public static void main(String[] arguments) throws InterruptedException, IOException {
        switch (arguments[0]) {
            case "saturate" ->
                    saturate(
                            address(arguments[1]),
                            arguments[2],
                            Integer.parseInt(arguments[3]),
                            Integer.parseInt(arguments[4]),
                            Integer.parseInt(arguments[5]));
            case "idle" -> idle(address(arguments[1]), Integer.parseInt(arguments[2]));
            case "late" -> late(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            default -> throw new IllegalArgumentException("unknown: " + arguments[0]);
        }
    }

    private static Address address(String text) {
        int colon = text.lastIndexOf(':');
        return new Address(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    private static Wire start() {
        return Wire.start(
                Wire.Options.usual(
                                (loop, thrown) -> {
                                    thrown.printStackTrace();
                                    Runtime.getRuntime().halt(70);
                                })
                        .withStart(loop -> LinuxTimer.slack(1)));
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getProcessCpuTime();
    }

    /// A closed loop of GETs whose status is looked at.
    private static void saturate(
            Address to, String target, int connections, int warmSeconds, int seconds)
            throws InterruptedException {
        try (Wire wire = start()) {
            Loop loop = wire.loops().getFirst();
            var users = new ArrayList<Asker>();
            loop.post(() -> {
                var get = new Get(to, target);
                for (int i = 0; i < connections; i++) {
                    users.add(new Asker(loop, to, get));
                }
            });
            Thread.sleep(warmSeconds * 1_000L);
            long cpu = cpuNanos();
            long before = answers(loop, users);
            Thread.sleep(seconds * 1_000L);
            long answers = answers(loop, users) - before;
            double micros = (cpuNanos() - cpu) / 1e3 / answers;
            System.out.printf(
                    Locale.ROOT,
                    "{\"requests\": %d, \"perSecond\": %d, \"cpuMicros\": %.3f}%n",
                    answers,
                    answers / seconds,
                    micros);
        }
    }

    private static long answers(Loop loop, List<Asker> users) throws InterruptedException {
        var counted = new CountDownLatch(1);
        long[] sum = {0};
        loop.post(() -> {
            users.forEach(one -> sum[0] += one.answers);
            counted.countDown();
        });
        counted.await();
        return sum[0];
    }

    private record Get(Address to, String target, Block fields) implements Head {

        Get(Address to, String target) {
            this(to, target, Block.of(List.of(new Block.Field("Host", to.toString()))));
        }

        @Override
        public int route() {
            return -1;
        }

        @Override
        public void render(Sink sink) {
            sink.request("GET", target);
            sink.fields(fields);
        }
    }

    /// A user who asks again as soon as there is an answer.
    private static final class Asker implements ConnectionListener, ExchangeListener {

        private final Connection connection;
        private final Head head;
        private long answers;

        Asker(Loop loop, Address to, Head head) {
            this.head = head;
            this.connection = loop.connect(Peer.at(to), Lane.direct(), Ticket.NOBODY, this);
        }

        @Override
        public void opened(long nowNanos) {
            connection.start(head, 0, this);
        }

        @Override
        public void free(long nowNanos) {
            connection.start(head, 0, this);
        }

        @Override
        public void head(int status, Fields fields, long nowNanos) {
            if (status != 200) {
                throw new IllegalStateException("status " + status);
            }
            answers++;
        }

        @Override
        public void body(Bytes bytes, long nowNanos) {}

        @Override
        public void ended(Ending ending, long nowNanos) {
            if (ending != Ending.COMPLETE && ending != Ending.CANCELLED) {
                throw new IllegalStateException("ended " + ending);
            }
        }
    }

    /// Connections that each made one request and wait.
    private static void idle(Address to, int count) throws InterruptedException, IOException {
        try (Wire wire = start()) {
            Loop loop = wire.loops().getFirst();
            open(loop, to, 100).await();
            long before = residentBytes();
            open(loop, to, count).await();
            long bytes = residentBytes() - before;
            System.out.printf(
                    Locale.ROOT,
                    "{\"connections\": %d, \"bytesEach\": %d}%n",
                    count,
                    bytes / count);
        }
    }

    private static CountDownLatch open(Loop loop, Address to, int count) {
        var opened = new CountDownLatch(count);
        var get = new Get(to, "/hello");
        for (int i = 0; i < count; i++) {
            loop.post(() -> new Sleeper(loop, to, get, opened));
        }
        return opened;
    }

    /// A user who asks once and stays.
    private static final class Sleeper implements ConnectionListener, ExchangeListener {

        private final CountDownLatch opened;
        private final Connection connection;
        private final Head head;

        Sleeper(Loop loop, Address to, Head head, CountDownLatch opened) {
            this.head = head;
            this.opened = opened;
            this.connection = loop.connect(Peer.at(to), Lane.direct(), Ticket.NOBODY, this);
        }

        @Override
        public void opened(long nowNanos) {
            connection.start(head, 0, this);
        }

        @Override
        public void free(long nowNanos) {
            opened.countDown();
        }

        @Override
        public void head(int status, Fields fields, long nowNanos) {}

        @Override
        public void body(Bytes bytes, long nowNanos) {}

        @Override
        public void ended(Ending ending, long nowNanos) {
            if (ending != Ending.COMPLETE && ending != Ending.CANCELLED) {
                throw new IllegalStateException("ended " + ending);
            }
        }
    }

    /// What the process holds once its garbage is gone.
    private static long residentBytes() throws IOException {
        System.gc();
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1_024)
                .findFirst()
                .orElseThrow();
    }

    /// How late alarms ring, beside how late a bare timer of the system's wakes a bare thread. Both
    /// take turns second by second, so that they see the same machine.
    private static void late(int perSecond, int seconds) throws InterruptedException {
        long[] ours = new long[perSecond * seconds];
        long[] floor = new long[perSecond * seconds];
        try (Wire wire = start()) {
            Loop loop = wire.loops().getFirst();
            rings(loop, perSecond, new long[2 * perSecond], 0);
            rings(loop, perSecond, new long[2 * perSecond], 0);
            LinuxTimer.lateness(perSecond, new long[2 * perSecond], 0);
            for (int second = 0; second < seconds; second++) {
                rings(loop, perSecond, ours, second * perSecond);
                LinuxTimer.lateness(perSecond, floor, second * perSecond);
            }
        }
        System.out.printf(
                Locale.ROOT, "{\"wire\": %s, \"floor\": %s}%n", quantiles(ours), quantiles(floor));
    }

    private static void rings(Loop loop, int perSecond, long[] late, int from)
            throws InterruptedException {
        var done = new CountDownLatch(perSecond);
        loop.post(() -> {
            long start = loop.nanos() + SECOND / 1_000;
            for (int i = 0; i < perSecond; i++) {
                int at = from + i;
                long due = start + i * SECOND / perSecond;
                loop.arm(
                        new Alarm() {
                            @Override
                            protected void ring(long nowNanos) {
                                late[at] = nowNanos - due;
                                done.countDown();
                            }
                        },
                        due);
            }
        });
        done.await();
    }

    private static String quantiles(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return String.format(
                Locale.ROOT,
                "{\"p50Micros\": %.1f, \"p99Micros\": %.1f, \"p999Micros\": %.1f}",
                sorted[sorted.length / 2] / 1e3,
                sorted[(int) (sorted.length * 0.99)] / 1e3,
                sorted[(int) (sorted.length * 0.999)] / 1e3);
    }
}

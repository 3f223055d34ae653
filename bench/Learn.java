import dev.unruly.convert.Evidence;
import dev.unruly.convert.Reading;
import dev.unruly.convert.Witness;
import dev.unruly.learn.Coder;
import dev.unruly.learn.Rules;
import dev.unruly.learn.Sessions;
import dev.unruly.model.Hit;
import dev.unruly.model.Span;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;

/// Multiplies a log of the common format, and measures what it takes to make sessions of one.
///
///     Learn.java make FROM TO LINES common|combined
///     Learn.java measure LOG FOLDER
///     Learn.java watch OUTPUT COMMAND…
final class Learn {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final int BLOCK = 1 << 20;

    /// What browsers of those days called themselves.
    private static final List<String> AGENTS =
            List.of(
                    "Mozilla/1.1N (Windows; I; 16bit)",
                    "Mozilla/1.1N (Macintosh; I; 68K)",
                    "Mozilla/1.1N (X11; I; SunOS 4.1.3_U1 sun4m)",
                    "NCSA Mosaic/2.0.0 Final Beta (Windows x86)",
                    "IBM WebExplorer DLL/v960311");

    private Learn() {}

    public static void main(String[] words) throws IOException, InterruptedException {
        switch (words[0]) {
            case "make" ->
                    make(
                            Path.of(words[1]),
                            Path.of(words[2]),
                            Long.parseLong(words[3]),
                            words[4].equals("combined"));
            case "measure" -> measure(Path.of(words[1]), Path.of(words[2]));
            case "watch" -> watch(words);
            default -> throw new IllegalArgumentException("make, measure or watch: " + words[0]);
        }
    }

    /// Copy after copy, each four hours and a minute later and of other hosts. Lines of the
    /// combined format get what the common one has not: the page that the host had got before, and
    /// an agent.
    private static void make(Path from, Path to, long lines, boolean combined) throws IOException {
        List<String> source = Files.readAllLines(from, StandardCharsets.ISO_8859_1);
        long written = 0;
        try (var out = new BufferedOutputStream(Files.newOutputStream(to), BLOCK)) {
            int hosts = 0;
            for (int copy = 0; written < lines; copy++) {
                var addresses = new HashMap<String, String>();
                var pages = new HashMap<String, String>();
                long shift = copy * 14_460L;
                String last = "";
                String lastShifted = "";
                for (int i = 0; i < source.size() && written < lines; i++, written++) {
                    String line = source.get(i);
                    int open = line.indexOf('[');
                    int close = line.indexOf(']', open);
                    String time = line.substring(open + 1, close);
                    if (!time.equals(last)) {
                        last = time;
                        lastShifted = OffsetDateTime.parse(time, TIME).plusSeconds(shift).format(TIME);
                    }
                    String host = line.substring(0, line.indexOf(' '));
                    String address = addresses.get(host);
                    if (address == null) {
                        address = address(hosts++);
                        addresses.put(host, address);
                    }
                    write(
                            out,
                            address
                                    + line.substring(host.length(), open + 1)
                                    + lastShifted
                                    + line.substring(close)
                                    + (combined ? rest(host, line, pages) : "")
                                    + "\n");
                }
            }
        }
    }

    private static String rest(String host, String line, Map<String, String> pages) {
        String before = pages.getOrDefault(host, "-");
        int quote = line.indexOf('"');
        int begin = line.indexOf(' ', quote) + 1;
        int end = line.indexOf(' ', begin);
        String path = begin > 0 && end > 0 ? line.substring(begin, end) : "/";
        if (!path.matches("(?i).*\\.(gif|xbm|jpe?g|mpg|wav)") && path.startsWith("/")) {
            pages.put(host, "http://www.ksc.nasa.gov" + path.replace("\"", ""));
        }
        String agent = AGENTS.get(Math.floorMod(host.hashCode(), AGENTS.size()));
        return " \"" + before + "\" \"" + agent + "\"";
    }

    private static String address(int number) {
        return "10."
                + (number >> 16 & 255)
                + "."
                + (number >> 8 & 255)
                + "."
                + (number & 255);
    }

    private static void write(OutputStream out, String line) throws IOException {
        out.write(line.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Reads as `unruly learn` does.
    private static void measure(Path log, Path folder) throws IOException {
        long began = System.nanoTime();
        try (var coder = new Coder(folder, new SplittableRandom(began).nextLong(), Rules.usual())) {
            var evidence = new Evidence("", Optional.empty(), System.currentTimeMillis());
            var phases = new Phases(began);
            phases.next("reading and coding");
            Reading reading =
                    evidence.read(List.of(log.toString()), InputStream.nullInputStream(), to(coder));
            Sessions sessions = Sessions.of(coder, List.of(), phases::next);
            phases.next("");
            System.out.printf(
                    Locale.ROOT,
                    "%,d requests, %d lines left out; %s%n",
                    coder.hits(),
                    reading.broken(),
                    sessions.report().getFirst());
        }
    }

    /// Runs a command on two cores, its output into a file, and says what it took as one JSON object.
    private static void watch(String[] words) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("taskset", "-c", "0,1"));
        command.addAll(List.of(words).subList(2, words.length));
        long began = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(Path.of(words[1]).toFile())
                        .start();
        Path status = Path.of("/proc/" + process.pid() + "/status");
        long peak = 0;
        double cpu = 0;
        while (!process.waitFor(20, TimeUnit.MILLISECONDS)) {
            peak = Math.max(peak, peak(status));
            cpu = Math.max(cpu, cpuSeconds(process.toHandle()));
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        if (process.exitValue() != 0) {
            throw new IOException(words[2] + " failed, see " + words[1]);
        }
        System.out.printf(
                Locale.ROOT,
                "{\"seconds\": %.2f, \"cpuSeconds\": %.2f, \"peakMegabytes\": %d}%n",
                seconds,
                cpu,
                peak);
    }

    private static Witness to(Coder coder) {
        return new Witness() {
            @Override
            public void hit(Hit hit) {
                coder.hit(hit);
            }

            @Override
            public void span(Span span) {}

            @Override
            public void arrival(long atMillis) {}

            @Override
            public void arrivals(long fromMillis, long periodMillis, long count) {}
        };
    }

    private static double cpuSeconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toMillis() / 1e3;
    }

    /// 0: it has ended.
    private static long peak(Path status) {
        try {
            for (String line : Files.readAllLines(status)) {
                if (line.startsWith("VmHWM:")) {
                    return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
                }
            }
        } catch (IOException e) {
            return 0;
        }
        return 0;
    }

    /// What was done how long, and with how much of the processor.
    private static final class Phases {
        private String what = "start";
        private long nanos;
        private double cpu;

        Phases(long began) {
            nanos = began;
        }

        void next(String then) {
            long now = System.nanoTime();
            double used = cpuSeconds(ProcessHandle.current());
            System.out.printf(
                    Locale.ROOT, "%8.2f s %8.2f s CPU  %s%n", (now - nanos) / 1e9, used - cpu, what);
            what = then;
            nanos = now;
            cpu = used;
        }
    }
}

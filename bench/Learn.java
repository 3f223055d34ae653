import dev.unruly.learn.Coder;
import dev.unruly.learn.Rules;
import dev.unruly.learn.Sessions;
import dev.unruly.model.Hit;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/// Multiplies a log of the common format, and measures what it takes to make sessions of one.
///
///     Learn.java make FROM TO LINES
///     Learn.java measure LOG FOLDER
final class Learn {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("dd/MMM/yyyy:HH:mm:ss Z", Locale.ENGLISH);
    private static final int BLOCK = 1 << 20;

    private Learn() {}

    public static void main(String[] words) throws IOException {
        switch (words[0]) {
            case "make" -> make(Path.of(words[1]), Path.of(words[2]), Long.parseLong(words[3]));
            case "measure" -> measure(Path.of(words[1]), Path.of(words[2]));
            default -> throw new IllegalArgumentException("make or measure, got " + words[0]);
        }
    }

    /// Copy after copy, each four hours and a minute later and of other hosts.
    private static void make(Path from, Path to, long lines) throws IOException {
        List<String> source = Files.readAllLines(from, StandardCharsets.ISO_8859_1);
        long written = 0;
        try (var out = new BufferedOutputStream(Files.newOutputStream(to), BLOCK)) {
            int hosts = 0;
            for (int copy = 0; written < lines; copy++) {
                var addresses = new HashMap<String, String>();
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
                                    + "\n");
                }
            }
        }
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

    private static void measure(Path log, Path folder) throws IOException {
        long began = System.nanoTime();
        try (var coder =
                new Coder(folder, new SplittableRandom(began).nextLong(), Rules.usual())) {
            read(log, coder);
            double coded = (System.nanoTime() - began) / 1e9;
            String[] last = {""};
            long[] at = {System.nanoTime()};
            Sessions sessions =
                    Sessions.of(
                            coder,
                            List.of(),
                            what -> {
                                long now = System.nanoTime();
                                System.err.printf(Locale.ROOT, "%8.2f s %s%n", (now - at[0]) / 1e9, last[0]);
                                last[0] = what;
                                at[0] = now;
                            });
            double all = (System.nanoTime() - began) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "{\"lines\": %d, \"codedSeconds\": %.2f, \"seconds\": %.2f,"
                            + " \"cpuSeconds\": %.2f, \"linesPerSecond\": %.0f,"
                            + " \"peakMegabytes\": %d, \"sessions\": %d, \"steps\": %d}%n",
                    coder.hits(),
                    coded,
                    all,
                    ProcessHandle.current().info().totalCpuDuration().orElseThrow().toMillis()
                            / 1e3,
                    coder.hits() / all,
                    peak(),
                    sessions.sessions(),
                    sessions.steps());
        }
    }

    private static long peak() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) {
                return Long.parseLong(line.replaceAll("[^0-9]", "")) / 1024;
            }
        }
        return -1;
    }

    private static void read(Path log, Coder coder) throws IOException {
        byte[] block = new byte[BLOCK];
        var scanner = new Scanner();
        int held = 0;
        try (InputStream in = Files.newInputStream(log)) {
            for (int got = in.read(block); got > 0; got = in.read(block, held, BLOCK - held)) {
                int end = held + got;
                int from = 0;
                for (int i = held; i < end; i++) {
                    if (block[i] == '\n') {
                        scanner.line(block, from, i, coder);
                        from = i + 1;
                    }
                }
                held = end - from;
                System.arraycopy(block, from, block, 0, held);
            }
        }
    }

    /// Reads a line of the common format; what is none is left out.
    private static final class Scanner {
        private final Hit hit = new Hit();
        private String day = "";
        private long dayMillis;

        void line(byte[] b, int from, int to, Coder coder) {
            int space = find(b, ' ', from, to);
            int open = find(b, '[', space, to);
            int quote = find(b, '"', open, to);
            int method = find(b, ' ', quote, to);
            int end = to;
            while (end > method && b[end - 1] != '"') {
                end--;
            }
            end--;
            if (method >= end) {
                return;
            }
            int url = find(b, ' ', method + 1, end);
            hit.clear();
            hit.address().set(b, from, space);
            hit.method().set(b, quote + 1, method);
            hit.url().set(b, method + 1, url);
            hit.atMillis(time(b, open + 1));
            hit.status((b[end + 2] - '0') * 100 + (b[end + 3] - '0') * 10 + b[end + 4] - '0');
            coder.hit(hit);
        }

        private static int find(byte[] b, char what, int from, int to) {
            int i = from;
            while (i < to && b[i] != what) {
                i++;
            }
            return i;
        }

        private long time(byte[] b, int at) {
            if (day.length() != 11 || !same(b, at)) {
                day = new String(b, at, 11, StandardCharsets.ISO_8859_1);
                String zone = new String(b, at + 20, 6, StandardCharsets.ISO_8859_1);
                dayMillis =
                        OffsetDateTime.parse(day + ":00:00:00" + zone, TIME)
                                .toInstant()
                                .toEpochMilli();
            }
            int seconds = two(b, at + 12) * 3600 + two(b, at + 15) * 60 + two(b, at + 18);
            return dayMillis + seconds * 1000L;
        }

        private boolean same(byte[] b, int at) {
            for (int i = 0; i < 11; i++) {
                if (b[at + i] != day.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        private static int two(byte[] b, int at) {
            return (b[at] - '0') * 10 + b[at + 1] - '0';
        }
    }
}

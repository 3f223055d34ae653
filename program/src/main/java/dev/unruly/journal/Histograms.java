package dev.unruly.journal;

import dev.unruly.model.Conclusion;
import dev.unruly.model.Observation;
import dev.unruly.model.Quiet;
import dev.unruly.model.Roster;
import dev.unruly.stats.HdrLog;
import dev.unruly.stats.Latencies;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// Turns a journal into `latency.hlog`, which every tool for HdrHistogram logs reads: an interval a
/// second, or ten where a run is longer than a quarter of an hour, each tagged with what it is and
/// of which endpoint, such as `perceived.pay`. Warm-up and relief are in it.
public final class Histograms {

    /// The name of the file in a run's folder.
    public static final String FILE = "latency.hlog";

    private static final long SECOND = 1_000_000_000L;
    private static final double LONG_SECONDS = 900;

    private Histograms() {}

    /// Writes the file beside the journal, whole or not at all.
    ///
    /// @param startedAt the wall-clock time at which the run began
    /// @param seconds how long it was
    /// @throws IOException if the journal cannot be read or the file cannot be written
    public static void export(Path folder, Roster roster, Instant startedAt, double seconds)
            throws IOException {
        Path part = folder.resolve(FILE + ".part");
        var collector = new Collector(roster, seconds > LONG_SECONDS ? 10 : 1);
        JournalReader.read(folder, collector);
        try (var out = new Careful(new BufferedOutputStream(Files.newOutputStream(part)))) {
            collector.write(out, startedAt);
            out.check();
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, folder.resolve(FILE), StandardCopyOption.REPLACE_EXISTING);
    }

    /// Remembers what a print writer would have swallowed.
    private static final class Careful extends FilterOutputStream {

        private IOException problem = new IOException();
        private boolean failed;

        Careful(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                out.write(bytes, from, length);
            } catch (IOException e) {
                failed = true;
                problem = e;
                throw e;
            }
        }

        void check() throws IOException {
            if (failed) {
                throw problem;
            }
            flush();
        }
    }

    /// Adds up latencies by the interval in which they ended.
    private static final class Collector extends Quiet {

        private final Roster roster;
        private final int every;
        private final TreeMap<Integer, Map<String, Latencies>> intervals = new TreeMap<>();

        Collector(Roster roster, int every) {
            this.roster = roster;
            this.every = every;
        }

        void write(OutputStream out, Instant startedAt) {
            var log =
                    new HdrLog(
                            out,
                            startedAt,
                            "latencies in nanoseconds, by service, response or perceived, and"
                                    + " endpoint");
            intervals.forEach((interval, byTag) -> {
                Duration from = Duration.ofSeconds((long) interval * every);
                byTag.forEach((tag, latencies) ->
                        log.interval(tag, from, from.plusSeconds(every), latencies));
            });
            log.close();
        }

        private void add(String kind, int endpoint, long endedNanos, long nanos) {
            int interval = (int) (Math.max(0, endedNanos) / SECOND / every);
            intervals
                    .computeIfAbsent(interval, any -> new TreeMap<>())
                    .computeIfAbsent(
                            kind + "." + roster.endpoints().get(endpoint), any -> new Latencies())
                    .record(Math.max(0, nanos));
        }

        /// Of page requests that were answered, as everywhere.
        @Override
        public void requested(Observation o) {
            if (o.part() == 0 && o.status() > 0 && o.sentNanos() >= 0) {
                add("service", o.endpoint(), o.endedNanos(), o.serviceNanos());
                add("response", o.endpoint(), o.endedNanos(), o.responseNanos());
            }
        }

        @Override
        public void concluded(Conclusion c) {
            if (c.end() == Conclusion.End.ANSWERED) {
                add("perceived", c.intention().endpoint(), c.endedNanos(), c.perceivedNanos());
            }
        }
    }
}

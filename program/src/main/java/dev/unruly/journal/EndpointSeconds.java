package dev.unruly.journal;

import dev.unruly.model.Conclusion;
import dev.unruly.model.Observation;
import dev.unruly.model.Quiet;
import dev.unruly.model.Roster;
import dev.unruly.stats.Latencies;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// Turns a journal into CSV (RFC 4180, without quotes since no name needs them): a row a second and
/// endpoint in which something ended there, ordered by both. Where a run is longer than a quarter
/// of an hour, a row is of ten seconds. Warm-up and relief are in it. Latencies are whole
/// microseconds, empty where nothing was answered.
public final class EndpointSeconds {

    private static final String HEADER =
            "second,seconds,endpoint,answered,abandoned,cut_off,requests,attempts,attempts_failed"
                    + ",perceived_p50_us,perceived_p99_us,response_p50_us,response_p99_us"
                    + ",service_p50_us,service_p99_us\r\n";

    private static final long SECOND = 1_000_000_000L;
    private static final double LONG_SECONDS = 900;

    private EndpointSeconds() {}

    /// Writes a file, whole or not at all.
    ///
    /// @param seconds how long the run was
    /// @throws IOException if the journal cannot be read or the file cannot be written
    public static void export(Path folder, Roster roster, double seconds, Path file)
            throws IOException {
        var rows = new Rows(roster.endpoints().size(), seconds > LONG_SECONDS ? 10 : 1);
        JournalReader.read(folder, rows);
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try (Writer out = Files.newBufferedWriter(part, StandardCharsets.UTF_8)) {
            rows.write(out, roster.endpoints());
        } catch (IOException e) {
            Files.deleteIfExists(part);
            throw e;
        }
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /// What ended at one endpoint in one interval.
    private static final class Row {

        private final Latencies perceived = new Latencies();
        private final Latencies response = new Latencies();
        private final Latencies service = new Latencies();
        private long abandoned;
        private long cutOff;
        private long requests;
        private long attempts;
        private long failed;

        private String text() {
            return perceived.count()
                    + ","
                    + abandoned
                    + ","
                    + cutOff
                    + ","
                    + requests
                    + ","
                    + attempts
                    + ","
                    + failed
                    + both(perceived)
                    + both(response)
                    + both(service);
        }

        private static String both(Latencies latencies) {
            return latencies.isEmpty()
                    ? ",,"
                    : "," + micros(latencies, 0.5) + "," + micros(latencies, 0.99);
        }

        private static long micros(Latencies latencies, double q) {
            return Math.round(latencies.quantile(q) / 1e3);
        }
    }

    /// Adds up by the interval in which things ended.
    private static final class Rows extends Quiet {

        private final int endpoints;
        private final int every;
        private final TreeMap<Integer, List<Row>> intervals = new TreeMap<>();

        Rows(int endpoints, int every) {
            this.endpoints = endpoints;
            this.every = every;
        }

        void write(Writer out, List<String> names) throws IOException {
            out.write(HEADER);
            for (var interval : intervals.entrySet()) {
                for (int i = 0; i < names.size(); i++) {
                    Row row = interval.getValue().get(i);
                    if (row.requests + row.abandoned + row.cutOff + row.perceived.count() > 0) {
                        int from = interval.getKey() * every;
                        out.write(from + "," + every + "," + names.get(i) + "," + row.text());
                        out.write("\r\n");
                    }
                }
            }
        }

        private Row row(int endpoint, long endedNanos) {
            int interval = (int) (Math.max(0, endedNanos) / SECOND / every);
            return intervals.computeIfAbsent(interval, any -> empty()).get(endpoint);
        }

        private List<Row> empty() {
            var rows = new ArrayList<Row>();
            for (int i = 0; i < endpoints; i++) {
                rows.add(new Row());
            }
            return rows;
        }

        @Override
        public void requested(Observation o) {
            Row row = row(o.endpoint(), o.endedNanos());
            row.requests++;
            if (o.part() != 0) {
                return;
            }
            row.attempts++;
            row.failed += o.outcome().failed() ? 1 : 0;
            if (o.status() > 0 && o.sentNanos() >= 0) {
                row.service.record(Math.max(0, o.serviceNanos()));
                row.response.record(Math.max(0, o.responseNanos()));
            }
        }

        @Override
        public void concluded(Conclusion c) {
            Row row = row(c.intention().endpoint(), c.endedNanos());
            switch (c.end()) {
                case ANSWERED -> row.perceived.record(Math.max(0, c.perceivedNanos()));
                case LEFT, FAILED -> row.abandoned++;
                case CUT_OFF -> row.cutOff++;
            }
        }
    }
}

package dev.unruly.stats;

import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/// A histogram log (`.hlog`) in the compressed V2 format that HdrHistogram's tools read. Values are
/// nanoseconds with three significant digits; each bucket of [Latencies] stands at its middle.
public final class HdrLog implements AutoCloseable {

    private static final double NANOS_PER_MILLI = 1e6;
    private static final int DIGITS = 3;

    private final HistogramLogWriter writer;

    /// Begins a log with its header.
    public HdrLog(OutputStream out, Instant began, String comment) {
        writer = new HistogramLogWriter(out);
        writer.outputComment(comment);
        writer.outputLogFormatVersion();
        writer.outputBaseTime(began.toEpochMilli());
        writer.outputStartTime(began.toEpochMilli());
        writer.outputLegend();
    }

    /// Writes what was recorded between two moments of the run, counted from its beginning. The tag
    /// names the series, such as `perceived.pay`; it holds no comma, space or line break.
    public void interval(String tag, Duration from, Duration to, Latencies latencies) {
        Histogram histogram = histogram(latencies);
        histogram.setTag(tag);
        writer.outputIntervalHistogram(
                from.toNanos() * 1e-9, to.toNanos() * 1e-9, histogram, NANOS_PER_MILLI);
    }

    @Override
    public void close() {
        writer.close();
    }

    /// The same counts as a histogram of HdrHistogram.
    static Histogram histogram(Latencies latencies) {
        if (latencies.isEmpty()) {
            return new Histogram(2, DIGITS);
        }
        var histogram = new Histogram(Math.max(2, latencies.most()), DIGITS);
        latencies.visit((above, upTo, count) -> {
            double middle = upTo <= 1 ? upTo : 2 * above * upTo / (above + upTo);
            long value = Math.clamp(Math.round(middle), latencies.least(), latencies.most());
            // The ends are known exactly, and stand in for one each of their buckets.
            boolean lowest = latencies.least() > above || upTo == 0;
            boolean highest = latencies.most() <= upTo;
            long rest = count;
            if (highest) {
                histogram.recordValue(latencies.most());
                rest--;
            }
            if (lowest && rest > 0) {
                histogram.recordValue(latencies.least());
                rest--;
            }
            histogram.recordValueWithCount(value, rest);
        });
        return histogram;
    }
}

package dev.unruly.stats;

import java.io.ByteArrayOutputStream;

/// Durations of which some ended and others were only seen up to a point: how long people wait
/// (ended: they left; censored: they were answered first), or how long answers take (the other way
/// round).
///
/// Held in the buckets of [Latencies], so recording is constant work, parts merge without loss, and
/// times are off by at most 1.09 %. Mutable and not thread-safe.
public final class Survival {

    private final Latencies ended = new Latencies();
    private final Latencies censored = new Latencies();

    /// Counts one duration that ended.
    public void ended(long nanos) {
        ended.record(nanos);
    }

    /// Counts one duration that was seen for so long and had not ended.
    public void censored(long nanos) {
        censored.record(nanos);
    }

    /// Counts durations that ended.
    public void ended(Latencies durations) {
        ended.add(durations);
    }

    /// Counts durations that were seen for so long and had not ended.
    public void censored(Latencies durations) {
        censored.add(durations);
    }

    /// Adds all that another one counted.
    public void merge(Survival other) {
        ended.add(other.ended);
        censored.add(other.censored);
    }

    public long count() {
        return ended.count() + censored.count();
    }

    public long countEnded() {
        return ended.count();
    }

    /// The product-limit estimate; nothing is said from where fewer than 30 are at risk.
    public SurvivalCurve curve() {
        return curve(SurvivalCurve.LEAST_AT_RISK);
    }

    /// The product-limit estimate with an own limit below which nothing is said.
    public SurvivalCurve curve(long leastAtRisk) {
        return SurvivalCurve.of(ended, censored, leastAtRisk);
    }

    /// The form that [#fromBytes] reads.
    public byte[] toBytes() {
        var out = new ByteArrayOutputStream();
        for (byte[] part : new byte[][] {ended.toBytes(), censored.toBytes()}) {
            Varints.write(out, part.length);
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /// What [#toBytes] wrote.
    ///
    /// @throws IllegalArgumentException if the bytes are not that
    public static Survival fromBytes(byte[] bytes) {
        var reader = new Varints.Reader(bytes);
        var survival = new Survival();
        survival.ended.add(Latencies.fromBytes(reader.part()));
        survival.censored.add(Latencies.fromBytes(reader.part()));
        reader.end();
        return survival;
    }

    Latencies endedDurations() {
        return ended;
    }

    Latencies censoredDurations() {
        return censored;
    }
}

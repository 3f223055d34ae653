package dev.unruly.backend;

import dev.unruly.model.DependencySecond;
import dev.unruly.stats.Latencies;

/// What is counted on one link in the second that is running, as a gateway's listener would.
final class LinkTally {

    private final Latencies own = new Latencies();
    private final Latencies seen = new Latencies();
    private long requests;
    private long completed;
    private long failed;
    private long opened;
    private long refused;
    private int open;
    private int peakOpen;
    private int inFlight;
    private int peakInFlight;

    void opened() {
        opened++;
        open++;
        peakOpen = Math.max(peakOpen, open);
    }

    void closed() {
        open--;
    }

    void refused() {
        refused++;
    }

    void asked() {
        requests++;
        inFlight++;
        peakInFlight = Math.max(peakInFlight, inFlight);
    }

    void completed(long ownNanos, long seenNanos) {
        completed++;
        inFlight--;
        own.record(ownNanos);
        seen.record(seenNanos);
    }

    void failed() {
        failed++;
        inFlight--;
    }

    /// What was counted since the last time, which is thereby over.
    DependencySecond take(int dependency, int second) {
        var taken =
                new DependencySecond(
                        dependency,
                        second,
                        requests,
                        completed,
                        failed,
                        opened,
                        refused,
                        open,
                        peakOpen,
                        inFlight,
                        peakInFlight,
                        0,
                        0,
                        own.copy(),
                        seen.copy());
        own.clear();
        seen.clear();
        requests = 0;
        completed = 0;
        failed = 0;
        opened = 0;
        refused = 0;
        peakOpen = open;
        peakInFlight = inFlight;
        return taken;
    }
}

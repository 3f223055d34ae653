package dev.unruly.gateway;

import dev.unruly.model.DependencySecond;
import dev.unruly.stats.Latencies;

/// What is counted at one listener in the second that is running.
///
/// At every moment opened = closed + open, and asked = completed + failed + in flight.
final class Tally {

    private final Latencies own = new Latencies();
    private final Latencies seen = new Latencies();
    private long requests;
    private long completed;
    private long failed;
    private long opened;
    private long refused;
    private long bytesUp;
    private long bytesDown;
    private int open;
    private int peakOpen;
    private int inFlight;
    private int peakInFlight;

    /// The application has opened a connection.
    void opened() {
        opened++;
        open++;
        peakOpen = Math.max(peakOpen, open);
    }

    /// A connection of the application is gone.
    void closed() {
        open--;
    }

    /// A connection could not be had from the dependency.
    void refused() {
        refused++;
    }

    void asked() {
        requests++;
        inFlight++;
        peakInFlight = Math.max(peakInFlight, inFlight);
    }

    /// A request was answered without an error.
    void completed(long ownNanos, long seenNanos) {
        completedUntimed();
        own.record(ownNanos);
        seen.record(seenNanos);
    }

    /// A request was answered, nobody knows when.
    void completedUntimed() {
        completed++;
        inFlight--;
    }

    /// A request was answered with an error, or cut off.
    void failed() {
        failed++;
        inFlight--;
    }

    void up(int bytes) {
        bytesUp += bytes;
    }

    void down(int bytes) {
        bytesDown += bytes;
    }

    int open() {
        return open;
    }

    int inFlight() {
        return inFlight;
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
                        bytesUp,
                        bytesDown,
                        own.copy(),
                        seen.copy());
        own.clear();
        seen.clear();
        requests = 0;
        completed = 0;
        failed = 0;
        opened = 0;
        refused = 0;
        bytesUp = 0;
        bytesDown = 0;
        peakOpen = open;
        peakInFlight = inFlight;
        return taken;
    }
}

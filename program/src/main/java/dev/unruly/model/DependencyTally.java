package dev.unruly.model;

import dev.unruly.stats.Latencies;

/// What is counted at one listener, or on one link of a model, in the second that is running.
///
/// At every moment opened = closed + open, and asked = completed + failed + lost + in flight.
public final class DependencyTally {

    private final Latencies own = new Latencies();
    private final Latencies seen = new Latencies();
    private final Latencies cutOff = new Latencies();
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
    public void opened() {
        opened++;
        open++;
        peakOpen = Math.max(peakOpen, open);
    }

    /// A connection of the application is gone.
    public void closed() {
        open--;
    }

    /// A connection could not be had from the dependency.
    public void refused() {
        refused++;
    }

    /// A request has come.
    public void asked() {
        requests++;
        inFlight++;
        peakInFlight = Math.max(peakInFlight, inFlight);
    }

    /// A request was answered without an error.
    public void completed(long ownNanos, long seenNanos) {
        completedUntimed();
        own.record(ownNanos);
        seen.record(seenNanos);
    }

    /// A request was answered without an error, and nobody waited for it.
    public void completedUnseen(long ownNanos) {
        completedUntimed();
        own.record(ownNanos);
    }

    /// A request was given up, for another try of the same was answered sooner.
    public void lost() {
        inFlight--;
    }

    /// A request was given up before its answer was whole, which is counted besides.
    public void cutOff(long afterNanos) {
        cutOff.record(afterNanos);
    }

    /// A request was answered, nobody knows when.
    public void completedUntimed() {
        completed++;
        inFlight--;
    }

    /// A request was answered with an error, or cut off.
    public void failed() {
        failed++;
        inFlight--;
    }

    /// Bytes came from the application.
    public void up(int bytes) {
        bytesUp += bytes;
    }

    /// Bytes went to the application.
    public void down(int bytes) {
        bytesDown += bytes;
    }

    /// How many connections of the application there are.
    public int open() {
        return open;
    }

    /// How many requests wait for their answer.
    public int inFlight() {
        return inFlight;
    }

    /// What was counted since the last time, which is thereby over.
    public DependencySecond take(int dependency, int second) {
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
                        seen.copy(),
                        cutOff.copy());
        own.clear();
        seen.clear();
        cutOff.clear();
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

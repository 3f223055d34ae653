package dev.unruly.model;

import dev.unruly.stats.Latencies;

/// What a gateway's listener saw in one second.
///
/// @param dependency an index into [Roster#dependencies]
/// @param second since the run began
/// @param requests that came from the application; 0 where the protocol is not understood
/// @param completed that were answered
/// @param failed that were answered with an error, cut off, or given up, but not those that were
///   given up because another try of the same was answered sooner: these are neither
/// @param opened connections that the application opened
/// @param refused connections that could not be had from the dependency
/// @param open connections at the second's end
/// @param peakOpen the most at any moment
/// @param inFlight requests without an answer at the second's end
/// @param peakInFlight the most at any moment
/// @param bytesUp from the application
/// @param bytesDown to the application
/// @param own what the dependency itself took, without what was added; requests completed only
/// @param seen what the application saw, with what was added
/// @param cutOff for how long the dependency had those that were given up before their answer was
///   whole: because their caller left, their time was over, or another try was answered sooner
public record DependencySecond(
        int dependency,
        int second,
        long requests,
        long completed,
        long failed,
        long opened,
        long refused,
        int open,
        int peakOpen,
        int inFlight,
        int peakInFlight,
        long bytesUp,
        long bytesDown,
        Latencies own,
        Latencies seen,
        Latencies cutOff) {

    /// The same under another index.
    public DependencySecond of(int other) {
        return new DependencySecond(
                other,
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
                own,
                seen,
                cutOff);
    }

    /// One in which nothing was given up.
    public DependencySecond(
            int dependency,
            int second,
            long requests,
            long completed,
            long failed,
            long opened,
            long refused,
            int open,
            int peakOpen,
            int inFlight,
            int peakInFlight,
            long bytesUp,
            long bytesDown,
            Latencies own,
            Latencies seen) {
        this(
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
                own,
                seen,
                new Latencies());
    }
}

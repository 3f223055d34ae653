package dev.unruly.host;

/// What all processors of a machine have done since it started.
///
/// @param busyNanos running something
/// @param idleNanos running nothing
/// @param stolenNanos wanting to run, but a hypervisor ran another machine
public record CpuTimes(long busyNanos, long idleNanos, long stolenNanos) {

    /// All time of all processors.
    public long totalNanos() {
        return busyNanos + idleNanos + stolenNanos;
    }
}

package dev.unruly.model;

import dev.unruly.stats.Latencies;

/// The generator's own health in one second. A negative figure is one that this machine does not
/// tell.
///
/// @param second since the run began
/// @param lateness sent − meant of all that was due, where nothing but we decide it
/// @param cpuShare of one core that this process used; may exceed 1
/// @param machineShare of all cores that the whole machine used
/// @param longestPauseNanos the longest pause of the garbage collector
/// @param openConnections of users
/// @param openDescriptors of this process
/// @param portsInUse ephemeral ports in use
/// @param users alive, thinking ones included
public record GeneratorSecond(
        int second,
        Latencies lateness,
        double cpuShare,
        double machineShare,
        long longestPauseNanos,
        int openConnections,
        int openDescriptors,
        int portsInUse,
        long users) {}

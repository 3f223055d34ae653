package dev.unruly.host;

/// How the processors were used between two moments. A negative figure is one that this machine
/// does not tell.
///
/// @param process processors' worth of time that this process used; 1 is one whole processor
/// @param machineShare of all processors that anything used
/// @param stolenShare of all processors that a hypervisor gave to other machines
public record CpuUse(double process, double machineShare, double stolenShare) {}

package dev.unruly.backend;

/// How a station has done since it was opened.
///
/// @param busy places that are taken now
/// @param waiting requests that wait for one now
/// @param entered requests that were let in
/// @param left of them, that are through
/// @param presentSeconds the integral over time of how many were there
/// @param stayedSeconds the sum of how long those who left were there
public record Gauge(
        int busy,
        int waiting,
        long entered,
        long left,
        double presentSeconds,
        double stayedSeconds) {}

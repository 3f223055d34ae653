package dev.unruly.model;

import java.util.List;

/// How a run is doing just now, over the last few seconds. Latencies in seconds; NaN: nothing to
/// tell.
///
/// @param phase the phase it is in
/// @param atNanos since the run began
/// @param planned intents per second that would begin if everything were answered at once
/// @param intents begun per second
/// @param requests sent per second
/// @param answered intents answered per second
/// @param abandoned intents given up per second
/// @param waiting users who wait for an answer
/// @param amplification requests per request needed
/// @param p50 perceived
/// @param p99 perceived
/// @param users alive, thinking ones included
/// @param latenessP99 of the generator's own sends
/// @param cpuShare of one core that the generator uses
/// @param inForce the triggers in force, in a few words each
/// @param dependencies name, requests per second, in flight and connections of each listener
public record Glance(
        Phase phase,
        long atNanos,
        double planned,
        double intents,
        double requests,
        double answered,
        double abandoned,
        long waiting,
        double amplification,
        double p50,
        double p99,
        long users,
        double latenessP99,
        double cpuShare,
        List<String> inForce,
        List<Listener> dependencies) {

    /// A listener just now.
    public record Listener(String name, double requests, int inFlight, int connections) {}

    public Glance {
        inForce = List.copyOf(inForce);
        dependencies = List.copyOf(dependencies);
    }
}

package dev.unruly.advise;

import dev.unruly.model.CallGraph;
import java.util.List;

/// What one endpoint asks of others, as traces show it.
///
/// @param title as people read it, and as the place is called of which its latencies are known
/// @param served how often, answered well
/// @param entered how often it was asked from where nothing is traced
/// @param graph its own work first, then its calls; those of callees are not within it
/// @param calls of each callee
public record Endpoint(
        String title, long served, long entered, CallGraph graph, List<Calls> calls) {

    /// How often another is asked.
    ///
    /// @param name of the place of which its latencies are known
    /// @param requests in which it was asked
    /// @param calls in all of them
    /// @param tries calls and their repetitions
    public record Calls(String name, long requests, long calls, long tries) {}

    public Endpoint {
        calls = List.copyOf(calls);
    }
}

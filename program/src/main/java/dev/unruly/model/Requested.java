package dev.unruly.model;

/// A request and what it asks of others.
///
/// @param name letters, digits, `-` and `_`, as goals name it
/// @param of the place that answers it, as latencies of it are called; empty: it is not said
/// @param graph of its calls
public record Requested(String name, String of, CallGraph graph) {}

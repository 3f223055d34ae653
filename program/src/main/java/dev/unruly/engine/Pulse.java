package dev.unruly.engine;

import dev.unruly.stats.Latencies;

/// How an engine has done since it was last asked.
///
/// @param lateness how much later than meant each request was made whose moment nobody but the
///   generator decides: first attempts, reactions, the client's retries. Its count is how many were
///   due
/// @param users alive now, thinking ones included
/// @param wishes running now
/// @param openConnections now
public record Pulse(Latencies lateness, int users, int wishes, int openConnections) {}

package dev.unruly.engine;

/// What a request asks for, so that a simulated server can tell without reading the target: a
/// request's [dev.unruly.world.Head#route] is an index into [Plan#routes].
///
/// @param endpoint an index into the roster's endpoints
/// @param part 0: the page's own request; from 1: its sub-resources; -1: signing in
/// @param method an HTTP method
/// @param target as it stands in the population, without the base path
public record Route(int endpoint, int part, String method, String target) {}

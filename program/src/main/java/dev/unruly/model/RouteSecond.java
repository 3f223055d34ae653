package dev.unruly.model;

/// What a gateway's listener saw in one second of the requests of one route, which are among those
/// of its dependency: requests, answers, their times, how many were in flight. Connections and
/// bytes are no route's, and 0.
///
/// @param route as in the policies: `GET /products/*`
public record RouteSecond(String route, DependencySecond figures) {}

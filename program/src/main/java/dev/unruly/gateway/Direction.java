package dev.unruly.gateway;

/// The two directions of a connection.
enum Direction {
    /// From the application to the dependency.
    UP,
    /// From the dependency to the application.
    DOWN
}

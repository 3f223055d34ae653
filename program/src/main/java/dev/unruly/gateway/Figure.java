package dev.unruly.gateway;

/// One number of a policy's state.
///
/// @param name with its unit at the end, if it has one: `openForSeconds`
/// @param value a count, a share or seconds
public record Figure(String name, double value) {}

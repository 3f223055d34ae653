package dev.unruly.report;

/// A setting on a comparison's page.
///
/// @param dependency that it protects
/// @param value as written in a file, or that there is none
/// @param stamp where it is from
/// @param because what it follows from
public record Settled(String dependency, String value, String stamp, String because) {}

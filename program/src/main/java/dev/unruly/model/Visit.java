package dev.unruly.model;

/// A user who begins.
///
/// @param user the user's number
/// @param startNanos when, by plan; before 0 for those who were there already
/// @param persona an index into [Roster#personas]
/// @param region an index into [Roster#regions]
/// @param born 0: organic, else 1 + the index of the trigger
public record Visit(long user, long startNanos, int persona, int region, int born) {}

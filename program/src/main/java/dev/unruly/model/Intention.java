package dev.unruly.model;

/// A wish as it begins: what was drawn for it, and what it needs if all goes well.
///
/// @param user the user's number
/// @param intent which of the user's wishes, from 0
/// @param endpoint an index into [Roster#endpoints]
/// @param persona an index into [Roster#personas]
/// @param region an index into [Roster#regions]
/// @param born 0: organic, else 1 + the index of the trigger
/// @param meantNanos when the user wished it
/// @param thinkNanos the think time that was drawn before it; 0 for a user's first
/// @param patienceNanos how long the user waits before the first reaction
/// @param needed how many requests it takes if every first attempt succeeds
public record Intention(
        long user,
        int intent,
        int endpoint,
        int persona,
        int region,
        int born,
        long meantNanos,
        long thinkNanos,
        long patienceNanos,
        int needed) {}

package dev.unruly.script;

/// A feed that needs a record for each user.
///
/// @param feed its name
/// @param records how many it has
/// @param at where it says so
record Demand(String feed, int records, Place at) {}

package dev.unruly.report;

import dev.unruly.model.RunResult;

/// One of several runs that are shown beside each other.
///
/// @param label what it is called there, in a word or three
/// @param link to its own report, from where the comparison stands; empty: there is none
/// @param result what it has shown
public record Compared(String label, String link, RunResult result) {}

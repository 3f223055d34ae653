package dev.unruly.report;

/// How people of another temper would fare without settings and with them, as a model says.
///
/// @param people how they differ from what is written
/// @param without after how many seeds the system comes back without the settings
/// @param with the same with them
/// @param flips whether the verdict on the settings is another one than with people as written
public record Tempered(String people, String without, String with, boolean flips) {}

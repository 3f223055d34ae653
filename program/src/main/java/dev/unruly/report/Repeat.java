package dev.unruly.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a reader needs to play a run again, beyond its seed.
///
/// @param command as typed; empty: not known
/// @param told further facts by their names, such as the version and the machine
/// @param files names of files beside the report
public record Repeat(String command, Map<String, String> told, List<String> files) {

    /// Nothing is known.
    public static final Repeat UNKNOWN = new Repeat("", Map.of(), List.of());

    public Repeat {
        told = new LinkedHashMap<>(told);
        files = List.copyOf(files);
    }
}

package dev.unruly.advise;

import java.util.List;

/// Requests that were traced: how long each of some calls took in each of them. Keeps whatever
/// makes several calls of one request slow together.
///
/// @param names of the calls; those of one name are called once in a request
/// @param nanos one row for each request
public record Traces(List<String> names, List<double[]> nanos) {

    public Traces {
        names = List.copyOf(names);
        nanos = nanos.stream().map(double[]::clone).toList();
        if (nanos.isEmpty()) {
            throw new IllegalArgumentException("traces need a request");
        }
        for (double[] row : nanos) {
            if (row.length != names.size()) {
                throw new IllegalArgumentException(
                        "a request has %d times, and there are %d names"
                                .formatted(row.length, names.size()));
            }
        }
    }
}

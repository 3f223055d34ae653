package dev.unruly.web;

import java.util.Map;

/// A call of somebody who may.
///
/// @param parameters those of the path, such as `id` of `/things/:id`
/// @param query the first value of each
/// @param body as text
/// @param from the caller's address
public record Asked(
        String method,
        String path,
        Map<String, String> parameters,
        Map<String, String> query,
        String body,
        String from) {

    public Asked {
        parameters = Map.copyOf(parameters);
        query = Map.copyOf(query);
    }
}

package dev.unruly.web;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/// What is answered to a call.
///
/// @param type the body's media type
public record Answer(int status, String type, String body) {

    private static final String JSON = "application/json";

    /// Well, with a JSON text.
    public static Answer json(String text) {
        return new Answer(200, JSON, text);
    }

    /// Not well: the one shape of all errors, `{"error": {"status", "what", "details"}}`.
    ///
    /// @param what went wrong, in one line
    /// @param details each of them, such as the problems of a file
    public static Answer problem(int status, String what, List<String> details) {
        JsonObject error =
                new JsonObject()
                        .put("status", status)
                        .put("what", what)
                        .put("details", new JsonArray(details));
        return new Answer(status, JSON, new JsonObject().put("error", error).encode());
    }

    /// Not well, and that is all to be said.
    public static Answer problem(int status, String what) {
        return problem(status, what, List.of());
    }
}

package dev.unruly.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The JSON Schemas (draft 2020-12) of the files that users write and read, for completion in
/// editors.
public final class Schemas {

    private static final List<String> ALL =
            List.of("population", "experiment", "calls", "run", "seeds", "harden", "system");

    private Schemas() {}

    /// What there are schemas of: `population`, `experiment`, `calls`, `run`, `seeds`, `harden`,
    /// `system`.
    public static List<String> names() {
        return ALL.stream().filter(name -> text(name).isPresent()).toList();
    }

    /// The text of a schema; empty when there is none of this name.
    public static Optional<String> text(String name) {
        if (!ALL.contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = Schemas.class.getResourceAsStream(name + ".schema.json")) {
            return in == null
                    ? Optional.empty()
                    : Optional.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

package dev.unruly.script;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Paths in a file → paths from where the user stands.
final class Paths {

    private Paths() {}

    /// The folder that a file lies in, written so that resolving against it keeps names short.
    static Path folderOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    /// The path a value names, as seen from a folder; empty, with a problem told, when it is none.
    static Optional<Path> beside(Path folder, Value value) {
        String text = value.text("a path");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(folder.resolve(text).normalize());
        } catch (InvalidPathException e) {
            value.wrongText("is no path: " + e.getReason(), "write the path of a file");
            return Optional.empty();
        }
    }
}

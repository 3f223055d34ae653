package dev.unruly.script;

import java.nio.file.Path;
import java.util.List;

/// What came of reading a file, and the files it refers to.
public sealed interface Read<T> {

    /// It is right.
    ///
    /// @param value what it says
    /// @param warnings what is worth a second look
    /// @param files all files that were read, the first one first: a run keeps a copy of each
    record Fine<T>(T value, List<Problem> warnings, List<Path> files) implements Read<T> {
        public Fine {
            warnings = List.copyOf(warnings);
            files = List.copyOf(files);
        }
    }

    /// It cannot be played.
    ///
    /// @param problems all that is wrong, file by file, from top to bottom; at least one
    record Broken<T>(List<Problem> problems) implements Read<T> {
        public Broken {
            problems = List.copyOf(problems);
            if (problems.isEmpty()) {
                throw new IllegalArgumentException("what is broken has a problem");
            }
        }
    }
}

package dev.unruly.script;

import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/// A position in a file, counted from 1.
record Place(String file, int line, int column) {

    /// A file's beginning.
    static Place topOf(String file) {
        return new Place(file, 1, 1);
    }

    /// Where a mark of the YAML parser points, which counts from 0.
    static Place of(String file, Optional<Mark> mark) {
        return mark.map(m -> new Place(file, m.getLine() + 1, m.getColumn() + 1))
                .orElse(topOf(file));
    }

    /// Further right on the same line.
    Place plus(int characters) {
        return new Place(file, line, column + characters);
    }
}

package dev.unruly.script;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// One reading of a file and of those it refers to: collects what is wrong with them.
final class Reading {

    /// More problems than this help nobody.
    private static final int MOST_PROBLEMS = 200;

    private final Set<Problem> problems = new LinkedHashSet<>();
    private final Set<Problem> warnings = new LinkedHashSet<>();
    private final List<Path> files = new ArrayList<>();
    private final Map<String, Set<String>> shapes = new TreeMap<>();
    private int wrongs;

    void wrong(Place at, String wrong, String right) {
        wrongs++;
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(at.file(), at.line(), at.column(), wrong, right));
        }
    }

    void warn(Place at, String wrong, String right) {
        if (warnings.size() < MOST_PROBLEMS) {
            warnings.add(new Problem(at.file(), at.line(), at.column(), wrong, right));
        }
    }

    /// A file was read.
    void took(Path file) {
        if (!files.contains(file)) {
            files.add(file);
        }
    }

    /// How many problems there were up to now; for [#cleanSince].
    int mark() {
        return wrongs;
    }

    /// Whether nothing was wrong since a mark.
    boolean cleanSince(int mark) {
        return wrongs == mark;
    }

    /// Which keys a shape of mapping was asked for.
    void asked(String shape, Set<String> keys) {
        shapes.computeIfAbsent(shape, s -> new TreeSet<>()).addAll(keys);
    }

    /// All keys that were asked for, shape by shape: the test that compares readers and schemas
    /// looks here.
    Map<String, Set<String>> shapes() {
        return shapes;
    }

    /// The result: the value, unless anything was wrong.
    <T> Read<T> result(Optional<T> value) {
        if (!problems.isEmpty()) {
            return new Read.Broken<>(problems.stream().sorted().toList());
        }
        T fine = value.orElseThrow(() -> new IllegalStateException("nothing was read or told"));
        return new Read.Fine<>(fine, warnings.stream().sorted().toList(), files);
    }
}

package dev.unruly.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// The files of a run as they were used: copies under `input/` in its folder, which lie to each
/// other as the originals do, so that what one says of another still leads to it.
///
/// @param names from the run's folder on, in the order in which they were read
record Kept(List<String> names) {

    private static final String INPUT = "input";

    Kept {
        names = List.copyOf(names);
    }

    /// Copies files into a run's folder.
    static Kept in(Path folder, List<Path> files) throws IOException {
        List<Path> whole =
                files.stream().map(file -> file.toAbsolutePath().normalize()).distinct().toList();
        Path top = topOf(whole);
        List<String> names =
                whole.stream()
                        .map(file ->
                                INPUT + "/" + top.relativize(file).toString().replace('\\', '/'))
                        .toList();
        for (int i = 0; i < names.size(); i++) {
            Path copy = folder.resolve(names.get(i));
            Path parent = copy.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            Files.copy(whole.get(i), copy, StandardCopyOption.REPLACE_EXISTING);
        }
        return new Kept(names);
    }

    /// The deepest folder that all files lie in.
    private static Path topOf(List<Path> files) {
        Path top = files.getFirst().getParent();
        for (Path file : files) {
            while (top != null && !file.startsWith(top)) {
                top = top.getParent();
            }
        }
        return top == null ? files.getFirst().getRoot() : top;
    }
}

package dev.unruly.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Folders of runs.
final class Runs {

    private static final int MOST = 10_000;

    private Runs() {}

    /// A new folder of this name, or the first free one of those with a number after it. What is
    /// there already is never touched.
    static Path fresh(Path wanted) throws IOException {
        if (wanted.toString().isEmpty()) {
            throw new FileSystemException("an empty name", null, "no folder is called so");
        }
        if (Files.exists(wanted) && !Files.isDirectory(wanted)) {
            throw new FileSystemException(wanted.toString(), null, "it is a file");
        }
        Path parent = wanted.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        for (int i = 1; i < MOST; i++) {
            Path folder = i == 1 ? wanted : wanted.resolveSibling(wanted.getFileName() + "-" + i);
            if (!Files.exists(folder)) {
                return Files.createDirectory(folder);
            }
        }
        throw new IOException("there are too many folders named " + wanted);
    }
}

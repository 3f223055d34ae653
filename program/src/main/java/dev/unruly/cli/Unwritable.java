package dev.unruly.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Why something could not be written, as people read it.
final class Unwritable {

    private Unwritable() {}

    static String why(Path out, IOException problem) {
        return "cannot write to "
                + out
                + ": "
                + reason(problem)
                + "; name another folder with --out, or make room";
    }

    private static String reason(IOException problem) {
        return switch (problem) {
            case AccessDeniedException denied -> "no permission at " + denied.getFile();
            case FileAlreadyExistsException taken -> taken.getFile() + " (it is a file)";
            case NoSuchFileException gone -> gone.getFile() + " is not there";
            case FileSystemException file -> {
                String reason = file.getReason();
                yield file.getFile() + (reason == null ? " cannot be used" : " (" + reason + ")");
            }
            default -> {
                String message = problem.getMessage();
                yield message == null ? problem.getClass().getSimpleName() : message;
            }
        };
    }
}

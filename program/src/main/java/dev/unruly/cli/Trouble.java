package dev.unruly.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// What went wrong with files, in words.
final class Trouble {

    private Trouble() {}

    /// Java's exceptions about files often say no more than the path.
    static String words(IOException e) {
        return switch (e) {
            case FileAlreadyExistsException taken -> taken.getFile() + " is a file";
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
            case FileSystemException file ->
                    file.getFile()
                            + ": "
                            + (file.getReason() == null ? "failed" : file.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }

    /// Why something could not be written, and what would help.
    ///
    /// @param out where it should have gone
    static String writing(Path out, IOException problem) {
        return "cannot write to "
                + out
                + ": "
                + words(problem)
                + "; name another folder with --out, or make room";
    }

    /// `3:05`.
    static String clock(double seconds) {
        long whole = (long) seconds;
        return whole / 60 + ":" + (whole % 60 < 10 ? "0" : "") + whole % 60;
    }
}

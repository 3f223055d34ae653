package dev.unruly.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/// What went wrong with files, in words.
final class Trouble {

    private Trouble() {}

    /// Java's exceptions about files often say no more than the path.
    static String words(IOException e) {
        return switch (e) {
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case AccessDeniedException denied -> denied.getFile() + " may not be read or written";
            case FileSystemException file ->
                    file.getFile()
                            + ": "
                            + (file.getReason() == null ? "failed" : file.getReason());
            default -> String.valueOf(e.getMessage());
        };
    }

    /// `3:05`.
    static String clock(double seconds) {
        long whole = (long) seconds;
        return whole / 60 + ":" + (whole % 60 < 10 ? "0" : "") + whole % 60;
    }
}

package dev.unruly.host;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Small text files in which a kernel tells its figures. What is missing, unreadable or of another
/// shape is simply not known.
final class Readings {

    private static final int PIECE_BYTES = 16 * 1024;

    private Readings() {}

    /// All of a file; empty where it cannot be read.
    ///
    /// Read in large pieces from the start: files below `/proc/sys` are whole only in a first read
    /// that has room for them, and `Files.readString` begins with a single byte where a file claims
    /// to be empty, as these all do.
    static Optional<String> text(Path file) {
        var text = new ByteArrayOutputStream();
        byte[] piece = new byte[PIECE_BYTES];
        try (InputStream stream = Files.newInputStream(file)) {
            for (int read = stream.read(piece); read >= 0; read = stream.read(piece)) {
                text.write(piece, 0, read);
            }
            return Optional.of(text.toString(StandardCharsets.ISO_8859_1));
        } catch (IOException notTold) {
            return Optional.empty();
        }
    }

    /// The lines of a file; none where it cannot be read.
    static List<String> lines(Path file) {
        return text(file).map(text -> text.lines().toList()).orElse(List.of());
    }

    /// The words of the first line that begins with this word and has a number of words after it.
    static List<String> after(Path file, String first, int least) {
        for (String line : lines(file)) {
            List<String> words = words(line);
            if (words.getFirst().equals(first) && words.size() > least) {
                return words.subList(1, words.size());
            }
        }
        return List.of();
    }

    static List<String> words(String line) {
        return List.of(line.strip().split("\\s+"));
    }

    /// The number that follows a word in words such as `inuse 3 orphan 0`.
    static OptionalLong following(List<String> words, String name) {
        int at = words.indexOf(name);
        return at < 0 || at + 1 == words.size() ? OptionalLong.empty() : number(words.get(at + 1));
    }

    /// A whole number; empty for anything else, such as `max`.
    static OptionalLong number(String word) {
        try {
            return OptionalLong.of(Long.parseLong(word));
        } catch (NumberFormatException notANumber) {
            return OptionalLong.empty();
        }
    }
}

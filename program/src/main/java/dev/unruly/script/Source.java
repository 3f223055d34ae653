package dev.unruly.script;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// The text of a file, as UTF-8.
///
/// @param name as the user named it
/// @param text without a byte order mark
record Source(String name, String text) {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    /// Reads a file of at most so many bytes; empty, with a problem told, when that cannot be done.
    ///
    /// @param askedAt where the file is asked for
    static Optional<Source> read(Reading reading, Path file, long mostBytes, Place askedAt) {
        if (!Files.exists(file)) {
            reading.wrong(askedAt, "there is no file " + file, "write the path of an existing one");
            return Optional.empty();
        }
        if (!Files.isRegularFile(file)) {
            reading.wrong(askedAt, file + " is not a regular file", "write the path of a file");
            return Optional.empty();
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes((int) mostBytes + 1);
        } catch (IOException e) {
            reading.wrong(askedAt, file + " cannot be read: " + e.getMessage(), "make it readable");
            return Optional.empty();
        }
        if (bytes.length > mostBytes) {
            reading.wrong(
                    Place.topOf(file.toString()),
                    "the file is larger than " + (mostBytes >> 20) + " MiB",
                    "make it smaller");
            return Optional.empty();
        }
        reading.took(file);
        return decode(reading, file.toString(), bytes);
    }

    private static Optional<Source> decode(Reading reading, String name, byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer chars = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(ByteBuffer.wrap(bytes), chars, true);
        chars.flip();
        String text = chars.toString();
        if (result.isError()) {
            reading.wrong(endOf(name, text), "this is not UTF-8", "save the file as UTF-8");
            return Optional.empty();
        }
        boolean marked = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK;
        return Optional.of(new Source(name, marked ? text.substring(1) : text));
    }

    /// The position behind a text.
    static Place endOf(String name, String text) {
        int line = 1 + (int) text.chars().filter(c -> c == '\n').count();
        int begins = text.lastIndexOf('\n') + 1;
        return new Place(name, line, 1 + text.codePointCount(begins, text.length()));
    }
}

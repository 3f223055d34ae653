package dev.unruly.learn;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/// What other people's services saw; their notice lies beside it.
final class Real {

    private Real() {}

    /// Of a file, packed if its name says so.
    static List<String> lines(String name) {
        try (var in = Objects.requireNonNull(Real.class.getResourceAsStream(name), name);
                var plain = name.endsWith(".gz") ? new GZIPInputStream(in) : in;
                var text =
                        new BufferedReader(
                                new InputStreamReader(plain, StandardCharsets.ISO_8859_1))) {
            return text.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `1998-06-10 15:30:00`, UTC, as milliseconds since the epoch.
    static long millis(String time) {
        return LocalDateTime.parse(time.replace(' ', 'T')).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}

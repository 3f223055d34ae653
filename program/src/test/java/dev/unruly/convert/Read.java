package dev.unruly.convert;

import dev.unruly.model.Hit;
import dev.unruly.model.Span;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What the readers made of some evidence.
final class Read implements Witness {

    /// In November 2026.
    static final long NOW = 1_795_000_000_000L;

    private static final int MOST_KEPT = 20_000;

    private final List<String> hits = new ArrayList<>();
    private final List<Reading> reading = new ArrayList<>();

    private Read() {}

    /// Of bytes, from a stream.
    static Read bytes(String format, byte[] bytes) throws IOException {
        return stream(format, new ByteArrayInputStream(bytes));
    }

    /// Of lines, from a stream; each character is a byte.
    static Read lines(String format, String... lines) throws IOException {
        return bytes(format, String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1));
    }

    static Read stream(String format, InputStream in) throws IOException {
        return files(format, List.of("-"), in);
    }

    static Read files(String format, List<String> names, InputStream stdin) throws IOException {
        var read = new Read();
        read.reading.add(new Evidence(format, Optional.empty(), NOW).read(names, stdin, read));
        return read;
    }

    Reading reading() {
        return reading.getFirst();
    }

    /// The first so many requests: when, address, account, method, url, status, bytes, time taken,
    /// whether the caller left, host, referrer, agent.
    List<String> hits() {
        return hits;
    }

    @Override
    public void hit(Hit hit) {
        if (hits.size() < MOST_KEPT) {
            hits.add(
                    String.join(
                            "|",
                            Long.toString(hit.atMillis()),
                            hit.address().text(),
                            hit.account().text(),
                            hit.method().text(),
                            hit.url().text(),
                            Integer.toString(hit.status()),
                            Long.toString(hit.bytes()),
                            Long.toString(hit.tookMicros()),
                            hit.leftEarly() ? "left" : "",
                            hit.host().text(),
                            hit.referrer().text(),
                            hit.agent().text()));
        }
    }

    @Override
    public void span(Span span) {}

    @Override
    public void arrival(long atMillis) {
        hits.add("came " + atMillis);
    }

    @Override
    public void arrivals(long fromMillis, long periodMillis, long count) {
        hits.add(fromMillis + "+" + periodMillis + ": " + count);
    }
}

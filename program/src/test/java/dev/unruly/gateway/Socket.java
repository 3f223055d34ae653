package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One end of a byte stream that a test plays, and what it heard.
final class Socket implements PipeListener {

    /// Bytes that came at once.
    record Chunk(long atNanos, String text) {}

    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private final List<Consumer<String>> whenRead = new ArrayList<>();
    private @Nullable Pipe pipe;

    final List<Chunk> chunks = new ArrayList<>();
    final List<Ending> endings = new ArrayList<>();
    long openedNanos = -1;
    long shutNanos = -1;
    long endedNanos = -1;
    Runnable whenShut = () -> {};

    Pipe pipe() {
        if (pipe == null) {
            throw new IllegalStateException("not open");
        }
        return pipe;
    }

    boolean isOpen() {
        return pipe != null && endings.isEmpty();
    }

    void say(String text) {
        say(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    void say(byte[] bytes) {
        pipe().write(Bytes.of(bytes));
    }

    Socket whenRead(Consumer<String> what) {
        whenRead.add(what);
        return this;
    }

    /// All that came, one character a byte.
    String got() {
        return got.toString(StandardCharsets.ISO_8859_1);
    }

    byte[] gotBytes() {
        return got.toByteArray();
    }

    /// When the first chunk came that ends with this text.
    long cameAt(String text) {
        return chunks.stream()
                .filter(chunk -> chunk.text().endsWith(text))
                .mapToLong(Chunk::atNanos)
                .findFirst()
                .orElse(-1);
    }

    @Override
    public void opened(Pipe opened, long nowNanos) {
        pipe = opened;
        openedNanos = nowNanos;
    }

    @Override
    public void read(Bytes bytes, long nowNanos) {
        byte[] copy = new byte[bytes.size()];
        bytes.copyTo(0, copy, 0, copy.length);
        got.writeBytes(copy);
        String text = new String(copy, StandardCharsets.ISO_8859_1);
        chunks.add(new Chunk(nowNanos, text));
        whenRead.forEach(what -> what.accept(text));
    }

    @Override
    public void shut(long nowNanos) {
        shutNanos = nowNanos;
        whenShut.run();
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        endings.add(ending);
        endedNanos = nowNanos;
    }
}

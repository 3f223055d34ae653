package dev.unruly.wire;

import dev.unruly.world.Bytes;
import dev.unruly.world.Ending;
import dev.unruly.world.Pipe;
import dev.unruly.world.PipeListener;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One end of a byte stream that says whatever a test wants.
final class Raw implements PipeListener {

    private final StringBuilder got = new StringBuilder();
    private final Consumer<Raw> whenRead;
    private @Nullable Pipe pipe;
    final List<Ending> endings = new ArrayList<>();
    boolean shut;

    /// @param whenRead what it does about each piece that arrives
    Raw(Consumer<Raw> whenRead) {
        this.whenRead = whenRead;
    }

    Raw() {
        this(raw -> {});
    }

    Pipe pipe() {
        if (pipe == null) {
            throw new IllegalStateException("not open yet");
        }
        return pipe;
    }

    boolean isOpen() {
        return pipe != null;
    }

    boolean over() {
        return !endings.isEmpty();
    }

    String got() {
        return got.toString();
    }

    void say(String text) {
        pipe().write(Bytes.of(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    @Override
    public void opened(Pipe opened, long nowNanos) {
        pipe = opened;
    }

    @Override
    public void read(Bytes bytes, long nowNanos) {
        byte[] copy = new byte[bytes.size()];
        bytes.copyTo(0, copy, 0, copy.length);
        got.append(new String(copy, StandardCharsets.ISO_8859_1));
        whenRead.accept(this);
    }

    @Override
    public void shut(long nowNanos) {
        shut = true;
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        endings.add(ending);
    }
}

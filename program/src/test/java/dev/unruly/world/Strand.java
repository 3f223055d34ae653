package dev.unruly.world;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One end of a pipe, what it is told, and what the test makes it do.
final class Strand implements PipeListener {

    private final Turns turns;
    private final String name;
    private final ByteArrayOutputStream got = new ByteArrayOutputStream();
    private @Nullable Pipe pipe;

    final List<Ending> endings = new ArrayList<>();
    int shuts;
    int draineds;
    long openedNanos = -1;
    long firstReadNanos = -1;
    long shutNanos = -1;
    long endedNanos = -1;

    Runnable whenOpened = () -> {};
    Runnable whenRead = () -> {};
    Runnable whenShut = () -> {};
    Runnable whenDrained = () -> {};

    Strand(Turns turns, String name) {
        this.turns = turns;
        this.name = name;
    }

    Pipe pipe() {
        if (pipe == null) {
            throw new IllegalStateException(name + " is not open");
        }
        return pipe;
    }

    boolean isOpen() {
        return pipe != null;
    }

    boolean over() {
        return !endings.isEmpty();
    }

    byte[] got() {
        return got.toByteArray();
    }

    int gotSize() {
        return got.size();
    }

    @Override
    public void opened(Pipe opened, long nowNanos) {
        if (pipe != null) {
            turns.problem(name + " opened twice");
        }
        pipe = opened;
        openedNanos = nowNanos;
        tell("opened", whenOpened);
    }

    @Override
    public void read(Bytes bytes, long nowNanos) {
        if (shuts > 0) {
            turns.problem(name + " read after the end");
        }
        byte[] copy = new byte[bytes.size()];
        bytes.copyTo(0, copy, 0, copy.length);
        got.writeBytes(copy);
        if (firstReadNanos < 0) {
            firstReadNanos = nowNanos;
        }
        tell("read", whenRead);
    }

    @Override
    public void shut(long nowNanos) {
        shuts++;
        shutNanos = nowNanos;
        if (shuts > 1) {
            turns.problem(name + " was shut twice");
        }
        tell("shut", whenShut);
    }

    @Override
    public void drained(long nowNanos) {
        draineds++;
        tell("drained", whenDrained);
    }

    @Override
    public void ended(Ending ending, long nowNanos) {
        tell(
                "ended",
                () -> {
                    endings.add(ending);
                    endedNanos = nowNanos;
                });
    }

    private void tell(String what, Runnable how) {
        if (over()) {
            turns.problem(name + " was told " + what + " after it had ended");
        }
        turns.take(name + "." + what, how);
    }
}

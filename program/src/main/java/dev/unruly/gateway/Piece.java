package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import org.jspecify.annotations.Nullable;

/// Something on its way through a connection: bytes, or an act such as the end of a direction.
final class Piece {

    /// What a piece does that is not bytes.
    @FunctionalInterface
    interface Act {
        void pass(long nowNanos);
    }

    private final @Nullable Bytes bytes;
    private final @Nullable Act act;
    private final int size;
    private final Request request;
    private final long arrivedNanos;
    private final long elapsedNanos;
    private int passed;

    private Piece(
            @Nullable Bytes bytes, @Nullable Act act, int size, Request request, long nowNanos) {
        this.bytes = bytes;
        this.act = act;
        this.size = size;
        this.request = request;
        this.arrivedNanos = nowNanos;
        this.elapsedNanos = request.elapsedNanos(nowNanos);
    }

    /// Bytes that were kept; they are dropped or given away by who holds the piece.
    static Piece of(Bytes kept, Request request, long nowNanos) {
        return new Piece(kept, null, kept.size(), request, nowNanos);
    }

    /// An act that takes as much room on a line as so many bytes.
    static Piece of(Act act, int size, Request request, long nowNanos) {
        return new Piece(null, act, size, request, nowNanos);
    }

    /// What is asked or answered with it.
    Request request() {
        return request;
    }

    /// When it came to the gateway.
    long arrivedNanos() {
        return arrivedNanos;
    }

    /// How long the dependency had had the request when this part of the answer came.
    long elapsedNanos() {
        return elapsedNanos;
    }

    /// How many bytes have not passed yet.
    int left() {
        return size - passed;
    }

    /// Whether a part of it can pass before the rest.
    boolean divisible() {
        return bytes != null;
    }

    /// Lets the next so many bytes pass; all that are left if it is not divisible.
    void pass(int count, Way.Outlet outlet, long nowNanos) {
        if (act != null) {
            passed = size;
            act.pass(nowNanos);
        } else if (bytes != null) {
            write(bytes, count, outlet, nowNanos);
        }
    }

    private void write(Bytes kept, int count, Way.Outlet outlet, long nowNanos) {
        if (count == size) {
            passed = size;
            outlet.write(kept, nowNanos);
            return;
        }
        byte[] part = new byte[count];
        kept.copyTo(passed, part, 0, count);
        passed += count;
        if (passed == size) {
            kept.drop();
        }
        outlet.write(Bytes.of(part), nowNanos);
    }

    /// It will never pass.
    void drop() {
        if (bytes != null) {
            bytes.drop();
        }
    }
}

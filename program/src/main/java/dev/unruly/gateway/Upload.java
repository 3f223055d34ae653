package dev.unruly.gateway;

import dev.unruly.world.Bytes;
import dev.unruly.world.ExchangeListener;
import java.util.ArrayList;
import java.util.List;

/// What has come of a request's body, for tries that begin later. What is too large is not kept,
/// and cannot be tried again.
final class Upload {

    /// Enough for what forms and services send; little enough for a thousand at once. Uploads of
    /// files are larger.
    static final int MOST_BYTES = 64 << 10;

    private List<Bytes> pieces = List.of();
    private int size;
    private boolean whole = true;

    /// @param bodyBytes that will come; -1: nobody knows
    Upload(long bodyBytes) {
        if (bodyBytes > MOST_BYTES) {
            dropped();
        }
    }

    /// Whether a try that begins now would be told of everything.
    boolean whole() {
        return whole;
    }

    /// A piece has come; it is on loan.
    void add(Bytes bytes) {
        if (!whole) {
            return;
        }
        if (size + bytes.size() > MOST_BYTES) {
            dropped();
            return;
        }
        byte[] copy = new byte[bytes.size()];
        bytes.copyTo(0, copy, 0, copy.length);
        if (pieces.isEmpty()) {
            pieces = new ArrayList<>();
        }
        pieces.add(Bytes.of(copy));
        size += copy.length;
    }

    /// No later try will be.
    void dropped() {
        whole = false;
        pieces = List.of();
    }

    /// Tells a try what has come before it began.
    void passTo(ExchangeListener exchange, long nowNanos) {
        for (Bytes piece : pieces) {
            exchange.body(piece, nowNanos);
        }
    }
}

package dev.unruly.gateway;

import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.ExchangeListener;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What comes of a request's body while it is not known yet where it goes. Reading is paused
/// meanwhile, so that it is little.
final class Early {

    private final Asked asked;

    /// Null: there were none.
    private @Nullable ArrayDeque<Bytes> pieces;

    private boolean holding;

    Early(Asked asked) {
        this.asked = asked;
    }

    /// Reads no further.
    void hold() {
        holding = true;
        asked.pause();
    }

    void add(Bytes bytes) {
        if (pieces == null) {
            pieces = new ArrayDeque<>();
        }
        pieces.add(bytes.keep());
    }

    /// It is known where it goes.
    void passTo(ExchangeListener exchange, long nowNanos) {
        while (pieces != null && !pieces.isEmpty()) {
            Bytes piece = pieces.removeFirst();
            exchange.body(piece, nowNanos);
            piece.drop();
        }
    }

    /// It goes nowhere.
    void drop() {
        if (pieces != null) {
            pieces.forEach(Bytes::drop);
            pieces = null;
        }
    }

    /// Reads on.
    void release() {
        if (holding) {
            holding = false;
            asked.resume();
        }
    }
}

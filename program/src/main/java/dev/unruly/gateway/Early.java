package dev.unruly.gateway;

import dev.unruly.world.Asked;
import dev.unruly.world.Bytes;
import dev.unruly.world.ExchangeListener;
import java.util.ArrayDeque;

/// What comes of a request's body while it is not known yet where it goes. Reading is paused
/// meanwhile, so that it is little.
final class Early {

    private final Asked asked;
    private final ArrayDeque<Bytes> pieces = new ArrayDeque<>(0);
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
        pieces.add(bytes.keep());
    }

    /// It is known where it goes.
    void passTo(ExchangeListener exchange, long nowNanos) {
        for (Bytes piece = pieces.poll(); piece != null; piece = pieces.poll()) {
            exchange.body(piece, nowNanos);
            piece.drop();
        }
    }

    /// It goes nowhere.
    void drop() {
        pieces.forEach(Bytes::drop);
        pieces.clear();
    }

    /// Reads on.
    void release() {
        if (holding) {
            holding = false;
            asked.resume();
        }
    }
}

package dev.unruly.wire;

import dev.unruly.world.Alarm;

/// The last moments of a socket whose owner has left: bounded in time, so that another side which
/// neither reads nor closes cannot hold it for ever.
final class Farewell extends Alarm {

    /// How long what was written may take to go out.
    static final long TO_SEND_NANOS = 30_000_000_000L;

    /// How long the other side may take to close too.
    static final long TO_LISTEN_NANOS = 2_000_000_000L;

    private final Socket socket;

    Farewell(Socket socket) {
        this.socket = socket;
    }

    @Override
    protected void ring(long nowNanos) {
        socket.farewellOver();
    }
}

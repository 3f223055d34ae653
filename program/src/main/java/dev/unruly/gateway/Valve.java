package dev.unruly.gateway;

/// One fault's hold on one direction of one connection: a small state machine that is told the
/// time.
///
/// Pieces pass in their order. A piece passes when its delays are over (those of several faults add
/// up) and every valve is open; then as many of its bytes pass as the tightest valve lets through.
interface Valve {

    /// When a closed valve opens by itself: never. It opens when the fault ends.
    long NEVER = Long.MAX_VALUE;

    /// Whether what arrives now is lost for good.
    default boolean swallows() {
        return false;
    }

    /// How long after its arrival this piece is kept back. Asked more than once: the answer must
    /// depend on the piece alone.
    default long delayNanos(Piece piece) {
        return 0;
    }

    /// When the valve is open for a piece of this size: now, or earlier, if it is.
    default long opensAt(int bytes, long nowNanos) {
        return nowNanos;
    }

    /// How many of these bytes may pass at once, at least 1 of 1. Asked only while it is open.
    default int most(int bytes, long nowNanos) {
        return bytes;
    }

    /// So many bytes have passed.
    default void passed(int bytes, long nowNanos) {}
}

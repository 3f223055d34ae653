package dev.unruly.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The valves of all faults in force on one direction of one connection, in the order in which the
/// faults began.
final class Valves {

    private static final long LONGEST_NANOS = 1L << 60;

    private record Entry(int fault, Valve valve) {}

    private final List<Entry> entries = new ArrayList<>(0);

    boolean none() {
        return entries.isEmpty();
    }

    void add(int fault, Optional<Valve> valve) {
        valve.ifPresent(one -> entries.add(new Entry(fault, one)));
    }

    void remove(int fault) {
        entries.removeIf(entry -> entry.fault == fault);
    }

    /// Whether what arrives now is lost.
    boolean swallow() {
        for (Entry entry : entries) {
            if (entry.valve.swallows()) {
                return true;
            }
        }
        return false;
    }

    /// When the piece may pass: now, or earlier; [Valve#NEVER] if that is not known.
    long passesAt(Piece piece, long nowNanos) {
        long delay = 0;
        long open = nowNanos;
        for (Entry entry : entries) {
            delay = Math.min(LONGEST_NANOS, delay + entry.valve.delayNanos(piece));
            open = Math.max(open, entry.valve.opensAt(piece.left(), nowNanos));
        }
        return Math.max(open, piece.arrivedNanos() + delay);
    }

    int most(int bytes, long nowNanos) {
        int most = bytes;
        for (Entry entry : entries) {
            most = Math.min(most, entry.valve.most(most, nowNanos));
        }
        return most;
    }

    void passed(int bytes, long nowNanos) {
        for (Entry entry : entries) {
            entry.valve.passed(bytes, nowNanos);
        }
    }
}

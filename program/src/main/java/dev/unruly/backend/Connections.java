package dev.unruly.backend;

import dev.unruly.backend.Link.Connecting;
import dev.unruly.model.DependencyTally;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.ArrayDeque;

/// The connections of one link.
final class Connections {

    private static final long FIRST_PAUSE_NANOS = 10_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 10_000_000_000L;

    private final Connecting connecting;
    private final Loop loop;
    private final DependencyTally tally;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private final Alarm again =
            new Alarm() {
                @Override
                protected void ring(long nowNanos) {
                    openForOthers();
                }
            };
    private int idle;
    private boolean shut;
    private boolean broken;
    private boolean opening;
    private long pauseNanos = FIRST_PAUSE_NANOS;

    Connections(Connecting connecting, Loop loop, DependencyTally tally) {
        this.connecting = connecting;
        this.loop = loop;
        this.tally = tally;
    }

    /// Calls back once there is a connection, at once where one is idle.
    void take(Runnable taken) {
        if (connecting == Connecting.OF_CALLERS) {
            taken.run();
            return;
        }
        if (idle > 0) {
            idle--;
            taken.run();
            return;
        }
        switch (connecting) {
            case BY_ITSELF -> {
                tally.opened();
                taken.run();
            }
            case BY_A_POOL -> {
                waiting.add(taken);
                if (!opening) {
                    openForOthers();
                }
            }
            case OF_CALLERS -> throw new IllegalStateException("they have theirs");
        }
    }

    /// One is not needed any more.
    void giveBack() {
        if (connecting == Connecting.OF_CALLERS) {
            return;
        }
        Runnable next = waiting.poll();
        if (next != null) {
            loop.post(next);
        } else {
            idle++;
        }
    }

    /// One is broken that was in use.
    void broke() {
        if (connecting != Connecting.OF_CALLERS) {
            tally.closed();
        }
    }

    /// All that are idle are broken.
    void breakIdle() {
        while (idle > 0) {
            idle--;
            tally.closed();
        }
    }

    /// Whether connecting gets no answer, for the time being.
    void shut(boolean now) {
        shut = now;
        goOn();
    }

    /// Whether connecting fails, for the time being.
    void broken(boolean now) {
        broken = now;
    }

    private void goOn() {
        if (!shut && opening && !again.armed()) {
            openForOthers();
        }
    }

    private void openForOthers() {
        opening = !waiting.isEmpty();
        while (!waiting.isEmpty()) {
            if (shut) {
                return;
            }
            tally.opened();
            if (broken) {
                tally.closed();
                tally.refused();
                loop.arm(again, loop.nanos() + pauseNanos);
                pauseNanos = Math.min(2 * pauseNanos, LONGEST_PAUSE_NANOS);
                return;
            }
            pauseNanos = FIRST_PAUSE_NANOS;
            loop.post(waiting.remove());
        }
        opening = false;
    }
}

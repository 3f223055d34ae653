package dev.unruly.backend;

import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;

/// Whoever waits for what crosses a link: is told once how it ended, and may leave before. The
/// alarm is the end of its patience.
final class Caller extends Alarm implements Told {

    private static final int FAILED = 500;

    private final Loop loop;
    private final Told told;
    private Runnable whenGone = () -> {};
    private boolean over;

    Caller(Loop loop, Told told) {
        this.loop = loop;
        this.told = told;
    }

    /// Waits for so long and no longer; 0: for ever.
    void waits(long nanos) {
        if (nanos > 0 && !over) {
            loop.arm(this, loop.nanos() + nanos);
        }
    }

    /// Has something done, instead of what was to be done before, if it leaves.
    void whenGone(Runnable what) {
        whenGone = what;
    }

    /// Leaves, unless it was told already.
    void leaves() {
        if (!over) {
            end();
            whenGone.run();
            told.over(FAILED, true);
        }
    }

    /// Whether it waits no longer.
    boolean over() {
        return over;
    }

    @Override
    public void over(int status, boolean cut) {
        if (!over) {
            end();
            told.over(status, cut);
        }
    }

    private void end() {
        over = true;
        loop.disarm(this);
    }

    @Override
    protected void ring(long nowNanos) {
        leaves();
    }
}

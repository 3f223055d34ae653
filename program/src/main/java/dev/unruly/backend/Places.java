package dev.unruly.backend;

import dev.unruly.backend.Station.WhenGone;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.ArrayDeque;

/// A station at work.
final class Places {

    private static final int TURNED_AWAY = 503;
    private static final int WAITED_TOO_LONG = 500;

    private final Station station;
    private final Loop loop;
    private final ArrayDeque<Wait> queue = new ArrayDeque<>();
    private int busy;
    private int waiting;
    private long changedNanos;
    private double area;
    private long entered;
    private long left;
    private double stayed;

    Places(Station station, Loop loop) {
        this.station = station;
        this.loop = loop;
    }

    /// Does something in a place, as soon as there is one.
    ///
    /// @param mostWaitNanos how long it may wait for it; 0: for ever
    void in(Job job, long mostWaitNanos, Act what, Act.Then then) {
        if (busy < station.places()) {
            come();
            busy++;
            begin(job, loop.nanos(), what, then);
        } else if (waiting < station.queue()) {
            come();
            waiting++;
            var wait = new Wait(job, loop.nanos(), what, then);
            queue.add(wait);
            if (mostWaitNanos > 0) {
                loop.arm(wait, loop.nanos() + mostWaitNanos);
            }
        } else {
            then.over(TURNED_AWAY);
        }
    }

    private void begin(Job job, long cameNanos, Act what, Act.Then then) {
        what.begin(
                job,
                status -> {
                    go(cameNanos);
                    busy--;
                    loop.post(this::next);
                    then.over(status);
                });
    }

    private void next() {
        while (busy < station.places() && !queue.isEmpty()) {
            Wait wait = queue.remove();
            if (wait.givenUp) {
                continue;
            }
            loop.disarm(wait);
            waiting--;
            if (wait.job.gone() && station.gone() == WhenGone.DROP) {
                go(wait.cameNanos);
                wait.then.over(TURNED_AWAY);
                continue;
            }
            busy++;
            begin(wait.job, wait.cameNanos, wait.what, wait.then);
        }
    }

    /// Somebody who waits for a place. Rings when they have waited for too long.
    private final class Wait extends Alarm {
        private final Job job;
        private final long cameNanos;
        private final Act what;
        private final Act.Then then;
        private boolean givenUp;

        Wait(Job job, long cameNanos, Act what, Act.Then then) {
            this.job = job;
            this.cameNanos = cameNanos;
            this.what = what;
            this.then = then;
        }

        @Override
        protected void ring(long nowNanos) {
            givenUp = true;
            waiting--;
            go(cameNanos);
            then.over(WAITED_TOO_LONG);
        }
    }

    private void come() {
        changes();
        entered++;
    }

    private void go(long cameNanos) {
        changes();
        left++;
        stayed += loop.nanos() - cameNanos;
    }

    /// Adds up how many were here for how long.
    private void changes() {
        long now = loop.nanos();
        area += (double) (entered - left) * (now - changedNanos);
        changedNanos = now;
    }

    /// How many places there are.
    int places() {
        return station.places();
    }

    /// How many of them are taken.
    int busy() {
        return busy;
    }

    Gauge gauge() {
        changes();
        return new Gauge(busy, waiting, entered, left, area / 1e9, stayed / 1e9);
    }
}

package dev.unruly.backend;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.DependencyTally;
import dev.unruly.model.Fault;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/// A link at work: counts what crosses it, and hurts it while faults are in force.
final class Crossing {

    private static final int FAILED = 500;

    private final Loop loop;
    private final DependencyTally tally = new DependencyTally();
    private final Latencies observed = new Latencies();
    private final Connections connections;
    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();

    /// In the order in which they began.
    private final LinkedHashSet<Call> running = new LinkedHashSet<>();

    Crossing(Link link, Loop loop) {
        this.loop = loop;
        this.connections = new Connections(link.connecting(), loop, tally);
    }

    /// Asks the other side, again after a failure if it may.
    void ask(Job job, Tries tries, Act far, Act.Then then) {
        connections.take(() -> {
            var call = new Call(job, tries.retries(), tries, far, then);
            call.begin();
        });
    }

    private void again(Call failed) {
        if (failed.left == 0) {
            failed.then.over(FAILED);
            return;
        }
        var next = new Call(failed.job, failed.left - 1, failed.tries, failed.far, failed.then);
        after(failed.tries.pauseNanos(), () -> connections.take(next::begin));
    }

    private void after(long nanos, Runnable what) {
        if (nanos == 0) {
            loop.post(what);
            return;
        }
        loop.arm(
                new Alarm() {
                    @Override
                    protected void ring(long nowNanos) {
                        what.run();
                    }
                },
                loop.nanos() + nanos);
    }

    /// Lets something pass, unless nothing does; then once it does again.
    private void pass(Runnable what) {
        for (Trouble trouble : troubles) {
            if (trouble.swallows()) {
                return;
            }
        }
        for (Trouble trouble : troubles) {
            if (trouble.stalls()) {
                held.add(what);
                return;
            }
        }
        what.run();
    }

    /// One request that crosses. Rings when it is waited for no longer.
    private final class Call extends Alarm {
        private final Job job;
        private final int left;
        private final Tries tries;
        private final Act far;
        private final Act.Then then;
        private long askedNanos;
        private long arrivedNanos;
        private boolean over;

        Call(Job job, int left, Tries tries, Act far, Act.Then then) {
            this.job = job;
            this.left = left;
            this.tries = tries;
            this.far = far;
            this.then = then;
        }

        void begin() {
            running.add(this);
            tally.asked();
            askedNanos = loop.nanos();
            if (tries.timeOutNanos() > 0) {
                loop.arm(this, askedNanos + tries.timeOutNanos());
            }
            for (Trouble trouble : List.copyOf(troubles)) {
                if (trouble.resets(job)) {
                    fails(true);
                    return;
                }
                if (trouble.errorFor(job) != 0) {
                    fails(false);
                    return;
                }
            }
            pass(this::arrives);
        }

        private void arrives() {
            if (!over) {
                arrivedNanos = loop.nanos();
                far.begin(job, this::answers);
            }
        }

        private void answers(int status) {
            long own = loop.nanos() - arrivedNanos;
            long hold = 0;
            if (!over) {
                for (Trouble trouble : troubles) {
                    hold += trouble.holdNanos(job, own);
                }
            }
            if (hold > 0) {
                after(hold, () -> pass(() -> isAnswered(status, own)));
            } else {
                pass(() -> isAnswered(status, own));
            }
        }

        private void isAnswered(int status, long ownNanos) {
            if (over) {
                return;
            }
            if (status != Act.OK) {
                fails(false);
                return;
            }
            end();
            tally.completed(ownNanos, loop.nanos() - askedNanos);
            observed.record(ownNanos);
            connections.giveBack();
            then.over(Act.OK);
        }

        /// @param cut whether its connection is gone, too
        private void fails(boolean cut) {
            end();
            tally.failed();
            if (cut) {
                connections.broke();
            } else {
                connections.giveBack();
            }
            again(this);
        }

        private void end() {
            over = true;
            running.remove(this);
            loop.disarm(this);
        }

        @Override
        protected void ring(long nowNanos) {
            fails(true);
        }
    }

    /// Begins a fault.
    void hurt(Trouble trouble) {
        troubles.add(trouble);
        if (trouble.fault() instanceof Fault.Reset) {
            connections.breakIdle();
            for (Call call : List.copyOf(running)) {
                if (trouble.resets(call.job)) {
                    call.fails(true);
                }
            }
        }
        tellConnections();
    }

    /// Ends a fault; false: it was not in force.
    boolean relieve(int number) {
        boolean was = troubles.removeIf(trouble -> trouble.number() == number);
        tellConnections();
        if (troubles.stream().noneMatch(Trouble::stalls)) {
            List<Runnable> passing = List.copyOf(held);
            held.clear();
            passing.forEach(loop::post);
        }
        return was;
    }

    private void tellConnections() {
        connections.broken(troubles.stream().anyMatch(t -> t.fault() instanceof Fault.Reset));
        connections.shut(troubles.stream().anyMatch(t -> t.stalls() || t.swallows()));
    }

    Latencies observed() {
        return observed;
    }

    DependencySecond take(int dependency, int second) {
        return tally.take(dependency, second);
    }
}

package dev.unruly.backend;

import dev.unruly.backend.Link.Connecting;
import dev.unruly.guard.Chance;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.DependencyTally;
import dev.unruly.model.Fault;
import dev.unruly.model.GuardSecond;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// A link at work: lets pass what its policies allow, counts what crosses it, and hurts it while
/// faults are in force.
final class Crossing {

    private static final int FAILED = 500;

    private final Loop loop;
    private final DependencyTally tally = new DependencyTally();
    private final Latencies observed = new Latencies();
    private final Connections connections;
    private final boolean ofCallers;
    private final int instances;
    private final Guarding guarding;
    private final List<Trouble> troubles = new ArrayList<>();
    private final List<Runnable> held = new ArrayList<>();

    /// In the order in which they began.
    private final LinkedHashSet<Call> running = new LinkedHashSet<>();

    /// @param chance of its policies
    Crossing(Link link, Loop loop, Chance chance) {
        this.loop = loop;
        this.connections = new Connections(link.connecting(), loop, tally);
        this.ofCallers = link.connecting() == Connecting.OF_CALLERS;
        this.instances = link.far().instances();
        this.guarding = new Guarding(this, link, loop, chance);
    }

    /// Asks the other side, again after a failure if it may.
    void ask(Job job, Tries tries, List<Act> far, Act.Then then) {
        connections.take(() -> once(job, tries.retries(), tries, far, then));
    }

    private void once(Job job, int left, Tries tries, List<Act> far, Act.Then then) {
        Told told =
                (status, cut) -> {
                    if (cut) {
                        connections.broke();
                    } else {
                        connections.giveBack();
                    }
                    if (status == Act.OK) {
                        then.over(Act.OK);
                    } else if (left == 0) {
                        then.over(ofCallers ? status : FAILED);
                    } else {
                        after(
                                tries.pauseNanos(),
                                () ->
                                        connections.take(
                                                () -> once(job, left - 1, tries, far, then)));
                    }
                };
        guarding.ask(job, tries.timeOutNanos(), far, told);
    }

    /// Lets one request cross.
    ///
    /// @param timeOutNanos how long it is waited for; 0: for ever
    /// @param heedsCaller whether it is over as soon as its caller has gone
    Call cross(Job job, long timeOutNanos, boolean heedsCaller, Act far, Told told) {
        var call = new Call(job, far, told);
        if (heedsCaller) {
            job.whenGone(call::left);
        }
        call.begin(timeOutNanos);
        return call;
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
    final class Call extends Alarm {
        private final Job job;
        private final Act far;
        private final Told told;
        private long askedNanos;
        private long arrivedNanos;
        private boolean arrived;
        private boolean over;

        Call(Job job, Act far, Told told) {
            this.job = job;
            this.far = far;
            this.told = told;
        }

        private void begin(long timeOutNanos) {
            running.add(this);
            tally.asked();
            askedNanos = loop.nanos();
            if (timeOutNanos > 0) {
                loop.arm(this, askedNanos + timeOutNanos);
            }
            for (Trouble trouble : List.copyOf(troubles)) {
                if (trouble.resets(job)) {
                    fails(FAILED, true);
                    return;
                }
                int error = trouble.errorFor(job);
                if (error != 0) {
                    fails(error, false);
                    return;
                }
            }
            pass(this::arrives);
        }

        private void arrives() {
            if (!over) {
                arrivedNanos = loop.nanos();
                arrived = true;
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
                fails(status, false);
                return;
            }
            end();
            tally.completed(ownNanos, loop.nanos() - askedNanos);
            observed.record(ownNanos);
            told.over(Act.OK, false);
        }

        private void fails(int status, boolean cut) {
            if (cut) {
                cancel();
            } else {
                end();
                tally.failed();
            }
            told.over(status, cut);
        }

        /// Its caller has gone; what it has begun goes on.
        private void left() {
            if (!over) {
                fails(FAILED, true);
            }
        }

        /// It is waited for no longer, and nobody needs to be told.
        void cancel() {
            if (arrived) {
                tally.cutOff(loop.nanos() - arrivedNanos);
            }
            end();
            tally.failed();
        }

        private void end() {
            over = true;
            running.remove(this);
            loop.disarm(this);
        }

        @Override
        protected void ring(long nowNanos) {
            fails(FAILED, true);
        }
    }

    /// Begins a fault.
    void hurt(Trouble trouble) {
        troubles.add(trouble);
        if (trouble.fault() instanceof Fault.Reset) {
            connections.breakIdle();
            for (Call call : List.copyOf(running)) {
                if (trouble.resets(call.job)) {
                    call.fails(FAILED, true);
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

    /// Among which is chosen.
    int instances() {
        return instances;
    }

    Guarding guarding() {
        return guarding;
    }

    Loop loop() {
        return loop;
    }

    Latencies observed() {
        return observed;
    }

    DependencySecond take(int dependency, int second) {
        return tally.take(dependency, second);
    }

    Optional<GuardSecond> takeGuarded(int dependency, int second) {
        return guarding.second(dependency, second);
    }
}

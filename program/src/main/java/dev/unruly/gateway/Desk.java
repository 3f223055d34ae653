package dev.unruly.gateway;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.RouteSecond;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Where runs of other processes come to a gateway: one of them at a time holds it, and its faults
/// live only as long as it does. All of it happens on the gateway's loop.
public final class Desk {

    /// What an outlet keeps free for what is worth more than a second's figures.
    static final int SPARE_FRAMES = 64;

    /// A run that began, or begins, further away than this has told nonsense.
    private static final long LONGEST_NANOS = 366L * 86_400 * 1_000_000_000;

    private final Loop loop;
    private final Gateway gateway;
    private final Who who;
    private final Consumer<String> say;
    private final Runnable end;
    private final Lease lease;
    private final Looks looks = new Looks();
    private @Nullable Line holder;
    private boolean wanted = true;

    /// What a gateway says of itself.
    ///
    /// @param process its number
    /// @param lasting whether it stays until it is told to end
    public record Who(long process, boolean lasting) {}

    /// @param say told what happens, for the user
    /// @param end called, possibly more than once, when the gateway is no longer needed
    public Desk(Loop loop, Gateway gateway, Who who, Consumer<String> say, Runnable end) {
        this.loop = loop;
        this.gateway = gateway;
        this.who = who;
        this.say = say;
        this.end = end;
        this.lease = new Lease(who.lasting(), loop.nanos());
        loop.arm(looks, loop.nanos() + Lease.LOOK_NANOS);
    }

    /// A process has connected.
    public Line connected(Outlet outlet) {
        var line = new Line(outlet);
        line.tell(new FromGateway.Serving(who.process(), who.lasting(), gateway.dependencies()));
        return line;
    }

    /// Ends the gateway as soon as nobody holds it.
    public void endWhenFree() {
        wanted = false;
        if (!lease.held()) {
            end.run();
        }
    }

    /// Looks no more.
    public void close() {
        loop.disarm(looks);
    }

    private void free() {
        holder = null;
        lease.freed(loop.nanos());
        if (!wanted) {
            end.run();
        }
    }

    /// Looks after the lease.
    private final class Looks extends Alarm {
        @Override
        protected void ring(long nowNanos) {
            loop.arm(this, nowNanos + Lease.LOOK_NANOS);
            switch (lease.look(nowNanos, gateway.connections())) {
                case NOTHING -> {}
                case END -> end.run();
                case END_FAULTS -> {
                    if (holder != null) {
                        holder.silent();
                    }
                }
            }
        }
    }

    /// One connection of another process.
    public final class Line {

        private final Outlet outlet;
        private @Nullable GatewayLink link;
        private long process;
        private long missed;
        private boolean over;

        Line(Outlet outlet) {
            this.outlet = outlet;
        }

        /// The process has said something.
        public void heard(FromRun message) {
            if (over) {
                return;
            }
            if (isHolder()) {
                lease.heard(loop.nanos());
            }
            switch (message) {
                case FromRun.Beat beat ->
                        tell(new FromGateway.Beaten(beat.atNanos(), loop.nanos()));
                case FromRun.Hold hold -> hold(hold.process());
                case FromRun.Leave _ -> leave();
                case FromRun.Unwatch _ -> runOver();
                case FromRun.Watch watch -> watch(watch);
                case FromRun.Begin begin -> {
                    if (link == null) {
                        tell(new FromGateway.Refused(begin.fault(), "no run is watched"));
                    } else {
                        link.begin(
                                begin.fault(), begin.dependency(), begin.what(), begin.forNanos());
                    }
                }
                case FromRun.Protect protect -> {
                    if (link != null) {
                        link.protect(protect.protections());
                    }
                }
                case FromRun.Purge purge -> {
                    if (link != null) {
                        link.purge(purge.dependency());
                    }
                }
                case FromRun.End ending -> {
                    if (link != null) {
                        link.end(ending.fault());
                    }
                }
                case FromRun.EndAll _ -> {
                    if (link != null) {
                        link.endAll();
                    }
                }
                case FromRun.Open _ -> closeBy("it asked to open what is open");
            }
        }

        /// The connection is gone, for whatever reason: the run's faults end now.
        public void closed() {
            if (over) {
                return;
            }
            over = true;
            boolean hurt = isHolder() && gateway.hurts();
            unwatch();
            if (isHolder()) {
                say.accept("process " + process + " is gone" + (hurt ? "; faults ended" : ""));
                free();
            }
        }

        /// The process has said what cannot be understood.
        public void closeBy(String why) {
            if (!over) {
                say.accept("a control connection is closed: " + why);
                outlet.close();
                closed();
            }
        }

        private boolean isHolder() {
            return holder == this;
        }

        private void hold(long byProcess) {
            Line other = holder;
            if (other == null) {
                process = byProcess;
                holder = this;
                lease.taken(loop.nanos());
                say.accept("process " + process + " holds it");
                tell(new FromGateway.Held());
            } else {
                tell(new FromGateway.Busy(other.process));
            }
        }

        private void leave() {
            unwatch();
            tell(new FromGateway.Left());
            if (isHolder()) {
                say.accept("process " + process + " has let go");
                free();
                if (!who.lasting()) {
                    end.run();
                }
            }
        }

        private void watch(FromRun.Watch watch) {
            long since = loop.nanos() - watch.beganAtNanos();
            if (!isHolder() || since > LONGEST_NANOS || since < -LONGEST_NANOS) {
                closeBy("it asked to be watched out of turn");
                return;
            }
            unwatch();
            link = gateway.link(new Teller());
            link.watch(watch.seed(), since);
        }

        /// Ends the faults, and lets go once it has been told that they have ended.
        private void runOver() {
            GatewayLink closing = link;
            if (closing != null) {
                closing.endAll();
            }
            loop.post(() -> {
                if (Objects.equals(closing, link)) {
                    unwatch();
                }
                tell(new FromGateway.Unwatched());
            });
        }

        private void unwatch() {
            if (link != null) {
                link.close();
                link = null;
            }
        }

        private void silent() {
            if (gateway.hurts()) {
                say.accept("process " + process + " is silent; faults ended");
                gateway.endAll("the run was silent");
                // By way of the loop, as the ends themselves.
                loop.post(() ->
                        tell(
                                new FromGateway.Lapsed(
                                        "it heard nothing of this run for 1.5 s and ended"
                                                + " its faults")));
            }
        }

        private void tell(FromGateway message) {
            if (!over && !outlet.send(ControlBytes.frame(message))) {
                closeBy("process " + process + " does not read what it is told");
            }
        }

        private void tellSecond(DependencySecond second) {
            if (outlet.room() <= SPARE_FRAMES) {
                missed++;
                return;
            }
            if (missed > 0) {
                tell(new FromGateway.Missed(missed));
                missed = 0;
            }
            tell(new FromGateway.Second(second));
        }

        /// Tells the run that holds.
        private final class Teller implements GatewayListener {

            @Override
            public void began(int fault, String detail, long atNanos) {
                tell(new FromGateway.Began(fault, detail, atNanos));
            }

            @Override
            public void refused(int fault, String why) {
                tell(new FromGateway.Refused(fault, why));
            }

            @Override
            public void ended(int fault, String detail, long atNanos) {
                tell(new FromGateway.Ended(fault, detail, atNanos));
            }

            @Override
            public void second(DependencySecond second) {
                tellSecond(second);
            }

            @Override
            public void guarded(GuardSecond second) {
                if (outlet.room() > SPARE_FRAMES) {
                    tell(new FromGateway.Guarded(second));
                }
            }

            @Override
            public void routed(RouteSecond second) {
                if (outlet.room() > SPARE_FRAMES) {
                    tell(new FromGateway.Routed(second));
                }
            }

            @Override
            public void missed(long seconds) {
                tell(new FromGateway.Missed(seconds));
            }

            @Override
            public void lost(String why) {
                tell(new FromGateway.Lapsed(why));
            }
        }
    }
}

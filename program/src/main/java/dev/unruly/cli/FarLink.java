package dev.unruly.cli;

import dev.unruly.gateway.FromGateway;
import dev.unruly.gateway.FromRun;
import dev.unruly.gateway.GatewayLink;
import dev.unruly.gateway.GatewayListener;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Fault;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Protection;
import dev.unruly.model.RouteSecond;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/// A run's hold on a gateway that is another process. Its methods belong to the thread that plays;
/// the listener is told on another.
final class FarLink implements GatewayLink {

    private static final long BEAT_NANOS = 250_000_000L;

    /// Six beats without an answer.
    private static final long SILENCE_NANOS = 1_500_000_000L;

    private final GatewayLine line;
    private final Names names;
    private final GatewayListener listener;
    private final AtomicBoolean over = new AtomicBoolean();
    private long beatNanos;
    private long awakeNanos;

    /// What the experiment and the gateway call the same dependencies.
    ///
    /// @param ours with the ports that were given
    /// @param theirs the gateway's names, in our order
    /// @param served their indices at the gateway
    record Names(List<Dependency> ours, List<String> theirs, List<Integer> served) {

        Names {
            ours = List.copyOf(ours);
            theirs = List.copyOf(theirs);
            served = List.copyOf(served);
        }

        /// @param needed as the experiment says
        /// @param served for each, its index at the gateway
        /// @param all that the gateway serves
        static Names of(List<Dependency> needed, List<Integer> served, List<Dependency> all) {
            var ours = new ArrayList<Dependency>();
            var theirs = new ArrayList<String>();
            for (int i = 0; i < needed.size(); i++) {
                Dependency one = needed.get(i);
                Dependency other = all.get(served.get(i));
                ours.add(
                        new Dependency(
                                one.name(), other.listen(), one.upstreams(), one.protocol()));
                theirs.add(other.name());
            }
            return new Names(ours, theirs, served);
        }

        private String their(String name) {
            for (int i = 0; i < ours.size(); i++) {
                if (ours.get(i).name().equals(name)) {
                    return theirs.get(i);
                }
            }
            return name;
        }
    }

    FarLink(GatewayLine line, Names names, GatewayListener listener) {
        this.line = line;
        this.names = names;
        this.listener = listener;
        this.beatNanos = System.nanoTime();
        this.awakeNanos = beatNanos;
        line.listen(new Ear());
    }

    @Override
    public List<Dependency> dependencies() {
        return names.ours;
    }

    @Override
    public void watch(long seed, long sinceRunBeganNanos) {
        long began = System.nanoTime() - sinceRunBeganNanos;
        line.tell(new FromRun.Watch(seed, line.itsNanos(began)));
    }

    @Override
    public void protect(List<Protection> protections) {
        line.tell(
                new FromRun.Protect(
                        protections.stream()
                                .map(p ->
                                        new Protection(
                                                names.their(p.dependency()),
                                                p.route(),
                                                p.policies()))
                                .toList()));
    }

    @Override
    public void purge(String dependency) {
        line.tell(new FromRun.Purge(names.their(dependency)));
    }

    @Override
    public void begin(int fault, String dependency, Fault what, long forNanos) {
        line.tell(new FromRun.Begin(fault, names.their(dependency), what, forNanos));
    }

    @Override
    public void end(int fault) {
        line.tell(new FromRun.End(fault));
    }

    @Override
    public void endAll() {
        line.tell(new FromRun.EndAll());
    }

    @Override
    public void beat() {
        long now = System.nanoTime();
        if (now - beatNanos < BEAT_NANOS || over.get()) {
            return;
        }
        if (now - beatNanos > SILENCE_NANOS) {
            // We ourselves were away; what came meanwhile may not have been read yet.
            awakeNanos = now;
        }
        beatNanos = now;
        line.tell(new FromRun.Beat(now));
        if (now - Math.max(line.heardNanos(), awakeNanos) > SILENCE_NANOS) {
            lose("nothing was heard of it for 1.5 s");
        }
    }

    @Override
    public void close() {
        if (over.compareAndSet(false, true)) {
            try {
                line.ask(new FromRun.Unwatch(), FromGateway.Unwatched.class);
            } catch (InterruptedException e) {
                // Without an answer the line cannot be trusted any more.
                line.close();
                Thread.currentThread().interrupt();
            }
        }
    }

    private void lose(String why) {
        if (over.compareAndSet(false, true)) {
            line.close();
            listener.lost(why);
        }
    }

    /// Hears on the line's reading thread.
    private final class Ear implements GatewayLine.Told {

        @Override
        public void told(FromGateway message) {
            switch (message) {
                case FromGateway.Began m -> listener.began(m.fault(), m.detail(), m.atNanos());
                case FromGateway.Refused m -> listener.refused(m.fault(), m.why());
                case FromGateway.Ended m -> listener.ended(m.fault(), m.detail(), m.atNanos());
                case FromGateway.Second m -> second(m.figures());
                case FromGateway.Guarded m -> guarded(m.figures());
                case FromGateway.Routed m -> routed(m.figures());
                case FromGateway.Missed m -> listener.missed(m.seconds());
                case FromGateway.Lapsed m -> listener.lost(m.why());
                case FromGateway.Serving _,
                        FromGateway.Held _,
                        FromGateway.Busy _,
                        FromGateway.Unwatched _,
                        FromGateway.Beaten _,
                        FromGateway.Left _ -> {}
            }
        }

        private void second(DependencySecond s) {
            int ours = names.served.indexOf(s.dependency());
            if (ours >= 0) {
                listener.second(s.of(ours));
            }
        }

        private void routed(RouteSecond s) {
            int ours = names.served.indexOf(s.figures().dependency());
            if (ours >= 0) {
                listener.routed(new RouteSecond(s.route(), s.figures().of(ours)));
            }
        }

        private void guarded(GuardSecond s) {
            int ours = names.served.indexOf(s.dependency());
            if (ours >= 0) {
                listener.guarded(
                        new GuardSecond(
                                ours,
                                s.second(),
                                s.asked(),
                                s.decisions(),
                                s.inFlight(),
                                s.limit(),
                                s.openBreakers()));
            }
        }

        @Override
        public void gone(String why) {
            lose(why);
        }
    }
}

package dev.unruly.gateway;

import dev.unruly.chance.Seed;
import dev.unruly.model.Dependency;
import dev.unruly.model.Fault;
import dev.unruly.model.HostPort;
import dev.unruly.model.Protection;
import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Loop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// The listeners in front of dependencies on one loop: passes traffic on, times requests, hurts.
///
/// All of it happens on the loop's thread, its methods included.
public final class Gateway {

    private static final long SECOND = 1_000_000_000L;

    private final Loop loop;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Integer, Term> terms = new LinkedHashMap<>();
    private final Ticker ticker = new Ticker();
    private Optional<Watch> watch = Optional.empty();

    /// Who hears of it, and by which clock and seed.
    private record Watch(Seed seed, long runBeganNanos, GatewayListener listener) {}

    private Gateway(Loop loop) {
        this.loop = loop;
    }

    /// Begins to listen for all of these dependencies.
    ///
    /// @throws dev.unruly.world.AddressTaken when an address cannot be bound; then none is
    public static Gateway open(Loop loop, List<Dependency> dependencies) {
        var gateway = new Gateway(loop);
        try {
            for (int i = 0; i < dependencies.size(); i++) {
                gateway.listeners.add(Listener.open(loop, i, dependencies.get(i)));
            }
        } catch (RuntimeException taken) {
            gateway.close();
            throw taken;
        }
        return gateway;
    }

    /// The dependencies it listens for, with the ports that were given.
    public List<Dependency> dependencies() {
        return listeners.stream().map(Gateway::asOpened).toList();
    }

    private static Dependency asOpened(Listener listener) {
        Dependency dependency = listener.dependency();
        Address at = listener.address();
        return new Dependency(
                dependency.name(),
                new HostPort(dependency.listen().host(), at.port()),
                dependency.upstreams(),
                dependency.protocol());
    }

    /// A hold on it for a run on the same loop. There is one hold at a time. What is told comes by
    /// way of the loop, never from within a call.
    public GatewayLink link(GatewayListener listener) {
        return new NearLink(this, listener);
    }

    Loop loop() {
        return loop;
    }

    /// Whether any fault is in force.
    boolean hurts() {
        return !terms.isEmpty();
    }

    /// How many connections of the application are open.
    int connections() {
        return listeners.stream().mapToInt(one -> one.tally().open()).sum();
    }

    /// Counts seconds from now on for a listener, by a run's clock. What was counted before is
    /// forgotten.
    void watch(Seed seed, long runBeganNanos, GatewayListener listener) {
        watch = Optional.of(new Watch(seed, runBeganNanos, listener));
        listeners.forEach(one -> one.second(0));
        listeners.forEach(one -> one.guarded(0));
        ticker.start(loop.nanos(), runBeganNanos);
    }

    /// Ends all faults and protections and counts for nobody.
    void unwatch() {
        endAll("the run let go");
        loop.disarm(ticker);
        if (watch.isPresent()) {
            protect(List.of());
        }
        watch = Optional.empty();
    }

    /// Protects dependencies so from now on, and no others.
    void protect(List<Protection> protections) {
        Seed seed = watched().seed;
        for (Listener listener : listeners) {
            listener.protect(
                    protections.stream()
                            .filter(p -> p.dependency().equals(listener.dependency().name()))
                            .toList(),
                    seed,
                    loop.nanos());
        }
    }

    /// Keeps no answer of a dependency any longer. Returns how many there were; empty: there is no
    /// such dependency.
    OptionalInt purge(String dependency) {
        for (Listener listener : listeners) {
            if (listener.dependency().name().equals(dependency)) {
                Shelf shelf = listener.defence().shelf();
                int count = shelf.size();
                shelf.empty();
                return OptionalInt.of(count);
            }
        }
        return OptionalInt.empty();
    }

    /// Begins a fault.
    void begin(int fault, String dependency, Fault what, long forNanos) {
        Watch told = watched();
        long now = loop.nanos();
        Optional<Listener> found =
                listeners.stream()
                        .filter(one -> one.dependency().name().equals(dependency))
                        .findFirst();
        if (found.isEmpty()) {
            told.listener.refused(fault, "there is no dependency " + dependency);
            return;
        }
        if (terms.containsKey(fault)) {
            told.listener.refused(fault, "fault " + fault + " is in force already");
            return;
        }
        Listener listener = found.get();
        switch (listener.begin(fault, what, told.seed, now)) {
            case Beginning.Refused(String why) -> told.listener.refused(fault, why);
            case Beginning.Began(Hurt hurt) -> {
                var term = new Term(fault, listener);
                terms.put(fault, term);
                loop.arm(term, now + forNanos);
                told.listener.began(fault, hurt.detail(), now - told.runBeganNanos);
            }
        }
    }

    /// Ends a fault before its time.
    void end(int fault, String why) {
        Term term = terms.get(fault);
        if (term != null) {
            finish(term, why);
        }
    }

    /// Ends all faults.
    void endAll(String why) {
        for (Term term : List.copyOf(terms.values())) {
            finish(term, why);
        }
    }

    private void finish(Term term, String why) {
        long now = loop.nanos();
        terms.remove(term.fault);
        loop.disarm(term);
        term.listener.end(term.fault, now);
        watch.ifPresent(told -> told.listener.ended(term.fault, why, now - told.runBeganNanos));
    }

    private Watch watched() {
        return watch.orElseThrow(
                () -> new IllegalStateException("a fault needs a run that watches the gateway"));
    }

    /// Ends all faults, takes no more connections and resets those that are open.
    public void close() {
        unwatch();
        listeners.forEach(Listener::close);
        listeners.clear();
    }

    /// The time that a fault has.
    private final class Term extends Alarm {

        private final int fault;
        private final Listener listener;

        Term(int fault, Listener listener) {
            this.fault = fault;
            this.listener = listener;
        }

        @Override
        protected void ring(long nowNanos) {
            finish(this, "its time is over");
        }
    }

    /// Tells each second when it is over, by the run's clock.
    private final class Ticker extends Alarm {

        private long runBeganNanos;
        private long second;

        void start(long nowNanos, long newRunBeganNanos) {
            runBeganNanos = newRunBeganNanos;
            second = Math.max(0, Math.floorDiv(nowNanos - runBeganNanos, SECOND));
            loop.arm(this, end());
        }

        private long end() {
            return runBeganNanos + (second + 1) * SECOND;
        }

        @Override
        protected void ring(long nowNanos) {
            for (Listener listener : listeners) {
                var counted = listener.second(Math.toIntExact(second));
                watch.ifPresent(told -> told.listener.second(counted));
                listener.guarded(Math.toIntExact(second))
                        .ifPresent(did -> watch.ifPresent(told -> told.listener.guarded(did)));
            }
            second++;
            loop.arm(this, end());
        }
    }
}

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
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/// The listeners in front of dependencies on one loop: passes traffic on, times requests, hurts.
///
/// All of it happens on the loop's thread, its methods included.
public final class Gateway {

    private static final long SECOND = 1_000_000_000L;

    private final Loop loop;
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Integer, Term> terms = new LinkedHashMap<>();
    private final Ticker ticker = new Ticker();
    private final Enforced enforced;
    private final List<Listener> leaving = new ArrayList<>();
    private Optional<Watch> watch = Optional.empty();

    /// Who hears of it, and by which clock and seed.
    private record Watch(Seed seed, long runBeganNanos, GatewayListener listener) {}

    private Gateway(Loop loop) {
        this.loop = loop;
        this.enforced = new Enforced(loop, listeners);
    }

    /// Begins to listen for all of these dependencies.
    ///
    /// @throws dev.unruly.world.AddressTaken when an address cannot be bound; then none is
    public static Gateway open(Loop loop, List<Dependency> dependencies) {
        var gateway = new Gateway(loop);
        try {
            for (Dependency dependency : dependencies) {
                gateway.listeners.add(Listener.open(loop, dependency));
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
        return listeners.stream().mapToInt(one -> one.tally().open()).sum() + leavingLinks();
    }

    /// Counts seconds from now on for a listener, by a run's clock. What was counted before is
    /// forgotten.
    void watch(Seed seed, long runBeganNanos, GatewayListener listener) {
        watch = Optional.of(new Watch(seed, runBeganNanos, listener));
        for (int i = 0; i < listeners.size(); i++) {
            listeners.get(i).second(i, 0);
            listeners.get(i).routes().take(i, 0);
            listeners.get(i).guarded(i, 0);
        }
        enforced.ofRun(List.of(), seed);
        ticker.start(loop.nanos(), runBeganNanos);
    }

    /// Ends all faults and protections and counts for nobody.
    void unwatch() {
        endAll("the run let go");
        loop.disarm(ticker);
        if (watch.isPresent()) {
            enforced.runOver();
        }
        watch = Optional.empty();
    }

    /// Protects dependencies so while the run watches, and no others.
    void protect(List<Protection> protections) {
        enforced.ofRun(protections, watched().seed);
    }

    /// Whom overrides of people are told to.
    public void tell(Consumer<String> say) {
        enforced.tell(say);
    }

    /// These policies are in force from now on whenever no run watches.
    ///
    /// @param seed of what policies leave to chance
    public void stand(List<Protection> protections, long seed) {
        enforced.stand(protections, seed);
    }

    /// The policies that are in force when no run watches and nobody overrides them.
    public List<Protection> standing() {
        return enforced.standing();
    }

    /// Goes over to other listeners and policies. No connection is lost by it: what stays as it was
    /// keeps what it knows, new connections go to new upstreams, and what listens no more keeps
    /// what is open until it ends. Returns what has changed; if it cannot be, nothing has.
    public Answered<List<String>> reload(
            List<Dependency> dependencies, List<Protection> protections, long seed) {
        var rebuilding = new Rebuilding(List.copyOf(listeners));
        if (rebuilding.prepare(loop, dependencies) instanceof Answered.Refused<List<String>> no) {
            return no;
        }
        if (watch.isPresent() && rebuilding.moves()) {
            rebuilding.drop();
            return Answered.refused(
                    "a run watches the gateway, so that no listener can come or go; wait until it"
                            + " has ended");
        }
        for (Listener gone : rebuilding.gone()) {
            terms.values().stream()
                    .filter(term -> term.listener.equals(gone))
                    .toList()
                    .forEach(term -> finish(term, "its listener is gone"));
        }
        leaving.addAll(rebuilding.gone());
        List<String> changes = new ArrayList<>(rebuilding.done(dependencies));
        listeners.clear();
        listeners.addAll(rebuilding.next());
        if (!protections.equals(enforced.standing())) {
            changes.add("policies are others");
        }
        enforced.stand(protections, seed);
        return new Answered.Done<>(List.copyOf(changes));
    }

    /// Changes a policy for a while, as a person wants it.
    public Answered<Overrides.Given> override(Wish wish) {
        return enforced.override(wish);
    }

    /// Takes an override back before its end.
    public Answered<Overrides.Given> withdraw(int override) {
        return enforced.withdraw(override);
    }

    /// How it stands now.
    public GatewayState state() {
        return new GatewayState(
                loop.nanos(),
                watch.isPresent(),
                leavingLinks(),
                listeners.stream().map(this::state).toList(),
                enforced.overrides());
    }

    private ListenerState state(Listener listener) {
        var faults = new ArrayList<ListenerState.FaultState>();
        listener.hurts()
                .forEach((fault, hurt) ->
                        faults.add(
                                new ListenerState.FaultState(
                                        fault, hurt.detail(), leftNanos(fault))));
        return new ListenerState(
                asOpened(listener),
                listener.tally().open(),
                listener.tally().inFlight(),
                listener.defence().tally().everAsked(),
                listener.defence().tally().ever(),
                faults,
                enforced.states(listener));
    }

    private long leftNanos(int fault) {
        Term term = terms.get(fault);
        return term == null ? 0 : Math.max(0, term.untilNanos - loop.nanos());
    }

    private int leavingLinks() {
        leaving.removeIf(Listener::deserted);
        return leaving.stream().mapToInt(one -> one.tally().open()).sum();
    }

    /// Asks something on the loop; may be called by any thread. Nothing comes of it if the loop has
    /// ended.
    public <T> CompletableFuture<T> ask(Function<Gateway, T> question) {
        var answer = new CompletableFuture<T>();
        loop.post(() -> {
            try {
                answer.complete(question.apply(this));
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return answer;
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
                var term = new Term(fault, listener, now + forNanos);
                terms.put(fault, term);
                loop.arm(term, term.untilNanos);
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
        loop.disarm(enforced);
        listeners.forEach(Listener::close);
        listeners.clear();
        leaving.forEach(Listener::close);
        leaving.clear();
    }

    /// The time that a fault has.
    private final class Term extends Alarm {

        private final int fault;
        private final Listener listener;
        private final long untilNanos;

        Term(int fault, Listener listener, long untilNanos) {
            this.fault = fault;
            this.listener = listener;
            this.untilNanos = untilNanos;
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
            for (int i = 0; i < listeners.size(); i++) {
                Listener listener = listeners.get(i);
                var counted = listener.second(i, Math.toIntExact(second));
                watch.ifPresent(told -> told.listener.second(counted));
                listener.routes()
                        .take(i, Math.toIntExact(second))
                        .forEach(saw -> watch.ifPresent(told -> told.listener.routed(saw)));
                listener.guarded(i, Math.toIntExact(second))
                        .ifPresent(did -> watch.ifPresent(told -> told.listener.guarded(did)));
            }
            second++;
            loop.arm(this, end());
        }
    }
}

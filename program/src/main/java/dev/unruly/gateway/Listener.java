package dev.unruly.gateway;

import dev.unruly.chance.Purpose;
import dev.unruly.chance.Seed;
import dev.unruly.guard.Chance;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.DependencyTally;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.HostPort;
import dev.unruly.model.Protection;
import dev.unruly.stats.Latencies;
import dev.unruly.world.Address;
import dev.unruly.world.Door;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What stands in front of one dependency: its listening address, the connections that came through
/// it, what is counted, and the faults in force.
final class Listener {

    /// Connections of the application have the numbers below, so that faults concern the same of
    /// them however often requests are tried again.
    private static final long FIRST_SPARE = 1L << 40;

    private Dependency dependency;
    private final Loop loop;
    private final Door door;
    private final DependencyTally tally = new DependencyTally();
    private final RouteTallies routes = new RouteTallies();
    private final Observed observed = new Observed();
    private List<Peer> upstreams;
    private Defence defence = Defence.none();
    private Peers instances;
    private final Map<Integer, Hurt> faults = new LinkedHashMap<>();
    private final Map<Long, Link> links = new LinkedHashMap<>();
    private long connections;
    private long spares = FIRST_SPARE;
    private long dials;
    private boolean closing;

    private Listener(Loop loop, Dependency dependency) {
        this.loop = loop;
        this.dependency = dependency;
        this.upstreams = peers(dependency);
        this.instances = new Peers(this, upstreams);
        Address address = address(dependency.listen());
        this.door =
                switch (dependency.protocol()) {
                    case HTTP -> loop.listen(address, (_, _, _) -> guest());
                    case POSTGRES, REDIS, TCP ->
                            loop.listenPipes(
                                    address,
                                    (_, _) -> new PipeLink(this, connections++).application());
                };
    }

    /// A connection through its policies and faults.
    GuardedLink guest() {
        return new GuardedLink(this, new HttpLink(this, connections++, nextUpstream()));
    }

    /// Begins to listen.
    ///
    /// @throws dev.unruly.world.AddressTaken when the address cannot be bound
    static Listener open(Loop loop, Dependency dependency) {
        return new Listener(loop, dependency);
    }

    private static List<Peer> peers(Dependency dependency) {
        return dependency.upstreams().stream().map(at -> Peer.at(address(at))).toList();
    }

    /// New connections go to its upstreams from now on. Returns whether these are others.
    boolean redirect(Dependency other) {
        boolean others = !dependency.upstreams().equals(other.upstreams());
        dependency = other;
        if (others) {
            upstreams = peers(other);
            instances = new Peers(this, upstreams);
        }
        return others;
    }

    /// Takes no more connections; those that are open stay until they end.
    void leave() {
        door.close();
    }

    /// Whether no connection is open any more, of the application or of its own.
    boolean deserted() {
        return links.isEmpty();
    }

    /// What the faults in force do, by their numbers.
    Map<Integer, Hurt> hurts() {
        return faults;
    }

    private static Address address(HostPort at) {
        return new Address(at.host(), at.port());
    }

    Dependency dependency() {
        return dependency;
    }

    Loop loop() {
        return loop;
    }

    DependencyTally tally() {
        return tally;
    }

    RouteTallies routes() {
        return routes;
    }

    Observed observed() {
        return observed;
    }

    Defence defence() {
        return defence;
    }

    Peers instances() {
        return instances;
    }

    /// Is protected so from now on.
    void protect(List<Protection> protections, Seed seed, long nowNanos) {
        long chance = seed.stream("guard." + dependency.name()).bits(0, 0, Purpose.GUARD, 0);
        defence = defence.with(protections, instances.choice(), new Chance(chance), nowNanos);
        routes.name(protections.stream().map(Protection::route));
    }

    /// Where it listens, with the port that was given.
    Address address() {
        return door.address();
    }

    /// The number of a connection that belongs to none of the application.
    long nextSpare() {
        return spares++;
    }

    /// Several upstreams are taken in turn.
    Peer nextUpstream() {
        return upstreams.get((int) (dials++ % upstreams.size()));
    }

    /// A connection of the application is open: what is in force applies to it too.
    void opened(Link link, long nowNanos) {
        tally.opened();
        joined(link, nowNanos);
    }

    /// What is in force applies to a connection from now on.
    void joined(Link link, long nowNanos) {
        links.put(link.number(), link);
        boolean resets = false;
        for (Map.Entry<Integer, Hurt> fault : faults.entrySet()) {
            link.hurt(fault.getKey(), fault.getValue(), nowNanos);
            resets |= fault.getValue().resets(link.number());
        }
        if (resets) {
            link.reset();
        }
    }

    /// Both sides of a connection are gone.
    void closed(Link link) {
        links.remove(link.number());
    }

    /// The status with which a request is to be answered here; 0: the dependency is asked.
    int errorFor(long connection, int request) {
        for (Hurt hurt : faults.values()) {
            int status = hurt.errorFor(connection, request);
            if (status != 0) {
                return status;
            }
        }
        return 0;
    }

    /// Begins a fault.
    ///
    /// @param fault its number, not in force
    Beginning begin(int fault, dev.unruly.model.Fault what, Seed seed, long nowNanos) {
        var patient =
                new Beginning.Patient(
                        dependency,
                        notUnderstood(),
                        observed.frozen(),
                        new FaultDraws(seed.stream("fault." + dependency.name()), fault));
        Beginning beginning = Beginning.of(what, patient, nowNanos);
        if (beginning instanceof Beginning.Began(Hurt hurt)) {
            inflict(fault, hurt, nowNanos);
        }
        return beginning;
    }

    private void inflict(int fault, Hurt hurt, long nowNanos) {
        faults.put(fault, hurt);
        for (Link link : List.copyOf(links.values())) {
            link.hurt(fault, hurt, nowNanos);
            if (hurt.resets(link.number())) {
                link.reset();
            }
        }
    }

    /// Ends a fault. Returns false when it is not in force here.
    boolean end(int fault, long nowNanos) {
        if (faults.remove(fault) == null) {
            return false;
        }
        for (Link link : List.copyOf(links.values())) {
            link.heal(fault, nowNanos);
        }
        return true;
    }

    /// The faults in force, oldest first.
    List<Integer> faults() {
        return List.copyOf(faults.keySet());
    }

    /// Why no request can be told apart: the protocol has none, or all connections that are open
    /// say so. Empty: some can, or it is not known yet.
    private String notUnderstood() {
        if (dependency.protocol() == Dependency.Protocol.TCP) {
            return "its protocol is tcp";
        }
        var reasons = new ArrayList<String>();
        for (Link link : links.values()) {
            if (link.notUnderstood().isEmpty()) {
                return "";
            }
            reasons.add(link.notUnderstood());
        }
        return reasons.isEmpty() ? "" : reasons.getFirst();
    }

    Latencies frozen() {
        return observed.frozen();
    }

    /// What was counted in the second that is over.
    ///
    /// @param index of the dependency among all
    DependencySecond second(int index, int second) {
        return tally.take(index, second);
    }

    /// What its policies did in the second that is over; empty: it has none.
    ///
    /// @param index of the dependency among all
    Optional<GuardSecond> guarded(int index, int second) {
        return defence.second(index, second);
    }

    /// Whether it is being closed.
    boolean closing() {
        return closing;
    }

    /// Takes no more connections and resets those that are open.
    void close() {
        closing = true;
        door.close();
        List.copyOf(links.values()).forEach(Link::reset);
    }
}

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

    private final int index;
    private final Dependency dependency;
    private final Loop loop;
    private final Door door;
    private final DependencyTally tally = new DependencyTally();
    private final Observed observed = new Observed();
    private final List<Peer> upstreams;
    private Defence defence = Defence.none();
    private final Instances instances;
    private final Map<Integer, Hurt> faults = new LinkedHashMap<>();
    private final Map<Long, Link> links = new LinkedHashMap<>();
    private long connections;
    private long dials;
    private boolean closing;

    private Listener(Loop loop, int index, Dependency dependency) {
        this.loop = loop;
        this.index = index;
        this.dependency = dependency;
        this.upstreams = dependency.upstreams().stream().map(at -> Peer.at(address(at))).toList();
        this.instances = new Instances(this, upstreams);
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
    /// @param index of the dependency among all
    /// @throws dev.unruly.world.AddressTaken when the address cannot be bound
    static Listener open(Loop loop, int index, Dependency dependency) {
        return new Listener(loop, index, dependency);
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

    Observed observed() {
        return observed;
    }

    Defence defence() {
        return defence;
    }

    /// Is protected so from now on.
    void protect(List<Protection> protections, Seed seed, long nowNanos) {
        long chance = seed.stream("guard." + dependency.name()).bits(0, 0, Purpose.GUARD, 0);
        defence = defence.with(protections, upstreams.size(), new Chance(chance), nowNanos);
    }

    /// Where it listens, with the port that was given.
    Address address() {
        return door.address();
    }

    Instances instances() {
        return instances;
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
    DependencySecond second(int second) {
        return tally.take(index, second);
    }

    /// What its policies did in the second that is over; empty: it has none.
    Optional<GuardSecond> guarded(int second) {
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

package dev.unruly.gateway;

import dev.unruly.model.Dependency;
import dev.unruly.model.Dependency.Protocol;
import dev.unruly.model.Fault;
import dev.unruly.model.HostPort;
import dev.unruly.sim.SimWorld;
import dev.unruly.world.Address;
import dev.unruly.world.Alarm;
import dev.unruly.world.Door;
import dev.unruly.world.Lane;
import dev.unruly.world.Loop;
import dev.unruly.world.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// A gateway in virtual time, between an application and a dependency that the test plays with
/// pipes.
final class Rig {

    static final long MS = 1_000_000;
    static final long SECOND = 1_000 * MS;

    final SimWorld world = new SimWorld(1);
    final Loop loop = world.loop(0);
    final Heard heard = new Heard();

    /// The dependency's ends, in the order in which they were opened.
    final List<Socket> dependency = new ArrayList<>();

    /// The application's ends, likewise.
    final List<Socket> application = new ArrayList<>();

    final Door door;
    final Gateway gateway;
    final GatewayLink link;

    private Consumer<Socket> whenAccepted = socket -> {};

    Rig(Protocol protocol) {
        this.door =
                loop.listenPipes(
                        new Address("10.0.0.1", 0),
                        (from, now) -> {
                            var socket = new Socket();
                            dependency.add(socket);
                            whenAccepted.accept(socket);
                            return socket;
                        });
        this.gateway = Gateway.open(loop, List.of(behind(protocol, door.address())));
        this.link = gateway.link(heard);
        link.watch(42, 0);
    }

    static Dependency behind(Protocol protocol, Address upstream) {
        return new Dependency(
                "database",
                new HostPort("10.0.0.2", 0),
                List.of(new HostPort(upstream.host(), upstream.port())),
                protocol);
    }

    /// Decides what each of the dependency's ends does.
    Rig whenAccepted(Consumer<Socket> what) {
        whenAccepted = what;
        return this;
    }

    /// Opens a connection of the application.
    Socket dial() {
        var socket = new Socket();
        application.add(socket);
        HostPort at = gateway.dependencies().getFirst().listen();
        loop.dial(Peer.at(new Address(at.host(), at.port())), Lane.direct(), socket);
        return socket;
    }

    /// Opens a connection and lets it open, both halves of it.
    Socket open() {
        Socket socket = dial();
        settle();
        return socket;
    }

    /// Lets happen what is due at this instant.
    void settle() {
        world.runUntil(world.nanos());
    }

    void begin(int fault, Fault what, long forMs) {
        link.begin(fault, "database", what, forMs * MS);
        settle();
    }

    /// Does something at a moment.
    void at(long ms, Runnable what) {
        loop.arm(
                new Alarm() {
                    @Override
                    protected void ring(long nowNanos) {
                        what.run();
                    }
                },
                ms * MS);
    }

    /// Does something so many milliseconds from now.
    void after(double ms, Runnable what) {
        loop.arm(
                new Alarm() {
                    @Override
                    protected void ring(long nowNanos) {
                        what.run();
                    }
                },
                loop.nanos() + Math.round(ms * MS));
    }

    /// Lets everything happen up to a moment, inclusive.
    void until(long ms) {
        world.runUntil(ms * MS);
    }

    void untilNanos(long nanos) {
        world.runUntil(nanos);
    }

    long ms() {
        return world.nanos() / MS;
    }
}

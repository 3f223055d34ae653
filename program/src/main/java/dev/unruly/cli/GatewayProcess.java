package dev.unruly.cli;

import dev.unruly.gateway.Desk;
import dev.unruly.gateway.Gateway;
import dev.unruly.model.Dependency;
import dev.unruly.model.Protection;
import dev.unruly.wire.Wire;
import dev.unruly.world.AddressTaken;
import dev.unruly.world.Loop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/// What the process of a gateway consists of: listeners on a loop, and a control socket for runs.
final class GatewayProcess implements AutoCloseable {

    private final Wire wire;
    private final Loop loop;
    private final Inside inside;
    private final ControlDoor door;
    private final CountDownLatch ended;
    private final Consumer<String> say;

    /// What lives on the loop.
    private record Inside(Gateway gateway, Desk desk) {
        void close() {
            desk.close();
            gateway.close();
        }
    }

    private GatewayProcess(
            Wire wire,
            Inside inside,
            ControlDoor door,
            CountDownLatch ended,
            Consumer<String> say) {
        this.wire = wire;
        this.loop = wire.loops().getFirst();
        this.inside = inside;
        this.door = door;
        this.ended = ended;
        this.say = say;
    }

    /// Begins to listen.
    ///
    /// @param lasting whether it stays until [#end] is called, else it ends with its run
    /// @param say told what happens, for the user
    /// @throws NoGateway when an address cannot be bound, or there can be no control socket
    static GatewayProcess open(
            List<Dependency> dependencies, boolean lasting, Consumer<String> say) {
        ControlFolder folder = ControlFolder.ofUser();
        var ended = new CountDownLatch(1);
        Wire wire = Wire.start(Wire.Options.usual(Failures::stop));
        Loop loop = wire.loops().getFirst();
        long process = ProcessHandle.current().pid();
        var opened = new CompletableFuture<Inside>();
        loop.post(() -> {
            try {
                Gateway gateway = Gateway.open(loop, dependencies);
                var who = new Desk.Who(process, lasting);
                opened.complete(
                        new Inside(gateway, new Desk(loop, gateway, who, say, ended::countDown)));
            } catch (RuntimeException e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            Inside inside = opened.join();
            Path path = folder.socketOf(process, System.nanoTime());
            ControlDoor door = ControlDoor.open(path, loop, inside.desk);
            return new GatewayProcess(wire, inside, door, ended, say);
        } catch (CompletionException e) {
            wire.close();
            if (e.getCause() instanceof AddressTaken taken) {
                throw new NoGateway(
                        taken.getMessage()
                                + "; end what listens there, or choose another address under"
                                + " dependencies");
            }
            throw e;
        } catch (IOException e) {
            wire.close();
            throw new NoGateway(
                    "there can be no control socket in "
                            + folder.path()
                            + " ("
                            + e
                            + "); set XDG_RUNTIME_DIR to a folder of yours with a short name");
        }
    }

    /// What it listens for, with the ports that were given.
    List<Dependency> dependencies() {
        var told = new CompletableFuture<List<Dependency>>();
        loop.post(() -> told.complete(inside.gateway.dependencies()));
        return told.join();
    }

    /// These policies are in force whenever no run watches, and overrides are told to the user.
    void stand(List<Protection> protections, long seed) {
        inside.gateway
                .ask(gateway -> {
                    gateway.tell(say);
                    gateway.stand(protections, seed);
                    return true;
                })
                .join();
    }

    /// What it consists of; its methods are called by its loop alone.
    Gateway gateway() {
        return inside.gateway;
    }

    Path socket() {
        return door.path();
    }

    /// Waits until it is to end.
    void await() throws InterruptedException {
        ended.await();
    }

    /// Lets it end now.
    void end() {
        ended.countDown();
    }

    /// Lets it end as soon as no run holds it.
    void endWhenFree() {
        loop.post(inside.desk::endWhenFree);
    }

    /// Ends faults, takes no more connections, resets those that are open, and only then ends the
    /// control connections: who sees these end finds the addresses free.
    @Override
    public void close() {
        var closed = new CompletableFuture<Void>();
        loop.post(() -> {
            inside.close();
            closed.complete(null);
        });
        closed.join();
        wire.close();
        try {
            door.close();
        } catch (IOException e) {
            System.err.println("unruly: the control socket could not be removed: " + e);
        }
    }
}

package dev.unruly.cli;

import dev.unruly.gateway.Gateway;
import dev.unruly.gateway.GatewayLink;
import dev.unruly.gateway.GatewayListener;
import dev.unruly.model.Dependency;
import dev.unruly.model.Fault;
import dev.unruly.wire.Wire;
import dev.unruly.world.Loop;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/// A gateway on a loop of its own, held from other threads.
final class OpenGateway implements AutoCloseable {

    private final Wire wire;
    private final Loop loop;
    private final Gateway gateway;

    private OpenGateway(Wire wire, Gateway gateway) {
        this.wire = wire;
        this.loop = wire.loops().getFirst();
        this.gateway = gateway;
    }

    /// Begins to listen.
    ///
    /// @throws dev.unruly.world.AddressTaken when an address cannot be bound
    static OpenGateway open(List<Dependency> dependencies) {
        Wire wire = Wire.start(Wire.Options.usual(Failures::stop));
        Loop loop = wire.loops().getFirst();
        var opened = new CompletableFuture<Gateway>();
        loop.post(() -> {
            try {
                opened.complete(Gateway.open(loop, dependencies));
            } catch (RuntimeException e) {
                opened.completeExceptionally(e);
            }
        });
        try {
            return new OpenGateway(wire, opened.join());
        } catch (CompletionException e) {
            wire.close();
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            throw e;
        }
    }

    /// A hold on it for one run.
    GatewayLink link(GatewayListener listener) {
        var link = new CompletableFuture<GatewayLink>();
        loop.post(() -> link.complete(gateway.link(listener)));
        return new Posted(link.join());
    }

    @Override
    public void close() {
        var closed = new CompletableFuture<Void>();
        loop.post(() -> {
            gateway.close();
            closed.complete(null);
        });
        closed.join();
        wire.close();
    }

    /// Passes every wish on to the gateway's loop.
    private final class Posted implements GatewayLink {

        private final GatewayLink link;

        Posted(GatewayLink link) {
            this.link = link;
        }

        @Override
        public List<Dependency> dependencies() {
            return link.dependencies();
        }

        @Override
        public void watch(long seed, long sinceRunBeganNanos) {
            long asked = loop.nanos();
            loop.post(() -> link.watch(seed, sinceRunBeganNanos + loop.nanos() - asked));
        }

        @Override
        public void begin(int fault, String dependency, Fault what, long forNanos) {
            loop.post(() -> link.begin(fault, dependency, what, forNanos));
        }

        @Override
        public void end(int fault) {
            loop.post(() -> link.end(fault));
        }

        @Override
        public void endAll() {
            loop.post(link::endAll);
        }

        @Override
        public void close() {
            var closed = new CompletableFuture<Void>();
            loop.post(() -> {
                link.close();
                closed.complete(null);
            });
            closed.join();
        }
    }
}

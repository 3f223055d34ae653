package dev.unruly.gateway;

import dev.unruly.chance.Seed;
import dev.unruly.model.Dependency;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Fault;
import dev.unruly.model.GuardSecond;
import dev.unruly.model.Protection;
import dev.unruly.model.RouteSecond;
import java.util.List;

/// A run's hold on a gateway of its own loop.
final class NearLink implements GatewayLink {

    private final Gateway gateway;
    private final Later listener;

    NearLink(Gateway gateway, GatewayListener listener) {
        this.gateway = gateway;
        this.listener = new Later(listener);
    }

    @Override
    public List<Dependency> dependencies() {
        return gateway.dependencies();
    }

    @Override
    public void watch(long seed, long sinceRunBeganNanos) {
        gateway.watch(new Seed(seed), gateway.loop().nanos() - sinceRunBeganNanos, listener);
    }

    @Override
    public void protect(List<Protection> protections) {
        gateway.protect(protections);
    }

    @Override
    public void purge(String dependency) {
        gateway.purge(dependency);
    }

    @Override
    public void begin(int fault, String dependency, Fault what, long forNanos) {
        gateway.begin(fault, dependency, what, forNanos);
    }

    @Override
    public void end(int fault) {
        gateway.end(fault, "as asked");
    }

    @Override
    public void endAll() {
        gateway.endAll("as asked");
    }

    /// Nothing to say: on one loop, either both live or none.
    @Override
    public void beat() {}

    @Override
    public void close() {
        listener.closed = true;
        gateway.unwatch();
    }

    /// Tells by way of the loop, until it is closed.
    private final class Later implements GatewayListener {

        private final GatewayListener listener;
        private boolean closed;

        Later(GatewayListener listener) {
            this.listener = listener;
        }

        private void later(Runnable tell) {
            gateway.loop()
                    .post(() -> {
                        if (!closed) {
                            tell.run();
                        }
                    });
        }

        @Override
        public void began(int fault, String detail, long atNanos) {
            later(() -> listener.began(fault, detail, atNanos));
        }

        @Override
        public void refused(int fault, String why) {
            later(() -> listener.refused(fault, why));
        }

        @Override
        public void ended(int fault, String detail, long atNanos) {
            later(() -> listener.ended(fault, detail, atNanos));
        }

        @Override
        public void second(DependencySecond second) {
            later(() -> listener.second(second));
        }

        @Override
        public void guarded(GuardSecond second) {
            later(() -> listener.guarded(second));
        }

        @Override
        public void routed(RouteSecond second) {
            later(() -> listener.routed(second));
        }

        @Override
        public void missed(long seconds) {
            later(() -> listener.missed(seconds));
        }

        @Override
        public void lost(String why) {
            later(() -> listener.lost(why));
        }
    }
}

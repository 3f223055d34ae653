package dev.unruly.cli;

import dev.unruly.gateway.FromGateway;
import dev.unruly.gateway.FromRun;
import dev.unruly.gateway.GatewayLink;
import dev.unruly.gateway.GatewayListener;
import dev.unruly.gateway.Match;
import dev.unruly.model.Dependency;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/// A gateway in a process of its own, held by us: one that was there already, or one that we have
/// started and that ends when we let go.
final class HeldGateway implements AutoCloseable {

    private final GatewayLine line;
    private final FarLink.Names names;
    private final Optional<GatewayChild> child;

    private HeldGateway(GatewayLine line, FarLink.Names names, Optional<GatewayChild> child) {
        this.line = line;
        this.names = names;
        this.child = child;
    }

    /// Takes hold of a gateway for all of these dependencies.
    ///
    /// @throws NoGateway when there is none to be had
    static HeldGateway open(List<Dependency> dependencies) throws InterruptedException {
        return open(dependencies, Optional.empty());
    }

    /// The same with an admin API.
    ///
    /// @param admin empty: none
    /// @throws NoGateway when there is none to be had, or it has been there without us
    static HeldGateway open(List<Dependency> dependencies, Optional<AdminAsked> admin)
            throws InterruptedException {
        Optional<HeldGateway> running = running(dependencies);
        if (running.isPresent() && admin.isPresent()) {
            long process = running.get().line.serving().process();
            running.get().close();
            throw new NoGateway(
                    "--admin is for a gateway that the run starts, and that of process "
                            + process
                            + " was there already; give --admin to `unruly gateway`, or end it");
        }
        return running.isPresent() ? running.get() : started(dependencies, admin);
    }

    private static Optional<HeldGateway> running(List<Dependency> dependencies)
            throws InterruptedException {
        for (Path socket : ControlFolder.ofUser().sockets()) {
            Optional<GatewayLine> line = GatewayLine.connect(socket);
            if (line.isPresent()) {
                Optional<HeldGateway> held = held(line.get(), dependencies);
                if (held.isPresent()) {
                    return held;
                }
                line.get().close();
            }
        }
        return Optional.empty();
    }

    private static Optional<HeldGateway> held(GatewayLine line, List<Dependency> dependencies)
            throws InterruptedException {
        FromGateway.Serving serving = line.serving();
        return switch (Match.of(dependencies, serving.dependencies())) {
            case Match.None _ -> Optional.empty();
            case Match.Wrong(String why) -> {
                line.close();
                throw new NoGateway(
                        "the gateway of process "
                                + serving.process()
                                + " "
                                + why
                                + "; end it, or choose other addresses under dependencies");
            }
            case Match.All(List<Integer> served) -> {
                if (!hold(line)) {
                    yield Optional.empty();
                }
                yield Optional.of(
                        new HeldGateway(
                                line,
                                FarLink.Names.of(dependencies, served, serving.dependencies()),
                                Optional.empty()));
            }
        };
    }

    private static HeldGateway started(List<Dependency> dependencies, Optional<AdminAsked> admin)
            throws InterruptedException {
        GatewayChild child = GatewayChild.start(dependencies, admin);
        GatewayLine line =
                GatewayLine.connect(child.socket())
                        .orElseThrow(() -> new NoGateway("the gateway's process does not answer"));
        if (!hold(line)) {
            throw new NoGateway("the gateway's process ended at once");
        }
        List<Integer> served = IntStream.range(0, dependencies.size()).boxed().toList();
        var names = FarLink.Names.of(dependencies, served, line.serving().dependencies());
        return new HeldGateway(line, names, Optional.of(child));
    }

    /// Takes hold; false when the gateway has ended meanwhile, and its addresses are free.
    private static boolean hold(GatewayLine line) throws InterruptedException {
        return switch (line.hold()) {
            case GatewayLine.Grip.Ours _ -> true;
            case GatewayLine.Grip.Gone _ -> false;
            case GatewayLine.Grip.Others(long holder) -> {
                line.close();
                throw new NoGateway(
                        "the gateway of process "
                                + line.serving().process()
                                + " is held by the run of process "
                                + holder
                                + "; wait until that has ended, or end it");
            }
        };
    }

    /// Which gateway it is, and where its admin API is.
    List<String> words() {
        var words = new ArrayList<String>();
        words.add(
                "gateway: process "
                        + line.serving().process()
                        + (child.isPresent() ? ", for this run" : ", which was there already"));
        child.ifPresent(one -> words.addAll(one.notes()));
        return words;
    }

    /// A hold on it for one run; one after the other.
    GatewayLink link(GatewayListener listener) {
        return new FarLink(line, names, listener);
    }

    /// Lets go: faults end, and so does a gateway that is there for a run only.
    @Override
    public void close() {
        var gone = new CountDownLatch(1);
        line.listen(new UntilGone(gone));
        try {
            line.ask(new FromRun.Leave(), FromGateway.Left.class);
            if (!line.serving().lasting()) {
                var _ = gone.await(GatewayLine.PATIENCE_NANOS, TimeUnit.NANOSECONDS);
            }
            line.close();
            if (child.isPresent()) {
                child.get().awaitEnd();
            }
        } catch (InterruptedException e) {
            line.close();
            Thread.currentThread().interrupt();
        }
    }

    /// Waits for the gateway's end.
    private record UntilGone(CountDownLatch latch) implements GatewayLine.Told {
        @Override
        public void told(FromGateway message) {}

        @Override
        public void gone(String why) {
            latch.countDown();
        }
    }
}

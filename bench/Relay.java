import dev.unruly.gateway.Gateway;
import dev.unruly.gateway.GatewayLink;
import dev.unruly.gateway.GatewayListener;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.Experiment;
import dev.unruly.model.GuardSecond;
import dev.unruly.script.Read;
import dev.unruly.script.Scripts;
import dev.unruly.wire.Wire;
import dev.unruly.world.Loop;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

/// The listeners of an experiment with its policies in force, as the gateway's process has them
/// while a run holds it. Run by `bench/gateway`.
///
/// Argument: an experiment. Prints the port of its first listener, and every second what was
/// decided there.
final class Relay {

    private Relay() {}

    public static void main(String[] arguments) throws InterruptedException {
        if (!(Scripts.experiment(Path.of(arguments[0]), "") instanceof Read.Fine<Experiment> fine)) {
            throw new IllegalArgumentException(arguments[0] + " is no experiment");
        }
        Experiment experiment = fine.value();
        Wire wire = Wire.start(Wire.Options.usual((what, why) -> {
            why.printStackTrace();
            System.exit(70);
        }));
        Loop loop = wire.loops().getFirst();
        var port = new CompletableFuture<Integer>();
        loop.post(() -> {
            Gateway gateway = Gateway.open(loop, experiment.dependencies());
            GatewayLink link = gateway.link(new Counts());
            link.watch(1, 0);
            link.protect(experiment.protections());
            port.complete(gateway.dependencies().getFirst().listen().port());
        });
        System.out.println(port.join());
        new CountDownLatch(1).await();
    }

    /// Says what was decided.
    private static final class Counts implements GatewayListener {

        @Override
        public void began(int fault, String detail, long atNanos) {}

        @Override
        public void refused(int fault, String why) {}

        @Override
        public void ended(int fault, String detail, long atNanos) {}

        @Override
        public void second(DependencySecond second) {}

        @Override
        public void guarded(GuardSecond second) {
            System.out.println(second.asked() + " asked, " + second.refused() + " refused");
        }

        @Override
        public void missed(long seconds) {}

        @Override
        public void lost(String why) {}
    }
}

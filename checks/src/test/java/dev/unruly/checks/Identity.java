package dev.unruly.checks;

import dev.unruly.shop.provider.Accounts;
import dev.unruly.shop.provider.IdentityProvider;
import dev.unruly.shop.provider.Latency;
import dev.unruly.shop.web.Limits;
import dev.unruly.shop.web.Server;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledThreadPoolExecutor;

/// One instance of the shop's identity provider as a process of its own, as fast as it is told to
/// be. It says where it listens, and ends with its parent.
final class Identity {

    private static final int SLOTS = 256;
    private static final int ACCOUNTS = 5_000;

    private Identity() {}

    /// Serves until its parent ends.
    ///
    /// @param arguments milliseconds of its median, sigma, and a seed of its latencies
    public static void main(String[] arguments) throws IOException {
        var latency =
                new Latency(
                        Duration.ofMillis(Long.parseLong(arguments[0])),
                        Double.parseDouble(arguments[1]));
        long seed = Long.parseLong(arguments[2]);
        try (var timer = new ScheduledThreadPoolExecutor(1);
                Server server =
                        Server.start(
                                "identity",
                                Limits.DEFAULT,
                                System::nanoTime,
                                InstantSource.system())) {
            // All instances sign with the same secret.
            var provider =
                    new IdentityProvider(
                            new Accounts(ACCOUNTS),
                            1,
                            SLOTS,
                            latency,
                            timer,
                            () -> new SplittableRandom(seed));
            System.out.println(server.listen(0, provider));
            System.in.transferTo(OutputStream.nullOutputStream());
            timer.shutdownNow();
        }
    }
}

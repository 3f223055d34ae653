package dev.unruly.shop;

import com.zaxxer.hikari.pool.HikariPool;
import dev.unruly.shop.store.Database;
import dev.unruly.shop.web.HostPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/// Patience with what the storefront uses: a gateway that is to stand in between may start later.
final class Waiting {
    private static final int TRY_MILLIS = 500;
    private static final long PAUSE_MILLIS = 100;
    private static final long REMIND_NANOS = Duration.ofSeconds(10).toNanos();

    private final long untilNanos;
    private final Duration most;
    private final LongSupplier nanos;
    private final Progress progress;

    Waiting(Duration most, LongSupplier nanos, Progress progress) {
        this.most = most;
        this.nanos = nanos;
        this.progress = progress;
        this.untilNanos = nanos.getAsLong() + most.toNanos();
    }

    static HostPort hostPort(URI address) {
        return new HostPort(address.getHost(), address.getPort() < 0 ? 80 : address.getPort());
    }

    /// Waits until something listens there.
    void forListener(String what, HostPort address) throws IOException, InterruptedException {
        long saidNanos = 0;
        boolean said = false;
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(address.host(), address.port()), TRY_MILLIS);
                return;
            } catch (IOException nobody) {
                long now = nanos.getAsLong();
                if (now - untilNanos >= 0) {
                    throw gaveUp(what, address, nobody);
                }
                if (!said || now - saidNanos >= REMIND_NANOS) {
                    progress.says(
                            "waiting for %s at %s: %s"
                                    .formatted(what, address, nobody.getMessage()));
                    said = true;
                    saidNanos = now;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    void forListeners(String what, List<URI> addresses) throws IOException, InterruptedException {
        for (URI address : addresses) {
            forListener(what, hostPort(address));
        }
    }

    /// Waits until the database lets the storefront in.
    Database forDatabase(HostPort address, Database.Settings settings)
            throws IOException, InterruptedException {
        forListener("the database", address);
        while (true) {
            try {
                return new Database(address, settings);
            } catch (HikariPool.PoolInitializationException refused) {
                if (nanos.getAsLong() - untilNanos >= 0) {
                    throw gaveUp("the database", address, refused);
                }
                progress.says("the database at %s: %s".formatted(address, refused.getMessage()));
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    private IOException gaveUp(String what, HostPort address, Exception last) {
        return new IOException(
                "gave up waiting for %s at %s after %s: %s"
                        .formatted(what, address, most, last.getMessage()),
                last);
    }
}

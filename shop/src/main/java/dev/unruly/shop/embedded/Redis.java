package dev.unruly.shop.embedded;

import dev.unruly.shop.web.HostPort;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.embedded.core.ExecutableProvider;

/// A real Redis server in a folder, without persistence.
public final class Redis implements AutoCloseable {
    static final String PID = "redis.pid";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final long POLL_MILLIS = 20;

    private final Process process;
    private final int port;

    private Redis(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static Redis start(Path folder, int wanted) throws IOException, InterruptedException {
        int port = Ports.free(wanted);
        File executable = ExecutableProvider.newJarResourceProvider(folder.toFile()).get();
        Path config = folder.resolve("redis.conf");
        Files.writeString(
                config,
                """
                bind 127.0.0.1
                port %d
                dir "%s"
                pidfile "%s"
                save ""
                appendonly no
                maxmemory 256mb
                maxmemory-policy allkeys-lru
                """
                        .formatted(port, folder, folder.resolve(PID)));
        Process process =
                new ProcessBuilder(
                                Children.detached(List.of(executable.getPath(), config.toString())))
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("redis.log").toFile())
                        .start();
        Redis redis = new Redis(process, port);
        try {
            redis.awaitReady(folder);
        } catch (IOException | InterruptedException e) {
            redis.close();
            throw e;
        }
        return redis;
    }

    private void awaitReady(Path folder) throws IOException, InterruptedException {
        for (long waited = 0; waited < PATIENCE.toMillis(); waited += POLL_MILLIS) {
            if (!process.isAlive()) {
                String log = Files.readString(folder.resolve("redis.log"));
                throw new IOException("Redis ended at once: " + log.strip());
            }
            try (Jedis client = new Jedis("127.0.0.1", port)) {
                client.ping();
                return;
            } catch (JedisConnectionException notYet) {
                Thread.sleep(POLL_MILLIS);
            }
        }
        throw new IOException("Redis did not answer within " + PATIENCE);
    }

    public HostPort address() {
        return HostPort.loopback(port);
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(2, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException stopped) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

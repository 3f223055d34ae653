package dev.unruly.checks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The shop as a process on free ports, small, and its side door, which Unruly itself never uses.
final class RealShop implements AutoCloseable {

    private static final long REASONABLE_NANOS = 30_000_000_000L;

    private static final List<String> SMALL_ON_FREE_PORTS =
            List.of(
                    "--port=0",
                    "--admin-port=0",
                    "--database-port=0",
                    "--redis-port=0",
                    "--identity-port=0",
                    "--payment-port=0",
                    "--chain-port=0",
                    "--fan-out-port=0",
                    "--products=200",
                    "--reviews=200",
                    "--accounts=5000",
                    "--identity-median=2ms",
                    "--print-json",
                    "--exit-with-parent");

    private final ObjectMapper mapper = new ObjectMapper();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final JsonNode addresses;

    private RealShop(Process process, JsonNode addresses) {
        this.process = process;
        this.addresses = addresses;
    }

    /// Opens it.
    ///
    /// @param log where what it complains of goes
    /// @param more settings, also in place of those it has else
    static RealShop open(Path log, String... more) throws IOException {
        var arguments = new ArrayList<>(SMALL_ON_FREE_PORTS);
        for (String setting : more) {
            String name = setting.substring(0, setting.indexOf('=') + 1);
            arguments.removeIf(own -> !name.isEmpty() && own.startsWith(name));
            arguments.add(setting);
        }
        Process process =
                new ProcessBuilder(Jvm.command("dev.unruly.shop.Shop", arguments, "-Xmx512m"))
                        .redirectError(log.toFile())
                        .start();
        String line = process.inputReader().readLine();
        if (line == null) {
            process.destroy();
            throw new IOException("the shop did not open: " + Jvm.said(log));
        }
        return new RealShop(process, new ObjectMapper().readTree(line));
    }

    /// Where people go.
    String url() {
        return addresses.path("storefront").asText();
    }

    /// The shop's own books, once nobody is served any more.
    JsonNode truth() throws IOException, InterruptedException {
        long until = System.nanoTime() + REASONABLE_NANOS;
        while (true) {
            JsonNode truth = look();
            if (truth.path("workers").path("busy").asInt(-1) == 0
                    && truth.path("queue").path("depth").asInt(-1) == 0) {
                return truth;
            }
            if (System.nanoTime() > until) {
                throw new IOException("the shop does not come to rest: " + truth);
            }
            Thread.sleep(50);
        }
    }

    /// Empties the catalogue's cache.
    void purge() throws IOException, InterruptedException {
        URI at = URI.create(addresses.path("admin").asText() + "/admin/cache");
        HttpRequest ask = HttpRequest.newBuilder(at).DELETE().build();
        int status = client.send(ask, HttpResponse.BodyHandlers.discarding()).statusCode();
        if (status != 204) {
            throw new IOException("the cache was not emptied: " + status);
        }
    }

    /// The shop's own books as they are now.
    JsonNode look() throws IOException, InterruptedException {
        URI at = URI.create(addresses.path("admin").asText() + "/admin/truth");
        HttpRequest ask = HttpRequest.newBuilder(at).build();
        return mapper.readTree(client.send(ask, HttpResponse.BodyHandlers.ofString()).body());
    }

    @Override
    public void close() throws IOException {
        client.close();
        process.outputWriter().close();
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}

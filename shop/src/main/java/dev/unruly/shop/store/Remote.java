package dev.unruly.shop.store;

import dev.unruly.shop.web.Body;
import dev.unruly.shop.web.Calls;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// A service the storefront calls over HTTP: in turn on its instances, and once more, and again,
/// when a call fails.
public final class Remote {
    /// An answer that is not a failure of the service.
    record Answer(int status, Body body) {}

    /// How often the service was called, and how often again.
    public record Counts(long calls, long retries, long failures) {}

    private final String name;
    private final List<URI> instances;
    private final Calls calls;
    private final HttpClient client;
    private final AtomicInteger turn = new AtomicInteger();
    private final LongAdder called = new LongAdder();
    private final LongAdder retried = new LongAdder();
    private final LongAdder failed = new LongAdder();

    public Remote(String name, List<URI> instances, Calls calls, HttpClient client) {
        if (instances.isEmpty()) {
            throw new IllegalArgumentException(name + " has no instance");
        }
        this.name = name;
        this.instances = List.copyOf(instances);
        this.calls = calls;
        this.client = client;
    }

    Answer get(String target) throws IOException, InterruptedException {
        return send(target, HttpRequest.newBuilder());
    }

    Answer post(String target, Body json, String... headers)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(json.bytes()));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return send(target, request);
    }

    private Answer send(String target, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        if (calls.timeout().isPositive()) {
            request.timeout(calls.timeout());
        }
        for (int retriesDone = 0; ; retriesDone++) {
            String why;
            try {
                return once(target, request);
            } catch (IOException failure) {
                failed.increment();
                why = name + ": " + failure;
            }
            if (retriesDone >= calls.retries()) {
                throw new IOException(why);
            }
            retried.increment();
            Thread.sleep(calls.delay());
        }
    }

    private Answer once(String target, HttpRequest.Builder request)
            throws IOException, InterruptedException {
        called.increment();
        URI instance = instances.get(Math.floorMod(turn.getAndIncrement(), instances.size()));
        HttpResponse<byte[]> response =
                client.send(
                        request.uri(instance.resolve(target)).build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() >= 500) {
            throw new IOException("status " + response.statusCode());
        }
        return new Answer(response.statusCode(), Body.of(response.body()));
    }

    public Counts counts() {
        return new Counts(called.sum(), retried.sum(), failed.sum());
    }

    public void forgetCounts() {
        called.reset();
        retried.reset();
        failed.reset();
    }
}

package dev.unruly.guard;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/// The JDK's HTTP client behind a guard: idempotent methods, and requests with an `Idempotency-Key`, may be
/// repeated; what is left of the deadline and the mark of a repetition are sent along; 429 and 5xx are
/// failures, of which 429 and 503 mean overload; `Retry-After` is heeded in its form of seconds.
///
///     var http = new GuardedHttp(client, Guard.of(HOST, "identity", GuardedHttp.READING, …));
///     HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
public final class GuardedHttp {

    /// How answers of HTTP are read.
    public static final Reading READING = new HttpReading();

    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "PUT", "DELETE");
    private static final String KEY = "Idempotency-Key";
    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;
    private static final int MOST_DIGITS = 9;

    private final HttpClient client;
    private final Guard guard;

    public GuardedHttp(HttpClient client, Guard guard) {
        this.client = client;
        this.guard = guard;
    }

    /// As [HttpClient#send], with [Refused] and [GaveUp] besides.
    public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler)
            throws IOException, InterruptedException {
        try {
            return guard.call(repeat(request), () -> client.send(told(request), handler));
        } catch (IOException | InterruptedException | RuntimeException expected) {
            throw expected;
        } catch (Exception unexpected) {
            throw new IOException(unexpected);
        }
    }

    /// As [HttpClient#sendAsync]; an exchange that is given up is cancelled.
    public <T> CompletableFuture<HttpResponse<T>> sendAsync(
            HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return guard.callAsync(repeat(request), () -> client.sendAsync(told(request), handler));
    }

    private static Repeat repeat(HttpRequest request) {
        return IDEMPOTENT.contains(request.method())
                        || request.headers().firstValue(KEY).isPresent()
                ? Repeat.MAY
                : Repeat.MUST_NOT;
    }

    /// A request that says what is left of the caller's deadline, and whether it is a repetition.
    private HttpRequest told(HttpRequest request) {
        Caller caller = Caller.current();
        if (caller.equals(Caller.NOBODY)) {
            return request;
        }
        var told = HttpRequest.newBuilder(request, (name, value) -> true);
        String left = Deadline.written(caller.deadlineNanos(), guard.nanos());
        if (!left.isEmpty()) {
            told.setHeader(Deadline.HEADER, left);
        }
        if (caller.repeated()) {
            told.setHeader(Attempt.HEADER, Attempt.written(caller.attempt()));
        }
        return told.build();
    }

    private static final class HttpReading implements Reading {

        @Override
        public boolean failed(@Nullable Object answer) {
            return answer instanceof HttpResponse<?> response
                    && (response.statusCode() >= 500 || response.statusCode() == TOO_MANY);
        }

        @Override
        public boolean overloaded(@Nullable Object answer) {
            return answer instanceof HttpResponse<?> response
                    && (response.statusCode() == UNAVAILABLE || response.statusCode() == TOO_MANY);
        }

        @Override
        public long retryAfterNanos(@Nullable Object answer) {
            return answer instanceof HttpResponse<?> response
                    ? seconds(response.headers()) * Nanos.PER_SECOND
                    : 0;
        }

        private static long seconds(HttpHeaders headers) {
            String value = headers.firstValue("Retry-After").orElse("");
            return value.length() <= MOST_DIGITS ? Deadline.number(value, value.length()) : 0;
        }

        /// The future of an exchange of the JDK's client ends it.
        @Override
        public void cancel(CompletionStage<?> work) {
            work.toCompletableFuture().cancel(true);
        }
    }
}

package dev.unruly.run;

import dev.unruly.model.Hook;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// Makes the HTTP calls of hooks and purges, to where a [Reach] allows, without proxies or
/// redirects. Never on a thread that generates load.
///
/// The JDK's client looks names up by itself. That it connects to what was checked rests on `Main`,
/// which makes the JVM remember every name for good.
public final class WebCalls implements AutoCloseable {

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final Reach reach;
    private final HttpClient client =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY)
                    .followRedirects(HttpClient.Redirect.NEVER)
                    .connectTimeout(CONNECT)
                    .build();

    public WebCalls(Reach reach) {
        this.reach = reach;
    }

    /// Makes a call. The answer is what came of it in a few words; it fails with [CallFailed] where
    /// nothing or an error came back.
    public CompletableFuture<String> make(Hook.Http call) {
        Optional<String> refusal = reach.refusal(call);
        if (refusal.isPresent()) {
            return failed(call, refusal.get());
        }
        return client.sendAsync(request(call, URI.create(call.url())), BodyHandlers.discarding())
                .handle((answer, problem) -> outcome(call, answer, problem));
    }

    /// Makes a call and gives the status of its answer, whatever it is; it fails with [CallFailed]
    /// where nothing came back.
    CompletableFuture<Integer> status(Hook.Http call) {
        Optional<String> refusal = reach.refusal(call);
        if (refusal.isPresent()) {
            return CompletableFuture.failedFuture(new CallFailed(refusal.get()));
        }
        return client.sendAsync(request(call, URI.create(call.url())), BodyHandlers.discarding())
                .handle((answer, problem) -> {
                    if (answer == null) {
                        throw new CallFailed(problem == null ? "no answer" : reason(problem));
                    }
                    return answer.statusCode();
                });
    }

    private static HttpRequest request(Hook.Http call, URI uri) {
        var body =
                call.body().isEmpty()
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(call.body());
        var request = HttpRequest.newBuilder(uri).timeout(ANSWER).method(call.method(), body);
        if (!call.body().isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return request.build();
    }

    private static String outcome(
            Hook.Http call, @Nullable HttpResponse<Void> answer, @Nullable Throwable problem) {
        if (answer == null) {
            String reason = problem == null ? "no answer" : reason(problem);
            throw new CallFailed(call.method() + " " + call.url() + ": " + reason);
        }
        String text = call.method() + " " + call.url() + " answered " + answer.statusCode();
        if (answer.statusCode() >= 400) {
            throw new CallFailed(text);
        }
        return text;
    }

    private static String reason(Throwable problem) {
        Throwable cause = problem.getCause() == null ? problem : problem.getCause();
        if (cause instanceof ConnectException) {
            return "nobody listens there";
        }
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    private static CompletableFuture<String> failed(Hook.Http call, String why) {
        return CompletableFuture.failedFuture(
                new CallFailed(call.method() + " " + call.url() + ": " + why));
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /// A call that brought nothing or an error.
    public static final class CallFailed extends RuntimeException {

        private static final long serialVersionUID = 1L;

        CallFailed(String message) {
            super(message);
        }
    }
}

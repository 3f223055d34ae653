package dev.unruly.shop.store;

import dev.unruly.shop.web.Body;
import dev.unruly.shop.web.Json;
import dev.unruly.shop.web.Malformed;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// What the storefront asks of other services.
///
/// @param recommendations the first of a chain of services, if there is one
/// @param parts the services that a dashboard is put together from
public record Services(
        Remote identity, Remote payment, Optional<Remote> recommendations, List<Remote> parts) {
    public Services {
        parts = List.copyOf(parts);
    }

    /// The token of those who have not signed in; the identity provider knows it.
    static final String GUEST = "guest";

    private record Credentials(String user, String password) {}

    private record Charge(String reference, long amountCents) {}

    /// The user a token speaks of; empty when it is not valid.
    Optional<String> verify(String token) throws IOException, InterruptedException {
        Remote.Answer answer = identity.get("/verify?token=" + encoded(token));
        return answer.status() == 200 ? Optional.of(text(answer, "user")) : Optional.empty();
    }

    /// A token; empty when user and password do not fit.
    Optional<String> signIn(String user, String password) throws IOException, InterruptedException {
        Remote.Answer answer =
                identity.post("/sign-in", Json.body(new Credentials(user, password)));
        return answer.status() == 200 ? Optional.of(text(answer, "token")) : Optional.empty();
    }

    /// The number of the charge.
    long charge(String reference, long amountCents, Optional<String> key)
            throws IOException, InterruptedException {
        Body asked = Json.body(new Charge(reference, amountCents));
        Remote.Answer answer =
                key.isPresent()
                        ? payment.post("/charges", asked, "Idempotency-Key", key.get())
                        : payment.post("/charges", asked);
        if (answer.status() != 201) {
            throw new IOException("payment: status " + answer.status());
        }
        return Long.parseLong(text(answer, "charge"));
    }

    /// Article numbers that go with a product.
    List<String> recommended(String sku) throws IOException, InterruptedException {
        if (recommendations.isEmpty()) {
            return List.of();
        }
        Remote.Answer answer = recommendations.get().get("/recommendations?sku=" + encoded(sku));
        List<String> skus = new ArrayList<>();
        try {
            Json.object(answer.body())
                    .path("recommended")
                    .forEach(recommended -> skus.add(recommended.asText()));
        } catch (Malformed notJson) {
            throw new IOException("recommendations: " + notJson.getMessage(), notJson);
        }
        return skus;
    }

    /// The texts of all parts, asked for at once; the slowest decides.
    List<String> partTexts() throws IOException, InterruptedException {
        List<Callable<String>> asked =
                parts.stream()
                        .map(part -> (Callable<String>) () -> text(part.get("/part"), "text"))
                        .toList();
        List<String> texts = new ArrayList<>();
        try (ExecutorService together = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> text : together.invokeAll(asked)) {
                texts.add(text.get());
            }
        } catch (ExecutionException failed) {
            throw new IOException("a part failed: " + failed.getCause(), failed);
        }
        return texts;
    }

    private static String text(Remote.Answer answer, String field) throws IOException {
        try {
            return Json.object(answer.body()).path(field).asText();
        } catch (Malformed notJson) {
            throw new IOException("an answer that is not JSON", notJson);
        }
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}

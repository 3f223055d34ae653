package dev.unruly.shop.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.unruly.shop.web.Exchange;
import dev.unruly.shop.web.Handler;
import dev.unruly.shop.web.Json;
import dev.unruly.shop.web.Malformed;
import dev.unruly.shop.web.Request;
import dev.unruly.shop.web.Response;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Says who somebody is.
///
/// - `POST /sign-in` with `{"user", "password"}` → 200 `{"token"}` or 401
/// - `GET /verify?token=…` → 200 `{"user"}` or 401; the token `guest` is everybody's
public final class IdentityProvider implements Handler {
    private static final String GUEST = "guest";

    /// Hashing a password costs more than checking a signature.
    private static final double SIGN_IN_FACTOR = 1.5;

    private final Desk desk;
    private final Accounts accounts;
    private final Tokens tokens;

    public IdentityProvider(
            Accounts accounts,
            long seed,
            int slots,
            Latency latency,
            ScheduledExecutorService timer,
            Supplier<RandomGenerator> seeded) {
        this.accounts = accounts;
        this.tokens = new Tokens(seed);
        this.desk = new Desk(slots, latency, timer, seeded);
    }

    @Override
    public void handle(Exchange exchange) {
        Request request = exchange.request();
        if (request.asksFor("GET") && request.path().equals("/verify")) {
            desk.take(exchange, 1, () -> CompletableFuture.completedFuture(verify(request)));
        } else if (request.asksFor("POST") && request.path().equals("/sign-in")) {
            desk.take(
                    exchange,
                    SIGN_IN_FACTOR,
                    () -> CompletableFuture.completedFuture(signIn(request)));
        } else {
            exchange.answer(Response.text(404, "404: /verify or /sign-in\n"));
        }
    }

    public void reset() {
        desk.reset();
    }

    private Response verify(Request request) {
        String token = request.query().value("token").orElse("");
        if (token.equals(GUEST)) {
            return Response.json(200, Json.body(Map.of("user", GUEST)));
        }
        return tokens.verify(token)
                .map(user -> Response.json(200, Json.body(Map.of("user", user))))
                .orElse(Response.text(401, "401: not our token\n"));
    }

    private Response signIn(Request request) {
        try {
            JsonNode asked = Json.object(request.body());
            String user = asked.path("user").asText();
            if (!accounts.admits(user, asked.path("password").asText())) {
                return Response.text(401, "401: unknown user or wrong password\n");
            }
            return Response.json(200, Json.body(Map.of("token", tokens.sign(user))));
        } catch (Malformed broken) {
            return Response.text(broken.status(), broken.getMessage() + "\n");
        }
    }
}

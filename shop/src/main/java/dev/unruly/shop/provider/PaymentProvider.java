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

/// Takes people's money: `POST /charges` with `{"reference", "amountCents"}` → 201 `{"charge"}`. A
/// repeated `Idempotency-Key` gets the first charge again; without one every request charges.
public final class PaymentProvider implements Handler {
    private final Desk desk;
    private final Charges charges = new Charges();

    public PaymentProvider(
            int slots,
            Latency latency,
            ScheduledExecutorService timer,
            Supplier<RandomGenerator> seeded) {
        this.desk = new Desk(slots, latency, timer, seeded);
    }

    @Override
    public void handle(Exchange exchange) {
        Request request = exchange.request();
        if (request.asksFor("POST") && request.path().equals("/charges")) {
            desk.take(exchange, 1, () -> CompletableFuture.completedFuture(charge(request)));
        } else {
            exchange.answer(Response.text(404, "404: /charges\n"));
        }
    }

    public Charges charges() {
        return charges;
    }

    public void reset() {
        desk.reset();
        charges.clear();
    }

    private Response charge(Request request) {
        try {
            JsonNode asked = Json.object(request.body());
            String reference = asked.path("reference").asText();
            long amountCents = asked.path("amountCents").asLong();
            if (reference.isEmpty() || amountCents <= 0) {
                return Response.text(400, "400: a reference and a positive amountCents\n");
            }
            Charges.Charge charge =
                    charges.charge(
                            reference, amountCents, request.headers().first("idempotency-key"));
            return Response.json(201, Json.body(Map.of("charge", charge.id())));
        } catch (Malformed broken) {
            return Response.text(broken.status(), broken.getMessage() + "\n");
        }
    }
}

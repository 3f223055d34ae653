package dev.unruly.shop.provider;

import dev.unruly.shop.web.Exchange;
import dev.unruly.shop.web.Handler;
import dev.unruly.shop.web.Json;
import dev.unruly.shop.web.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A service that owns one part of a page: `GET /part` → `{"part", "text"}`.
public final class Part implements Handler {
    private record Answer(int part, String text) {}

    private final int number;
    private final Desk desk;

    public Part(
            int number,
            int slots,
            Latency latency,
            ScheduledExecutorService timer,
            Supplier<RandomGenerator> seeded) {
        this.number = number;
        this.desk = new Desk(slots, latency, timer, seeded);
    }

    @Override
    public void handle(Exchange exchange) {
        if (!exchange.request().asksFor("GET") || !exchange.request().path().equals("/part")) {
            exchange.answer(Response.text(404, "404: /part\n"));
            return;
        }
        Answer text = new Answer(number, "Part " + number);
        desk.take(
                exchange,
                1,
                () -> CompletableFuture.completedFuture(Response.json(200, Json.body(text))));
    }

    public void reset() {
        desk.reset();
    }
}

package dev.unruly.shop.provider;

import dev.unruly.shop.web.Exchange;
import dev.unruly.shop.web.Response;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Where a service's requests are served: so many at a time, each after a drawn time, the others in
/// the order they came. Waiting costs a timer and no thread. A client that leaves changes nothing.
final class Desk {
    private static final int MOST_WAITING = 10_000;
    private static final Response OVERLOADED = Response.text(503, "503: overloaded\n");

    private record Visit(
            Exchange exchange, double factor, Supplier<CompletionStage<Response>> work) {}

    private final int slots;
    private final Latency latency;
    private final ScheduledExecutorService timer;
    private final Supplier<RandomGenerator> seeded;
    private final Queue<Visit> waiting = new ArrayDeque<>();
    private RandomGenerator chance;
    private int busy;
    private int epoch;

    /// @param seeded gives the same draws anew each time it is asked
    Desk(
            int slots,
            Latency latency,
            ScheduledExecutorService timer,
            Supplier<RandomGenerator> seeded) {
        if (slots < 1) {
            throw new IllegalArgumentException("slots must be >= 1, got " + slots);
        }
        this.slots = slots;
        this.latency = latency;
        this.timer = timer;
        this.seeded = seeded;
        this.chance = seeded.get();
    }

    /// Answers the exchange with what the work gives, after the drawn time times the factor.
    void take(Exchange exchange, double factor, Supplier<CompletionStage<Response>> work) {
        Visit visit = new Visit(exchange, factor, work);
        synchronized (this) {
            if (busy >= slots) {
                if (waiting.size() < MOST_WAITING) {
                    waiting.add(visit);
                    return;
                }
                visit = null;
            } else {
                busy++;
            }
        }
        if (visit == null) {
            exchange.answer(OVERLOADED);
        } else {
            begin(visit);
        }
    }

    private void begin(Visit visit) {
        long delayNanos;
        int begunIn;
        synchronized (this) {
            delayNanos = (long) (latency.drawNanos(chance) * visit.factor());
            begunIn = epoch;
        }
        var _ = timer.schedule(() -> finish(visit, begunIn), delayNanos, TimeUnit.NANOSECONDS);
    }

    private void finish(Visit visit, int begunIn) {
        if (begunIn != currentEpoch()) {
            visit.exchange().answer(OVERLOADED);
            leave();
            return;
        }
        var _ =
                CompletableFuture.completedFuture(visit)
                        .thenCompose(begun -> begun.work().get())
                        .whenComplete((response, failure) -> {
                            visit.exchange()
                                    .answer(
                                            failure == null
                                                    ? response
                                                    : Response.text(502, "502: " + failure + "\n"));
                            leave();
                        });
    }

    private void leave() {
        @Nullable Visit next;
        synchronized (this) {
            next = waiting.poll();
            if (next == null) {
                busy--;
            }
        }
        if (next != null) {
            begin(next);
        }
    }

    private synchronized int currentEpoch() {
        return epoch;
    }

    synchronized int busy() {
        return busy;
    }

    synchronized int waiting() {
        return waiting.size();
    }

    /// Turns away all who wait or are being served, and draws from the beginning again.
    void reset() {
        Queue<Visit> turnedAway;
        synchronized (this) {
            epoch++;
            chance = seeded.get();
            turnedAway = new ArrayDeque<>(waiting);
            waiting.clear();
        }
        turnedAway.forEach(visit -> visit.exchange().answer(OVERLOADED));
    }
}

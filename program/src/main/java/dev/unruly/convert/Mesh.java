package dev.unruly.convert;

import dev.unruly.model.Policy;
import java.util.List;

/// What Envoy and Istio, which drives Envoy, have in common.
final class Mesh {

    /// Methods that may be repeated (RFC 9110, 9.2.2).
    static final String REPEATABLE = "GET|HEAD|OPTIONS|PUT|DELETE|TRACE";

    private static final List<String> REPEATABLES = List.of(REPEATABLE.split("\\|"));

    /// What is tried again: what did not arrive, was cut off, or came back as 502, 503 or 504.
    static final String RETRY_ON = "connect-failure,refused-stream,reset,gateway-error";

    private Mesh() {}

    /// Whether nothing of a spot's method may be repeated.
    static boolean neverRepeats(Spot spot) {
        return !spot.method().isEmpty() && !REPEATABLES.contains(spot.method());
    }

    /// How long a call may take with all its tries: n + 1 time-outs and n of the longest pauses.
    static long wholeNanos(Policy.Timeout timeout, Policy.Retry retry) {
        return (retry.most() + 1) * timeout.nanos() + retry.most() * retry.mostNanos();
    }

    /// What neither can express.
    static void lose(Spot spot, Policy policy, String product, Losses losses) {
        switch (policy) {
            case Policy.Hedge p ->
                    losses.out(
                            spot,
                            p,
                            product
                                    + " hedges when a try times out, if at all: neither after a"
                                    + " delay of its own nor by chance");
            case Policy.SingleFlight p ->
                    losses.out(spot, p, product + " lets nobody wait for another's answer");
            case Policy.Concurrency p ->
                    losses.out(
                            spot,
                            p,
                            product
                                    + " has it as a filter of a listener with bounds of another"
                                    + " kind (adaptive_concurrency), which is not exported");
            case Policy.Rate p ->
                    losses.out(
                            spot,
                            p,
                            product
                                    + " has it as a filter (local_ratelimit), which is not exported");
            case Policy.Shed p ->
                    losses.out(spot, p, product + " does not shed by the wait in a queue");
            case Policy.Throttle p ->
                    losses.out(
                            spot,
                            p,
                            product
                                    + " has it as a filter (admission_control), which is not"
                                    + " exported");
            case Policy.Ejection p ->
                    losses.out(spot, p, product + " leaves out what fails, not what is slow");
            case Policy.Cache p ->
                    losses.out(spot, p, product + "'s cache has no times of its own");
            case Policy.Timeout p -> losses.probes(spot, p);
            case Policy.Retry _, Policy.Budget _, Policy.Breaker _, Policy.Bulkhead _ -> {}
        }
    }
}

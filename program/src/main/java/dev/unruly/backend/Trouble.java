package dev.unruly.backend;

import dev.unruly.chance.Purpose;
import dev.unruly.model.Fault;
import dev.unruly.model.Share;
import dev.unruly.stats.Latencies;
import java.util.Locale;
import java.util.Optional;

/// A fault in force on a link.
///
/// @param number by which it is ended
/// @param quantileNanos the observed quantile that it asks for, if it does
record Trouble(int number, Fault fault, long quantileNanos) {

    private static final double LONGEST_NANOS = 1e15;

    /// Why a fault cannot be had here; empty: it can.
    static Optional<String> refusal(Fault fault, Latencies observed) {
        return switch (fault) {
            case Fault.Bandwidth _ ->
                    Optional.of("a queueing model sends no bytes, so that it has no bandwidth");
            case Fault.Latency(Fault.Delay.ObservedQuantile _, Share _) ->
                    observed.isEmpty() ? Optional.of("nothing was observed yet") : Optional.empty();
            case Fault.Latency _, Fault.Stall _, Fault.Error _, Fault.Reset _, Fault.Blackhole _ ->
                    Optional.empty();
        };
    }

    static Trouble of(int number, Fault fault, Latencies observed) {
        long quantile =
                fault instanceof Fault.Latency(Fault.Delay.ObservedQuantile(double q), Share _)
                        ? observed.quantile(q)
                        : 0;
        return new Trouble(number, fault, quantile);
    }

    /// What it does, in a few words.
    String detail() {
        return switch (fault) {
            case Fault.Latency latency -> delay(latency.by()) + of(latency.share());
            case Fault.Stall _ -> "lets nothing pass";
            case Fault.Error error ->
                    "answers " + error.share() + " of all requests with " + error.status();
            case Fault.Reset reset -> "resets " + reset.share() + " of all connections";
            case Fault.Blackhole _ -> "swallows everything";
            case Fault.Bandwidth _ -> throw new IllegalStateException("it is refused");
        };
    }

    private String delay(Fault.Delay by) {
        return switch (by) {
            case Fault.Delay.Drawn drawn ->
                    "holds answers for %s in the median"
                            .formatted(millis(drawn.seconds().quantile(0.5) * 1e9));
            case Fault.Delay.TimesObserved times ->
                    "holds answers until they took %s times as long".formatted(times.factor());
            case Fault.Delay.ObservedQuantile quantile ->
                    "holds answers for %s, an observed quantile (%s)"
                            .formatted(millis(quantileNanos), quantile.quantile());
        };
    }

    private static String millis(double nanos) {
        return String.format(Locale.ROOT, "%.0f ms", nanos / 1e6);
    }

    private static String of(Share share) {
        return share.value() < 1 ? ", " + share + " of them" : "";
    }

    /// Whether nothing passes while it lasts.
    boolean stalls() {
        return fault instanceof Fault.Stall;
    }

    /// Whether what is sent while it lasts is gone for good.
    boolean swallows() {
        return fault instanceof Fault.Blackhole;
    }

    /// Whether it strikes a connection.
    boolean resets(Job job) {
        return fault instanceof Fault.Reset(Share share) && picks(share, job);
    }

    /// The status that a request is answered with instead; 0: none.
    int errorFor(Job job) {
        return fault instanceof Fault.Error(Share share, int status) && picks(share, job)
                ? status
                : 0;
    }

    /// How long an answer is held back that took so long by itself.
    long holdNanos(Job job, long ownNanos) {
        if (!(fault instanceof Fault.Latency(Fault.Delay by, Share share)) || !picks(share, job)) {
            return 0;
        }
        return switch (by) {
            case Fault.Delay.Drawn(var seconds) ->
                    nanos(seconds.quantile(job.uniform(Purpose.FAULT)) * 1e9);
            case Fault.Delay.TimesObserved(double factor) -> nanos((factor - 1) * ownNanos);
            case Fault.Delay.ObservedQuantile _ -> quantileNanos;
        };
    }

    private static boolean picks(Share share, Job job) {
        return share.value() >= 1 || job.uniform(Purpose.FAULT) < share.value();
    }

    private static long nanos(double value) {
        return value > 0 ? Math.round(Math.min(value, LONGEST_NANOS)) : 0;
    }
}

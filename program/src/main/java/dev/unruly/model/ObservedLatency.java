package dev.unruly.model;

import java.util.Comparator;
import java.util.List;

/// How long something took in production, as a latency file tells it.
///
/// @param dependency by its name
/// @param route a method and a path or its beginning; empty: all of them
/// @param part what of the dependency it is, if that is no route: an operation, or a service's own
///   work; settings are for dependencies and routes alone. Empty: what the others say
/// @param instance one of the dependency's instances; empty: all of them
/// @param answered how long answers took, in bands that rise
/// @param cutOff for how long those were waited for that were given up before an answer; empty:
///   none are known
/// @param seconds over which all this was seen; 0: not known
/// @param requests in these seconds; 0: not known
/// @param peakPerSecond the most requests in one second; 0: not known
/// @param failed of the requests
/// @param repeatable whether asking twice does no harm
/// @param deadlineNanos how long the caller waits; 0: not known
public record ObservedLatency(
        String dependency,
        String route,
        String part,
        String instance,
        List<Band> answered,
        List<Band> cutOff,
        double seconds,
        long requests,
        double peakPerSecond,
        long failed,
        boolean repeatable,
        long deadlineNanos) {

    /// So many took more than `aboveNanos` and at most `upToNanos`.
    public record Band(long aboveNanos, long upToNanos, long count) {
        public Band {
            if (aboveNanos < 0 || upToNanos < aboveNanos || count < 0) {
                throw new IllegalArgumentException(
                        "a band must rise and its count be >= 0, got (%d, %d] %d"
                                .formatted(aboveNanos, upToNanos, count));
            }
        }
    }

    /// Of a dependency or a route.
    public ObservedLatency(
            String dependency,
            String route,
            String instance,
            List<Band> answered,
            List<Band> cutOff,
            double seconds,
            long requests,
            double peakPerSecond,
            long failed,
            boolean repeatable,
            long deadlineNanos) {
        this(
                dependency,
                route,
                "",
                instance,
                answered,
                cutOff,
                seconds,
                requests,
                peakPerSecond,
                failed,
                repeatable,
                deadlineNanos);
    }

    /// The same, of a part that is no route.
    public ObservedLatency ofPart(String other) {
        return new ObservedLatency(
                dependency,
                "",
                other,
                instance,
                answered,
                cutOff,
                seconds,
                requests,
                peakPerSecond,
                failed,
                repeatable,
                deadlineNanos);
    }

    /// The duration that a share of all in some bands did not exceed; within a band they are spread
    /// evenly. Of none, 0.
    ///
    /// @param share in [0, 1]
    public static long quantile(List<Band> bands, double share) {
        List<Band> rising =
                bands.stream()
                        .filter(band -> band.count() > 0)
                        .sorted(Comparator.comparingLong(Band::upToNanos))
                        .toList();
        double wanted = share * rising.stream().mapToLong(Band::count).sum();
        double before = 0;
        long last = 0;
        for (Band band : rising) {
            if (before + band.count() >= wanted) {
                double part = Math.max(0, wanted - before) / band.count();
                double width = (double) band.upToNanos() - band.aboveNanos();
                return Math.max(last, Math.round(band.aboveNanos() + part * width));
            }
            before += band.count();
            last = band.upToNanos();
        }
        return last;
    }

    /// As people, and files of calls, call it.
    public String name() {
        String of = part.isEmpty() ? route : part;
        return dependency
                + (of.isEmpty() ? "" : " " + of)
                + (instance.isEmpty() ? "" : " at " + instance);
    }

    public ObservedLatency {
        answered = List.copyOf(answered);
        cutOff = List.copyOf(cutOff);
        if (failed < 0 || failed > requests) {
            throw new IllegalArgumentException(
                    "failed must be in [0, requests], got " + failed + " of " + requests);
        }
    }
}

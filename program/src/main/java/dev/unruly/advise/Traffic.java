package dev.unruly.advise;

import dev.unruly.model.DependencySecond;
import dev.unruly.stats.DesignEffect;
import java.util.List;

/// How much was asked of a dependency.
///
/// @param seconds over which it was seen; 0: nothing is known
/// @param requests that came
/// @param peakPerSecond the most requests in one second; NaN: not known
/// @param failed of the requests, answered with an error or cut off
/// @param designEffect by how much failures come in clusters, at least 1: that much smaller is the
///   number of independent calls
/// @param meanInFlight requests without an answer, over time; NaN: not known
/// @param peakInFlight the most at any moment; 0: not known
/// @param peakConnections the most at any moment; 0: not known
/// @param refused connections that could not be had
/// @param retries of the requests, those that repeat another
public record Traffic(
        double seconds,
        long requests,
        double peakPerSecond,
        long failed,
        double designEffect,
        double meanInFlight,
        int peakInFlight,
        int peakConnections,
        long refused,
        long retries) {

    /// Nothing is known.
    public static final Traffic UNKNOWN =
            new Traffic(0, 0, Double.NaN, 0, 1, Double.NaN, 0, 0, 0, 0);

    public Traffic {
        if (!(seconds >= 0) || requests < 0 || failed < 0 || failed > requests) {
            throw new IllegalArgumentException(
                    "failed must be in [0, requests] and seconds >= 0, got %d of %d in %s s"
                            .formatted(failed, requests, seconds));
        }
        if (!(designEffect >= 1)) {
            throw new IllegalArgumentException("design effect must be >= 1, got " + designEffect);
        }
        if (retries < 0 || retries > requests) {
            throw new IllegalArgumentException(
                    "retries must be in [0, requests], got %d of %d".formatted(retries, requests));
        }
    }

    /// So many requests a second, evenly, without failures.
    public static Traffic steady(double seconds, double perSecond) {
        long requests = Math.round(seconds * perSecond);
        return new Traffic(seconds, requests, perSecond, 0, 1, Double.NaN, 0, 0, 0, 0);
    }

    /// What a listener saw in some seconds of a run.
    public static Traffic of(List<DependencySecond> seconds) {
        long requests = 0;
        long failed = 0;
        long refused = 0;
        double waited = 0;
        long peak = 0;
        int inFlight = 0;
        int open = 0;
        long[] failures = new long[seconds.size()];
        long[] ended = new long[seconds.size()];
        for (int i = 0; i < seconds.size(); i++) {
            DependencySecond second = seconds.get(i);
            requests += second.requests();
            failed += second.failed();
            refused += second.refused();
            waited += second.seen().sumNanos();
            peak = Math.max(peak, second.requests());
            inFlight = Math.max(inFlight, second.peakInFlight());
            open = Math.max(open, second.peakOpen());
            failures[i] = second.failed();
            ended[i] = second.failed() + second.completed();
        }
        // What ends in these seconds may have begun before them.
        requests = Math.max(requests, failed);
        return new Traffic(
                seconds.size(),
                requests,
                seconds.isEmpty() ? Double.NaN : peak,
                failed,
                clustering(failures, ended),
                seconds.isEmpty() ? Double.NaN : waited / 1e9 / seconds.size(),
                inFlight,
                open,
                refused,
                0);
    }

    /// Requests per second on average; NaN: not known.
    public double perSecond() {
        return seconds == 0 ? Double.NaN : requests / seconds;
    }

    /// Whether a rate is known.
    boolean known() {
        return seconds > 0 && requests > 0;
    }

    private static double clustering(long[] failures, long[] ended) {
        int withTrials = 0;
        for (long trials : ended) {
            withTrials += trials > 0 ? 1 : 0;
        }
        return withTrials < 2 ? 1 : DesignEffect.of(failures, ended);
    }
}

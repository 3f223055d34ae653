package dev.unruly.backend;

import dev.unruly.model.DependencySecond;
import dev.unruly.model.SystemModel.Connecting;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Survival;
import java.util.List;

/// What was seen of a system in one run, as far as a model can be fitted to it. Seconds are counted
/// from the run's beginning.
///
/// @param kinds of requests that users make
/// @param edge the listener in front of the application; empty: there was none
/// @param edgeSeconds what that listener saw
/// @param callees what the application calls
/// @param span which seconds mean what
/// @param guarded whether policies were in force, so that refusals need not be the application's
public record Sightings(
        List<Kind> kinds,
        String edge,
        List<DependencySecond> edgeSeconds,
        List<Callee> callees,
        Span span,
        boolean guarded) {

    public Sightings {
        kinds = List.copyOf(kinds);
        edgeSeconds = List.copyOf(edgeSeconds);
        callees = List.copyOf(callees);
    }

    /// Requests of one kind: the same method and path. Times are without the user's road.
    ///
    /// @param status of good answers
    /// @param bytes of their bodies, on average
    /// @param session whether it signs somebody in
    /// @param took in the baseline; who left before the answer is censored
    /// @param perSecond how many were under way in each second of the run, each counted once: a
    ///   share of it in every second that it lasted
    /// @param answeredPerSecond how many were answered well, by the second
    /// @param refused when they were answered 503, in seconds since the run began
    /// @param failedAfter for how long those had waited that were answered 500
    public record Kind(
            String method,
            String path,
            int status,
            int bytes,
            boolean session,
            Survival took,
            double[] perSecond,
            double[] answeredPerSecond,
            List<Integer> refused,
            Latencies failedAfter) {
        public Kind {
            refused = List.copyOf(refused);
        }

        String name() {
            return method + " " + path;
        }
    }

    /// Something the application calls.
    ///
    /// @param seconds what its listener saw, by the second
    /// @param caches whether it is a store of what was once found
    /// @param instances behind its listener
    public record Callee(
            String name,
            Connecting connecting,
            boolean caches,
            List<DependencySecond> seconds,
            int instances) {
        public Callee {
            seconds = List.copyOf(seconds);
        }
    }

    /// Which seconds mean what.
    ///
    /// @param wellFrom the first second in which nothing was wrong yet
    /// @param wellTo the second after the last of them
    /// @param healedFrom the second from which on nothing was hurt any more
    /// @param end the second in which users were sent away, or the run ended
    /// @param purgedAt when caches were emptied; -1: never
    public record Span(int wellFrom, int wellTo, int healedFrom, int end, int purgedAt) {}
}

package dev.unruly.engine;

import dev.unruly.model.Series;
import java.util.ArrayList;
import java.util.List;

/// What a plan would offer if everything were answered at once and right: counted along the nominal
/// paths, not estimated.
///
/// @param users who wish anything during the plan
/// @param intents their wishes
/// @param requests that those need, sub-resources and signing in included
/// @param intentsPerSecond by second of the run, to the plan's horizon
/// @param requestsPerSecond that those need, by the second in which they are wished
/// @param peakConnections users there at once, each with as many connections as their widest page
///   and their client use
/// @param minutes by minute of the run, and within it by region
public record Forecast(
        long users,
        long intents,
        long requests,
        Series intentsPerSecond,
        Series requestsPerSecond,
        long peakConnections,
        List<Minute> minutes) {

    /// What a region offers in a minute of the run.
    ///
    /// @param minute from 0
    /// @param region an index into the roster's regions
    /// @param users who start in it
    /// @param intents wished in it
    /// @param requests that those need
    public record Minute(int minute, int region, long users, long intents, long requests) {}

    public Forecast {
        minutes = List.copyOf(minutes);
    }

    /// What takes sixteen hours at 5,000 a second. More is a journey that hardly ever ends.
    private static final long MOST_INTENTS = 300_000_000;

    static Forecast of(Plan plan) {
        return of(plan, MOST_INTENTS);
    }

    /// @param most how many wishes there may be
    static Forecast of(Plan plan, long most) {
        var count = new Count(plan, most);
        var census = new Census(plan, Slice.ALL);
        census.standing(0, count);
        census.starting(plan.horizonNanos(), count);
        return count.forecast();
    }

    /// Counts users as they are shown.
    private static final class Count implements Census.Taker {

        private static final long SECONDS_PER_MINUTE = 60;

        private final long horizonNanos;
        private final int regions;
        private final double[] perSecond;
        private final double[] neededPerSecond;
        private final long[] moreConnections;
        private final long[] users;
        private final long[] intents;
        private final long[] requests;
        private final long most;
        private long allUsers;
        private long allWishes;

        Count(Plan plan, long most) {
            this.most = most;
            horizonNanos = plan.horizonNanos();
            regions = plan.roads().size();
            int seconds = (int) ((horizonNanos + Nanos.PER_SECOND - 1) / Nanos.PER_SECOND);
            int minutes = (int) (seconds / SECONDS_PER_MINUTE) + 1;
            perSecond = new double[seconds];
            neededPerSecond = new double[seconds];
            moreConnections = new long[seconds + 1];
            users = new long[minutes * regions];
            intents = new long[minutes * regions];
            requests = new long[minutes * regions];
        }

        @Override
        public void user(Nominal path, long startNanos, int region, Origin process) {
            if (path.atNanos() >= horizonNanos) {
                return;
            }
            allUsers++;
            if (startNanos >= 0) {
                users[cell(startNanos, region)]++;
            }
            boolean hasSession = false;
            int connections = path.kind().connections();
            moreConnections[second(path)] += connections;
            int last;
            do {
                last = second(path);
                if (++allWishes > most) {
                    throw new IllegalArgumentException(
                            "users would wish more than "
                                    + most
                                    + " things; lower `arrivals` or make the run shorter, and see that"
                                    + " journeys lead to leave and people think");
                }
                int needed = path.kind().needed(path.step(), hasSession);
                perSecond[last]++;
                neededPerSecond[last] += needed;
                int cell = cell(path.atNanos(), region);
                intents[cell]++;
                requests[cell] += needed;
                hasSession |= path.step().signedIn();
            } while (path.next() && path.atNanos() < horizonNanos);
            moreConnections[last + 1] -= connections;
        }

        private static int second(Nominal path) {
            return (int) (path.atNanos() / Nanos.PER_SECOND);
        }

        private long peakConnections() {
            long peak = 0;
            long now = 0;
            for (long more : moreConnections) {
                now += more;
                peak = Math.max(peak, now);
            }
            return peak;
        }

        Forecast forecast() {
            var minutes = new ArrayList<Minute>();
            long allIntents = 0;
            long allRequests = 0;
            for (int i = 0; i < users.length; i++) {
                if (users[i] + intents[i] > 0) {
                    minutes.add(
                            new Minute(
                                    i / regions, i % regions, users[i], intents[i], requests[i]));
                }
                allIntents += intents[i];
                allRequests += requests[i];
            }
            return new Forecast(
                    allUsers,
                    allIntents,
                    allRequests,
                    Series.of(perSecond),
                    Series.of(neededPerSecond),
                    peakConnections(),
                    minutes);
        }

        private int cell(long atNanos, int region) {
            return (int) (atNanos / Nanos.PER_SECOND / SECONDS_PER_MINUTE) * regions + region;
        }
    }
}

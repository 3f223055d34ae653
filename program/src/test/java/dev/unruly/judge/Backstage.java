package dev.unruly.judge;

import dev.unruly.model.Cause;
import dev.unruly.model.Conclusion;
import dev.unruly.model.DependencySecond;
import dev.unruly.model.GeneratorSecond;
import dev.unruly.model.Intention;
import dev.unruly.model.Observation;
import dev.unruly.model.Outcome;
import dev.unruly.stats.Latencies;
import java.util.List;

/// What listeners and the generator report in a [Story].
final class Backstage {

    private static final double QUERIES_PER_REQUEST = 1.4;

    private final long[] sent;
    private final long[] failed;
    private final double skew;
    private final int skewFrom;

    /// @param skew by how many times more the database is asked from a second on
    Backstage(int seconds, double skew, int skewFrom) {
        this.sent = new long[seconds + 1];
        this.failed = new long[seconds + 1];
        this.skew = skew;
        this.skewFrom = skewFrom;
    }

    void sent(int second, Outcome outcome) {
        sent[second]++;
        failed[second] += outcome == Outcome.WRONG_STATUS ? 1 : 0;
    }

    /// What the listeners saw in a second.
    List<DependencySecond> dependencies(int second, Weather weather) {
        double factor = second >= skewFrom ? skew : 1;
        long queries = Math.round(QUERIES_PER_REQUEST * factor * sent[second]);
        boolean calm = weather.inFlight() <= 20;
        int open = calm ? 10 : 40;
        return List.of(
                second(0, second, queries, failed[second], open, weather.inFlight(), calm),
                second(1, second, sent[second] / 8, 0, 4, 1, true));
    }

    private static DependencySecond second(
            int dependency,
            int second,
            long requests,
            long failed,
            int open,
            int inFlight,
            boolean calm) {
        var own = new Latencies();
        var seen = new Latencies();
        own.record(2_000_000, requests);
        seen.record(calm ? 2_100_000 : 900_000_000, requests);
        return new DependencySecond(
                dependency,
                second,
                requests,
                Math.max(0, requests - failed),
                Math.min(failed, requests),
                calm ? 0 : 12,
                0,
                open,
                open + 2,
                inFlight,
                inFlight + 4,
                300 * requests,
                2_000 * requests,
                own,
                seen);
    }

    /// A generator that does well.
    static GeneratorSecond calm(int second) {
        return late(second, 60_000);
    }

    /// A generator that sends everything this late.
    static GeneratorSecond late(int second, long nanos) {
        var lateness = new Latencies();
        lateness.record(nanos / 2, 60);
        lateness.record(nanos, 40);
        return new GeneratorSecond(second, lateness, 0.21, 0.55, 3_000_000, 420, 480, 430, 1_900);
    }

    /// A generator that does well but for one figure.
    static GeneratorSecond with(int second, double cpuShare, long pauseNanos) {
        var lateness = new Latencies();
        lateness.record(60_000, 100);
        return new GeneratorSecond(
                second, lateness, cpuShare, 0.9, pauseNanos, 420, 480, 430, 1_900);
    }

    /// A request that this machine could not send.
    static Observation unsent(Outcome outcome, int second) {
        long nanos = second * 1_000_000_000L;
        return new Observation(
                1L << 40,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                Cause.FIRST_TRY,
                nanos,
                nanos,
                -1,
                -1,
                nanos + 1_000_000,
                outcome,
                0,
                0,
                false);
    }

    /// The end of a wish that began before the run did.
    static Conclusion wishedBefore(int endedSecond) {
        var intention = new Intention(1L << 41, 0, 0, 0, 0, 0, -500_000_000, 0, 4_000_000_000L, 3);
        return new Conclusion(
                intention, Conclusion.End.ANSWERED, endedSecond * 1_000_000_000L, 1, 3);
    }

    /// A request to pay for one and the same wish.
    static Observation paid(int attempt, Outcome outcome, int status) {
        long nanos = 70_000_000_000L + attempt * 1_000_000L;
        return new Observation(
                1L << 42,
                0,
                attempt,
                0,
                3,
                0,
                0,
                0,
                attempt == 0 ? Cause.FIRST_TRY : Cause.REFRESH,
                70_000_000_000L,
                nanos,
                nanos,
                nanos + 500_000,
                nanos + 900_000,
                outcome,
                status,
                10,
                false);
    }

    /// A request that was due in the run's 70th second and never left.
    static Observation unsent(int user, Outcome outcome) {
        long nanos = 70_000_000_000L;
        return new Observation(
                (1L << 42) + user,
                0,
                0,
                0,
                3,
                0,
                0,
                0,
                Cause.FIRST_TRY,
                nanos,
                nanos,
                -1,
                -1,
                nanos + 1_000_000,
                outcome,
                0,
                0,
                true);
    }
}

package dev.unruly.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a run has shown: all that `run.json` and the report say. Latencies are in seconds; NaN: not
/// known.
///
/// @param header what was played
/// @param verdict what the judge says
/// @param recovery whether the system came back
/// @param timeToRecoverSeconds from the last trigger's end; NaN: it did not, or had nothing to
/// @param why the evidence, in one paragraph
/// @param totals counts
/// @param amplification requests sent per request needed
/// @param goodput the share of intents answered right while the user still waited
/// @param latency `perceived`, `response`, `service` → endpoint (and `all`) → quantiles
/// @param regions by region
/// @param personas by persona
/// @param dependencies by dependency
/// @param guards what policies did, by the dependencies that have any
/// @param expectations what was expected, and what was measured
/// @param generator how the generator itself did
/// @param timeline per second
/// @param waits how long users wait, by persona and endpoint
/// @param failures what went wrong, most frequent first
/// @param marks what happened to the run
/// @param symptoms what the system suffered from, and what it did not; none where there is nothing
///   to compare with
public record RunResult(
        Header header,
        Verdict verdict,
        Recovery recovery,
        double timeToRecoverSeconds,
        String why,
        Totals totals,
        ByPhase amplification,
        ByPhase goodput,
        Map<String, Map<String, Quantiles>> latency,
        List<Place> regions,
        List<Place> personas,
        List<Hurt> dependencies,
        List<Guarded> guards,
        List<Answer> expectations,
        Health generator,
        Timeline timeline,
        List<Wait> waits,
        List<Failure> failures,
        List<Mark> marks,
        List<Symptom> symptoms) {

    /// The same, whose reason ends with one more sentence.
    public RunResult saying(String sentence) {
        return new RunResult(
                header,
                verdict,
                recovery,
                timeToRecoverSeconds,
                why + (why.isEmpty() ? "" : " ") + sentence + ".",
                totals,
                amplification,
                goodput,
                latency,
                regions,
                personas,
                dependencies,
                guards,
                expectations,
                generator,
                timeline,
                waits,
                failures,
                marks,
                symptoms);
    }

    /// What was played.
    ///
    /// @param name of the experiment
    /// @param seed of the run
    /// @param schedule the digest of what users meant to do, 32 hexadecimal digits
    /// @param asVolume whether it was the control, without behaviour
    /// @param target the backend's URL
    /// @param startedAt the wall-clock time at which the run began
    /// @param seconds how long it was
    /// @param complete whether it ran to its end
    /// @param stopped why not, else empty
    public record Header(
            String name,
            long seed,
            String schedule,
            boolean asVolume,
            String target,
            Instant startedAt,
            double seconds,
            boolean complete,
            String stopped) {}

    /// Counts over the run, from the baseline's beginning on.
    ///
    /// @param intents wishes that began
    /// @param attempts requests that were sent
    /// @param answered wishes that were answered in time
    /// @param abandoned wishes that users gave up
    /// @param confirmedDuplicates right answers beyond the first to wishes that must happen once
    /// @param possibleDuplicates further ones, if every attempt whose fate the user never learned
    ///   had its effect
    /// @param causes attempts by why they were made
    public record Totals(
            long intents,
            long attempts,
            long answered,
            long abandoned,
            long confirmedDuplicates,
            long possibleDuplicates,
            Map<Cause, Long> causes) {}

    /// A figure in three parts of the run.
    public record ByPhase(double baseline, double trigger, double watch) {}

    /// Quantiles of a latency, in seconds.
    public record Quantiles(
            long count, double p50, double p90, double p99, double p999, double max) {}

    /// How people of one region, or one persona, fared.
    public record Place(
            String name,
            long intents,
            ByPhase goodput,
            ByPhase amplification,
            Quantiles perceived,
            double abandonment,
            Series p99) {}

    /// How a dependency fared.
    ///
    /// @param amplification requests per intent at the edge, as a multiple of the baseline's
    /// @param p50 of what the application saw, in seconds
    /// @param p99 of what the application saw, in seconds
    public record Hurt(
            String name,
            String protocol,
            long requests,
            long failed,
            long connectionsOpened,
            long connectionsRefused,
            int peakConnections,
            int peakInFlight,
            ByPhase amplification,
            ByPhase p50,
            ByPhase p99,
            Series requestsPerSecond,
            Series inFlight,
            Series openedPerSecond,
            Series openConnections,
            Series p99PerSecond) {}

    /// What the policies of a dependency did.
    ///
    /// @param asked requests that came, before anything was decided
    /// @param decisions how often each was taken, but those that never were
    /// @param mostInFlight places taken at a second's end at the most
    /// @param limit how many there were; 0: any number
    public record Guarded(
            String name,
            long asked,
            Map<Decision, Long> decisions,
            int mostInFlight,
            int limit,
            Series refusedPerSecond,
            Series inFlight) {}

    /// What was expected, and what was measured.
    ///
    /// @param measured as people read it, with its bounds
    public record Answer(String text, Verdict verdict, String measured) {}

    /// How the generator itself did. Seconds and shares; NaN: this machine does not tell.
    ///
    /// @param fit whether it could keep its promise
    /// @param reasons why not
    public record Health(
            boolean fit,
            List<String> reasons,
            double latenessP50,
            double latenessP99,
            double latenessP999,
            double cpuShare,
            double longestGcPause,
            long notSent,
            Series cpu,
            Series lateness,
            Series openConnections,
            Series openDescriptors) {}

    /// Per second.
    ///
    /// @param intents wishes begun
    /// @param planned wishes that would begin if everything were answered at once
    /// @param needed requests that the wishes begun need
    /// @param requests sent
    /// @param answered wishes answered in time
    /// @param abandoned wishes given up
    /// @param waiting users who wait for an answer
    /// @param p50 perceived, of wishes that ended in the second
    /// @param p99 likewise
    /// @param byCause requests by why they were made
    /// @param byOutcome failed requests by how they ended
    /// @param heat counts of perceived latency: one row per bucket of [#heatSeconds]
    /// @param heatSeconds upper bounds of the buckets
    public record Timeline(
            Series intents,
            Series planned,
            Series needed,
            Series requests,
            Series answered,
            Series abandoned,
            Series waiting,
            Series p50,
            Series p99,
            Map<Cause, Series> byCause,
            Map<String, Series> byOutcome,
            List<Series> heat,
            List<Double> heatSeconds) {}

    /// A Kaplan–Meier curve: how many have not given up (or been answered) after so long.
    ///
    /// @param persona whose
    /// @param endpoint for what
    /// @param kind `patience` (given up; answers are censored) or `answer` (answered; leavers are)
    /// @param seconds the moments at which it steps
    /// @param survival the share left after each
    /// @param low its 95 % bounds
    /// @param high its 95 % bounds
    /// @param knownUntil beyond this many seconds fewer than 30 were at risk: nothing is known
    public record Wait(
            String persona,
            String endpoint,
            String kind,
            Series seconds,
            Series survival,
            Series low,
            Series high,
            double knownUntil) {}

    /// A way in which requests failed.
    ///
    /// @param firstSecond when it was first seen
    public record Failure(
            String endpoint, String outcome, int status, long count, int firstSecond) {}
}

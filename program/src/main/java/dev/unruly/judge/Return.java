package dev.unruly.judge;

import dev.unruly.model.Experiment;
import dev.unruly.model.Recovery;
import java.util.OptionalInt;

/// Whether and how the system came back, with the evidence.
///
/// @param recovery the finding
/// @param seconds from the last trigger's end to being well; NaN where it did not come back
/// @param because what speaks for it, in a sentence or two
record Return(Recovery recovery, double seconds, String because) {

    private static final int LAST_SECONDS = 30;

    /// Judges a run, or what there is of it.
    static Return of(
            Experiment experiment, Ledger ledger, Times times, Baseline baseline, Fitness fitness) {
        if (!fitness.fit()) {
            return unclear("the generator itself could have shaped the result");
        }
        if (baseline.overloaded()) {
            return new Return(
                    Recovery.OVERLOADED,
                    Double.NaN,
                    Words.say(
                            "even before any trigger only %s of %.0f intents/s were answered in time:"
                                    + " at this load there is no good state to come back to",
                            Words.share(baseline.goodput()), baseline.wishesPerSecond()));
        }
        if (!baseline.valid()) {
            return unclear("there is no baseline: " + String.join("; ", baseline.problems()));
        }
        var comeback = new Comeback(ledger, baseline, times.end());
        if (experiment.triggers().isEmpty()) {
            return withoutTriggers(ledger, times, baseline, comeback);
        }
        if (times.lastTriggerEnd() < 0 || times.lastTriggerEnd() >= times.watchTo()) {
            return unclear("the run ended before its triggers had");
        }
        OptionalInt well = comeback.first(times.lastTriggerEnd(), times.watchTo());
        if (well.isPresent()) {
            return recovered(well.getAsInt() - times.lastTriggerEnd(), baseline);
        }
        return didNotComeBack(experiment, ledger, times, baseline, comeback);
    }

    private static Return recovered(int seconds, Baseline baseline) {
        return new Return(
                Recovery.RECOVERED,
                seconds,
                Words.say(
                        "%d s after the last trigger's end intents were answered as in the baseline"
                                + " (%s in time, p99 %s), and stayed so",
                        seconds,
                        Words.share(baseline.goodput()),
                        Words.nanos(baseline.p99Nanos())));
    }

    private static Return withoutTriggers(
            Ledger ledger, Times times, Baseline baseline, Comeback comeback) {
        int from = Math.max(baseline.to(), times.watchTo() - comeback.holdSeconds());
        if (times.watchTo() - from >= 10 && comeback.contradictedOver(from, times.watchTo())) {
            var last = ledger.cohorts.tally(from, times.watchTo(), Long.MAX_VALUE, times.end());
            return new Return(
                    Recovery.NOT_RECOVERED,
                    Double.NaN,
                    Words.say(
                            "without any trigger the system got worse by itself: of the last %d s"
                                    + " intents %s were answered in time",
                            times.watchTo() - from,
                            Words.share((double) last.good() / Math.max(1, last.count()))));
        }
        return new Return(Recovery.NONE, Double.NaN, "there was nothing to recover from");
    }

    private static Return didNotComeBack(
            Experiment experiment,
            Ledger ledger,
            Times times,
            Baseline baseline,
            Comeback comeback) {
        var backlog = new Backlog(ledger);
        int from = Math.max(times.lastTriggerEnd(), times.watchTo() - LAST_SECONDS);
        boolean falls = backlog.falls(times.lastTriggerEnd(), times.watchTo());
        double drain =
                falls ? backlog.drainSeconds(from, times.watchTo()) : Double.POSITIVE_INFINITY;
        int watched = times.watchTo() - times.lastTriggerEnd();
        OptionalInt promising = comeback.promising(times.lastTriggerEnd(), times.watchTo());
        if (promising.isPresent()) {
            return unclear(
                    Words.say(
                            "%d s after the last trigger's end it had been well for %d s only, and"
                                    + " %d s are needed to call that lasting",
                            watched,
                            times.watchTo() - promising.getAsInt(),
                            comeback.holdSeconds()));
        }
        int needed = times.watchSeconds(experiment, drain, comeback.holdSeconds());
        int least =
                times.watchSeconds(experiment, Double.POSITIVE_INFINITY, comeback.holdSeconds());
        if (falls && Double.isFinite(drain) && watched >= least) {
            return new Return(
                    Recovery.SLOW_DRAIN,
                    Double.NaN,
                    Words.say(
                            "%d s after the last trigger's end it is not well yet, but what waits"
                                    + " becomes less and would be gone in about %.0f s",
                            watched, drain));
        }
        if (watched < needed) {
            return unclear(
                    Words.say(
                            "%d s after the last trigger's end it had not come back, but %d s must be"
                                    + " watched before that can be called lasting",
                            watched, needed));
        }
        String stuck = stuck(ledger, baseline, from, times.watchTo(), watched);
        if (times.restoreFrom() < 0) {
            return new Return(
                    Recovery.NOT_RECOVERED,
                    Double.NaN,
                    stuck
                            + "; arrivals were not cut, so it is not known whether that would heal it");
        }
        var persistence = new Persistence(ledger, times, baseline);
        boolean seen = persistence.amongUsers() || persistence.atADependency();
        return afterRelief(ledger, times, baseline, comeback, stuck, seen);
    }

    /// @param amplified whether it is seen what keeps it down
    private static Return afterRelief(
            Ledger ledger,
            Times times,
            Baseline baseline,
            Comeback comeback,
            String stuck,
            boolean amplified) {
        int relief = times.restoreFrom() - times.reliefFrom();
        int hold = comeback.holdSeconds();
        if (comeback.firstAtLoad(times.restoreFrom(), times.end()).isEmpty()) {
            if (comeback.first(times.restoreFrom(), times.end()).isPresent()) {
                return unclear(
                        Words.say(
                                "%s; after relief intents were served well, but there were only"
                                        + " %.1f/s of them (baseline %.1f/s), so it is not known how"
                                        + " the same load would be served",
                                stuck,
                                ledger.cohorts.begun().rate(times.restoreFrom(), times.end()),
                                baseline.wishesPerSecond()));
            }
            if (times.end() - times.restoreFrom() < hold) {
                return unclear(
                        Words.say(
                                "%s; after relief the load was watched for %d s only, and %d s are"
                                        + " needed",
                                stuck, times.end() - times.restoreFrom(), hold));
            }
            boolean drained =
                    new Backlog(ledger)
                            .gone(baseline, times.restoreFrom() - 3, times.restoreFrom() - 2);
            return new Return(
                    drained ? Recovery.NOT_HEALED : Recovery.NOT_RECOVERED,
                    Double.NaN,
                    stuck
                            + Words.say(
                                    "; arrivals were cut for %d s, %s, and the same load was still"
                                            + " served badly afterwards",
                                    relief,
                                    drained
                                            ? "until nothing waited any more"
                                            : "but what waited did not become less"));
        }
        String healed =
                Words.say(
                        "; after arrivals had been cut for %d s the same load was served as in the"
                                + " baseline again",
                        relief);
        if (ledger.dependencies.isEmpty() || !amplified) {
            return new Return(
                    Recovery.NOT_RECOVERED,
                    Double.NaN,
                    stuck
                            + healed
                            + (ledger.dependencies.isEmpty()
                                    ? ", but no listener stands before a dependency, so what keeps it"
                                            + " down was not seen"
                                    : ", but nothing was amplified, so what keeps it down was not"
                                            + " seen"));
        }
        return new Return(
                Recovery.METASTABLE,
                Double.NaN,
                stuck + healed + ": two stable states at one load");
    }

    private static String stuck(Ledger ledger, Baseline baseline, int from, int to, int watched) {
        Cohorts.Tally last = ledger.cohorts.tally(from, to, Long.MAX_VALUE, to);
        double share = (double) last.good() / Math.max(1, last.count());
        return Words.say(
                "%d s after the last trigger's end, with arrivals as before, %s of the last %d s'"
                        + " intents were answered in time (baseline %s), and each request needed was"
                        + " sent %.1f times (baseline %.1f)",
                watched,
                Words.share(share),
                to - from,
                Words.share(baseline.goodput()),
                ledger.flows.ratio.over(from, to),
                baseline.amplification());
    }

    private static Return unclear(String because) {
        return new Return(Recovery.UNCLEAR, Double.NaN, because);
    }
}

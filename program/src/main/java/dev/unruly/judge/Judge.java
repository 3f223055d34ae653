package dev.unruly.judge;

import dev.unruly.model.Expectation;
import dev.unruly.model.Experiment;
import dev.unruly.model.Phase;
import dev.unruly.model.Recovery;
import dev.unruly.model.RunResult;
import dev.unruly.model.RunResult.Answer;
import dev.unruly.model.Verdict;
import dev.unruly.stats.Latencies;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// Says what a run has shown, while it goes on and at its end. Remembers nothing: the same ledger
/// gives the same answer.
public final class Judge {

    private static final long SECOND = 1_000_000_000L;
    private static final int GONE_SECONDS = 5;

    private final Experiment experiment;
    private final double[] planned;
    private final int loops;

    /// What should be done next with a run whose triggers are over.
    public sealed interface Next {

        /// Go on watching.
        ///
        /// @param untilSecond when it will be known at the latest, as far as can be told now
        record Watch(int untilSecond) implements Next {}

        /// It is known: it came back, or nothing more can be learnt.
        record Enough() implements Next {}

        /// It does not come back by itself: cut arrivals and see whether that heals it.
        record Relieve() implements Next {}
    }

    /// @param experiment what is played
    /// @param planned organic wishes per second, second by second, if everything is answered at
    ///   once
    /// @param loops how many event loops generate the load
    public Judge(Experiment experiment, double[] planned, int loops) {
        this.experiment = experiment;
        this.planned = planned.clone();
        this.loops = loops;
    }

    /// Whether the baseline is one, said when it has ended: empty, or why not.
    public List<String> baselineProblems(Ledger ledger, long nowNanos) {
        return look(ledger, nowNanos).baseline.problems();
    }

    /// What to do next; asked once a second while watching.
    public Next next(Ledger ledger, long nowNanos) {
        Look look = look(ledger, nowNanos);
        Times times = look.times;
        int least = (int) (experiment.phases().watchNanos() / SECOND);
        int since = Math.max(times.lastTriggerEnd(), times.baselineTo());
        int watched = times.end() - since;
        if (!look.baseline.valid() || !look.fitness.fit() || experiment.triggers().isEmpty()) {
            return watched >= least ? new Next.Enough() : new Next.Watch(since + least);
        }
        var comeback = new Comeback(ledger, look.baseline, times.end());
        if (comeback.first(since, times.end()).isPresent()) {
            return watched >= least ? new Next.Enough() : new Next.Watch(since + least);
        }
        OptionalInt promising = comeback.promising(since, times.end());
        if (promising.isPresent() && watched < Times.MOST_WATCH) {
            return new Next.Watch(
                    Math.max(since + least, promising.getAsInt() + comeback.holdSeconds()));
        }
        var backlog = new Backlog(ledger);
        boolean falls = backlog.falls(since, times.end());
        double drain =
                falls
                        ? backlog.drainSeconds(Math.max(since, times.end() - 30), times.end())
                        : Double.POSITIVE_INFINITY;
        int needed = times.watchSeconds(experiment, drain, comeback.holdSeconds());
        if (watched < needed) {
            return new Next.Watch(since + needed);
        }
        boolean drains = falls && Double.isFinite(drain);
        int hold = comeback.holdSeconds();
        int patience = times.patienceSeconds(experiment, hold);
        if (drains && watched + drain + hold <= patience) {
            return new Next.Watch(times.end() + (int) Math.ceil(drain) + hold);
        }
        if (watched < patience
                && new Persistence(ledger, times, look.baseline).mayBeAHiddenQueue()) {
            return new Next.Watch(since + patience);
        }
        return drains || experiment.phases().reliefMostNanos() == 0
                ? new Next.Enough()
                : new Next.Relieve();
    }

    /// Whether, for five seconds up to now, nothing waits any more that did not wait in the
    /// baseline.
    public boolean backlogGone(Ledger ledger, long reliefSinceNanos, long nowNanos) {
        int now = (int) (nowNanos / SECOND);
        int from = now - GONE_SECONDS;
        return from * SECOND >= reliefSinceNanos
                && new Backlog(ledger).gone(look(ledger, nowNanos).baseline, from, now);
    }

    /// Whether it is known, after arrivals went on at a moment, how the same load is served now.
    public boolean restored(Ledger ledger, long restoredAtNanos, long nowNanos) {
        Look look = look(ledger, nowNanos);
        var comeback = new Comeback(ledger, look.baseline, look.times.end());
        int from = (int) ((restoredAtNanos + SECOND - 1) / SECOND);
        return comeback.firstAtLoad(from, look.times.end()).isPresent()
                || look.times.end() - from >= 2 * comeback.holdSeconds() + 10;
    }

    /// Which of the expectations that end a run are known to have failed by what was measured up to
    /// now, though they had the time that they ask for. Nothing is known before the baseline, and
    /// nothing more once users are sent away.
    public List<Expectation> failed(Ledger ledger, long nowNanos) {
        long began = ledger.began(Phase.BASELINE);
        if (began < 0
                || ledger.began(Phase.RELIEF) >= 0
                || experiment.expectations().stream().noneMatch(e -> aborts(e, nowNanos - began))) {
            return List.of();
        }
        Look look = look(ledger, nowNanos);
        var open = new Return(Recovery.UNCLEAR, Double.NaN, "the run goes on");
        List<Answer> answers =
                new Findings(ledger, look.times, look.baseline, open)
                        .answers(experiment.expectations());
        var failed = new ArrayList<Expectation>();
        for (int i = 0; i < answers.size(); i++) {
            Expectation e = experiment.expectations().get(i);
            if (answers.get(i).verdict() == Verdict.FAILS && aborts(e, nowNanos - began)) {
                failed.add(e);
            }
        }
        return failed;
    }

    private static boolean aborts(Expectation e, long measuredNanos) {
        return switch (e.resolve()) {
            case Expectation.Resolve.GoOn ignored -> false;
            case Expectation.Resolve.Abort abort -> measuredNanos >= abort.notBeforeNanos();
        };
    }

    /// The result of a run, or of what there is of it.
    public RunResult conclude(Ledger ledger, RunResult.Header header) {
        long now = (long) (header.seconds() * SECOND);
        Look look = look(ledger, now);
        Return comeback = Return.of(experiment, ledger, look.times, look.baseline, look.fitness);
        if (!header.complete() && comeback.recovery() != Recovery.RECOVERED) {
            comeback =
                    new Return(
                            Recovery.UNCLEAR,
                            Double.NaN,
                            "the run was stopped early (" + header.stopped() + ")");
        }
        var findings = new Findings(ledger, look.times, look.baseline, comeback);
        List<Answer> answers = findings.answers(experiment.expectations());
        Verdict verdict = verdict(look, comeback, answers, header);
        String why = new Why(ledger, look, comeback, answers, verdict).text();
        return new Summary(experiment, ledger, look, planned)
                .result(header, verdict, comeback, answers, why);
    }

    /// Precedence: an invalid generator or baseline; any expectation failed; any undecided. Without
    /// an expectation on recovery, anything but having come back fails all the same.
    private static Verdict verdict(
            Look look, Return comeback, List<Answer> answers, RunResult.Header header) {
        if (!look.fitness.fit() || (!look.baseline.valid() && !look.baseline.overloaded())) {
            return Verdict.UNCLEAR;
        }
        boolean came =
                comeback.recovery() == Recovery.RECOVERED || comeback.recovery() == Recovery.NONE;
        boolean failed =
                answers.stream().anyMatch(a -> a.verdict() == Verdict.FAILS)
                        || (!came && comeback.recovery() != Recovery.UNCLEAR);
        if (failed) {
            return Verdict.FAILS;
        }
        boolean undecided =
                comeback.recovery() == Recovery.UNCLEAR
                        || !header.complete()
                        || answers.stream().anyMatch(a -> a.verdict() == Verdict.UNCLEAR);
        return undecided ? Verdict.UNCLEAR : Verdict.HOLDS;
    }

    /// What is looked at before anything is judged.
    record Look(Times times, Baseline baseline, Fitness fitness) {}

    private Look look(Ledger ledger, long nowNanos) {
        Times times = Times.of(experiment, ledger, nowNanos);
        Baseline baseline =
                Baseline.of(ledger, planned, times.baselineFrom(), times.baselineTo(), times.end());
        Latencies waited = ledger.cohorts.waited(times.baselineFrom(), times.baselineTo());
        long typical = waited.isEmpty() ? 0 : waited.quantile(0.5);
        // What the generator tells while users go away counts: it was due before.
        int to = times.reliefFrom() < 0 ? Integer.MAX_VALUE : times.reliefFrom();
        Fitness fitness = Fitness.of(ledger, times.baselineFrom(), to, typical, loops);
        return new Look(times, baseline, fitness);
    }
}

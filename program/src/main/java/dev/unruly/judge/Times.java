package dev.unruly.judge;

import dev.unruly.model.Client;
import dev.unruly.model.Experiment;
import dev.unruly.model.Mark;
import dev.unruly.model.Persona;
import dev.unruly.model.Phase;
import java.util.List;

/// When a run's parts were, in whole seconds since it began, as far as it has come.
///
/// @param baselineFrom the baseline's first second
/// @param baselineTo the second after its last
/// @param firstTrigger when the first trigger began; -1: none has
/// @param lastTriggerEnd when the last trigger ended; -1: none has
/// @param watchTo where watching ended, or how far it has come
/// @param reliefFrom when arrivals were cut; -1: they were not
/// @param restoreFrom when they went on; -1: they did not
/// @param end how far the run has come
record Times(
        int baselineFrom,
        int baselineTo,
        int firstTrigger,
        int lastTriggerEnd,
        int watchTo,
        int reliefFrom,
        int restoreFrom,
        int end) {

    private static final long SECOND = 1_000_000_000L;
    private static final int LEAST_WATCH = 60;
    private static final int MOST_PATIENCE = 3;

    /// No watch is longer, whatever it would need.
    static final int MOST_WATCH = 1_800;

    static Times of(Experiment experiment, Ledger ledger, long nowNanos) {
        int end = (int) (nowNanos / SECOND);
        long warmUp = experiment.phases().warmUpNanos();
        int from = (int) ((warmUp + SECOND - 1) / SECOND);
        int to = Math.min(end, (int) ((warmUp + experiment.phases().baselineNanos()) / SECOND));
        int first = -1;
        int last = -1;
        List<Mark> marks = ledger.marks();
        for (Mark mark : marks) {
            int second = (int) ((mark.atNanos() + SECOND - 1) / SECOND);
            switch (mark) {
                case Mark.TriggerBegan ignored -> first = first < 0 ? second : first;
                case Mark.TriggerEnded ignored -> last = Math.max(last, second);
                case Mark.PhaseBegan ignored -> {}
                case Mark.Guardrailed ignored -> {}
                case Mark.Note ignored -> {}
                case Mark.RunEnded ignored -> {}
            }
        }
        int relief = second(ledger.began(Phase.RELIEF));
        int restore = second(ledger.began(Phase.RESTORE));
        return new Times(
                Math.min(from, to),
                to,
                first,
                last,
                relief < 0 ? end : Math.min(relief, end),
                relief,
                restore,
                end);
    }

    private static int second(long nanos) {
        return nanos < 0 ? -1 : (int) ((nanos + SECOND - 1) / SECOND);
    }

    /// How long must be watched before it may be said that a system does not come back: the longest
    /// of what the experiment asks, a minute, the time in which having come back shows, three times
    /// the triggers' length, three times the time the backlog needs to drain, and ten time-outs of
    /// a client with all its pauses.
    ///
    /// @param drainSeconds infinite where the backlog does not fall
    /// @param holdSeconds for how long all must be well to have come back
    int watchSeconds(Experiment experiment, double drainSeconds, int holdSeconds) {
        double seconds = Math.max(LEAST_WATCH, experiment.phases().watchNanos() / 1e9);
        seconds = Math.max(seconds, holdSeconds);
        if (firstTrigger >= 0 && lastTriggerEnd >= 0) {
            seconds = Math.max(seconds, 3.0 * (lastTriggerEnd - firstTrigger));
        }
        if (Double.isFinite(drainSeconds)) {
            seconds = Math.max(seconds, 3 * drainSeconds);
        }
        for (Persona persona : experiment.population().personas()) {
            seconds = Math.max(seconds, tenTimeOuts(persona.client()));
        }
        return (int) Math.ceil(Math.min(MOST_WATCH, seconds));
    }

    /// How long is watched at the most where what waits becomes less, or may do so unseen: three
    /// times as long as is needed otherwise.
    int patienceSeconds(Experiment experiment, int holdSeconds) {
        int needed = watchSeconds(experiment, Double.POSITIVE_INFINITY, holdSeconds);
        return Math.min(MOST_WATCH, MOST_PATIENCE * needed);
    }

    private static double tenTimeOuts(Client client) {
        Client.Retries retries = client.retries();
        double pause = retries.baseNanos();
        double pauses = 0;
        for (int i = 0; i < retries.most(); i++) {
            pauses += Math.min(pause, retries.mostNanos());
            pause *= retries.factor();
        }
        return (10.0 * client.timeoutNanos() + pauses) / 1e9;
    }
}

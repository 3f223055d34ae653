package dev.unruly.run;

import dev.unruly.engine.Plan;
import dev.unruly.model.Experiment;
import dev.unruly.model.Phases;

/// The same experiment in three minutes at the most, for a pipeline that cannot wait longer.
///
/// Triggers stay as they are, for they are what is tested. The warm-up is cut to 10 s and the
/// baseline to 40 s; what is left of the time is watched; nobody is sent away to see whether that
/// heals. When the time is over the run ends, and the judge says what it has seen: that it came
/// back only if it has stayed well for the whole time that this takes to know.
public final class Quick {

    private static final long SECOND = 1_000_000_000L;

    /// Ten seconds of the three minutes are for letting users go and for the report.
    private static final long MOST = 170 * SECOND;

    private static final long MOST_WARM_UP = 10 * SECOND;
    private static final long MOST_BASELINE = 40 * SECOND;
    private static final long LEAST_WATCH = 30 * SECOND;

    private Quick() {}

    /// The short form of an experiment.
    ///
    /// @throws IllegalArgumentException when its triggers alone take too long
    public static Experiment of(Experiment experiment) {
        Plan plan = Plan.of(experiment);
        Phases phases = experiment.phases();
        long triggers = plan.triggersOverNanos() - plan.baselineEndNanos();
        long warmUp = Math.min(phases.warmUpNanos(), MOST_WARM_UP);
        long baseline = Math.min(phases.baselineNanos(), MOST_BASELINE);
        long left = MOST - warmUp - baseline - triggers;
        if (left < LEAST_WATCH) {
            throw new IllegalArgumentException(
                    Words.say(
                            "the triggers take %s, and of the three minutes of --quick there are %s"
                                    + " for them; make them shorter, or play it without --quick",
                            Words.seconds(triggers),
                            Words.seconds(MOST - warmUp - baseline - LEAST_WATCH)));
        }
        long watch = Math.min(Math.max(phases.watchNanos(), LEAST_WATCH), left);
        return experiment.withPhases(new Phases(warmUp, baseline, watch, 0, MOST));
    }
}

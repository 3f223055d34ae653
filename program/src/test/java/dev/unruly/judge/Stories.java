package dev.unruly.judge;

import dev.unruly.model.Experiment;
import dev.unruly.model.Phase;

/// The stories that are told more than once.
public final class Stories {

    /// When the baseline of [Cast#stall] ends.
    static final int STALL = 50;

    /// When its trigger ends.
    static final int OVER = 55;

    private Stories() {}

    /// A five-second stall that the system never comes back from by itself: relief from second 140
    /// to 155, then the same load is served well again, until second 200.
    public static Story metastable(Experiment experiment, double perSecond) {
        return stalled(experiment, perSecond)
                .phase(Phase.RELIEF, 140)
                .phase(Phase.RESTORE, 155)
                .until(200)
                .weather(second ->
                        second < STALL || second >= 155
                                ? Weather.CALM
                                : second < 140
                                        ? Weather.COLLAPSED
                                        : Weather.CALM.load(0).inFlight(170 - 12 * (second - 140)));
    }

    /// A five-second stall after which all is well from a second on, watched for as long as that
    /// takes to show.
    public static Story recovering(Experiment experiment, double perSecond, int wellFrom) {
        return stalled(experiment, perSecond)
                .until(Math.max(OVER + 65, wellFrom + 10 + Comeback.holdSeconds(0.9 * perSecond)))
                .weather(second ->
                        second < STALL || second >= wellFrom
                                ? Weather.CALM
                                : Weather.COLLAPSED.inFlight(20));
    }

    /// The beginning of all of them: nothing but the stall is told.
    static Story stalled(Experiment experiment, double perSecond) {
        return new Story(experiment, perSecond)
                .phase(Phase.TRIGGER, STALL)
                .trigger(0, "database stands still for 5 s", STALL, OVER)
                .phase(Phase.WATCH, OVER);
    }
}

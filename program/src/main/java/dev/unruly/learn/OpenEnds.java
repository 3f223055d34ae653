package dev.unruly.learn;

import dev.unruly.stats.IntervalSample;
import java.util.Arrays;

/// Who was silent when the evidence ended had left, or was thinking: the estimator of how likely
/// either is.
///
/// After a silence of u seconds behind an answer in a state that a share L leaves from, they have
/// left with probability L / (L + (1 − L) S(u)), where S is the share of times to think that are
/// longer than u (Thomas Bayes).
final class OpenEnds {

    private final Settings settings;
    private final IntervalSample thinks;
    private double[] answered = new double[16];
    private double[] last = new double[16];
    private double endSeconds = Double.NEGATIVE_INFINITY;

    private OpenEnds(Settings settings) {
        this.settings = settings;
        thinks = settings.times();
    }

    static OpenEnds of(Walks walks, Settings settings) {
        var ends = new OpenEnds(settings);
        walks.each(ends::add);
        return ends;
    }

    private void add(Walk walk) {
        for (int i = 0; i < walk.steps().size(); i++) {
            Step step = walk.steps().get(i);
            if (step.state() >= answered.length) {
                answered = Arrays.copyOf(answered, 2 * step.state());
                last = Arrays.copyOf(last, 2 * step.state());
            }
            if (step.answered()) {
                answered[step.state()]++;
                last[step.state()] += i == walk.steps().size() - 1 ? 1 : 0;
            }
            if (step.answered() && !Double.isNaN(step.thinkSeconds())) {
                thinks.add(step.thinkSeconds(), 1);
            }
            endSeconds = Math.max(endSeconds, over(step));
        }
    }

    private static double over(Step step) {
        return step.atMillis() / 1e3 + (step.tookSeconds() >= 0 ? step.tookSeconds() : 0);
    }

    /// How likely it is that a session that was seen to its end so far has ended.
    double ended(Walk walk) {
        Step end = walk.steps().getLast();
        double silence = endSeconds - over(end);
        if (!settings.timesTrusted() || silence >= settings.cutSeconds()) {
            return 1;
        }
        double leaves = last[end.state()] / Math.max(1, answered[end.state()]);
        double thinking = (1 - leaves) * thinks.above(silence);
        return leaves + thinking > 0 ? leaves / (leaves + thinking) : 1;
    }
}

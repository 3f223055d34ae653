package dev.unruly.learn;

import dev.unruly.stats.Blur;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What sessions that are known exactly look like in a log: cut where somebody is silent for too
/// long, with times as its clock has them.
final class Grain {

    private final Settings settings;
    private final SplittableRandom chance;

    Grain(Settings settings, SplittableRandom chance) {
        this.settings = settings;
        this.chance = chance;
    }

    /// The sessions as the log would show them.
    List<Walk> of(List<Walk> walks) {
        var seen = new ArrayList<Walk>();
        for (Walk walk : walks) {
            var steps = new ArrayList<Step>();
            for (int i = 0; i < walk.steps().size(); i++) {
                Step step = walk.steps().get(i);
                boolean last = i == walk.steps().size() - 1;
                boolean cut =
                        !last
                                && walk.steps().get(i + 1).atMillis() - step.atMillis()
                                        > 1e3 * settings.cutSeconds();
                steps.add(withThink(step, cut ? Double.NaN : coarse(step.thinkSeconds())));
                if (last || cut) {
                    seen.add(new Walk(walk.region(), steps.getFirst().atMillis(), steps));
                    steps.clear();
                }
            }
        }
        return seen;
    }

    private double coarse(double seconds) {
        if (Double.isNaN(seconds)) {
            return seconds;
        }
        double unit = settings.resolutionSeconds();
        return switch (settings.blur()) {
            case NONE -> seconds;
            case READINGS -> unit * Math.floor(seconds / unit + chance.nextDouble());
            case READINGS_AND_DURATION -> Math.max(0, seconds + unit * error());
        };
    }

    /// Of two readings, in units.
    private double error() {
        double first = chance.nextDouble();
        return first - chance.nextDouble();
    }

    /// Times to think of both sides alike spread by the error that they have anyway: so that whole
    /// seconds are not told from others, whatever is taken off them.
    double[] spread(double[] seconds) {
        double[] all = seconds.clone();
        for (int i = 0; i < all.length && settings.blur() != Blur.NONE; i++) {
            all[i] += settings.resolutionSeconds() * error();
        }
        return all;
    }

    private static Step withThink(Step step, double seconds) {
        return new Step(
                step.state(),
                step.item(),
                step.atMillis(),
                seconds,
                step.tookSeconds(),
                step.ending(),
                step.tries());
    }
}

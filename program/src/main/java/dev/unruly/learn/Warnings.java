package dev.unruly.learn;

import dev.unruly.stats.KolmogorovSmirnov;
import dev.unruly.stats.TwoNormals;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a reader must know before trusting a model: there was little to learn from, it was not the
/// same all the time, or it is two things in one.
final class Warnings {

    private static final int FEW = 100;

    /// Kolmogorov's 95 % bound for two samples, half as much again because the times of one session
    /// are alike.
    private static final double NOISE = 1.5 * 1.358;

    /// Standard deviations between the halves' shares of sessions that saw a state.
    private static final double DRIFT = 4.5;

    private static final double LEAST_GAIN = 30;
    private static final double LEAST_SEPARATION = 2.5;
    private static final double LEAST_SHARE = 0.1;

    private Warnings() {}

    /// The warnings about sessions, in the order in which they began.
    static List<String> about(Walks walks, Settings settings) {
        SessionRows sessions = SessionRows.of(walks, settings, 100_000);
        List<String> warnings = new ArrayList<>();
        if (!settings.timesTrusted()) {
            warnings.add("the times cannot be trusted: " + settings.whyNot());
        }
        if (sessions.count() < FEW) {
            warnings.add(
                    "only %d sessions: intervals are wide, most figures are priors"
                            .formatted(sessions.count()));
            return warnings;
        }
        drift(sessions, settings, warnings);
        if (settings.timesTrusted()) {
            humps(sessions, settings, warnings);
        }
        return warnings;
    }

    private static void drift(SessionRows sessions, Settings settings, List<String> warnings) {
        int middle = sessions.count() / 2;
        double[][] lengths = {
            lengths(sessions, 0, middle), lengths(sessions, middle, sessions.count())
        };
        compare("session length", lengths, warnings);
        if (settings.timesTrusted()) {
            double[][] thinks = {
                thinks(sessions, 0, middle), thinks(sessions, middle, sessions.count())
            };
            compare("think time", thinks, warnings);
        }
        int[] first = seen(sessions, 0, middle);
        int[] second = seen(sessions, middle, sessions.count());
        int moved = 0;
        for (int state = 0; state < first.length; state++) {
            double left = (double) first[state] / middle;
            double right = (double) second[state] / (sessions.count() - middle);
            double both = (double) (first[state] + second[state]) / sessions.count();
            double spread = StrictMath.sqrt(4 * both * (1 - both) / sessions.count());
            moved += spread > 0 && StrictMath.abs(left - right) > DRIFT * spread ? 1 : 0;
        }
        if (moved > 0) {
            warnings.add(
                    "what people look at drifts: %d states are seen by another share of sessions in"
                                    .formatted(moved)
                            + " the second half than in the first");
        }
    }

    private static void compare(String what, double[][] halves, List<String> warnings) {
        if (halves[0].length == 0 || halves[1].length == 0) {
            return;
        }
        double distance = KolmogorovSmirnov.twoSample(halves[0], halves[1]).distance();
        double bound = NOISE * StrictMath.sqrt(1.0 / halves[0].length + 1.0 / halves[1].length);
        if (distance > bound) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "%s drifts: the halves of the evidence are %.3f apart, chance explains"
                                    + " %.3f",
                            what,
                            distance,
                            bound));
        }
    }

    private static void humps(SessionRows sessions, Settings settings, List<String> warnings) {
        var sample = settings.times();
        for (double think : thinks(sessions, 0, sessions.count())) {
            sample.add(think, 1);
        }
        if (sample.count() < FEW || sample.distinct() < 4) {
            return;
        }
        double[] logs = new double[sample.distinct()];
        double[] weights = new double[logs.length];
        int[] at = new int[1];
        sample.each((low, high, weight) -> {
            logs[at[0]] = StrictMath.log10(0.5 * (low + high));
            weights[at[0]++] = weight;
        });
        TwoNormals two = TwoNormals.of(logs, weights);
        boolean both = Math.min(two.share(), 1 - two.share()) > LEAST_SHARE;
        if (both && two.gain() > LEAST_GAIN && two.separation() > LEAST_SEPARATION) {
            warnings.add(
                    String.format(
                            Locale.ROOT,
                            "think times have two humps, at %.3g s and %.3g s: people and programs,"
                                    + " or two kinds of pages",
                            StrictMath.pow(10, two.low()),
                            StrictMath.pow(10, two.high())));
        }
    }

    private static double[] lengths(SessionRows sessions, int from, int to) {
        double[] lengths = new double[to - from];
        Arrays.setAll(lengths, i -> sessions.end(from + i) - sessions.first(from + i));
        return lengths;
    }

    private static double[] thinks(SessionRows sessions, int from, int to) {
        double[] thinks = new double[sessions.end(to - 1) - sessions.first(from)];
        int count = 0;
        for (int step = sessions.first(from); step < sessions.end(to - 1); step++) {
            if (!Float.isNaN(sessions.think(step))) {
                thinks[count++] = sessions.think(step);
            }
        }
        return Arrays.copyOf(thinks, count);
    }

    /// How many sessions saw each state.
    private static int[] seen(SessionRows sessions, int from, int to) {
        int[] seen = new int[sessions.states()];
        int[] last = new int[sessions.states()];
        Arrays.fill(last, -1);
        for (int session = from; session < to; session++) {
            for (int step = sessions.first(session); step < sessions.end(session); step++) {
                int state = sessions.state(step);
                seen[state] += last[state] == session ? 0 : 1;
                last[state] = session;
            }
        }
        return seen;
    }
}

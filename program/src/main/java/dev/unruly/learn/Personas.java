package dev.unruly.learn;

import dev.unruly.chance.Seed;
import dev.unruly.learn.Learned.Kind;
import dev.unruly.learn.Learned.SessionLength;
import dev.unruly.learn.Learned.ThinkTime;
import dev.unruly.stats.IntervalSample;
import dev.unruly.stats.Proportion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// The estimator of personas: how many kinds of people there are, who walks how.
final class Personas {

    /// More kinds than this nobody would name.
    static final int MOST_KINDS = 6;

    /// Sessions that the number of kinds is found on; all are then shared out among these.
    private static final int MOST_SESSIONS = 20_000;

    /// Fewer sessions than this are one kind.
    static final int LEAST_SESSIONS = 200;

    /// A kind of fewer people than this share is no kind.
    private static final double LEAST_SHARE = 0.02;

    private static final int STARTS = 6;
    private static final int REFITS = 30;
    private static final double Z = 1.959963984540054;

    private final Walks walks;
    private final Settings settings;
    private final Set<Integer> success;

    Personas(Walks walks, Settings settings, Set<Integer> success) {
        this.walks = walks;
        this.settings = settings;
        this.success = Set.copyOf(success);
    }

    /// The kinds, the commonest first; none if nobody came.
    List<Kind> kinds() {
        SessionRows sample = SessionRows.of(walks, settings, MOST_SESSIONS);
        if (sample.count() == 0) {
            return List.of();
        }
        MarkovMixture mixture = mixture(new Transitions(sample));
        int states = mostState() + 1;
        List<Kindred> kindreds = new ArrayList<>();
        for (int kind = 0; kind < mixture.kinds(); kind++) {
            kindreds.add(new Kindred(states));
        }
        double[] belongs = new double[mixture.kinds()];
        OpenEnds open = OpenEnds.of(walks, settings);
        walks.each(walk -> {
            mixture.posterior(walk, belongs);
            double ended = open.ended(walk);
            for (int kind = 0; kind < belongs.length; kind++) {
                kindreds.get(kind).add(walk, belongs[kind], ended);
            }
        });
        double[] errors = mixture.weightErrors(REFITS, new Seed(1979).stream("again"));
        double all = kindreds.stream().mapToDouble(kindred -> kindred.sessions).sum();
        for (int kind = 0; kind < errors.length; kind++) {
            errors[kind] *= StrictMath.sqrt(sample.count() / all);
        }
        return described(kindreds, errors);
    }

    /// The number of kinds at which Schwarz's criterion is least.
    private static MarkovMixture mixture(Transitions data) {
        var draws = new Seed(1977).stream("kinds");
        MarkovMixture best = MarkovMixture.of(data, 1, 1, draws);
        int most = data.sessions() < LEAST_SESSIONS ? 1 : MOST_KINDS;
        for (int kinds = 2; kinds <= most; kinds++) {
            MarkovMixture next = MarkovMixture.of(data, kinds, STARTS, draws);
            double least = 1;
            for (int kind = 0; kind < kinds; kind++) {
                least = Math.min(least, next.weight(kind));
            }
            if (next.bic() >= best.bic() || least < LEAST_SHARE) {
                break;
            }
            best = next;
        }
        return best;
    }

    private int mostState() {
        int[] most = {-1};
        walks.each(walk -> walk.steps().forEach(s -> most[0] = Math.max(most[0], s.state())));
        return most[0];
    }

    private List<Kind> described(List<Kindred> kindreds, double[] errors) {
        double all = kindreds.stream().mapToDouble(kindred -> kindred.sessions).sum();
        var everybody = settings.times();
        kindreds.forEach(kindred -> kindred.pour(everybody));
        ThinkTime pooled = ThinkTimes.of(everybody, ThinkTimes.PRIOR);
        double converts = kindreds.stream().mapToDouble(k -> k.converted).sum() / all;
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < kindreds.size(); i++) {
            order.add(i);
        }
        order.sort(Comparator.comparingDouble(i -> -kindreds.get(i).sessions));
        Map<String, Integer> names = new HashMap<>();
        List<Kind> kinds = new ArrayList<>();
        for (int i : order) {
            Kindred kindred = kindreds.get(i);
            double share = kindred.sessions / all;
            double by = Z * errors[i];
            Figure figure =
                    Figure.learned(
                            share,
                            Math.max(0, share - by),
                            Math.min(1, share + by),
                            Math.round(all));
            ThinkTime think = ThinkTimes.of(kindred.allThinks(), pooled);
            ThinkTimes.Shape shape =
                    ThinkTimes.Shape.of(List.of(kindred.thinks), kindred.allThinks());
            String name = name(kindred, converts, think, pooled);
            int same = names.merge(name, 1, Integer::sum);
            kinds.add(
                    new Kind(
                            same == 1 ? name : name + "-" + same,
                            figure,
                            kindred.navigation.starts(),
                            kindred.navigation.nodes(state -> kindred.think(state, think, shape)),
                            kindred.length(),
                            think,
                            kindred.converts()));
        }
        return kinds;
    }

    /// What they do: they buy, they look once, they are in a hurry, they take their time.
    private String name(Kindred kindred, double converts, ThinkTime think, ThinkTime pooled) {
        double success = kindred.converted / kindred.sessions;
        double pace = think.median().value() / pooled.median().value();
        if (success > 0.1 && success > 1.5 * converts) {
            return "buyer";
        }
        if (kindred.meanSteps() < 1.3) {
            return "passer-by";
        }
        if (pace < 0.6) {
            return "hurried";
        }
        return pace > 1.7 ? "patient-reader" : "browser";
    }

    /// What is counted of one kind.
    private final class Kindred {
        private final Navigation navigation;
        private final IntervalSample[] thinks;
        private final TreeMap<Integer, Double> lengths = new TreeMap<>();
        private double sessions;
        private double converted;

        Kindred(int states) {
            navigation = new Navigation(states);
            thinks = new IntervalSample[states];
            for (int i = 0; i < states; i++) {
                thinks[i] = settings.times();
            }
        }

        void add(Walk walk, double weight, double ended) {
            if (weight < 1e-9) {
                return;
            }
            navigation.add(walk, weight, ended);
            sessions += weight;
            lengths.merge(walk.steps().size(), weight, Double::sum);
            boolean reached = false;
            for (Step step : walk.steps()) {
                boolean known =
                        step.answered()
                                && !Double.isNaN(step.thinkSeconds())
                                && settings.timesTrusted();
                if (known) {
                    thinks[step.state()].add(step.thinkSeconds(), weight);
                }
                reached |= success.contains(step.state());
            }
            converted += reached ? weight : 0;
        }

        ThinkTime think(int state, ThinkTime otherwise, ThinkTimes.Shape shape) {
            return ThinkTimes.of(thinks[state], otherwise, shape);
        }

        void pour(IntervalSample into) {
            for (IntervalSample sample : thinks) {
                sample.each((low, high, weight) -> into.add(0.5 * (low + high), weight));
            }
        }

        IntervalSample allThinks() {
            var all = settings.times();
            pour(all);
            return all;
        }

        double meanSteps() {
            double sum = 0;
            for (Map.Entry<Integer, Double> length : lengths.entrySet()) {
                sum += length.getKey() * length.getValue();
            }
            return sum / sessions;
        }

        SessionLength length() {
            double mean = meanSteps();
            double squares = 0;
            for (Map.Entry<Integer, Double> length : lengths.entrySet()) {
                double off = length.getKey() - mean;
                squares += off * off * length.getValue();
            }
            double by = Z * StrictMath.sqrt(squares / Math.max(1, sessions - 1) / sessions);
            Figure figure = Figure.learned(mean, mean - by, mean + by, Math.round(sessions));
            return new SessionLength(figure, quantile(0.5), quantile(0.9), lengths.lastKey());
        }

        private double quantile(double p) {
            double due = p * sessions;
            for (Map.Entry<Integer, Double> length : lengths.entrySet()) {
                due -= length.getValue();
                if (due <= 0) {
                    return length.getKey();
                }
            }
            return lengths.lastKey();
        }

        Figure converts() {
            if (success.isEmpty()) {
                return Figure.prior(0);
            }
            var share = new Proportion(Math.min(converted, sessions), sessions);
            return Figure.learned(share.share(), share.wilson(Figure.LEVEL), Math.round(sessions));
        }
    }
}

package dev.unruly.learn;

import dev.unruly.chance.Distribution;
import dev.unruly.learn.LearnedPatience.Lasts;
import dev.unruly.learn.LearnedPatience.Stops;
import dev.unruly.learn.Step.Ending;
import dev.unruly.learn.Step.Try;
import dev.unruly.stats.FamilyFit;
import dev.unruly.stats.FamilyFit.Family;
import dev.unruly.stats.Interval;
import dev.unruly.stats.IntervalSample;
import dev.unruly.stats.Proportion;
import dev.unruly.stats.Survival;
import dev.unruly.stats.SurvivalCurve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/// The estimator of patience: from waits that were given up, the answered ones censored; where the
/// log has none, only how often sessions end after answers of a length.
final class PatienceOf {

    /// Fewer given-up waits than this are a prior's business.
    static final int LEAST_LEFT = 10;

    /// Through 0.6 % who leave within 0.4 s and 40 % within 3 s, as measured on desktops by others.
    static final Distribution.Weibull PRIOR = new Distribution.Weibull(2.2, 4.07);

    /// Waits are counted to this many seconds.
    private static final double RESOLUTION = 0.001;

    private static final int LEAST_PER_BIN = 50;
    private static final int BINS = 8;
    private static final int FINE_BINS = 50;
    private static final int POINTS = 40;
    private static final double Z = 1.959963984540054;

    private final IntervalSample waits = new IntervalSample(RESOLUTION, Double.POSITIVE_INFINITY);
    private final Survival survival = new Survival();
    private double[] took = new double[1024];
    private boolean[] stopped = new boolean[1024];
    private int[] state = new int[1024];
    private int answers;

    /// Counts the waits of one session, each try's for itself.
    void add(Walk walk) {
        for (int i = 0; i < walk.steps().size(); i++) {
            Step step = walk.steps().get(i);
            boolean last = i == walk.steps().size() - 1;
            double lastBegan = 0;
            for (Try further : step.tries()) {
                count(further.afterTookSeconds(), further.afterWait());
                lastBegan += further.gapSeconds();
            }
            count(step.tookSeconds() - lastBegan, step.ending() == Ending.LEFT_EARLY);
            if (step.ending() == Ending.ANSWERED && step.tries().isEmpty()) {
                answer(step.state(), step.tookSeconds(), last);
            }
        }
    }

    private void count(double seconds, boolean left) {
        if (!(seconds >= 0)) {
            return;
        }
        long nanos = Math.round(1e9 * seconds);
        if (left) {
            waits.add(seconds, 1);
            survival.ended(nanos);
        } else {
            waits.addCensored(seconds, 1);
            survival.censored(nanos);
        }
    }

    private void answer(int of, double seconds, boolean last) {
        if (Double.isNaN(seconds)) {
            return;
        }
        if (answers == took.length) {
            took = Arrays.copyOf(took, 2 * answers);
            stopped = Arrays.copyOf(stopped, 2 * answers);
            state = Arrays.copyOf(state, 2 * answers);
        }
        took[answers] = seconds;
        state[answers] = of;
        stopped[answers++] = last;
    }

    LearnedPatience learned() {
        long left = survival.countEnded();
        Optional<FamilyFit> fit =
                left < LEAST_LEFT ? Optional.empty() : FamilyFit.of(Family.WEIBULL, waits);
        if (fit.isEmpty()) {
            return notSeen(left);
        }
        FamilyFit weibull = fit.get();
        return new LearnedPatience.Seen(
                Figure.learned(weibull.parameters()[0], weibull.interval(0), left),
                Figure.learned(weibull.parameters()[1], weibull.interval(1), left),
                curve(),
                left,
                survival.count() - left);
    }

    /// At most forty points of the product-limit curve, as far as enough are at risk; the intervals
    /// even on ln survival (Greenwood).
    private List<Lasts> curve() {
        SurvivalCurve curve = survival.curve();
        List<SurvivalCurve.Step> known =
                curve.steps().stream()
                        .filter(s -> s.ended() > 0 && s.nanos() <= curve.knownUntilNanos())
                        .toList();
        List<Lasts> points = new ArrayList<>();
        int every = Math.max(1, (known.size() + POINTS - 1) / POINTS);
        for (int i = every - 1; i < known.size(); i += every) {
            SurvivalCurve.Step step = known.get(i);
            double by = StrictMath.exp(Z * StrictMath.sqrt(step.logVariance()));
            Figure share =
                    Figure.learned(
                            step.survival(),
                            step.survival() / by,
                            Math.min(1, step.survival() * by),
                            step.atRisk());
            points.add(new Lasts(step.nanos() / 1e9, share));
        }
        return points;
    }

    private LearnedPatience notSeen(long left) {
        String why =
                left == 0
                        ? "no wait that was given up is seen"
                        : "%d waits were given up, %d are needed".formatted(left, LEAST_LEFT);
        List<Stops> stops = stops();
        if (!stops.isEmpty()) {
            var inferred = Continuation.of(bins(), PRIOR.shape());
            if (inferred.isPresent()) {
                Continuation c = inferred.get();
                Figure scale = Figure.learned(c.scaleSeconds(), c.low(), c.high(), answers);
                return new LearnedPatience.Inferred(scale, PRIOR.shape(), stops);
            }
        }
        Figure more = Figure.prior(0);
        if (stops.size() >= 2) {
            Figure fast = stops.getFirst().share();
            Figure slow = stops.getLast().share();
            double by = StrictMath.hypot(halfWidth(fast), halfWidth(slow));
            double off = slow.value() - fast.value();
            more =
                    Figure.learned(
                            off, new Interval(off - by, off + by), fast.sample() + slow.sample());
        }
        return new LearnedPatience.NotSeen(PRIOR, stops, more, why);
    }

    private static double halfWidth(Figure figure) {
        return 0.5 * (figure.high() - figure.low());
    }

    private Integer[] byLength() {
        Integer[] order = new Integer[answers];
        Arrays.setAll(order, i -> i);
        Arrays.sort(order, (a, b) -> Double.compare(took[a], took[b]));
        return order;
    }

    /// Answers of about the same length together, state by state.
    private List<List<Continuation.Bin>> bins() {
        var states = new TreeMap<Integer, List<Integer>>();
        for (int i : byLength()) {
            states.computeIfAbsent(state[i], _ -> new ArrayList<>()).add(i);
        }
        return states.values().stream().map(this::bins).toList();
    }

    private List<Continuation.Bin> bins(List<Integer> order) {
        int each = Math.max(1, order.size() / FINE_BINS);
        var bins = new ArrayList<Continuation.Bin>();
        for (int from = 0; from < order.size(); from += each) {
            List<Integer> some = order.subList(from, Math.min(order.size(), from + each));
            double seconds = some.stream().mapToDouble(i -> took[i]).average().orElse(0);
            long ended = some.stream().filter(i -> stopped[i]).count();
            bins.add(new Continuation.Bin(Math.max(1e-3, seconds), some.size(), ended));
        }
        return bins;
    }

    /// How often the session ended after answers of a length, in bins of equally many.
    private List<Stops> stops() {
        int bins = Math.min(BINS, answers / LEAST_PER_BIN);
        if (bins < 2) {
            return List.of();
        }
        Integer[] order = byLength();
        List<Stops> stops = new ArrayList<>();
        for (int bin = 0; bin < bins; bin++) {
            int from = (int) ((long) bin * answers / bins);
            int to = (int) ((long) (bin + 1) * answers / bins);
            int ended = 0;
            for (int i = from; i < to; i++) {
                ended += stopped[order[i]] ? 1 : 0;
            }
            var share = new Proportion(ended, to - from);
            Figure figure = Figure.learned(share.share(), share.wilson(Figure.LEVEL), to - from);
            stops.add(new Stops(took[order[from]], took[order[to - 1]], figure));
        }
        return stops;
    }
}

package dev.unruly.learn;

import dev.unruly.chance.Draws;
import dev.unruly.chance.Poisson;
import dev.unruly.chance.Purpose;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Sessions as a mixture of kinds of people, each walking a Markov chain of its own at a pace of
/// its own, fitted by expectation and maximisation (Arthur Dempster, Nan Laird & Donald Rubin,
/// "Maximum likelihood from incomplete data via the EM algorithm", 1977; for chains: Igor Cadez et
/// al., "Visualization of navigation patterns on a web site using model-based clustering", 2000).
///
/// A session's likelihood under a kind is π · P(start) · Π P(next | state) · Π φ((z − m)/s)/s,
/// where leaving is a next state and z is the normal score of a think time among all after the same
/// state: pace, whatever the family.
final class MarkovMixture {

    private static final int MOST_ROUNDS = 200;

    /// The gain in ln L per session below which nothing more is to be found.
    private static final double CLOSE = 1e-6;

    /// Weight of the chain of all in each kind's, in visits per state: no way is impossible.
    private static final double SMOOTHING = 1;

    /// No kind is so regular that a single session could make one.
    private static final double LEAST_SPREAD = 0.2;

    private final Transitions data;
    private final int kinds;
    private final double[] weights;

    /// ln P, by kind and by cell of [Transitions]; starts among them.
    private final double[][] logs;

    private final double[] pace;
    private final double[] spread;

    /// How often each session counts.
    private final int[] times;

    private double logLikelihood = Double.NEGATIVE_INFINITY;

    private MarkovMixture(Transitions data, int kinds) {
        this.data = data;
        this.kinds = kinds;
        weights = new double[kinds];
        logs = new double[kinds][data.cells()];
        pace = new double[kinds];
        spread = new double[kinds];
        times = new int[data.sessions()];
        Arrays.fill(times, 1);
    }

    /// The best of several starts, each from sessions drawn as the centres.
    static MarkovMixture of(Transitions data, int kinds, int starts, Draws draws) {
        @Nullable MarkovMixture best = null;
        for (int start = 0; start < (kinds == 1 ? 1 : starts); start++) {
            var mixture = new MarkovMixture(data, kinds);
            mixture.fit(mixture.seeded(draws, start));
            if (best == null || mixture.logLikelihood > best.logLikelihood) {
                best = mixture;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException("starts must be 1 or more, got " + starts);
        }
        return best;
    }

    int kinds() {
        return kinds;
    }

    double weight(int kind) {
        return weights[kind];
    }

    /// The mean normal score of a kind's think times: negative is hurried.
    double pace(int kind) {
        return pace[kind];
    }

    double logLikelihood() {
        return logLikelihood;
    }

    /// Schwarz's criterion (Gideon Schwarz, "Estimating the dimension of a model", 1978) over
    /// sessions; ways that nobody took are no parameters.
    double bic() {
        double parameters = kinds * (data.freeWays() + 2.0) + kinds - 1;
        return parameters * StrictMath.log(Math.max(2, data.sessions())) - 2 * logLikelihood;
    }

    /// How likely a session is of each kind, given what it did; the sum is 1.
    ///
    /// @return ln of the session's likelihood
    double posterior(int session, double[] into) {
        for (int kind = 0; kind < kinds; kind++) {
            double sum = 0;
            for (int i = data.first(session); i < data.end(session); i++) {
                sum += logs[kind][data.cell(i)];
            }
            into[kind] = sum;
        }
        return weighed(data.pace(session), into);
    }

    /// The same of a session that was not among those fitted. A way nobody took tells nothing.
    double posterior(Walk walk, double[] into) {
        Arrays.fill(into, 0);
        double[] pace = new double[3];
        int from = data.outside();
        for (Step step : walk.steps()) {
            addWay(from, step.state(), into);
            if (step.answered()) {
                data.addPace(pace, step.state(), (float) step.thinkSeconds());
            }
            from = step.answered() ? step.state() : data.astray();
        }
        addWay(from, data.outside(), into);
        return weighed(pace, into);
    }

    private void addWay(int from, int to, double[] into) {
        int cell = data.cell(from, to);
        for (int kind = 0; kind < kinds && cell >= 0; kind++) {
            into[kind] += logs[kind][cell];
        }
    }

    /// From ln likelihoods of the ways to posteriors.
    private double weighed(double[] thinks, double[] into) {
        double most = Double.NEGATIVE_INFINITY;
        for (int kind = 0; kind < kinds; kind++) {
            double mean = pace[kind];
            double squares = thinks[2] - 2 * mean * thinks[1] + thinks[0] * mean * mean;
            into[kind] +=
                    StrictMath.log(weights[kind])
                            - 0.5 * squares / (spread[kind] * spread[kind])
                            - thinks[0] * StrictMath.log(spread[kind]);
            most = Math.max(most, into[kind]);
        }
        double sum = 0;
        for (int kind = 0; kind < kinds; kind++) {
            into[kind] = StrictMath.exp(into[kind] - most);
            sum += into[kind];
        }
        for (int kind = 0; kind < kinds; kind++) {
            into[kind] /= sum;
        }
        return most + StrictMath.log(sum);
    }

    /// Who belongs where to begin with: to the nearest of as many sessions, the later ones drawn
    /// the likelier the worse the earlier ones describe them (David Arthur & Sergei Vassilvitskii,
    /// "k-means++: the advantages of careful seeding", 2007).
    private double[][] seeded(Draws draws, int start) {
        double[][] belongs = new double[data.sessions()][kinds];
        double[] nearest = new double[data.sessions()];
        Arrays.fill(nearest, 1);
        for (int kind = 0; kind < kinds; kind++) {
            int centre = drawn(nearest, draws.uniform(start, kind, Purpose.SAMPLE, kinds));
            for (int session = 0; session < data.sessions(); session++) {
                double distance = kinds == 1 ? 0 : data.distance(session, centre);
                if (kind == 0 || distance < nearest[session]) {
                    nearest[session] = distance;
                    Arrays.fill(belongs[session], 0.1 / kinds);
                    belongs[session][kind] += 0.9;
                }
            }
        }
        return belongs;
    }

    private static int drawn(double[] weights, double uniform) {
        double due = uniform * Arrays.stream(weights).sum();
        for (int i = 0; i < weights.length; i++) {
            due -= weights[i];
            if (due < 0) {
                return i;
            }
        }
        return weights.length - 1;
    }

    /// The standard error of each kind's weight: the spread of weights refitted, from here on, to
    /// sessions drawn again (Bradley Efron, "Bootstrap methods: another look at the jackknife",
    /// 1979; each session counts a Poisson number of times).
    double[] weightErrors(int runs, Draws draws) {
        double[] squares = new double[kinds];
        for (int run = 0; run < runs && kinds > 1; run++) {
            var again = new MarkovMixture(data, kinds);
            for (int session = 0; session < again.times.length; session++) {
                double uniform = draws.uniform(session, run, Purpose.SAMPLE, 0);
                again.times[session] = Poisson.count(1, uniform);
            }
            double[][] belongs = new double[data.sessions()][kinds];
            for (int session = 0; session < belongs.length; session++) {
                posterior(session, belongs[session]);
            }
            again.fit(belongs);
            for (int kind = 0; kind < kinds; kind++) {
                double off = again.weights[kind] - weights[kind];
                squares[kind] += off * off / runs;
            }
        }
        for (int kind = 0; kind < kinds; kind++) {
            squares[kind] = StrictMath.sqrt(squares[kind]);
        }
        return squares;
    }

    private void fit(double[][] belongs) {
        maximise(belongs);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            double sum = 0;
            for (int session = 0; session < data.sessions(); session++) {
                sum += times[session] * posterior(session, belongs[session]);
            }
            boolean settled = sum - logLikelihood < CLOSE * data.sessions();
            logLikelihood = sum;
            if (settled) {
                return;
            }
            maximise(belongs);
        }
    }

    private void maximise(double[][] belongs) {
        for (int kind = 0; kind < kinds; kind++) {
            double[] counts = new double[data.cells()];
            double sessions = 0;
            double all = 0;
            double thinks = 0;
            double scores = 0;
            double squares = 0;
            for (int session = 0; session < data.sessions(); session++) {
                double share = times[session] * belongs[session][kind];
                sessions += share;
                all += times[session];
                thinks += share * data.pace(session)[0];
                scores += share * data.pace(session)[1];
                squares += share * data.pace(session)[2];
                for (int i = data.first(session); i < data.end(session); i++) {
                    counts[data.cell(i)] += share;
                }
            }
            weights[kind] = Math.max(1e-12, sessions / Math.max(1, all));
            pace[kind] = thinks > 1 ? scores / thinks : 0;
            double variance = thinks > 1 ? squares / thinks - pace[kind] * pace[kind] : 1;
            spread[kind] = Math.max(LEAST_SPREAD, StrictMath.sqrt(Math.max(variance, 0)));
            data.logShares(counts, kinds == 1 ? 0 : SMOOTHING, logs[kind]);
        }
    }
}

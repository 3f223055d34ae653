package dev.unruly.stats;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;

/// Where a function of a few numbers is largest, without derivatives, and how sharply it falls from
/// there: for a log-likelihood, the estimate and its covariance.
///
/// @param at the point
/// @param value the function there
/// @param covariance the inverse of the observed information, −∂²f; NaN where the top is flat
public record Maximum(double[] at, double value, double[][] covariance) {

    private static final int MOST_STEPS = 2_000;

    /// Values count as equal from here on, relative to their size.
    private static final double CLOSE = 1e-11;

    /// The highest point near a start, by the simplex of John Nelder & Roger Mead, "A simplex
    /// method for function minimization", 1965, begun once again from where it stops. What is NaN
    /// counts as −∞.
    ///
    /// @param width of the first simplex in each direction
    public static Maximum near(double[] start, double width, ToDoubleFunction<double[]> f) {
        double[] top = climb(start, width, f);
        top = climb(top, 0.1 * width, f);
        return new Maximum(top, f.applyAsDouble(top), covariance(top, f));
    }

    /// The standard error of the i-th number; NaN where the top is flat.
    public double standardError(int i) {
        return StrictMath.sqrt(covariance[i][i]);
    }

    private static double[] climb(double[] start, double width, ToDoubleFunction<double[]> f) {
        int size = start.length;
        double[][] corners = new double[size + 1][];
        double[] values = new double[size + 1];
        for (int i = 0; i <= size; i++) {
            corners[i] = start.clone();
            if (i > 0) {
                corners[i][i - 1] += width;
            }
            values[i] = value(f, corners[i]);
        }
        for (int step = 0; step < MOST_STEPS; step++) {
            sort(corners, values);
            double spread = values[0] - values[size];
            if (spread <= CLOSE * (1 + StrictMath.abs(values[0])) && extent(corners) < 1e-5) {
                break;
            }
            move(corners, values, f);
        }
        sort(corners, values);
        return corners[0];
    }

    /// One move of the simplex; the best corner is the first, the worst the last.
    private static void move(double[][] corners, double[] values, ToDoubleFunction<double[]> f) {
        int last = corners.length - 1;
        double[] centre = new double[last];
        for (int i = 0; i < last; i++) {
            for (int j = 0; j < last; j++) {
                centre[j] += corners[i][j] / last;
            }
        }
        double[] reflected = between(centre, corners[last], -1);
        double atReflected = value(f, reflected);
        if (atReflected > values[0]) {
            double[] further = between(centre, corners[last], -2);
            double atFurther = value(f, further);
            boolean better = atFurther > atReflected;
            corners[last] = better ? further : reflected;
            values[last] = better ? atFurther : atReflected;
            return;
        }
        if (atReflected > values[last - 1]) {
            corners[last] = reflected;
            values[last] = atReflected;
            return;
        }
        boolean outside = atReflected > values[last];
        double[] inner = between(centre, corners[last], outside ? -0.5 : 0.5);
        double atInner = value(f, inner);
        if (atInner > Math.max(values[last], atReflected)) {
            corners[last] = inner;
            values[last] = atInner;
            return;
        }
        for (int i = 1; i <= last; i++) {
            corners[i] = between(corners[0], corners[i], 0.5);
            values[i] = value(f, corners[i]);
        }
    }

    private static double[] between(double[] from, double[] to, double share) {
        double[] point = new double[from.length];
        for (int i = 0; i < point.length; i++) {
            point[i] = from[i] + share * (to[i] - from[i]);
        }
        return point;
    }

    private static double extent(double[][] corners) {
        double extent = 0;
        for (double[] corner : corners) {
            for (int j = 0; j < corner.length; j++) {
                extent = Math.max(extent, StrictMath.abs(corner[j] - corners[0][j]));
            }
        }
        return extent;
    }

    private static double value(ToDoubleFunction<double[]> f, double[] at) {
        double value = f.applyAsDouble(at);
        return Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value;
    }

    /// Best first; insertion, for a simplex is short and nearly in order.
    private static void sort(double[][] corners, double[] values) {
        for (int i = 1; i < values.length; i++) {
            double[] corner = corners[i];
            double value = values[i];
            int j = i;
            while (j > 0 && values[j - 1] < value) {
                corners[j] = corners[j - 1];
                values[j] = values[j - 1];
                j--;
            }
            corners[j] = corner;
            values[j] = value;
        }
    }

    /// Second differences over a distance at which the function has fallen measurably.
    private static double[][] covariance(double[] top, ToDoubleFunction<double[]> f) {
        int size = top.length;
        double[] reach = new double[size];
        double peak = f.applyAsDouble(top);
        for (int i = 0; i < size; i++) {
            reach[i] = 1e-4;
            while (reach[i] < 0.5 && fall(top, i, reach[i], peak, f) < 1e-3) {
                reach[i] *= 2;
            }
        }
        double[][] information = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j <= i; j++) {
                double second = 0;
                if (i == j) {
                    second = -2 * fall(top, i, reach[i], peak, f);
                } else {
                    second =
                            (f.applyAsDouble(moved(top, i, reach[i], j, reach[j]))
                                            - f.applyAsDouble(moved(top, i, reach[i], j, -reach[j]))
                                            - f.applyAsDouble(moved(top, i, -reach[i], j, reach[j]))
                                            + f.applyAsDouble(
                                                    moved(top, i, -reach[i], j, -reach[j])))
                                    / 4;
                }
                information[i][j] = -second / (reach[i] * reach[j]);
                information[j][i] = information[i][j];
            }
        }
        double[][] inverse = Matrix.inverse(information);
        for (int i = 0; i < size; i++) {
            if (!(inverse[i][i] > 0)) {
                for (double[] row : inverse) {
                    Arrays.fill(row, Double.NaN);
                }
                return inverse;
            }
        }
        return inverse;
    }

    private static double fall(
            double[] top, int i, double by, double peak, ToDoubleFunction<double[]> f) {
        double up = f.applyAsDouble(moved(top, i, by, i, 0));
        double down = f.applyAsDouble(moved(top, i, -by, i, 0));
        return peak - 0.5 * (up + down);
    }

    private static double[] moved(double[] top, int i, double by, int j, double byJ) {
        double[] moved = top.clone();
        moved[i] += by;
        moved[j] += byJ;
        return moved;
    }
}

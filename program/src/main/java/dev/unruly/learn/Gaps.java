package dev.unruly.learn;

/// What the gaps between moments look like.
public final class Gaps {

    private Gaps() {}

    /// From −1, a clock, over 0, Poisson, to 1, bursts: ((√(n+1) r − √(n−1)) / ((√(n+1) − 2) r +
    /// √(n−1)) with r the standard deviation over the mean of n gaps (Eun-Kyeong Kim & Hang-Hyun
    /// Jo, "Measuring burstiness for finite event sequences", 2016; for endless ones Kwang-Il Goh &
    /// Albert-László Barabási, "Burstiness and memory in complex systems", 2008). 0 of fewer than
    /// two.
    public static double burstiness(double... gaps) {
        int n = gaps.length;
        double mean = mean(gaps, 0, n);
        if (n < 2 || mean == 0) {
            return 0;
        }
        double r = StrictMath.sqrt(covariance(gaps, 0, 0, n)) / mean;
        double more = StrictMath.sqrt(n + 1.0);
        double less = StrictMath.sqrt(n - 1.0);
        return (more * r - less) / ((more - 2) * r + less);
    }

    /// The correlation of neighbouring gaps; 0 of fewer than three or of equal ones.
    public static double memory(double... gaps) {
        int pairs = gaps.length - 1;
        if (pairs < 2) {
            return 0;
        }
        double spread =
                StrictMath.sqrt(covariance(gaps, 0, 0, pairs) * covariance(gaps, 1, 1, pairs));
        return spread == 0 ? 0 : covariance(gaps, 0, 1, pairs) / spread;
    }

    private static double mean(double[] gaps, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += gaps[i];
        }
        return sum / count;
    }

    private static double covariance(double[] gaps, int one, int other, int count) {
        double left = mean(gaps, one, count);
        double right = mean(gaps, other, count);
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += (gaps[one + i] - left) * (gaps[other + i] - right);
        }
        return sum / count;
    }
}

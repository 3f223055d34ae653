package dev.unruly.chance;

/// The standard normal distribution.
public final class Normal {

    private static final double[] CENTRE_ABOVE = {
        2509.0809287301227, 33430.57558358813, 67265.7709270087,
        45921.95393154987, 13731.69376550946, 1971.5909503065513,
        133.14166789178438, 3.3871328727963665
    };

    private static final double[] CENTRE_BELOW = {
        5226.495278852546, 28729.085735721943, 39307.89580009271,
        21213.794301586597, 5394.196021424751, 687.1870074920579,
        42.31333070160091, 1.0
    };

    private static final double[] SHOULDER_ABOVE = {
        0.0007745450142783414, 0.022723844989269184, 0.2417807251774506,
        1.2704582524523684, 3.6478483247632045, 5.769497221460691,
        4.630337846156546, 1.4234371107496835
    };

    private static final double[] SHOULDER_BELOW = {
        1.0507500716444169e-09, 0.0005475938084995345, 0.015198666563616457,
        0.14810397642748008, 0.6897673349851, 1.6763848301838038,
        2.053191626637759, 1.0
    };

    private static final double[] TAIL_ABOVE = {
        2.0103343992922881e-07, 2.7115555687434876e-05, 0.0012426609473880784,
        0.026532189526576124, 0.29656057182850487, 1.7848265399172913,
        5.463784911164114, 6.657904643501103
    };

    private static final double[] TAIL_BELOW = {
        2.0442631033899397e-15, 1.421511758316446e-07, 1.8463183175100548e-05,
        0.0007868691311456133, 0.014875361290850615, 0.1369298809227358,
        0.599832206555888, 1.0
    };

    private Normal() {}

    /// Φ(z): the share that lies below z, precise in the lower tail.
    public static double cdf(double z) {
        double tail = Double.isInfinite(z) ? 0 : 0.5 * Special.upperGamma(0.5, 0.5 * z * z);
        return z < 0 ? tail : 1 - tail;
    }

    /// The z below which a share p lies. PPND16 of Michael Wichura, "Algorithm AS 241: the
    /// percentage points of the normal distribution", 1988; relative error about 10⁻¹⁶.
    public static double quantile(double p) {
        Special.requireShare(p);
        if (p == 0 || p == 1) {
            return p == 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        double q = p - 0.5;
        if (StrictMath.abs(q) <= 0.425) {
            return q * ratio(CENTRE_ABOVE, CENTRE_BELOW, 0.180625 - q * q);
        }
        double r = StrictMath.sqrt(-StrictMath.log(q < 0 ? p : 1 - p));
        double z =
                r <= 5
                        ? ratio(SHOULDER_ABOVE, SHOULDER_BELOW, r - 1.6)
                        : ratio(TAIL_ABOVE, TAIL_BELOW, r - 5);
        return q < 0 ? -z : z;
    }

    private static double ratio(double[] above, double[] below, double r) {
        double numerator = above[0];
        double denominator = below[0];
        for (int i = 1; i < above.length; i++) {
            numerator = numerator * r + above[i];
            denominator = denominator * r + below[i];
        }
        return numerator / denominator;
    }
}

package dev.unruly.stats;

/// The discrete Fourier transform (James Cooley & John Tukey, "An algorithm for the machine
/// calculation of complex Fourier series", 1965), for convolutions of long rows.
final class Fourier {

    private Fourier() {}

    /// The first cells of the convolution of two rows: out[k] = Σ a[i] · b[k − i]. Rounding errs by
    /// about 1e-16 of the largest product of sums.
    static double[] convolve(double[] a, double[] b, int cells) {
        int size = Integer.highestOneBit(Math.max(1, a.length + b.length - 1) * 2 - 1);
        // One transform for both: a in the real part, b in the imaginary one.
        double[] real = new double[size];
        double[] imaginary = new double[size];
        System.arraycopy(a, 0, real, 0, a.length);
        System.arraycopy(b, 0, imaginary, 0, b.length);
        double[][] roots = roots(size);
        transform(real, imaginary, roots);
        double[] productReal = new double[size];
        double[] productImaginary = new double[size];
        for (int i = 0; i < size; i++) {
            int j = (size - i) & (size - 1);
            double aReal = 0.5 * (real[i] + real[j]);
            double aImaginary = 0.5 * (imaginary[i] - imaginary[j]);
            double bReal = 0.5 * (imaginary[i] + imaginary[j]);
            double bImaginary = -0.5 * (real[i] - real[j]);
            productReal[i] = aReal * bReal - aImaginary * bImaginary;
            // Conjugated, so that the same transform goes back.
            productImaginary[i] = -(aReal * bImaginary + aImaginary * bReal);
        }
        transform(productReal, productImaginary, roots);
        double[] out = new double[cells];
        for (int i = 0; i < Math.min(cells, size); i++) {
            out[i] = Math.max(0, productReal[i] / size);
        }
        return out;
    }

    private static void transform(double[] real, double[] imaginary, double[][] roots) {
        int size = real.length;
        reverse(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            int stride = size / (2 * half);
            for (int start = 0; start < size; start += 2 * half) {
                for (int i = 0; i < half; i++) {
                    double cosine = roots[0][i * stride];
                    double sine = roots[1][i * stride];
                    int low = start + i;
                    int high = low + half;
                    double r = real[high] * cosine - imaginary[high] * sine;
                    double m = real[high] * sine + imaginary[high] * cosine;
                    real[high] = real[low] - r;
                    imaginary[high] = imaginary[low] - m;
                    real[low] += r;
                    imaginary[low] += m;
                }
            }
        }
    }

    /// Cosines and negative sines of half a turn.
    private static double[][] roots(int size) {
        double[][] roots = new double[2][Math.max(1, size / 2)];
        for (int i = 0; i < roots[0].length; i++) {
            roots[0][i] = StrictMath.cos(2 * StrictMath.PI * i / size);
            roots[1][i] = -StrictMath.sin(2 * StrictMath.PI * i / size);
        }
        return roots;
    }

    private static void reverse(double[] real, double[] imaginary) {
        int size = real.length;
        int bits = Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            int j = bits == 0 ? i : Integer.reverse(i) >>> (32 - bits);
            if (j > i) {
                double r = real[i];
                real[i] = real[j];
                real[j] = r;
                double m = imaginary[i];
                imaginary[i] = imaginary[j];
                imaginary[j] = m;
            }
        }
    }
}

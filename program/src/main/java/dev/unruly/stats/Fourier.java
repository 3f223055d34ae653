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
        transform(real, imaginary);
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
        transform(productReal, productImaginary);
        double[] out = new double[cells];
        for (int i = 0; i < Math.min(cells, size); i++) {
            out[i] = Math.max(0, productReal[i] / size);
        }
        return out;
    }

    private static void transform(double[] real, double[] imaginary) {
        int size = real.length;
        reverse(real, imaginary);
        for (int half = 1; half < size; half *= 2) {
            double[] cosines = new double[half];
            double[] sines = new double[half];
            for (int i = 0; i < half; i++) {
                cosines[i] = StrictMath.cos(StrictMath.PI * i / half);
                sines[i] = -StrictMath.sin(StrictMath.PI * i / half);
            }
            for (int start = 0; start < size; start += 2 * half) {
                for (int i = 0; i < half; i++) {
                    int low = start + i;
                    int high = low + half;
                    double r = real[high] * cosines[i] - imaginary[high] * sines[i];
                    double m = real[high] * sines[i] + imaginary[high] * cosines[i];
                    real[high] = real[low] - r;
                    imaginary[high] = imaginary[low] - m;
                    real[low] += r;
                    imaginary[low] += m;
                }
            }
        }
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

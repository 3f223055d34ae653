package dev.unruly.advise;

/// What one request can turn into when things go wrong.
///
/// @param times w_L, how many requests one can become: 1 + retries, multiplied over the layers that
///   retry
/// @param slower w_C, by how much capacity can shrink, as by garbage collection or a cold cache; 1:
///   not at all
public record Work(double times, double slower) {

    public Work {
        if (!(times >= 1 && slower >= 1)) {
            throw new IllegalArgumentException(
                    "work must be >= 1, got " + times + " times and " + slower + " times slower");
        }
    }

    /// What layers of retries multiply to: 3 at each of 5 layers are 4⁵ = 1,024 requests.
    public static Work ofRetries(int... retriesPerLayer) {
        double times = 1;
        for (int retries : retriesPerLayer) {
            if (retries < 0) {
                throw new IllegalArgumentException("retries must be >= 0, got " + retries);
            }
            times *= 1 + retries;
        }
        return new Work(times, 1);
    }
}

package dev.unruly.shop.provider;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long a service takes: log-normal, median · exp(sigma · Z) with Z standard normal. Its mean
/// is median · exp(sigma² / 2).
public record Latency(Duration median, double sigma) {
    public Latency {
        if (median.isNegative()) {
            throw new IllegalArgumentException("median must be >= 0, got " + median);
        }
        if (!(sigma >= 0 && sigma <= 3)) {
            throw new IllegalArgumentException("sigma must be in [0, 3], got " + sigma);
        }
    }

    public long drawNanos(RandomGenerator chance) {
        return (long) (median.toNanos() * StrictMath.exp(sigma * chance.nextGaussian()));
    }
}

package dev.unruly.advise;

/// How a cache is used. What an answer is good for is for its owner to say; the rest is seen.
///
/// @param perSecond requests for the hottest key
/// @param recomputeNanos how long an answer takes to make, on average
/// @param freshNanos how long it is good
/// @param staleNanos how long after that it may still be given
/// @param keys that were filled at about the same time, as after a purge
/// @param sparePerSecond how many more answers a second the origin can make; 0: not known
public record CacheUse(
        double perSecond,
        long recomputeNanos,
        long freshNanos,
        long staleNanos,
        long keys,
        double sparePerSecond) {

    public CacheUse {
        if (!(perSecond > 0) || !(sparePerSecond >= 0)) {
            throw new IllegalArgumentException(
                    "rates must not be negative, got " + perSecond + ", " + sparePerSecond);
        }
        if (recomputeNanos <= 0 || freshNanos <= 0 || staleNanos < 0 || keys < 1) {
            throw new IllegalArgumentException(
                    "times must be > 0 and keys >= 1, got recompute %d, fresh %d, stale %d, keys %d"
                            .formatted(recomputeNanos, freshNanos, staleNanos, keys));
        }
    }
}

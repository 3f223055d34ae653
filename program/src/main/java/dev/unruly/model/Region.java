package dev.unruly.model;

import java.time.ZoneId;

/// Where users are.
///
/// @param name as written in the population
/// @param share of the users, all regions together are 1
/// @param timeZone sets when this region's day is
/// @param roundTripNanos to the backend and back, over the backbone
/// @param lastMile what is added by the user's own access
/// @param jitterNanos mean of the delay added to each message each way
public record Region(
        String name,
        Share share,
        ZoneId timeZone,
        long roundTripNanos,
        LastMile lastMile,
        long jitterNanos) {

    public Region {
        if (roundTripNanos < 0 || jitterNanos < 0) {
            throw new IllegalArgumentException(
                    "delays must be >= 0, got " + roundTripNanos + " and " + jitterNanos);
        }
    }
}

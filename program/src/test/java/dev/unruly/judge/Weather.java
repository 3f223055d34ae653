package dev.unruly.judge;

/// How wishes fare that are meant in one second of a [Story].
///
/// @param good the share that is answered; the others are given up
/// @param medianSeconds of the time an answer takes, lognormal
/// @param sigma of its logarithm
/// @param attempts made per wish, on average; at least 1
/// @param load organic wishes as a share of the plan
/// @param surge wishes per second of users whom the first trigger brings
/// @param inFlight requests that wait at the first dependency at the second's end
public record Weather(
        double good,
        double medianSeconds,
        double sigma,
        double attempts,
        double load,
        double surge,
        int inFlight) {

    /// Nothing is wrong.
    public static final Weather CALM = new Weather(0.998, 0.120, 0.45, 1, 1, 0, 3);

    /// Nothing is answered any more, and everybody asks again and again.
    public static final Weather COLLAPSED = new Weather(0.004, 2.5, 0.4, 8, 1, 0, 180);

    /// The same with another share of good answers.
    public Weather good(double share) {
        return new Weather(share, medianSeconds, sigma, attempts, load, surge, inFlight);
    }

    /// The same, but answers take a multiple of the time.
    public Weather slower(double factor) {
        return new Weather(good, factor * medianSeconds, sigma, attempts, load, surge, inFlight);
    }

    /// The same with other attempts per wish.
    public Weather attempts(double perWish) {
        return new Weather(good, medianSeconds, sigma, perWish, load, surge, inFlight);
    }

    /// The same at a share of the planned load.
    public Weather load(double share) {
        return new Weather(good, medianSeconds, sigma, attempts, share, surge, inFlight);
    }

    /// The same with users whom a trigger brings.
    public Weather surge(double perSecond) {
        return new Weather(good, medianSeconds, sigma, attempts, load, perSecond, inFlight);
    }

    /// The same with another backlog.
    public Weather inFlight(int requests) {
        return new Weather(good, medianSeconds, sigma, attempts, load, surge, requests);
    }
}

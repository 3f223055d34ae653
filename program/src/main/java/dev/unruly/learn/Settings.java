package dev.unruly.learn;

/// What estimators have to know about how sessions were made.
///
/// @param resolutionSeconds of the log's times: 1 or 0.001
/// @param cutSeconds of inactivity after which a session counts as ended
/// @param timesTrusted whether arrivals and think times may be learned
/// @param whyNot what is wrong with the times; empty where they are trusted
public record Settings(
        double resolutionSeconds, double cutSeconds, boolean timesTrusted, String whyNot) {

    public Settings {
        if (!(resolutionSeconds > 0 && cutSeconds > resolutionSeconds)) {
            throw new IllegalArgumentException(
                    "the resolution must be above 0 and below the cut, got "
                            + resolutionSeconds
                            + " and "
                            + cutSeconds);
        }
    }

    /// Times that can be trusted.
    public static Settings of(double resolutionSeconds, double cutSeconds) {
        return new Settings(resolutionSeconds, cutSeconds, true, "");
    }

    /// Times that cannot.
    public Settings untrusted(String why) {
        return new Settings(resolutionSeconds, cutSeconds, false, why);
    }
}

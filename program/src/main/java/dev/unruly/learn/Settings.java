package dev.unruly.learn;

import dev.unruly.stats.Blur;
import dev.unruly.stats.IntervalSample;

/// What estimators have to know about how sessions were made.
///
/// @param resolutionSeconds of the log's times: 1 or 0.001
/// @param blur how far times between may be off beyond that
/// @param cutSeconds of inactivity after which a session counts as ended
/// @param timesTrusted whether arrivals and think times may be learned
/// @param unseen while nothing was recorded
/// @param whyNot what is wrong with the times; empty where they are trusted
public record Settings(
        double resolutionSeconds,
        Blur blur,
        double cutSeconds,
        boolean timesTrusted,
        Unseen unseen,
        String whyNot) {

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
        return new Settings(resolutionSeconds, Blur.NONE, cutSeconds, true, Unseen.NOTHING, "");
    }

    /// The same of a coarse clock.
    public Settings blurred(Blur by) {
        return new Settings(resolutionSeconds, by, cutSeconds, timesTrusted, unseen, whyNot);
    }

    /// Times that cannot.
    public Settings untrusted(String why) {
        return new Settings(resolutionSeconds, blur, cutSeconds, false, unseen, why);
    }

    /// The same of evidence that has holes.
    public Settings without(Unseen holes) {
        return new Settings(resolutionSeconds, blur, cutSeconds, timesTrusted, holes, whyNot);
    }

    /// For times within sessions; longer than the cut there are none.
    IntervalSample times() {
        return new IntervalSample(resolutionSeconds, blur, cutSeconds);
    }
}

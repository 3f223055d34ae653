package dev.unruly.learn;

import dev.unruly.chance.Distribution;
import java.util.List;

/// How long people wait for an answer, in seconds.
public sealed interface LearnedPatience {

    /// What to draw from; a prior where waits were not seen to be given up.
    Distribution.Weibull distribution();

    /// Waits that were given up before the answer, the answered ones censored.
    ///
    /// @param curve the share that waits longer, by Kaplan and Meier
    /// @param left how many waits were given up
    /// @param answered how many were not
    record Seen(Figure shape, Figure scaleSeconds, List<Lasts> curve, long left, long answered)
            implements LearnedPatience {
        public Seen {
            curve = List.copyOf(curve);
        }

        @Override
        public Distribution.Weibull distribution() {
            return new Distribution.Weibull(shape.value(), scaleSeconds.value());
        }
    }

    /// No given-up wait is seen, but sessions end more often the longer an answer took: a Weibull
    /// of the prior's shape whose scale that tells.
    ///
    /// @param stops by how long the answer took
    record Inferred(Figure scaleSeconds, double shape, List<Stops> stops)
            implements LearnedPatience {
        public Inferred {
            stops = List.copyOf(stops);
        }

        @Override
        public Distribution.Weibull distribution() {
            return new Distribution.Weibull(shape, scaleSeconds.value());
        }
    }

    /// No given-up wait is seen: a prior, beside how often a session ended after a slow answer.
    ///
    /// @param stops by how long the answer took; empty where nothing was timed
    /// @param moreStopsAfterSlow how much likelier the end is after the slowest answers than after
    ///   the fastest; a prior of 0 where that is not known
    record NotSeen(
            Distribution.Weibull distribution,
            List<Stops> stops,
            Figure moreStopsAfterSlow,
            String why)
            implements LearnedPatience {
        public NotSeen {
            stops = List.copyOf(stops);
        }
    }

    /// The share that waits longer than so many seconds.
    record Lasts(double seconds, Figure share) {}

    /// The share of answers of a length after which the session ended.
    record Stops(double fromSeconds, double toSeconds, Figure share) {}
}

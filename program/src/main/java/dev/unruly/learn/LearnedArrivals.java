package dev.unruly.learn;

import java.util.List;

/// When sessions begin.
public sealed interface LearnedArrivals {

    /// The times cannot be trusted or there are none.
    record Refused(String why) implements LearnedArrivals {}

    /// Sessions per second, λ(t) = mean · weekday · exp(Σ …): a day's course, bursts, episodes.
    ///
    /// @param perSecond the mean over a day, where its course is known; else over the time covered
    /// @param fromMillis the first session
    /// @param toMillis the last one
    /// @param harmonics of the day in UTC; empty: not learned
    /// @param weekdays seven factors, Monday first; empty: not learned
    /// @param dispersions of counts after division by the day's course; empty where too short
    /// @param episodes during which far more came than the course says
    /// @param excitement whether arrivals bring arrivals
    /// @param burstiness of the gaps: −1 a clock, 0 Poisson, 1 bursts
    /// @param memory the correlation of neighbouring gaps
    record Known(
            Figure perSecond,
            long fromMillis,
            long toMillis,
            List<Harmonic> harmonics,
            List<Figure> weekdays,
            List<Dispersed> dispersions,
            List<Episode> episodes,
            Excitement excitement,
            double burstiness,
            double memory)
            implements LearnedArrivals {
        public Known {
            harmonics = List.copyOf(harmonics);
            weekdays = List.copyOf(weekdays);
            dispersions = List.copyOf(dispersions);
            episodes = List.copyOf(episodes);
        }
    }

    /// How long it was seen, in milliseconds; 0: not at all.
    default long seenMillis() {
        return this instanceof Known known ? known.toMillis - known.fromMillis : 0;
    }

    /// The same where each who comes counts for so many of what was seen.
    ///
    /// @param each arrivals of the evidence for one person
    default LearnedArrivals dividedBy(double each) {
        if (!(this instanceof Known k) || each == 1) {
            return this;
        }
        Figure rate = k.perSecond;
        return new Known(
                Figure.learned(
                        rate.value() / each, rate.low() / each, rate.high() / each, rate.sample()),
                k.fromMillis,
                k.toMillis,
                k.harmonics,
                k.weekdays,
                k.dispersions,
                k.episodes,
                k.excitement,
                k.burstiness,
                k.memory);
    }

    /// A part of the day's course.
    ///
    /// @param k periods per day
    /// @param amplitude as a share of the mean
    /// @param peakHour in UTC, [0, 24 / k)
    record Harmonic(int k, Figure amplitude, Figure peakHour) {}

    /// The index of dispersion of counts per `seconds`.
    record Dispersed(int seconds, Figure index) {}

    /// A while in which far more came than usual.
    ///
    /// @param atMillis when it began
    /// @param seconds how long it lasted
    /// @param factor at its peak, over what was due
    /// @param extra how many came beyond what was due
    record Episode(long atMillis, double seconds, double factor, double extra) {}

    /// Whether arrivals bring arrivals.
    sealed interface Excitement {

        /// A Poisson process describes them as well, or nothing that was tried does.
        record None(String why) implements Excitement {}

        /// A Hawkes process with an exponential kernel (Alan Hawkes, "Spectra of some self-exciting
        /// and mutually exciting point processes", 1971).
        ///
        /// @param branching arrivals that an arrival brings, on average
        /// @param halfLifeSeconds of the delay between them
        /// @param gain by how much Akaike's criterion is below the Poisson process's
        /// @param p of the time-rescaling test; small: rejected
        record Hawkes(Figure branching, Figure halfLifeSeconds, double gain, double p)
                implements Excitement {}
    }
}

package dev.unruly.learn;

/// Thresholds by which requests become people, sessions and steps.
///
/// @param memoryMegabytes what the database may take
/// @param threads of the database
/// @param pages how many paths are kept as they are; others are grouped by their structure
/// @param states at most so many, the last of which is all others
/// @param againMillis the same url so soon after the end of the try before is a further try
/// @param embeddedMillis what regularly follows a page so soon was fetched with it
/// @param leastForRegular gaps that are needed to call somebody regular
/// @param regularVariation standard deviation over mean of gaps below which nobody is a person:
///   think times of people have one near 1 or above (behaviour: log-logistic with shape 1.3)
/// @param perMinute pages within one minute that no person reads
/// @param breadth different urls of a session's worth of browsing that no person sees
/// @param errorShare of more than `leastForErrors` pages
/// @param backwardsShare of lines that are older than the one before, above which times are not
///   trusted
public record Rules(
        int memoryMegabytes,
        int threads,
        int pages,
        int states,
        long againMillis,
        long embeddedMillis,
        int leastForRegular,
        double regularVariation,
        int perMinute,
        int breadth,
        double errorShare,
        int leastForErrors,
        double backwardsShare) {

    public static Rules usual() {
        return new Rules(1_000, 2, 200_000, 40, 10_000, 1_000, 20, 0.2, 60, 500, 0.8, 10, 0.05);
    }

    /// Of what browsers recorded: whoever did that is a person, and what was asked for twice was
    /// wished twice.
    public static Rules recorded() {
        int all = Integer.MAX_VALUE;
        return new Rules(1_000, 2, 200_000, 40, 0, 1_000, all, 0, all, all, 2, all, 1);
    }

    public Rules {
        if (states < 2) {
            throw new IllegalArgumentException("states must be 2 or more, got " + states);
        }
        if (pages < 1) {
            throw new IllegalArgumentException("pages must be 1 or more, got " + pages);
        }
    }

    public Rules withPages(int pages) {
        return new Rules(
                memoryMegabytes,
                threads,
                pages,
                states,
                againMillis,
                embeddedMillis,
                leastForRegular,
                regularVariation,
                perMinute,
                breadth,
                errorShare,
                leastForErrors,
                backwardsShare);
    }
}

package dev.unruly.learn;

/// Thresholds by which requests become people, sessions and steps.
///
/// @param memoryMegabytes what the database may take
/// @param threads of the database
/// @param pages how many paths are kept as they are; others are grouped by their structure
/// @param states at most so many, the last of which is all others
/// @param embeddedMillis what regularly follows a page so soon was fetched with it
/// @param leastForRegular gaps that are needed to call somebody regular
/// @param regularVariation standard deviation over mean of gaps below which nobody is a person:
///   think times of people have one near 1 or above (behaviour: log-logistic with shape 1.3)
/// @param perMinute pages and calls within one minute that no person makes
/// @param pagesPerMinute different pages within one minute that nobody reads who fetches nothing
///   that pages need (a browser does, also of who clicks through pictures): of 900 people at NASA's
///   in July 1995 none read more than eight, and of log-logistic times to think (shape 1.3, median
///   50 s) nineteen one after the other are within a minute never
/// @param hours of a day in which somebody came who does not sleep, and fetches nothing that pages
///   need (many people behind one address do)
/// @param breadth different urls of a session's worth of browsing that no person sees
/// @param errorShare of more than `leastForErrors` pages
/// @param backwardsShare of lines that are older than the one before, above which times are not
///   trusted
public record Rules(
        int memoryMegabytes,
        int threads,
        int pages,
        int states,
        long embeddedMillis,
        int leastForRegular,
        double regularVariation,
        int perMinute,
        int pagesPerMinute,
        int hours,
        int breadth,
        double errorShare,
        int leastForErrors,
        double backwardsShare) {

    public static Rules usual() {
        return new Rules(1_000, 2, 200_000, 40, 1_000, 20, 0.2, 60, 20, 20, 500, 0.8, 10, 0.05);
    }

    /// Of what browsers recorded: whoever did that is a person, and what was asked for twice was
    /// wished twice.
    public static Rules recorded() {
        int all = Integer.MAX_VALUE;
        return new Rules(1_000, 2, 200_000, 40, 1_000, all, 0, all, all, all, all, 2, all, 1);
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
        return with(memoryMegabytes, pages);
    }

    Rules withMemory(int megabytes) {
        return with(megabytes, pages);
    }

    private Rules with(int megabytes, int mostPages) {
        return new Rules(
                megabytes,
                threads,
                mostPages,
                states,
                embeddedMillis,
                leastForRegular,
                regularVariation,
                perMinute,
                pagesPerMinute,
                hours,
                breadth,
                errorShare,
                leastForErrors,
                backwardsShare);
    }
}

package dev.unruly.learn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// What a generator without a memory plays: pages by their share of the visits whatever came
/// before, sessions that end after each page alike, exponential times to think, Poisson arrivals.
final class Naive {

    private Naive() {}

    /// As many sessions as the other has in so long a time.
    ///
    /// @param of whose means it has
    static List<Walk> walks(
            List<Walk> of, int count, long fromMillis, long toMillis, SplittableRandom chance) {
        int[] pages = of.stream().flatMap(w -> w.steps().stream()).mapToInt(Step::state).toArray();
        double think =
                of.stream()
                        .flatMap(w -> w.steps().stream())
                        .mapToDouble(Step::thinkSeconds)
                        .filter(t -> t >= 0)
                        .average()
                        .orElse(1);
        double goesOn = 1 - (double) of.size() / pages.length;
        var walks = new ArrayList<Walk>();
        for (int i = 0; i < count; i++) {
            long start = fromMillis + (long) (chance.nextDouble() * (toMillis - fromMillis));
            var steps = new ArrayList<Step>();
            double at = start;
            boolean more = true;
            while (more) {
                more = chance.nextDouble() < goesOn;
                double pause = more ? -think * Math.log(1 - chance.nextDouble()) : Double.NaN;
                int state = pages[chance.nextInt(pages.length)];
                steps.add(
                        new Step(
                                state,
                                -1,
                                (long) at,
                                pause,
                                Double.NaN,
                                Step.Ending.ANSWERED,
                                List.of()));
                at += more ? 1e3 * pause : 0;
            }
            walks.add(new Walk(-1, start, steps));
        }
        return walks;
    }
}

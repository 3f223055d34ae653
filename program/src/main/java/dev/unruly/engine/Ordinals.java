package dev.unruly.engine;

import dev.unruly.chance.UserNumber;
import dev.unruly.model.Arrival;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/// Numbers a plan's users from 0 on without gaps, for what belongs to one user alone: accounts, and
/// records of unique and circular feeds. Those who start during the plan come first, then those who
/// were there before; users beyond the plan follow, no longer without gaps.
final class Ordinals {

    private final List<Origin> processes;

    /// Where the counting of a process's shard begins; one entry for a process known in advance.
    private long[][] bases = {};

    /// How many users of a process's shard there are in the plan.
    private long[][] planned = {};

    private long[] standing = {};
    private long starting;

    Ordinals(List<Origin> processes) {
        this.processes = processes;
    }

    /// How many users the plan has.
    long size() {
        return starting + standing.length;
    }

    /// How many items a process's visitors look at; 0: whatever they like.
    int hotItems(int process) {
        return processes.get(process).arrival() instanceof Arrival.Viral viral
                ? viral.hotItems()
                : 0;
    }

    /// A user's number among the plan's. Before [#count] everyone's is 0.
    long of(long user) {
        if (bases.length == 0) {
            return 0;
        }
        long nth = UserNumber.count(user) / 2;
        if (Way.backwards(user)) {
            int found = Arrays.binarySearch(standing, user);
            return found >= 0 ? starting + found : size() + nth;
        }
        int process = UserNumber.process(user);
        int cell = knownInAdvance(processes.get(process)) ? 0 : UserNumber.shard(user);
        return nth < planned[process][cell] ? bases[process][cell] + nth : size() + nth;
    }

    /// Counts the plan's users.
    void count(Plan plan) {
        long[][] counts = new long[processes.size()][];
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new long[knownInAdvance(processes.get(i)) ? 1 : UserNumber.SHARDS];
        }
        for (Origin process : processes) {
            long[] cells = counts[process.index()];
            for (Stream stream : process.onwards(Slice.ALL)) {
                while (stream.next() && stream.atNanos() < plan.horizonNanos()) {
                    cells[cells.length == 1 ? 0 : UserNumber.shard(stream.user())]++;
                }
            }
        }
        var there = LongStream.builder();
        new Census(plan, Slice.ALL)
                .standing(0, (path, start, region, process) -> there.add(path.user()));
        standing = there.build().sorted().toArray();
        planned = counts;
        bases = bases(counts);
    }

    private long[][] bases(long[][] counts) {
        long[][] sums = new long[counts.length][];
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sums[i] = new long[counts[i].length];
            for (int j = 0; j < counts[i].length; j++) {
                sums[i][j] = sum;
                sum += counts[i][j];
            }
        }
        starting = sum;
        return sums;
    }

    /// Whether a process counts its users as a whole.
    private static boolean knownInAdvance(Origin process) {
        return switch (process.arrival()) {
            case Arrival.Wave wave -> wave.spacing() != Arrival.Spacing.INDEPENDENT;
            case Arrival.Poisson _, Arrival.Daily _, Arrival.SelfExciting _, Arrival.Viral _ ->
                    false;
            case Arrival.Constant _,
                    Arrival.Ramp _,
                    Arrival.Steps _,
                    Arrival.Flash _,
                    Arrival.ReplayTimes _,
                    Arrival.ReplayCounts _ ->
                    true;
        };
    }
}

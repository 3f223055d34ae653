package dev.unruly.learn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// While nothing was recorded, which is not the same as that nobody came: whole days that lie
/// between the files of the evidence.
///
/// @param spans in order of time, apart from each other
public record Unseen(List<Span> spans) {

    /// All was seen.
    public static final Unseen NOTHING = new Unseen(List.of());

    /// A night, or a shop that is closed, is shorter.
    private static final long LEAST_MILLIS = 20 * 3_600_000L;

    /// So many times longer than the longest silence within a file.
    private static final long TIMES = 5;

    /// From one moment to another, since the epoch.
    ///
    /// @param longestMillis between two neighbouring requests within it; of a span of nothing its
    ///   length
    public record Span(long fromMillis, long toMillis, long longestMillis) {
        long millis() {
            return toMillis - fromMillis;
        }
    }

    public Unseen {
        spans = List.copyOf(spans);
    }

    /// What lies between files that each were seen from their first to their last request.
    public static Unseen between(List<Span> files) {
        var sorted = new ArrayList<>(files);
        sorted.sort(Comparator.comparingLong(Span::fromMillis));
        long within = sorted.stream().mapToLong(Span::longestMillis).max().orElse(0);
        var spans = new ArrayList<Span>();
        long end = Long.MAX_VALUE;
        for (Span file : sorted) {
            long silent = end == Long.MAX_VALUE ? 0 : file.fromMillis() - end;
            if (silent >= LEAST_MILLIS && silent >= TIMES * within) {
                spans.add(new Span(end, file.fromMillis(), silent));
            }
            end = end == Long.MAX_VALUE ? file.toMillis() : Math.max(end, file.toMillis());
        }
        return spans.isEmpty() ? NOTHING : new Unseen(spans);
    }

    /// The whole of it.
    public long millis() {
        return spans.stream().mapToLong(Span::millis).sum();
    }

    /// A moment with what is unseen before it cut out; moments within it are its beginning.
    long seen(long millis) {
        long cut = 0;
        for (Span span : spans) {
            cut += Math.clamp(millis - span.fromMillis(), 0, span.millis());
        }
        return millis - cut;
    }

    /// When a moment of what was seen was: the other way round.
    double real(double seenMillis) {
        double real = seenMillis;
        for (Span span : spans) {
            if (real >= span.fromMillis()) {
                real += span.millis();
            }
        }
        return real;
    }

    /// Marks neighbouring bins that touch it.
    boolean[] touched(long fromMillis, double binMillis, int bins) {
        boolean[] touched = new boolean[bins];
        for (Span span : spans) {
            int first = (int) Math.floor((span.fromMillis() - fromMillis) / binMillis);
            int last = (int) Math.ceil((span.toMillis() - fromMillis) / binMillis);
            Arrays.fill(touched, Math.clamp(first, 0, bins), Math.clamp(last, 0, bins), true);
        }
        return touched;
    }
}

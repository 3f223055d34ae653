package dev.unruly.run;

import dev.unruly.backend.Sightings.Kind;
import dev.unruly.stats.Latencies;
import dev.unruly.stats.Survival;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// One kind of request, while a journal is read.
final class KindDraft {

    private static final long SECOND = 1_000_000_000L;
    private static final int OK = 200;

    private final String method;
    private final String path;
    final Survival took = new Survival();
    final List<Integer> refused = new ArrayList<>();
    final Latencies failedAfter = new Latencies();
    boolean session;
    private double[] perSecond = new double[64];
    private double[] answered = new double[64];
    private final Map<Integer, Long> statuses = new TreeMap<>();
    private long bytes;
    private long answers;

    KindDraft(String method, String path) {
        this.method = method;
        this.path = path;
    }

    /// Counts one that lasted so long: a share of it in each second.
    void spread(long fromNanos, long toNanos) {
        int last = (int) (toNanos / SECOND);
        perSecond = grown(perSecond, last);
        for (int t = (int) (Math.max(0, fromNanos) / SECOND); t <= last; t++) {
            long begin = Math.max(fromNanos, t * SECOND);
            long end = Math.min(toNanos, (t + 1) * SECOND);
            perSecond[t] += (double) (end - begin) / (toNanos - fromNanos);
        }
    }

    /// Counts a good answer.
    void answered(long atNanos, int status, long bodyBytes) {
        int second = (int) (atNanos / SECOND);
        answered = grown(answered, second);
        answered[second]++;
        answers++;
        bytes += bodyBytes;
        statuses.merge(status, 1L, Long::sum);
    }

    private static double[] grown(double[] all, int second) {
        return second < all.length ? all : Arrays.copyOf(all, 2 * second + 1);
    }

    Kind kind() {
        int status =
                statuses.entrySet().stream()
                        .max(Map.Entry.comparingByValue())
                        .map(Map.Entry::getKey)
                        .orElse(OK);
        return new Kind(
                method,
                path,
                status,
                answers == 0 ? 0 : (int) (bytes / answers),
                session,
                took,
                perSecond,
                answered,
                refused,
                failedAfter);
    }
}

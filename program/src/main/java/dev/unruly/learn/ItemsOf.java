package dev.unruly.learn;

import dev.unruly.learn.Learned.HotItem;
import dev.unruly.learn.Learned.Items;
import dev.unruly.stats.Proportion;
import dev.unruly.stats.ZipfFit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The estimator of how visits spread over the items of states. Each visit counts, for that is how
/// people are played; as visits of one session to one item are not independent, intervals are wider
/// by the root of their design effect, Σ n² / Σ n over the n visits of a session to an item (Leslie
/// Kish, "Survey sampling", 1965).
final class ItemsOf {

    /// Parts of the whole time in which an item may be hot.
    private static final int PARTS = 24;

    /// Only the first ranks are watched for heat.
    private static final int WATCHED = 20;

    private static final int LEAST_PER_PART = 100;

    /// Times its usual share, beyond chance, from which an item is hot.
    private static final double HOT = 2;

    private static final double SURE = 0.9999;

    /// Web traffic has exponents of 0.64 to 0.83 (Breslau et al., "Web caching and Zipf-like
    /// distributions", 1999).
    private static final double PRIOR = 0.8;

    private final long fromMillis;
    private final long toMillis;

    /// By state, then by item: visits in each part of the time.
    private final TreeMap<Integer, TreeMap<Integer, int[]>> visits = new TreeMap<>();

    /// By state: Σ n² over the visits n of a session to an item.
    private final Map<Integer, Long> squares = new HashMap<>();

    ItemsOf(long fromMillis, long toMillis) {
        this.fromMillis = fromMillis;
        this.toMillis = Math.max(toMillis, fromMillis + 1);
    }

    void add(Walk walk) {
        Map<Long, Integer> seen = new HashMap<>();
        for (Step step : walk.steps()) {
            if (step.item() >= 0) {
                visits.computeIfAbsent(step.state(), _ -> new TreeMap<>())
                        .computeIfAbsent(step.item(), _ -> new int[PARTS])[part(step.atMillis())]++;
                int before =
                        seen.merge((long) step.state() << 32 | step.item(), 1, Integer::sum) - 1;
                // (n + 1)² − n²
                squares.merge(step.state(), 2L * before + 1, Long::sum);
            }
        }
    }

    private int part(long millis) {
        double share = (double) (millis - fromMillis) / (toMillis - fromMillis);
        return Math.clamp((int) (PARTS * share), 0, PARTS - 1);
    }

    List<Items> learned() {
        List<Items> all = new ArrayList<>();
        for (Map.Entry<Integer, TreeMap<Integer, int[]>> state : visits.entrySet()) {
            List<int[]> items = new ArrayList<>(state.getValue().values());
            items.sort((a, b) -> Long.compare(sum(b), sum(a)));
            long[] counts = items.stream().mapToLong(ItemsOf::sum).toArray();
            long sum = 0;
            for (long count : counts) {
                sum += count;
            }
            Optional<ZipfFit> fit = ZipfFit.of(counts);
            double times =
                    StrictMath.sqrt((double) squares.getOrDefault(state.getKey(), sum) / sum);
            Figure exponent = fit.map(f -> exponent(f, times)).orElse(Figure.prior(PRIOR));
            all.add(new Items(state.getKey(), counts.length, sum, exponent, hot(items)));
        }
        return all;
    }

    private static Figure exponent(ZipfFit fit, double times) {
        double by = times * (fit.interval().high() - fit.exponent());
        return Figure.learned(
                fit.exponent(),
                Math.max(0, fit.exponent() - by),
                fit.exponent() + by,
                fit.visits());
    }

    /// Items whose share in a part of the time is above what it is in the rest, more than chance
    /// explains; neighbouring parts are one.
    private List<HotItem> hot(List<int[]> items) {
        long[] inPart = new long[PARTS];
        long all = 0;
        for (int[] item : items) {
            for (int part = 0; part < PARTS; part++) {
                inPart[part] += item[part];
                all += item[part];
            }
        }
        List<HotItem> hot = new ArrayList<>();
        for (int rank = 0; rank < Math.min(WATCHED, items.size()); rank++) {
            int[] item = items.get(rank);
            int from = -1;
            for (int part = 0; part <= PARTS; part++) {
                boolean isHot = part < PARTS && isHot(item, part, inPart[part], all);
                if (isHot && from < 0) {
                    from = part;
                } else if (!isHot && from >= 0) {
                    hot.add(hotItem(rank, item, from, part, inPart, all));
                    from = -1;
                }
            }
        }
        return hot;
    }

    private static boolean isHot(int[] item, int part, long inPart, long all) {
        if (inPart < LEAST_PER_PART || all == inPart) {
            return false;
        }
        double usual = (double) (sum(item) - item[part]) / (all - inPart);
        return new Proportion(item[part], inPart).wilsonLower(SURE) > HOT * usual;
    }

    private HotItem hotItem(int rank, int[] item, int from, int to, long[] inPart, long all) {
        long here = 0;
        long total = 0;
        for (int part = from; part < to; part++) {
            here += item[part];
            total += inPart[part];
        }
        double length = (double) (toMillis - fromMillis) / PARTS;
        var share = new Proportion(here, total);
        double usual = all == total ? 0 : (double) (sum(item) - here) / (all - total);
        return new HotItem(
                rank + 1,
                fromMillis + Math.round(from * length),
                fromMillis + Math.round(to * length),
                Figure.learned(share.share(), share.wilson(Figure.LEVEL), total),
                usual);
    }

    private static long sum(int[] counts) {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}

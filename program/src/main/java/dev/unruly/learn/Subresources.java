package dev.unruly.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// What is fetched with the pages of a state, by paths. Those that many visits bring are told as
/// they are; others by patterns, grouped as pages are, so that a path that only one person saw, or
/// one of many in a place, is not told.
///
/// @param each patterns that a visit brings, the most frequent first, with how many of each on
///   average
/// @param mean how many a visit brings, of all
record Subresources(Map<String, Double> each, double mean) {

    static final Subresources NONE = new Subresources(Map.of(), 0);

    /// Patterns of all states together.
    private static final int PATTERNS = 200;

    /// A path is a state's own if so large a share of its visits brings it, and so many do.
    private static final double OWN_SHARE = 0.1;

    private static final int OWN_LEAST = 20;

    /// Where a state is many pages, what fewer of them bring is theirs alone.
    private static final int OWN_PAGES = 3;

    /// As a play fetches them: as many of the most frequent as a visit brings, of those that are
    /// fixed. Who has one in a cache does not ask for it, so that a visit brings fewer than there
    /// are.
    List<String> played() {
        List<String> fixed = each.keySet().stream().filter(path -> path.indexOf('{') < 0).toList();
        double mean = fixed.stream().mapToDouble(path -> each.getOrDefault(path, 0.0)).sum();
        return fixed.subList(0, (int) Math.min(fixed.size(), Math.round(mean)));
    }

    /// By state.
    ///
    /// @param pages texts by number
    /// @param ofPage state of each page
    /// @param varies whether the state of a page has many
    /// @param visits of each state
    static List<Subresources> of(
            List<String> pages, Brought brought, int[] ofPage, boolean[] varies, long[] visits) {
        var counts = new ArrayList<Map<Integer, Count>>();
        for (int state = 0; state < visits.length; state++) {
            counts.add(new TreeMap<>());
        }
        var totals = new TreeMap<Integer, Long>();
        brought.each((page, fetched, count) -> {
            counts.get(ofPage[page])
                    .merge(fetched, new Count(count, varies[page] ? 1 : OWN_PAGES), Count::plus);
            totals.merge(fetched, (long) count, Long::sum);
        });
        Map<Integer, String> patterns = patterns(pages, brought, totals);
        var all = new ArrayList<Subresources>();
        for (int state = 0; state < visits.length; state++) {
            var told = new HashMap<String, Long>();
            double least = Math.max(OWN_LEAST, OWN_SHARE * visits[state]);
            counts.get(state)
                    .forEach((fetched, count) -> {
                        PathPattern path = PathPattern.of(pages.get(fetched));
                        boolean own =
                                count.times >= least
                                        && count.pages >= OWN_PAGES
                                        && brought.least(fetched) != brought.greatest(fetched)
                                        && fixed(path);
                        String name =
                                own ? path.path() : patterns.getOrDefault(fetched, "/{other}");
                        told.merge(name, count.times, Long::sum);
                    });
            all.add(visits[state] == 0 ? NONE : one(told, visits[state]));
        }
        return all;
    }

    /// How often something was fetched, and with how many of a state's pages.
    private record Count(long times, int pages) {
        Count plus(Count other) {
            return new Count(times + other.times, pages + other.pages);
        }
    }

    private static boolean fixed(PathPattern path) {
        return path.method().equals("GET") && path.segments().stream().noneMatch(Patterns::varies);
    }

    private static Map<Integer, String> patterns(
            List<String> pages, Brought brought, Map<Integer, Long> totals) {
        var seen = new ArrayList<Patterns.Visited>();
        totals.forEach((fetched, count) ->
                seen.add(
                        new Patterns.Visited(
                                PathPattern.of(pages.get(fetched)),
                                count,
                                brought.least(fetched),
                                brought.greatest(fetched))));
        var found = new ArrayList<>(Patterns.of(seen, PATTERNS).keySet());
        found.sort(Comparator.comparing(PathPattern::width));
        var patterns = new HashMap<Integer, String>();
        for (int fetched : totals.keySet()) {
            PathPattern path = PathPattern.of(pages.get(fetched));
            found.stream()
                    .filter(pattern -> pattern.method().equals("GET") && pattern.matches(path))
                    .findFirst()
                    .ifPresent(pattern -> patterns.put(fetched, told(pattern)));
        }
        return patterns;
    }

    /// The last segment of what is not a state's own may name an item, and is a place.
    private static String told(PathPattern pattern) {
        String path = pattern.path().replace("**", "{rest}");
        return pattern.varies() ? path : path.substring(0, path.lastIndexOf('/') + 1) + "{id}";
    }

    private static Subresources one(Map<String, Long> counts, long visits) {
        var sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey));
        var each = new LinkedHashMap<String, Double>();
        long sum = 0;
        for (Map.Entry<String, Long> one : sorted) {
            each.put(one.getKey(), one.getValue() / (double) visits);
            sum += one.getValue();
        }
        return new Subresources(each, sum / (double) visits);
    }

    /// In the words of a comment, the most frequent by name; empty: it brings none.
    String words(int most) {
        if (each.isEmpty()) {
            return "";
        }
        List<String> some =
                each.entrySet().stream()
                        .limit(most)
                        .map(one -> words(one.getKey(), one.getValue()))
                        .toList();
        String more = each.size() > most ? ", and %d more".formatted(each.size() - most) : "";
        return String.format(
                Locale.ROOT,
                "a visit brings %.2f requests: %s%s",
                mean,
                String.join(", ", some),
                more);
    }

    private static String words(String path, double times) {
        String clean = path.replaceAll("[^!-~]", "?");
        String brief = clean.length() > 40 ? clean.substring(0, 39) + "~" : clean;
        return String.format(Locale.ROOT, "%s %.2f", brief, times);
    }
}

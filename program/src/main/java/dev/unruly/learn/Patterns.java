package dev.unruly.learn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Groups paths into a bounded number of patterns: segments that are numbers, hashes or ids, and
/// those of which one place has many, become places in braces; what is rarely visited is folded
/// into wider patterns.
final class Patterns {

    /// Above so many different segments in one place they are items of one kind.
    static final int MANY = 12;

    /// Segments directly under the root are kept if they have this share of all visits.
    private static final double FREQUENT = 0.02;

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.[a-z]{2,5})?");
    private static final Pattern HEXADECIMAL =
            Pattern.compile("[0-9a-fA-F]{8,}(-[0-9a-fA-F]{4,})*(\\.[a-z]{2,5})?");
    private static final int LONG = 32;

    /// One path and who asked for it.
    ///
    /// @param least and `greatest`: of the codes of those persons; the same if it was only one
    record Visited(PathPattern page, long visits, long least, long greatest) {}

    private static final class Node {
        private final Map<String, Node> children = new TreeMap<>();
        private final Map<String, Long> ends = new TreeMap<>();
        private long visits;
        private long least = Long.MAX_VALUE;
        private long greatest = Long.MIN_VALUE;

        void see(long count, long low, long high) {
            visits += count;
            least = Math.min(least, low);
            greatest = Math.max(greatest, high);
        }

        boolean shared() {
            return least != greatest;
        }

        Node child(String segment) {
            return children.computeIfAbsent(segment, _ -> new Node());
        }

        void take(Node other) {
            see(other.visits, other.least, other.greatest);
            other.ends.forEach((method, count) -> ends.merge(method, count, Long::sum));
            other.children.forEach((segment, child) -> child(segment).take(child));
        }
    }

    private final Map<PathPattern, Long> found = new LinkedHashMap<>();

    private final boolean several;

    private Patterns(boolean several) {
        this.several = several;
    }

    /// Whether a segment is surely one of many: a number, a hash, an address, or very long.
    static boolean varies(String segment) {
        if (PathPattern.place(segment) || segment.length() > LONG || segment.contains("@")) {
            return true;
        }
        long digits = segment.chars().filter(c -> c >= '0' && c <= '9').count();
        return NUMBER.matcher(segment).matches()
                || (digits > 0 && HEXADECIMAL.matcher(segment).matches())
                || (digits >= 4 && 2 * digits >= segment.length())
                || segment.contains("%40");
    }

    /// At most `most` patterns with their visits, the widest of which takes all that no other does.
    static Map<PathPattern, Long> of(List<Visited> pages, int most) {
        var root = new Node();
        for (Visited visited : pages) {
            Node node = root;
            node.see(visited.visits(), visited.least(), visited.greatest());
            for (String segment : visited.page().segments()) {
                node = node.child(segment);
                node.see(visited.visits(), visited.least(), visited.greatest());
            }
            node.ends.merge(visited.page().method(), visited.visits(), Long::sum);
        }
        var patterns = new Patterns(root.shared());
        patterns.walk(root, new ArrayList<>(), root.visits);
        return patterns.folded(most);
    }

    private void walk(Node node, List<String> above, long all) {
        node.ends.forEach(
                (method, count) -> found.merge(new PathPattern(method, above), count, Long::sum));
        var merged = new Node();
        boolean some = false;
        boolean many = fixed(node) > MANY;
        for (Map.Entry<String, Node> entry : node.children.entrySet()) {
            Node child = entry.getValue();
            boolean frequent = above.isEmpty() && child.visits >= FREQUENT * all;
            boolean keeps =
                    !varies(entry.getKey())
                            && (child.shared() || !several || entry.getKey().isEmpty())
                            && (!many || frequent || entry.getKey().isEmpty());
            if (keeps) {
                walk(child, with(above, entry.getKey()), all);
            } else {
                merged.take(child);
                some = true;
            }
        }
        if (some) {
            walk(merged, with(above, "{" + placeName(above) + "}"), all);
        }
    }

    private static long fixed(Node node) {
        return node.children.keySet().stream().filter(segment -> !varies(segment)).count();
    }

    private static List<String> with(List<String> above, String segment) {
        var all = new ArrayList<>(above);
        all.add(segment);
        return all;
    }

    private static String placeName(List<String> above) {
        long places = above.stream().filter(PathPattern::place).count();
        return places == 0 ? "id" : "id" + (places + 1);
    }

    private Map<PathPattern, Long> folded(int most) {
        var other = new PathPattern("*", List.of("**"));
        long rest = 0;
        while (found.size() > most - 1) {
            PathPattern least =
                    found.entrySet().stream()
                            .min(
                                    Map.Entry.<PathPattern, Long>comparingByValue()
                                            .thenComparing(e -> e.getKey().toString()))
                            .orElseThrow()
                            .getKey();
            long visits = found.getOrDefault(least, 0L);
            found.remove(least);
            if (least.rest() || least.segments().size() < 2) {
                rest += visits;
            } else {
                var wider =
                        new PathPattern(least.method(), List.of(least.segments().getFirst(), "**"));
                found.merge(wider, visits, Long::sum);
            }
        }
        var sorted = new ArrayList<>(found.entrySet());
        sorted.sort(
                Map.Entry.<PathPattern, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(e -> e.getKey().toString()));
        var result = new LinkedHashMap<PathPattern, Long>();
        sorted.forEach(e -> result.put(e.getKey(), e.getValue()));
        result.put(other, rest);
        return result;
    }

    /// A name for each pattern, different from all that are taken.
    static List<String> names(List<PathPattern> patterns, Set<String> taken) {
        var used = new LinkedHashSet<>(taken);
        var names = new ArrayList<String>();
        for (PathPattern pattern : patterns) {
            String name = pattern.name(1);
            for (int words = 2;
                    used.contains(name) && words <= pattern.segments().size();
                    words++) {
                name = pattern.name(words);
            }
            String base = name;
            for (int i = 2; used.contains(name); i++) {
                name = base + "-" + i;
            }
            used.add(name);
            names.add(name);
        }
        return names;
    }
}

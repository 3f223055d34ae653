package dev.unruly.learn;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/// A method and a path with places in braces for what varies; `**` at the end stands for any rest.
///
/// @param method `*` is any
record PathPattern(String method, List<String> segments) {

    PathPattern {
        segments = List.copyOf(segments);
    }

    /// Reads `METHOD /path`.
    static PathPattern of(String text) {
        int space = text.indexOf(' ');
        String path = text.substring(space + 1);
        String method = text.substring(0, space);
        return new PathPattern(method, List.of(withoutSlash(path).split("/", -1)));
    }

    private static String withoutSlash(String path) {
        return path.startsWith("/") ? path.substring(1) : path;
    }

    static boolean place(String segment) {
        return segment.startsWith("{") && segment.endsWith("}");
    }

    boolean rest() {
        return segments.getLast().equals("**");
    }

    /// Whether what it stands for differs from request to request.
    boolean varies() {
        return rest() || segments.stream().anyMatch(PathPattern::place);
    }

    /// Which segment is its only place; −1: it has none, several, or any rest.
    int onlyPlace() {
        List<Integer> places =
                IntStream.range(0, segments.size())
                        .filter(i -> place(segments.get(i)))
                        .boxed()
                        .toList();
        return places.size() == 1 && !rest() ? places.getFirst() : -1;
    }

    boolean matches(PathPattern page) {
        if (!method.equals("*") && !method.equals(page.method)) {
            return false;
        }
        int fixed = rest() ? segments.size() - 1 : segments.size();
        if (rest() ? page.segments.size() < fixed : page.segments.size() != fixed) {
            return false;
        }
        for (int i = 0; i < fixed; i++) {
            String segment = segments.get(i);
            String theirs = page.segments.get(i);
            if (place(segment) ? theirs.isEmpty() : !segment.equals(theirs)) {
                return false;
            }
        }
        return true;
    }

    /// Sorts the narrower before the wider: texts, places, any rest; a method before any.
    String width() {
        var width = new StringBuilder();
        for (String segment : segments) {
            width.append(segment.equals("**") ? 'c' : place(segment) ? 'b' : 'a');
        }
        return width.append(method.equals("*") ? 'b' : 'a').toString();
    }

    String path() {
        return "/" + String.join("/", segments);
    }

    /// A word for it, of letters, digits and hyphens.
    ///
    /// @param words how many of its fixed segments, from the end, are used
    String name(int words) {
        var name = new StringBuilder();
        int taken = 0;
        for (int i = segments.size() - 1; i >= 0 && taken < words; i--) {
            String segment = segments.get(i);
            if (!place(segment) && !segment.equals("**") && !segment.isEmpty()) {
                String word = word(segment);
                boolean one = taken == 0 && i < segments.size() - 1 && place(segments.getLast());
                if (!word.isEmpty()) {
                    name.insert(0, (one ? singular(word) : word) + (taken > 0 ? "-" : ""));
                    taken++;
                }
            }
        }
        if (name.isEmpty()) {
            name.append(rest() ? "other" : varies() ? "page" : "home");
        } else if (rest()) {
            name.append("-other");
        }
        if (!method.equals("GET") && !method.equals("*")) {
            name.append('-').append(word(method));
        }
        boolean letter = Character.isLetter(name.charAt(0));
        return letter ? name.toString() : "page-" + name;
    }

    private static String word(String segment) {
        String low = segment.toLowerCase(Locale.ROOT).replaceFirst("\\.[a-z]{2,5}$", "");
        return low.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private static String singular(String word) {
        if (word.endsWith("ies") && word.length() > 4) {
            return word.substring(0, word.length() - 3) + "y";
        }
        boolean plural = word.endsWith("s") && !word.endsWith("ss") && word.length() > 3;
        return plural ? word.substring(0, word.length() - 1) : word;
    }
}

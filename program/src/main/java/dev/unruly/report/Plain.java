package dev.unruly.report;

import java.util.ArrayList;
import java.util.List;

/// Text that only says something: names come from files and from the network, and nothing in them
/// may move a cursor, turn text around, or break a format.
final class Plain {

    private static final int UNSEEN = 0xfffd;

    private static final List<String> UNITS = List.of("%", "s", "ms", "µs", "min", "×");

    private Plain() {}

    /// The text with a � for each character that does something else than show: controls, line
    /// breaks of all kinds, marks of direction, halves of pairs, and what is no character.
    static String of(String text) {
        boolean plain = text.codePoints().allMatch(Plain::shows);
        if (plain) {
            return text;
        }
        var shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.appendCodePoint(shows(c) ? c : UNSEEN));
        return shown.toString();
    }

    private static boolean shows(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }

    /// How many columns of a terminal a text takes.
    static int columns(String text) {
        return text.codePoints().map(Plain::columns).sum();
    }

    static int columns(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
            default -> wide(c) ? 2 : 1;
        };
    }

    /// Whether a terminal gives a character two columns: the ranges of East Asian wide characters
    /// (Unicode Standard Annex 11) and pictographs.
    private static boolean wide(int c) {
        return c >= 0x1100
                && (c <= 0x115f
                        || (c >= 0x2e80 && c <= 0xa4cf && c != 0x303f)
                        || (c >= 0xac00 && c <= 0xd7a3)
                        || (c >= 0xf900 && c <= 0xfaff)
                        || (c >= 0xfe30 && c <= 0xfe6f)
                        || (c >= 0xff00 && c <= 0xff60)
                        || (c >= 0xffe0 && c <= 0xffe6)
                        || (c >= 0x1f300 && c <= 0x1faff)
                        || (c >= 0x20000 && c <= 0x3fffd));
    }

    /// The text cut to so many columns, with `…` where something is missing.
    static String cut(String text, int columns) {
        if (columns(text) <= columns) {
            return text;
        }
        var cut = new StringBuilder();
        int used = 0;
        for (int c : text.codePoints().toArray()) {
            int more = columns(c);
            if (used + more > columns - 1) {
                break;
            }
            cut.appendCodePoint(c);
            used += more;
        }
        return columns < 1 ? "" : cut.append('…').toString();
    }

    /// A figure and its unit are one word.
    private static List<String> words(String text) {
        var words = new ArrayList<String>();
        for (String word : text.split(" ", -1)) {
            String bare = word.replaceAll("[,;:.)`']+s?$", "");
            boolean unit =
                    UNITS.contains(bare)
                            && !words.isEmpty()
                            && words.getLast().matches("(?s).*[0-9]");
            if (unit) {
                words.set(words.size() - 1, words.getLast() + " " + word);
            } else {
                words.add(word);
            }
        }
        return words;
    }

    /// The text in lines of at most so many columns, broken between words; a word that is longer
    /// than a line has one of its own.
    static List<String> wrap(String text, int columns) {
        var lines = new ArrayList<String>();
        var line = new StringBuilder();
        for (String word : words(of(text))) {
            if (!line.isEmpty() && columns(line.toString()) + 1 + columns(word) > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}

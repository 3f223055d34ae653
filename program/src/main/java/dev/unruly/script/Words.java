package dev.unruly.script;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words of an expectation, and how far it has been read.
final class Words {

    /// What a word is.
    enum Kind {
        /// Letters, digits, `-`, `_` and `.`, beginning with a letter.
        NAME,
        /// Begins with a digit, may have a unit.
        FIGURE,
        /// A comparison.
        SIGN,
        OPEN,
        CLOSE,
        /// What has no place in an expectation.
        STRANGE,
        END
    }

    /// A word.
    ///
    /// @param at its offset in the text
    record Word(Kind kind, String text, int at) {

        boolean is(String name) {
            return kind == Kind.NAME && text.equals(name);
        }
    }

    private static final Pattern WORD =
            Pattern.compile(
                    "(?<name>[A-Za-z_][A-Za-z0-9_.-]*)"
                            + "|(?<figure>\\d[0-9A-Za-z.µ]*(?:\\s?%|\\s?/\\s?[a-z]+)?)"
                            + "|(?<sign><=|>=|==|!=|<|>|=)"
                            + "|(?<open>\\()|(?<close>\\))|(?<space>\\s+)|(?<strange>.)",
                    Pattern.DOTALL);

    private final List<Word> words = new ArrayList<>();
    private int next;

    Words(String text) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            if (word.group("space") == null) {
                words.add(new Word(kind(word), word.group(), word.start()));
            }
        }
        words.add(new Word(Kind.END, "", text.stripTrailing().length()));
    }

    private static Kind kind(Matcher word) {
        if (word.group("name") != null) {
            return Kind.NAME;
        } else if (word.group("figure") != null) {
            return Kind.FIGURE;
        } else if (word.group("sign") != null) {
            return Kind.SIGN;
        } else if (word.group("open") != null) {
            return Kind.OPEN;
        } else if (word.group("close") != null) {
            return Kind.CLOSE;
        }
        return Kind.STRANGE;
    }

    /// The word that comes next.
    Word peek() {
        return words.get(next);
    }

    /// The word that comes next, and steps behind it; the end stays the end.
    Word take() {
        Word word = words.get(next);
        if (word.kind() != Kind.END) {
            next++;
        }
        return word;
    }

    /// Steps behind a name if it comes next.
    boolean takeIf(String name) {
        boolean there = peek().is(name);
        if (there) {
            next++;
        }
        return there;
    }
}

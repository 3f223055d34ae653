package dev.unruly.script;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// The known word that a mistyped one most likely stands for.
final class Nearest {

    private static final int LISTED = 12;

    private Nearest() {}

    /// The word with the fewest slips of the keyboard between, if they are few for its length.
    static Optional<String> to(String typed, Collection<String> known) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        int fewest = Math.max(1, wanted.length() / 3) + 1;
        String nearest = "";
        for (String word : known) {
            int slips = slips(wanted, word.toLowerCase(Locale.ROOT));
            if (slips < fewest) {
                fewest = slips;
                nearest = word;
            }
        }
        return nearest.isEmpty() ? Optional.empty() : Optional.of(nearest);
    }

    /// What to write instead: the nearest word, or all that are known.
    static String instead(String typed, Collection<String> known, String whenNone) {
        if (known.isEmpty()) {
            return whenNone;
        }
        return to(typed, known)
                .map(word -> "did you mean `" + word + "`?")
                .orElseGet(() -> "known are " + listed(known));
    }

    private static String listed(Collection<String> words) {
        var text = new StringBuilder();
        int said = 0;
        for (String word : words) {
            if (said == LISTED) {
                return text.append(" and ").append(words.size() - said).append(" more").toString();
            }
            text.append(said == 0 ? "`" : ", `").append(word).append('`');
            said++;
        }
        return text.toString();
    }

    /// The least number of letters typed wrong, too much, too few, or in the wrong order (Damerau,
    /// "A technique for computer detection and correction of spelling errors", 1964; restricted to
    /// neighbours that changed places once).
    static int slips(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(last[j - 1] + change, 1 + Math.min(last[j], row[j - 1]));
                if (i > 1
                        && j > 1
                        && a.charAt(i - 1) == b.charAt(j - 2)
                        && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            int[] spare = beforeLast;
            beforeLast = last;
            last = row;
            row = spare;
        }
        return last[b.length()];
    }
}

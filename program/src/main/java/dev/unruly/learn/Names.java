package dev.unruly.learn;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Names as files allow them: letters, digits, - and _, each one once.
final class Names {

    private static final Set<String> TAKEN = Set.of("leave", "sign-in", "all");
    private static final int LONGEST = 48;

    private Names() {}

    /// All of them, in their order; one that is there already gets a number.
    static List<String> unique(List<String> names) {
        Set<String> seen = new HashSet<>(TAKEN);
        var unique = new ArrayList<String>();
        for (String name : names) {
            String plain = plain(name);
            String tried = plain;
            for (int i = 2; !seen.add(tried); i++) {
                tried = plain + "-" + i;
            }
            unique.add(tried);
        }
        return unique;
    }

    private static String plain(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^[-0-9]+|-+$", "");
        if (plain.length() > LONGEST) {
            plain = plain.substring(0, LONGEST);
        }
        return plain.isEmpty() ? "page" : plain;
    }
}

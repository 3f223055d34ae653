package dev.unruly.convert;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// What was not taken from a file, by reason, with where it first was.
public final class Skips {

    private record Skip(long count, String first) {}

    private final TreeMap<String, Skip> all = new TreeMap<>();
    private long taken;

    /// One more was taken.
    void take() {
        taken++;
    }

    /// One was left out.
    ///
    /// @param why a reason that others share
    /// @param where the first of them is
    void skip(String why, String where) {
        all.merge(why, new Skip(1, where), (old, one) -> new Skip(old.count + 1, old.first));
    }

    /// How many were taken.
    public long taken() {
        return taken;
    }

    /// One line for each reason; empty: nothing was left out.
    public List<String> lines() {
        var lines = new ArrayList<String>();
        all.forEach((why, skip) ->
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "%,d left out: %s (first: %s)",
                                skip.count,
                                why,
                                skip.first)));
        return lines;
    }
}

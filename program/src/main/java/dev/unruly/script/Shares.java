package dev.unruly.script;

import dev.unruly.model.Share;
import java.util.List;

/// Shares that must be the whole of something together.
final class Shares {

    private static final double TOLERANCE = 1e-6;

    private Shares() {}

    /// Tells a problem when shares, each of them right since a mark, do not sum to 1.
    static void requireWhole(Value value, int mark, List<Share> shares, String what) {
        double sum = shares.stream().mapToDouble(Share::value).sum();
        if (value.reading().cleanSince(mark) && !(Math.abs(sum - 1) <= TOLERANCE)) {
            value.wrong(
                    what + " sum to " + Units.percent(sum),
                    sum < 1
                            ? "add the missing " + Units.percent(1 - sum)
                            : "take away " + Units.percent(sum - 1));
        }
    }
}

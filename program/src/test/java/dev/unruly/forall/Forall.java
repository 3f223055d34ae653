package dev.unruly.forall;

import java.util.Arrays;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/// A claim about all cases, tried on some drawn from a seed. A case that fails is shrunk: parts of
/// its recorded choices are cut out or made smaller as long as it still fails.
public final class Forall {

    private static final int MOST_TRIES = 5_000;

    private Forall() {}

    /// Tries `property` on so many cases; it fails by throwing.
    ///
    /// @throws AssertionError with the smallest case found, its notes and its cause
    public static void check(int cases, long seed, Consumer<Draw> property) {
        var seeds = new SplittableRandom(seed);
        for (int i = 1; i <= cases; i++) {
            var draw = new Draw(seeds.split());
            if (failure(property, draw).isPresent()) {
                report(i, seed, property, shrink(property, draw.record()));
            }
        }
    }

    private static void report(int number, long seed, Consumer<Draw> property, long[] smallest) {
        var draw = new Draw(smallest);
        Throwable cause =
                failure(property, draw)
                        .orElse(new IllegalStateException("the property does not repeat itself"));
        throw new AssertionError(
                "case %d of seed %d fails; smallest: %s %s: %s"
                        .formatted(number, seed, draw.notes(), Arrays.toString(smallest), cause),
                cause);
    }

    /// The exception or failed assertion, if any.
    private static Optional<Throwable> failure(Consumer<Draw> property, Draw draw) {
        try {
            property.accept(draw);
            return Optional.empty();
        } catch (RuntimeException | AssertionError failed) {
            return Optional.of(failed);
        }
    }

    static long[] shrink(Consumer<Draw> property, long[] failing) {
        var search = new Search(property, failing);
        boolean smaller = true;
        while (smaller && search.tries < MOST_TRIES) {
            boolean cut = search.cut();
            smaller = search.lower() || cut;
        }
        return search.best;
    }

    private static final class Search {
        private final Consumer<Draw> property;
        private long[] best;
        private int tries;

        Search(Consumer<Draw> property, long[] failing) {
            this.property = property;
            this.best = failing;
        }

        /// Leaves out runs of choices, long ones first.
        boolean cut() {
            boolean smaller = false;
            for (int length = Integer.highestOneBit(Math.max(1, best.length)); length > 0; ) {
                boolean cut = false;
                for (int at = best.length - length; at >= 0; at--) {
                    cut |= at + length <= best.length && accept(without(at, length));
                }
                smaller |= cut;
                length = cut && length <= best.length ? length : length / 2;
            }
            return smaller;
        }

        /// Makes single choices as small as they can be, by halving the distance.
        boolean lower() {
            boolean smaller = false;
            for (int at = 0; at < best.length; at++) {
                long passing = -1;
                while (at < best.length && best[at] - passing > 1 && tries < MOST_TRIES) {
                    long middle = passing < 0 ? 0 : passing + (best[at] - passing) / 2;
                    if (accept(with(at, middle))) {
                        smaller = true;
                    } else {
                        passing = middle;
                    }
                }
            }
            return smaller;
        }

        /// Takes a candidate over if it fails as well.
        private boolean accept(long[] candidate) {
            if (tries++ >= MOST_TRIES) {
                return false;
            }
            var draw = new Draw(candidate);
            if (failure(property, draw).isEmpty()) {
                return false;
            }
            long[] used = draw.record();
            // What was played may differ from what was asked for; only what is smaller helps.
            if (used.length > best.length
                    || (used.length == best.length && Arrays.compare(used, best) >= 0)) {
                return false;
            }
            best = used;
            return true;
        }

        private long[] without(int at, int length) {
            long[] shorter = new long[best.length - length];
            System.arraycopy(best, 0, shorter, 0, at);
            System.arraycopy(best, at + length, shorter, at, shorter.length - at);
            return shorter;
        }

        private long[] with(int at, long value) {
            long[] changed = best.clone();
            changed[at] = value;
            return changed;
        }
    }
}

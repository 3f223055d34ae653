package dev.unruly.backend;

import dev.unruly.chance.Distribution;
import java.util.List;
import java.util.stream.Stream;

/// One thing that is done for a request. A list of steps is done one after the other, and ends
/// early where one of them fails.
public sealed interface Step {

    /// Time that passes and needs nothing else.
    record Work(Distribution seconds) implements Step {}

    /// Time that passes, and more of it while a station is crowded: `from` times what is drawn
    /// while no more than `usual` places are taken, `to` times when all are, in a straight line
    /// between. What a machine's cores, a disk or a lock do to all who share them.
    record Crowded(String station, double usual, double from, double to, Distribution seconds)
            implements Step {
        public Crowded {
            if (!(usual >= 0) || !(from > 0) || !(to > 0)) {
                throw new IllegalArgumentException(
                        "usual must be >= 0, from and to > 0, got %s, %s and %s"
                                .formatted(usual, from, to));
            }
        }
    }

    /// Waits for a place at a station, keeps it while something is done, and gives it back. A pool
    /// of connections that is "open in view" is a place that is kept while others are asked.
    ///
    /// @param mostWaitNanos after which the wait for a place fails; 0: never
    record In(String station, long mostWaitNanos, List<Step> steps) implements Step {
        public In {
            steps = List.copyOf(steps);
        }

        public In(String station, List<Step> steps) {
            this(station, 0, steps);
        }
    }

    /// Asks another part of the system, over a link on which it can be watched and hurt. What that
    /// part does goes on when the one who asked no longer waits.
    ///
    /// @param steps what is done there
    /// @param others what is done at the second instance, and so on; empty: the same at all
    record Ask(String link, Tries tries, List<Step> steps, List<List<Step>> others)
            implements Step {
        public Ask {
            steps = List.copyOf(steps);
            others = others.stream().map(List::copyOf).toList();
        }

        public Ask(String link, Tries tries, List<Step> steps) {
            this(link, tries, steps, List.of());
        }

        /// What is done, by instance; one alone: the same at all.
        List<List<Step>> at() {
            return Stream.concat(Stream.of(steps), others.stream()).toList();
        }

        public Ask(String link, List<Step> steps) {
            this(link, Tries.ONCE, steps);
        }
    }

    /// Goes to the origin where a cache does not have what is wanted, and puts it there. Everybody
    /// who misses goes.
    record Look(String cache, List<Step> origin) implements Step {
        public Look {
            origin = List.copyOf(origin);
        }
    }

    /// Done for a share of requests only.
    record Sometimes(double share, List<Step> steps) implements Step {
        public Sometimes {
            steps = List.copyOf(steps);
            if (!(share >= 0 && share <= 1)) {
                throw new IllegalArgumentException("share must be in [0, 1], got " + share);
            }
        }
    }

    /// Begins all branches at once and waits for the slowest.
    record Together(List<List<Step>> branches) implements Step {
        public Together {
            branches = branches.stream().map(List::copyOf).toList();
        }
    }

    /// The same again and again.
    record Times(int times, List<Step> steps) implements Step {
        public Times {
            steps = List.copyOf(steps);
            if (times < 1) {
                throw new IllegalArgumentException("times must be >= 1, got " + times);
            }
        }
    }
}

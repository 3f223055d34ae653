package dev.unruly.learn;

import java.util.List;

/// One wish of a person: a page or a call, with all tries to get it.
///
/// @param state the number of what was wanted
/// @param item the number of the item it was about; −1: none
/// @param atMillis of the first try
/// @param thinkSeconds from the answer to the next wish; NaN: not known, as after the last
/// @param tookSeconds from the first try to the answer; NaN: not known
/// @param tries those after the first
public record Step(
        int state,
        int item,
        long atMillis,
        double thinkSeconds,
        double tookSeconds,
        Ending ending,
        List<Try> tries) {

    /// How it came out.
    public enum Ending {
        ANSWERED,
        FAILED,
        /// The person went away before the answer; what it took is how long they waited.
        LEFT_EARLY,
        /// The answer came, and the person went away while parts of the page were still to come;
        /// what it took is the answer's.
        LEFT_PARTS
    }

    /// Whether they got what they wanted. What comes after a wish in vain is a reaction to that,
    /// and says nothing of where people go, or how long they think, once they got it.
    boolean answered() {
        return ending == Ending.ANSWERED;
    }

    /// A further try.
    ///
    /// @param gapSeconds from the beginning of the try before to that of this one
    /// @param afterStatus that of the try before; 0: none was sent
    /// @param afterTookSeconds how long the try before took; NaN: not known
    /// @param afterLeft whether the try before was given up, before its answer or behind it
    public record Try(
            double gapSeconds, int afterStatus, double afterTookSeconds, boolean afterLeft) {

        /// Whether the answer to the try before was not waited for. Parts of a page that were not
        /// say little of how long people wait: what they had waited for when they did is not known.
        boolean afterWait() {
            return afterLeft && !(afterStatus >= 200 && afterStatus < 400);
        }

        /// Whether the try before failed; one that was given up did not.
        public boolean afterFailure() {
            boolean failed =
                    afterStatus == 0
                            || afterStatus == 408
                            || afterStatus == 429
                            || afterStatus >= 500;
            return failed && !afterLeft;
        }
    }

    public Step {
        tries = List.copyOf(tries);
    }
}

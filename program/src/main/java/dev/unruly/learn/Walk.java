package dev.unruly.learn;

import java.util.List;

/// One session.
///
/// @param region its code; −1: not known
/// @param startMillis of the first step, since the epoch
/// @param steps at least one, in order
public record Walk(int region, long startMillis, List<Step> steps) {

    public Walk {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a session needs a step");
        }
    }
}

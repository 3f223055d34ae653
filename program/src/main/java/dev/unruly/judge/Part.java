package dev.unruly.judge;

import dev.unruly.model.Expectation.Scope;

/// The parts of a run in which measurements are added up.
enum Part {
    BASELINE,
    TRIGGER,
    WATCH;

    /// Whether measurements of this part count for a scope.
    boolean within(Scope scope) {
        return switch (scope) {
            case ALL -> true;
            case BASELINE -> this == BASELINE;
            case TRIGGER -> this == TRIGGER;
            case WATCH -> this == WATCH;
        };
    }
}

package dev.unruly.model;

/// The parts of a run, in their order.
public enum Phase {
    WARM_UP,
    BASELINE,
    TRIGGER,
    WATCH,
    RELIEF,
    RESTORE
}

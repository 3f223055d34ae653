package dev.unruly.model;

/// Something that happened to the run itself. Times are nanoseconds since the run began.
public sealed interface Mark {

    /// When.
    long atNanos();

    /// A phase has begun.
    record PhaseBegan(Phase phase, long atNanos) implements Mark {}

    /// A trigger is in force.
    ///
    /// @param trigger its index in the experiment
    /// @param detail what it does, in a few words, with figures that were only then known
    record TriggerBegan(int trigger, String detail, long atNanos) implements Mark {}

    /// A trigger is over, by its own confirmation.
    record TriggerEnded(int trigger, String detail, long atNanos) implements Mark {}

    /// A guardrail has struck.
    record Guardrailed(String text, boolean aborts, long atNanos) implements Mark {}

    /// Something worth telling.
    record Note(String text, long atNanos) implements Mark {}

    /// The run is over.
    ///
    /// @param stopped empty when it ran to its end, else why it stopped early
    record RunEnded(String stopped, long atNanos) implements Mark {}
}

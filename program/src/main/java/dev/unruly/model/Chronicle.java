package dev.unruly.model;

/// Who is told everything that a run measures, in the order in which it becomes known: the journal
/// writes it down, the judge adds it up.
public interface Chronicle extends Observer {

    /// What a listener of the gateway saw in a second.
    void dependency(DependencySecond second);

    /// What the policies of a listener did in a second.
    void guarded(GuardSecond second);

    /// What a listener saw of one of the routes that policies name, in a second.
    default void routed(RouteSecond second) {}

    /// How the generator itself did in a second.
    void generator(GeneratorSecond second);

    /// Something happened to the run itself.
    void mark(Mark mark);
}

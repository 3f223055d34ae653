package dev.unruly.world;

/// An exchange seen from the serving side: it answers. The body is written as in [Exchange].
public interface Asked extends Exchange {

    /// The route number that the asking side put on the request ([Head#route]) where both sides are
    /// in one simulation, else -1.
    int route();

    /// Sends an interim answer (1xx).
    void interim(Head head);

    /// Sends the answer's head.
    ///
    /// @param bodyBytes the size of the body to follow; 0: none; -1: not known, sent in chunks
    void answer(Head head, long bodyBytes);
}

package dev.unruly.world;

/// The head of a request or an answer, which renders itself once, straight into the connection.
public interface Head {

    /// The number of the route that this request follows; lets a simulated server know what is
    /// asked without reading the target. -1: unknown.
    int route();

    /// Writes itself: [Sink#request] or [Sink#status] first, then the fields. Lengths and transfer
    /// codings are the connection's business and are not written here; `Host` is.
    void render(Sink sink);
}

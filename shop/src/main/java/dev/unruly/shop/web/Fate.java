package dev.unruly.shop.web;

/// What became of an answer.
public sealed interface Fate {
    /// The kernel took all of it while the client was, as far as could be seen, still there.
    record Delivered() implements Fate {}

    /// The client had closed the connection. One that shut only its sending side counts as gone,
    /// too: HTTP clients that wait for an answer do not do that.
    ///
    /// @param sinceNanos when the server saw it
    record Gone(long sinceNanos) implements Fate {}
}

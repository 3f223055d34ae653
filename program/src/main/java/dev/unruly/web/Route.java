package dev.unruly.web;

import java.util.concurrent.CompletionStage;

/// Something that a server has at a path.
public sealed interface Route {

    String path();

    /// A part of a page, which tells nobody anything: it is there without a token.
    ///
    /// @param type its media type
    record Page(String path, String type, String text) implements Route {}

    /// A call.
    ///
    /// @param path may have parameters, as `/things/:id`
    record Call(String method, String path, Handler handler) implements Route {}

    /// Events as they happen.
    record Live(String path, LiveEvents events) implements Route {}

    /// Answers calls. It is called on the server's loop, and must not wait there.
    @FunctionalInterface
    interface Handler {
        CompletionStage<Answer> answer(Asked asked);
    }
}

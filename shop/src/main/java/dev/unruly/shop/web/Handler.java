package dev.unruly.shop.web;

/// Takes requests as they have been read, on the server's own thread: it must not wait.
public interface Handler {
    /// Sees to it that the exchange is answered, now or later, from any thread.
    void handle(Exchange exchange);
}

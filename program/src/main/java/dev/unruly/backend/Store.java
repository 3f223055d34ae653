package dev.unruly.backend;

import dev.unruly.chance.Distribution;

/// A cache.
///
/// @param name unique in a blueprint
/// @param keys what is looked for
/// @param liveNanos how long an entry lives
/// @param warm whether everything is in it, fresh, at the beginning
public record Store(String name, Keys keys, long liveNanos, boolean warm) {

    /// What is looked for in a cache.
    public sealed interface Keys {

        /// What the request asks for: its target.
        record Target() implements Keys {}

        /// The number of a thing, drawn anew each time.
        record Drawn(Distribution popularity) implements Keys {}
    }

    public Store {
        if (liveNanos <= 0) {
            throw new IllegalArgumentException("an entry must live, got " + liveNanos);
        }
    }
}

package dev.unruly.convert;

import dev.unruly.model.Hit;

/// Takes the lines of one format apart.
interface LineReader {

    /// Fills a hit from `bytes[from, to)`, without the line's end.
    Flaw read(byte[] bytes, int from, int to, Hit hit);
}
